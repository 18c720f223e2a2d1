# arp_accept=2 takes only announcements from the interface's own networks.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_accept=2
#! capture
# a/eth0 eth 02:00:00:00:00:a2 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:a2) > 10.0.0.2(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff0200000000a2080600010800060400010200000000a20a0000020000000000000a000002
# a/eth0 eth 02:00:00:00:00:a3 > ff:ff:ff:ff:ff:ff / arp request 10.3.0.2(02:00:00:00:00:a3) > 10.3.0.2(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff0200000000a3080600010800060400010200000000a30a0300020000000000000a030002
ip -n h neigh show | sort
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_accept=1
# a/eth0 eth 02:00:00:00:00:a4 > ff:ff:ff:ff:ff:ff / arp request 10.4.0.2(02:00:00:00:00:a4) > 10.4.0.2(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff0200000000a4080600010800060400010200000000a40a0400020000000000000a040002
# a/eth0 eth 02:00:00:00:00:a5 > ff:ff:ff:ff:ff:ff / arp request 224.0.0.2(02:00:00:00:00:a5) > 224.0.0.2(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff0200000000a5080600010800060400010200000000a5e0000002000000000000e0000002
# a/eth0 eth 02:00:00:00:00:a6 > ff:ff:ff:ff:ff:ff / arp request 0.0.0.0(02:00:00:00:00:a6) > 0.0.0.0(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff0200000000a6080600010800060400010200000000a60000000000000000000000000000
# a/eth0 eth 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.1(02:00:00:00:00:01) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000001080600010800060400010200000000010a0000010000000000000a000001
ip -n h neigh show | sort
