# A bridge's own host: the header is checked and padding trimmed at the port, before br0 sees the frame; counted once.
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
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "b is at p2"
#! send b/eth0 raw=ffffffffffff02000000000b88b562206973206174207032
ip -n sw addr add 10.0.0.1/24 dev br0
ip -n sw neigh add 10.0.0.10 lladdr 02:00:00:00:00:0a dev br0 nud permanent
#! capture
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:ff:00 / ip 10.0.0.10 > 10.0.0.1 / icmp echo-request id=7 seq=1 / data "1: good"
#! send a/eth0 raw=02000000ff0002000000000a08004500002310010000400156cf0a00000a0a0000010800d2e600070001313a20676f6f64
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:ff:00 / ip 10.0.0.10 > 10.0.0.1 sum=bad / icmp echo-request id=7 seq=2 / data "2: bad checksum"
#! send a/eth0 raw=02000000ff0002000000000a08004500002b10020000400103930a00000a0a0000010800774c00070002323a2062616420636865636b73756d
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:ff:00 / ip 10.0.0.10 > 10.0.0.1 / icmp echo-request id=7 seq=3 / data "3: padded" / pad 90
#! send a/eth0 raw=02000000ff0002000000000a08004500002510030000400156cb0a00000a0a00000108007a8100070003333a20706164646564000000000000000000000000000000000000000000000000000000000000000000000000000000
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / ip 10.0.0.10 > 10.0.0.1 / icmp echo-request id=7 seq=4 / data "4: broadcast frame"
#! send a/eth0 raw=ffffffffffff02000000000a08004500002e10040000400156c10a00000a0a0000010800f88100070004343a2062726f616463617374206672616d65
ip netns exec sw nstat -asz | grep -E '^Ip(InReceives|InDelivers|InHdrErrors|OutRequests|ExtInCsumErrors) ' | sed -E 's/ +/ /g'
