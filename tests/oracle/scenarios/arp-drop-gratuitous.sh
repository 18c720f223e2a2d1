# drop_gratuitous_arp: such announcements change nothing.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud stale
ip netns exec h sysctl -w net.ipv4.conf.eth0.drop_gratuitous_arp=1
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_accept=1
#! sleep 1.2
#! capture
# a/eth0 eth 02:00:00:00:00:a2 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:a2) > 10.0.0.2(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff0200000000a2080600010800060400010200000000a20a0000020000000000000a000002
# a/eth0 eth 02:00:00:00:00:a3 > ff:ff:ff:ff:ff:ff / arp reply 10.0.0.2(02:00:00:00:00:a3) > 10.0.0.2(02:00:00:00:00:a3)
#! send a/eth0 raw=ffffffffffff0200000000a3080600010800060400020200000000a30a0000020200000000a30a000002
# a/eth0 eth 02:00:00:00:00:a4 > ff:ff:ff:ff:ff:ff / arp reply 10.0.0.3(02:00:00:00:00:a4) > 10.0.0.3(ff:ff:ff:ff:ff:ff)
#! send a/eth0 raw=ffffffffffff0200000000a4080600010800060400020200000000a40a000003ffffffffffff0a000003
ip -n h neigh show | sort
# a/eth0 eth 02:00:00:00:00:a5 > 02:00:00:00:00:01 / arp reply 10.0.0.2(02:00:00:00:00:a5) > 10.0.0.1(02:00:00:00:00:01)
#! send a/eth0 raw=0200000000010200000000a5080600010800060400020200000000a50a0000020200000000010a000001
ip -n h neigh show | sort
