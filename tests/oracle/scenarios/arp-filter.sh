# arp_filter answers on an interface only if the route back to the asker leaves by it.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n h link add eth1 address 02:00:00:00:01:01 type veth peer name eth1 address 02:00:00:00:01:02 netns a
ip -n a link set eth0 up
ip -n a link set eth1 up
ip -n h link set eth0 up
ip -n h link set eth1 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.0.0.2/24 dev eth1
#! capture
# a/eth1 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.9(02:00:00:00:01:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth1 raw=ffffffffffff020000000102080600010800060400010200000001020a0000090000000000000a000001
ip netns exec h sysctl -w net.ipv4.conf.eth1.arp_filter=1
# a/eth1 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.9(02:00:00:00:01:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth1 raw=ffffffffffff020000000102080600010800060400010200000001020a0000090000000000000a000001
# a/eth1 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.9(02:00:00:00:01:02) > 10.0.0.2(00:00:00:00:00:00)
#! send a/eth1 raw=ffffffffffff020000000102080600010800060400010200000001020a0000090000000000000a000002
ip -n h route add 10.0.0.9 dev eth1
# a/eth1 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.9(02:00:00:00:01:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth1 raw=ffffffffffff020000000102080600010800060400010200000001020a0000090000000000000a000001
# a/eth1 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 192.0.2.9(02:00:00:00:01:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth1 raw=ffffffffffff02000000010208060001080006040001020000000102c00002090000000000000a000001
