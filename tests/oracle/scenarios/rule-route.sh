# Rules choose the table: by source, device, mark, TOS, port; goto, verdicts, suppressed prefixes.
ip netns add r
ip netns add a
ip netns add b
ip netns add c
ip -n r link add ra address 02:00:00:00:00:11 type veth peer name eth0 address 02:00:00:00:00:12 netns a
ip -n r link add rb address 02:00:00:00:00:21 type veth peer name eth0 address 02:00:00:00:00:22 netns b
ip -n r link add rc address 02:00:00:00:00:31 type veth peer name eth0 address 02:00:00:00:00:32 netns c
ip -n r link set lo up
ip -n r link set ra up
ip -n r link set rb up
ip -n r link set rc up
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n c link set eth0 up
ip -n r addr add 10.0.1.1/24 dev ra
ip -n r addr add 10.0.2.1/24 dev rb
ip -n r addr add 10.0.3.1/24 dev rc
ip -n a addr add 10.0.1.2/24 dev eth0
ip -n b addr add 10.0.2.2/24 dev eth0
ip -n c addr add 10.0.3.2/24 dev eth0
ip -n a route add default via 10.0.1.1
ip -n b route add default via 10.0.2.1
ip -n c route add default via 10.0.3.1
ip -n b addr add 99.0.0.1/32 dev eth0
ip -n c addr add 99.0.0.1/32 dev eth0
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip -n r route add 99.0.0.0/8 via 10.0.2.2
ip -n r route add 99.0.0.0/8 via 10.0.3.2 table 100
ip -n r route show table 100
ip -n r route show table all
ip -n r route show table 99
ip -n r route add default via 10.0.3.2 table 4000
ip -n r route show table 4000
ip -n r -d route show table 4000
ip -n r -j route show table 4000
ip -n r route flush table 4000
ip -n r route show table 4000
#! capture
ip netns exec a ping -c 1 99.0.0.1 | grep -c time=
ip -n r rule add from 10.0.1.2 table 100
ip netns exec a ping -c 1 99.0.0.1 | grep -c time=
ip -n r rule del from 10.0.1.2
ip netns exec a ping -c 1 99.0.0.1 | grep -c time=
ip -n r rule add iif ra table 100
ip netns exec a ping -c 1 99.0.0.1 | grep -c time=
ip -n r route get 99.0.0.1
ip -n r route get 99.0.0.1 from 10.0.1.2 iif ra
ip -n r rule del iif ra
ip -n r rule add fwmark 7 table 100
ip netns exec r iptables -t mangle -A PREROUTING -p icmp -j MARK --set-mark 7
ip netns exec a ping -c 1 99.0.0.1 | grep -c time=
ip netns exec r iptables -t mangle -F
ip netns exec r iptables -t mangle -A OUTPUT -p icmp -j MARK --set-mark 7
ip netns exec r ping -c 1 99.0.0.1 | grep -c time=
ip netns exec r ping -c 1 -m 7 99.0.0.1 | grep -c time=
ip netns exec r iptables -t mangle -F
ip netns exec r ping -c 1 99.0.0.1 | grep -c time=
ip netns exec r ping -c 1 -m 7 99.0.0.1 | grep -c time=
ip netns exec a ping -c 1 99.0.0.1 | grep -c time=
ip -n r route get 99.0.0.1 mark 7
ip -n r route get 99.0.0.1 mark 8
ip -n r rule flush
ip -n r rule add lookup main pref 100
ip -n r rule add tos 0x10 table 100 pref 50
ip netns exec a ping -c 1 -Q 0x10 99.0.0.1 | grep -c time=
ip netns exec a ping -c 1 -Q 0x11 99.0.0.1 | grep -c time=
ip netns exec a ping -c 1 -Q 0x08 99.0.0.1 | grep -c time=
ip -n r rule add ipproto udp dport 53 table 100 pref 51
#! send a/eth0 eth.dst=02:00:00:00:00:11 eth.src=02:00:00:00:00:12 ip.src=10.0.1.2 ip.dst=99.0.0.1 udp.sport=1000 udp.dport=53 len=4
#! send a/eth0 eth.dst=02:00:00:00:00:11 eth.src=02:00:00:00:00:12 ip.src=10.0.1.2 ip.dst=99.0.0.1 udp.sport=1000 udp.dport=54 len=4
#! send a/eth0 eth.dst=02:00:00:00:00:11 eth.src=02:00:00:00:00:12 ip.src=10.0.1.2 ip.dst=99.0.0.1 udp.sport=1000 udp.dport=53 len=4
ip -n r rule add to 99.0.0.1 blackhole pref 40
ip netns exec a ping -c 1 -W 1 99.0.0.1 | grep -c time=
ip netns exec r ping -c 1 -W 1 99.0.0.1 | grep -c time=
ip -n r route get 99.0.0.1
ip -n r rule del pref 40
ip -n r rule add to 99.0.0.1 unreachable pref 40
ip netns exec a ping -c 1 -W 1 99.0.0.1 | grep -c time=
ip netns exec r ping -c 1 -W 1 99.0.0.1 | grep -c time=
ip -n r route get 99.0.0.1
ip -n r rule del pref 40
ip -n r rule add to 99.0.0.1 prohibit pref 40
ip netns exec a ping -c 1 -W 1 99.0.0.1 | grep -c time=
ip netns exec r ping -c 1 -W 1 99.0.0.1 | grep -c time=
ip -n r route get 99.0.0.1
ip -n r route get 99.0.0.1 oif rc
ip -n r rule del pref 40
ip -n r rule add to 99.0.0.1 goto 60 pref 40
ip netns exec a ping -c 1 -Q 0x10 99.0.0.1 | grep -c time=
ip -n r rule add nop pref 60
ip netns exec a ping -c 1 -Q 0x10 99.0.0.1 | grep -c time=
ip -n r rule
ip -n r rule del pref 60
ip -n r rule
ip -n r rule add not from 10.0.1.0/24 table 100 pref 41
ip -n r route get 99.0.0.1 from 10.0.1.2 iif ra
ip -n r route get 99.0.0.1 from 10.0.2.2 iif rb
ip -n r rule add oif rc table 100 pref 42
ip -n r route get 99.0.0.1 oif rc
ip -n r route get 99.0.0.1 oif rb
ip -n r rule add lookup main suppress_prefixlength 0 pref 10
ip -n r route add default via 10.0.2.2
ip -n r route get 8.8.8.8
ip -n r route get 99.0.0.1
ip -n r route get 10.0.1.2
