# Tagged IPv4 is not checked unless bridge-nf-filter-vlan-tagged is set; then it is trimmed as well.
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
ip netns exec sw sysctl net.bridge.bridge-nf-filter-vlan-tagged
#! capture
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / vlan 10 / ip 10.0.0.10 > 10.0.0.11 sum=bad / udp 1000 > 9 / data "1: tagged, bad checksum"
#! send a/eth0 raw=02000000000b02000000000a8100000a08004500003310010000401103f00a00000a0a00000b03e80009001f1a93313a207461676765642c2062616420636865636b73756d
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / vlan 10 / ip 10.0.0.10 > 10.0.0.11 / udp 1000 > 9 / data "2: tagged, padded" / pad 90
#! send a/eth0 raw=02000000000b02000000000a8100000a08004500002d10020000401156aa0a00000a0a00000b03e8000900191dd5323a207461676765642c20706164646564000000000000000000000000000000000000000000000000000000
ip netns exec sw sysctl -w net.bridge.bridge-nf-filter-vlan-tagged=1
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / vlan 10 / ip 10.0.0.10 > 10.0.0.11 sum=bad / udp 1000 > 9 / data "3: tagged, bad checksum"
#! send a/eth0 raw=02000000000b02000000000a8100000a08004500003310030000401103f60a00000a0a00000b03e80009001f1893333a207461676765642c2062616420636865636b73756d
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / vlan 10 / ip 10.0.0.10 > 10.0.0.11 / udp 1000 > 9 / data "4: tagged, padded" / pad 90
#! send a/eth0 raw=02000000000b02000000000a8100000a08004500002d10040000401156a80a00000a0a00000b03e8000900191bd5343a207461676765642c20706164646564000000000000000000000000000000000000000000000000000000
