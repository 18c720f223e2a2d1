# A request for another's address makes no entry, but it changes a known sender's.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:a2 dev eth0 nud stale
#! sleep 1.2
#! capture
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:02) > 10.0.0.77(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000020000000000000a00004d
# a/eth0 eth 02:00:00:00:00:03 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.3(02:00:00:00:00:03) > 10.0.0.77(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000003080600010800060400010200000000030a0000030000000000000a00004d
ip -n h neigh show | sort
