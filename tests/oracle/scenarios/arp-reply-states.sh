# How a reply and a request change an entry: the reply confirms it, a broadcast reply does not.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud stale
ip -n h neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev eth0 nud stale
ip -n h neigh add 10.0.0.4 lladdr 02:00:00:00:00:04 dev eth0 nud stale
ip -n h neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev eth0 nud reachable
ip -n h neigh add 10.0.0.6 lladdr 02:00:00:00:00:06 dev eth0 nud noarp
#! sleep 1.2
#! capture
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / arp reply 10.0.0.2(02:00:00:00:00:02) > 10.0.0.1(02:00:00:00:00:01)
#! send a/eth0 raw=020000000001020000000002080600010800060400020200000000020a0000020200000000010a000001
# a/eth0 eth 02:00:00:00:00:03 > ff:ff:ff:ff:ff:ff / arp reply 10.0.0.3(02:00:00:00:00:03) > 10.0.0.1(ff:ff:ff:ff:ff:ff)
#! send a/eth0 raw=ffffffffffff020000000003080600010800060400020200000000030a000003ffffffffffff0a000001
# a/eth0 eth 02:00:00:00:00:04 > 02:00:00:00:00:01 / arp request 10.0.0.4(02:00:00:00:00:04) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=020000000001020000000004080600010800060400010200000000040a0000040000000000000a000001
# a/eth0 eth 02:00:00:00:00:05 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.5(02:00:00:00:00:05) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000005080600010800060400010200000000050a0000050000000000000a000001
# a/eth0 eth 02:00:00:00:00:a6 > 02:00:00:00:00:01 / arp reply 10.0.0.6(02:00:00:00:00:a6) > 10.0.0.1(02:00:00:00:00:01)
#! send a/eth0 raw=0200000000010200000000a6080600010800060400020200000000a60a0000060200000000010a000001
ip -n h neigh show nud all | sort
