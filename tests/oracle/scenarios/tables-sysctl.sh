# sysctl: reading, writing, several, quietly, errors.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip netns exec h sysctl net.ipv4.ip_forward
ip netns exec h sysctl -n net.ipv4.ip_forward
ip netns exec h sysctl net.ipv4.ip_forward net.ipv4.conf.eth0.rp_filter
ip netns exec h sysctl net/ipv4/conf/eth0/rp_filter
ip netns exec h sysctl -w net.ipv4.ip_forward=1
ip netns exec h sysctl net.ipv4.ip_forward=0
ip netns exec h sysctl -w net.ipv4.ip_forward
ip netns exec h sysctl -qw net.ipv4.ip_forward=1
ip netns exec h sysctl -nw net.ipv4.ip_forward=1
ip netns exec h sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.eth0.rp_filter=2
ip netns exec h sysctl net.ipv4.nosuch
ip netns exec h sysctl -e net.ipv4.nosuch
ip netns exec h sysctl -w net.ipv4.nosuch=1
ip netns exec h sysctl -w net.ipv4.ip_forward=abc
ip netns exec h sysctl -w net.ipv4.ip_forward=
ip netns exec h sysctl net.ipv4.ip_forward
ip netns exec h sysctl -w net.ipv4.ip_forward=7
ip netns exec h sysctl net.ipv4.ip_forward
ip netns exec h sysctl -n net.ipv4.conf.all.forwarding net.ipv4.conf.default.forwarding net.ipv4.conf.eth0.forwarding
ip netns exec h sysctl -w net.ipv4.conf.eth0.forwarding=0
ip netns exec h sysctl -n net.ipv4.conf.all.forwarding net.ipv4.conf.default.forwarding net.ipv4.conf.eth0.forwarding
ip netns exec h sysctl -w net.ipv4.conf.all.forwarding=0
ip netns exec h sysctl -n net.ipv4.ip_forward
ip netns exec h sysctl -a -r 'ipv4.conf.eth0.(forwarding|rp_filter|arp_)'
ip netns exec h sysctl -a | grep -E '^net.ipv4.conf.eth0'
ip netns exec h sysctl -a | grep -E '^net.ipv4.neigh.eth0'
ip netns exec h sysctl -a | grep -E '^net.ipv4.icmp_|^net.ipv4.ip_|^net.ipv4.ipfrag|^net.ipv4.route'
ip netns exec h cat /proc/sys/net/ipv4/ip_forward
ip netns exec h cat /proc/sys/net/ipv4/nosuch
ip netns exec h sysctl -N net.ipv4.ip_forward
ip netns exec h sysctl -b net.ipv4.ip_forward
ip netns exec h sysctl
ip netns exec h sysctl -w
ip netns exec h sysctl -z
