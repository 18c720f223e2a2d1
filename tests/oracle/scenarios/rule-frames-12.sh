# Rules choose the way of frames drawn at random
ip netns add r
ip netns add a
ip -n r link add ra address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n r link set ra up
ip -n a link set eth0 up
ip -n a link set lo up
ip -n r addr add 10.0.0.1/24 dev ra
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n a route add default via 10.0.0.1
ip -n a addr add 99.0.0.0/32 dev lo
ip -n r neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev ra
ip -n a neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev eth0
ip netns add b
ip -n r link add rb address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns b
ip -n r link set rb up
ip -n b link set eth0 up
ip -n b link set lo up
ip -n r addr add 10.0.1.1/24 dev rb
ip -n b addr add 10.0.1.2/24 dev eth0
ip -n b route add default via 10.0.1.1
ip -n b addr add 99.0.0.1/32 dev lo
ip -n r neigh add 10.0.1.2 lladdr 02:00:00:00:01:02 dev rb
ip -n b neigh add 10.0.1.1 lladdr 02:00:00:00:01:01 dev eth0
ip netns add c
ip -n r link add rc address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns c
ip -n r link set rc up
ip -n c link set eth0 up
ip -n c link set lo up
ip -n r addr add 10.0.2.1/24 dev rc
ip -n c addr add 10.0.2.2/24 dev eth0
ip -n c route add default via 10.0.2.1
ip -n c addr add 99.0.0.2/32 dev lo
ip -n r neigh add 10.0.2.2 lladdr 02:00:00:00:02:02 dev rc
ip -n c neigh add 10.0.2.1 lladdr 02:00:00:00:02:01 dev eth0
ip -n r link set lo up
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv4.icmp_ratelimit=0
ip netns exec a sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns exec b sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns exec c sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns exec r sysctl -qw net.ipv4.conf.all.rp_filter=2
ip -n r route add 99.0.0.2 via 10.0.1.2 metric 1 
ip -n r route add prohibit 99.0.0.0/24 table 10 
ip -n r route add 99.0.0.1 via 10.0.1.2 table 20 tos 0x10
ip -n r route add prohibit default  
ip -n r route add 10.0.1.0/24 via 10.0.0.2  
ip -n r route add unreachable 99.0.0.0/24 table 10 
ip -n r route add throw 50.0.0.0/8 table 20 metric 2 
ip -n r route add prohibit 10.0.1.0/24 table 10 metric 2 
ip -n r rule add ipproto icmp goto 32766 pref 184
ip -n r rule add iif rb fwmark 1 ipproto tcp table 10 pref 527
ip -n r rule add from 10.0.1.2 fwmark 3 ipproto udp blackhole pref 184
ip -n r rule add iif rc blackhole pref 269
ip -n r rule add dport 53 sport 7 not goto 32766 pref 908
ip netns exec r iptables -t mangle -A OUTPUT -p icmp -j MARK --set-mark 2
ip netns exec r iptables -t mangle -A OUTPUT -j MARK --set-mark 2
ip -n r rule
ip -n r route show table all
#! capture
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=99.0.0.1 ip.dst=99.0.0.2 ip.ttl=64 ip.tos=8 udp.sport=5000 udp.dport=9999 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=10.0.2.2 ip.dst=10.0.2.2 ip.ttl=1 ip.tos=0 udp.sport=5000 udp.dport=85 len=8
#! send a/eth0 eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:02 ip.src=99.0.0.0 ip.dst=10.0.2.2 ip.ttl=64 ip.tos=0 udp.sport=7 udp.dport=85 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=10.0.2.2 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=0 icmp.type=8 icmp.id=3 icmp.seq=1 len=8
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=99.0.0.1 ip.dst=10.0.0.1 ip.ttl=64 ip.tos=16 tcp.sport=1500 tcp.dport=85 tcp.flags=S
#! send a/eth0 eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:02 ip.src=10.0.0.2 ip.dst=99.0.0.0 ip.ttl=64 ip.tos=0 icmp.type=8 icmp.id=1 icmp.seq=1 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.1 ip.dst=10.0.1.2 ip.ttl=1 ip.tos=0 udp.sport=5000 udp.dport=85 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.1 ip.dst=10.0.1.2 ip.ttl=1 ip.tos=0 udp.sport=5000 udp.dport=85 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=10.0.2.2 ip.dst=10.0.2.2 ip.ttl=1 ip.tos=0 udp.sport=5000 udp.dport=85 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=10.0.2.2 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=0 icmp.type=8 icmp.id=3 icmp.seq=1 len=8
ip -n r rule add to 99.0.0.2 prohibit pref 823
ip -n r rule del pref 419
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.2 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=8 tcp.sport=7 tcp.dport=85 tcp.flags=S
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=10.0.1.2 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=0 icmp.type=8 icmp.id=3 icmp.seq=1 len=8
#! send a/eth0 eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:02 ip.src=7.7.7.7 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=16 udp.sport=1500 udp.dport=9999 len=8
#! send a/eth0 eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:02 ip.src=99.0.0.1 ip.dst=99.0.0.0 ip.ttl=64 ip.tos=16 icmp.type=8 icmp.id=1 icmp.seq=1 len=8
#! send a/eth0 eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:02 ip.src=10.0.0.2 ip.dst=10.0.0.2 ip.ttl=1 ip.tos=0 udp.sport=5000 udp.dport=53 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=10.0.2.2 ip.dst=99.0.0.2 ip.ttl=1 ip.tos=8 tcp.sport=1500 tcp.dport=85 tcp.flags=S
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=10.0.2.2 ip.dst=10.0.0.2 ip.ttl=1 ip.tos=16 udp.sport=7 udp.dport=85 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=10.0.2.2 ip.dst=10.0.0.2 ip.ttl=1 ip.tos=16 udp.sport=7 udp.dport=85 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.2 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=8 tcp.sport=7 tcp.dport=85 tcp.flags=S
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=10.0.1.2 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=0 icmp.type=8 icmp.id=3 icmp.seq=1 len=8
ip -n r rule add from 10.0.0.0/24 unreachable pref 645
ip -n r rule del pref 775
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=10.0.1.2 ip.dst=10.0.2.1 ip.ttl=64 ip.tos=0 icmp.type=8 icmp.id=0 icmp.seq=1 len=8
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=10.0.1.2 ip.dst=10.0.0.1 ip.ttl=64 ip.tos=8 udp.sport=5000 udp.dport=85 len=8
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=99.0.0.1 ip.dst=10.0.1.2 ip.ttl=64 ip.tos=0 tcp.sport=1500 tcp.dport=85 tcp.flags=S
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.1 ip.dst=10.0.2.1 ip.ttl=64 ip.tos=8 icmp.type=8 icmp.id=2 icmp.seq=1 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=10.0.2.2 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=0 icmp.type=8 icmp.id=0 icmp.seq=1 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.2 ip.dst=10.0.0.2 ip.ttl=1 ip.tos=0 tcp.sport=1500 tcp.dport=85 tcp.flags=S
#! send a/eth0 eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:02 ip.src=99.0.0.0 ip.dst=10.0.2.2 ip.ttl=64 ip.tos=16 udp.sport=1500 udp.dport=9999 len=8
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=99.0.0.1 ip.dst=10.0.1.2 ip.ttl=64 ip.tos=0 tcp.sport=1500 tcp.dport=85 tcp.flags=S
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.2 ip.dst=10.0.0.2 ip.ttl=1 ip.tos=0 tcp.sport=1500 tcp.dport=85 tcp.flags=S
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.1 ip.dst=10.0.2.1 ip.ttl=64 ip.tos=8 icmp.type=8 icmp.id=2 icmp.seq=1 len=8
ip -n r route add prohibit 99.0.0.0/24 table 20 
#! send a/eth0 eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:02 ip.src=7.7.7.7 ip.dst=10.0.0.1 ip.ttl=64 ip.tos=0 udp.sport=5000 udp.dport=85 len=8
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=10.0.2.2 ip.dst=50.0.0.1 ip.ttl=1 ip.tos=16 udp.sport=1500 udp.dport=9999 len=8
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=10.0.1.2 ip.dst=10.0.0.1 ip.ttl=64 ip.tos=0 tcp.sport=1500 tcp.dport=85 tcp.flags=S
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.2 ip.dst=10.0.0.1 ip.ttl=64 ip.tos=16 icmp.type=8 icmp.id=2 icmp.seq=1 len=8
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=99.0.0.1 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=16 tcp.sport=1500 tcp.dport=85 tcp.flags=S
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=10.0.1.2 ip.dst=99.0.0.0 ip.ttl=64 ip.tos=0 udp.sport=7 udp.dport=85 len=8
#! send a/eth0 eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:02 ip.src=7.7.7.7 ip.dst=10.0.2.1 ip.ttl=64 ip.tos=0 tcp.sport=7 tcp.dport=53 tcp.flags=S
#! send c/eth0 eth.dst=02:00:00:00:02:01 eth.src=02:00:00:00:02:02 ip.src=99.0.0.2 ip.dst=10.0.0.1 ip.ttl=64 ip.tos=16 icmp.type=8 icmp.id=2 icmp.seq=1 len=8
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=99.0.0.1 ip.dst=10.0.0.2 ip.ttl=64 ip.tos=16 tcp.sport=1500 tcp.dport=85 tcp.flags=S
#! send b/eth0 eth.dst=02:00:00:00:01:01 eth.src=02:00:00:00:01:02 ip.src=10.0.1.2 ip.dst=10.0.0.1 ip.ttl=64 ip.tos=0 tcp.sport=1500 tcp.dport=85 tcp.flags=S
ip -n r rule add from 10.0.0.0/24 iif ra dport 53 prohibit pref 88
ip -n r rule del pref 943
ip netns exec r ping -c1 -W1 99.0.0.1 | grep -c time=
ip netns exec r ping -c1 -W1 -m 2 99.0.0.2 | grep -c time=
