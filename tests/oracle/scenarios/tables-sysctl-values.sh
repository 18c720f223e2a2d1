# How the kernel reads a number, rounds a time, and refuses to write; what a list leaves out.
ip netns add h
ip netns exec h sysctl -w net.ipv4.conf.lo.tag='1 2'
ip netns exec h sysctl -w net.ipv4.conf.lo.tag=0x10
ip netns exec h sysctl net.ipv4.conf.lo.tag
ip netns exec h sysctl -w net.ipv4.conf.lo.tag=010
ip netns exec h sysctl net.ipv4.conf.lo.tag
ip netns exec h sysctl -w net.ipv4.conf.lo.tag=1x
ip netns exec h sysctl -w net.ipv4.conf.lo.tag=
ip netns exec h sysctl -w net.ipv4.ip_default_ttl='9 300'
ip netns exec h sysctl -n net.ipv4.ip_default_ttl
ip netns exec h sysctl -w net.ipv4.icmp_ratelimit=99 net.ipv4.neigh.lo.retrans_time_ms=1001 net.ipv4.neigh.lo.locktime=3 net.ipv4.neigh.lo.base_reachable_time_ms=5
ip netns exec h sysctl net.ipv4.icmp_ratelimit net.ipv4.neigh.lo.retrans_time_ms net.ipv4.neigh.lo.locktime net.ipv4.neigh.lo.base_reachable_time_ms
ip netns exec h sysctl -w net.ipv4.neigh.lo.retrans_time=5 net.ipv4.neigh.lo.base_reachable_time=7
ip netns exec h sysctl net.ipv4.neigh.lo.retrans_time_ms net.ipv4.neigh.lo.retrans_time net.ipv4.neigh.lo.base_reachable_time_ms
ip netns exec h sysctl net.ipv4.neigh.lo
ip netns exec h sysctl -a -r 'ipv4\.neigh'
ip netns exec h sysctl -a --deprecated -r 'ipv4\.neigh.*time'
ip netns exec h sysctl -w net.ipv4.conf.lo.mc_forwarding=1
ip netns exec h sysctl -w net.ipv4.tcp_available_congestion_control=x
ip netns exec h sysctl -qw net.ipv4.tcp_available_congestion_control=x
ip netns exec h sysctl -n net.ipv4.conf.lo.mc_forwarding
ip netns exec h sysctl -w net.bridge.bridge-nf-filter-vlan-tagged=100
ip netns exec h sysctl net.bridge
ip netns exec h sysctl -w net.ipv4.route.flush=1
ip netns exec h sysctl net.ipv4.route.flush
ip netns exec h sysctl -a -r 'ipv4\.route'
ip netns exec h sysctl -a -r 'ipv4\.conf\.lo'
ip netns exec h sysctl --bogus | tail -n +2 | head -2
ip netns exec h sysctl -x
ip netns exec h sysctl -w net.ipv4.icmp_ratelimit=-1
