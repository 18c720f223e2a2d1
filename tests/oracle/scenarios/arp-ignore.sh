# arp_ignore 1 answers only for addresses of the interface asked, 2 also only askers of its network, 8 nobody.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n h link add eth1 address 02:00:00:00:01:01 type veth peer name eth1 address 02:00:00:00:01:02 netns a
ip -n a link set eth0 up
ip -n a link set eth1 up
ip -n h link set eth0 up
ip -n h link set eth1 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth1
ip -n h addr add 10.2.0.1/24 dev eth0 scope link
ip -n h addr add 10.3.0.1/24 dev eth0 scope host
#! capture
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:02) > 10.1.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000020000000000000a010001
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:02) > 10.2.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000020000000000000a020001
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:02) > 10.3.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000020000000000000a030001
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_ignore=1
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.3(02:00:00:00:00:02) > 10.1.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000030000000000000a010001
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.3(02:00:00:00:00:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000030000000000000a000001
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 192.0.2.3(02:00:00:00:00:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff02000000000208060001080006040001020000000002c00002030000000000000a000001
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_ignore=2
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.4(02:00:00:00:00:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000040000000000000a000001
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 192.0.2.4(02:00:00:00:00:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff02000000000208060001080006040001020000000002c00002040000000000000a000001
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.4(02:00:00:00:00:02) > 10.1.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000040000000000000a010001
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_ignore=3
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.5(02:00:00:00:00:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000050000000000000a000001
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.5(02:00:00:00:00:02) > 10.2.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000050000000000000a020001
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.5(02:00:00:00:00:02) > 10.3.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000050000000000000a030001
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_ignore=8
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.6(02:00:00:00:00:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000060000000000000a000001
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_ignore=0
ip netns exec h sysctl -w net.ipv4.conf.all.arp_ignore=1
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.7(02:00:00:00:00:02) > 10.1.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000070000000000000a010001
ip -n h neigh show | sort
