# The same network on two interfaces: two routes; the first wins, the second takes over.
ip netns add h
ip netns add a
ip netns add b
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n h link add eth1 address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns b
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n h link set eth0 up
ip -n h link set eth1 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.0.0.1/24 dev eth1
ip -n h addr add 10.0.0.2/24 dev eth1
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h route show
ip -n h route show table local
ip -n h route get 10.0.0.9
#! capture
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.9(02:00:00:00:00:02) > 10.0.0.2(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000090000000000000a000002
# b/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.8(02:00:00:00:01:02) > 10.0.0.1(00:00:00:00:00:00)
#! send b/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0000080000000000000a000001
ip -n h addr del 10.0.0.1/24 dev eth0
ip -n h route show
ip -n h route show table local
ip -n h route get 10.0.0.9
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.9(02:00:00:00:00:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000090000000000000a000001
