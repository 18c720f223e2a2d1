# Several unreachables in a row with no ICMP rate limit: only ip_error()'s own five at once, then one a second.
#! include routed
ip netns exec r sysctl -qw net.ipv4.icmp_ratelimit=0
ip -n r neigh replace 10.0.1.2 lladdr 02:00:00:00:00:12 dev r1 nud permanent
#! capture
#! send left/eth0 eth.dst=02:00:00:00:00:11 eth.src=02:00:00:00:00:12 ip.src=10.0.1.2 ip.dst=192.0.2.1 udp.sport=1 udp.dport=9 len=8
#! send left/eth0 eth.dst=02:00:00:00:00:11 eth.src=02:00:00:00:00:12 ip.src=10.0.1.2 ip.dst=192.0.2.1 udp.sport=2 udp.dport=9 len=8
#! send left/eth0 eth.dst=02:00:00:00:00:11 eth.src=02:00:00:00:00:12 ip.src=10.0.1.2 ip.dst=192.0.2.1 udp.sport=3 udp.dport=9 len=8
#! send left/eth0 eth.dst=02:00:00:00:00:11 eth.src=02:00:00:00:00:12 ip.src=10.0.1.2 ip.dst=10.0.1.1 udp.sport=4 udp.dport=9 len=8
#! sleep 6
#! send left/eth0 eth.dst=02:00:00:00:00:11 eth.src=02:00:00:00:00:12 ip.src=10.0.1.2 ip.dst=192.0.2.1 udp.sport=5 udp.dport=9 len=8
#! send left/eth0 eth.dst=02:00:00:00:00:11 eth.src=02:00:00:00:00:12 ip.src=10.0.1.2 ip.dst=192.0.2.1 udp.sport=6 udp.dport=9 len=8
