# neigh_suppress on a port: the bridge does not flood to it, and answers itself, a request for a neighbour that its host knows and its table places there.
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
ip -n sw neigh add 10.0.0.11 lladdr 02:00:00:00:00:0b dev br0 nud permanent
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0c / data "b is at p2"
#! send b/eth0 raw=02000000000c02000000000b88b562206973206174207032
bridge -n sw link set dev p1 neigh_suppress on
#! capture
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / arp request 10.0.0.10(02:00:00:00:00:0a) > 10.0.0.11(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff02000000000a0806000108000604000102000000000a0a00000a0000000000000a00000b
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / arp request 10.0.0.10(02:00:00:00:00:0a) > 10.0.0.12(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff02000000000a0806000108000604000102000000000a0a00000a0000000000000a00000c
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / arp request 10.0.0.10(02:00:00:00:00:0a) > 10.0.0.10(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff02000000000a0806000108000604000102000000000a0a00000a0000000000000a00000a
# c/eth0 eth 02:00:00:00:00:0c > ff:ff:ff:ff:ff:ff / arp request 10.0.0.12(02:00:00:00:00:0c) > 10.0.0.11(00:00:00:00:00:00)
#! send c/eth0 raw=ffffffffffff02000000000c0806000108000604000102000000000c0a00000c0000000000000a00000b
bridge -n sw link set dev p1 neigh_suppress off
bridge -n sw link set dev p2 neigh_suppress on
# c/eth0 eth 02:00:00:00:00:0c > ff:ff:ff:ff:ff:ff / arp request 10.0.0.12(02:00:00:00:00:0c) > 10.0.0.11(00:00:00:00:00:00)
#! send c/eth0 raw=ffffffffffff02000000000c0806000108000604000102000000000c0a00000c0000000000000a00000b
