# What the bridge and its ports count: the bridge only what goes up into or comes from its own host.
ip netns add sw
ip netns add a
ip netns add b
ip netns add c
ip -n sw link add br0 address 02:00:00:00:ff:00 type bridge mcast_snooping 0
ip -n sw link add p1 address 02:00:00:00:ff:01 type veth peer name eth0 address 02:00:00:00:00:0a netns a
ip -n sw link add p2 address 02:00:00:00:ff:02 type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip -n sw link add p3 address 02:00:00:00:ff:03 type veth peer name eth0 address 02:00:00:00:00:0c netns c
ip -n sw link set p1 master br0
ip -n sw link set p2 master br0
ip -n sw link set p3 master br0
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n c link set eth0 up
ip -n sw link set p1 up
ip -n sw link set p2 up
ip -n sw link set p3 up
ip -n sw link set br0 up
ip -n sw addr add 10.0.0.1/24 dev br0
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "broadcast"
#! send a/eth0 raw=ffffffffffff02000000000a88b562726f616463617374
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:99 / data "unknown"
#! send a/eth0 raw=02000000009902000000000a88b5756e6b6e6f776e
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "known"
#! send b/eth0 raw=02000000000a02000000000b88b56b6e6f776e
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:ff:00 / ip 10.0.0.10 > 10.0.0.1 / icmp echo-request id=7 seq=1 / data "answered after an ARP that nobody answers"
#! send a/eth0 raw=02000000ff0002000000000a08004500004510010000400156ad0a00000a0a0000010800507400070001616e73776572656420616674657220616e204152502074686174206e6f626f647920616e7377657273
# a/eth0 eth 02:00:00:00:00:0a > 01:00:5e:00:00:05 / data "multicast"
#! send a/eth0 raw=01005e00000502000000000a88b56d756c746963617374
# a/eth0 eth 01:00:5e:00:00:05 > 02:00:00:00:00:0b / data "group source: dropped"
#! send a/eth0 raw=02000000000b01005e00000588b567726f757020736f757263653a2064726f70706564
# b/eth0 eth 02:00:00:00:ff:01 > 02:00:00:00:00:0a / data "p1's address as source: passes"
#! send b/eth0 raw=02000000000a02000000ff0188b570312773206164647265737320617320736f757263653a20706173736573
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0a / data "to itself"
#! send a/eth0 raw=02000000000a02000000000a88b5746f20697473656c66
ip -n sw -s link show | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n a -s link show eth0 | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
