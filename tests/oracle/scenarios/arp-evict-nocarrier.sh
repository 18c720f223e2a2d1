# When carrier goes the neighbours of the interface are forgotten but for the permanent, unless arp_evict_nocarrier is 0.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev eth0 nud permanent
ip -n h neigh add 10.0.0.6 lladdr 02:00:00:00:00:06 dev eth0 nud stale
ip netns exec h sysctl net.ipv4.conf.eth0.arp_evict_nocarrier
ip -n a link set eth0 down
#! sleep 1.2
ip -n h neigh show nud all | sort
ip -n a link set eth0 up
#! sleep 1.2
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_evict_nocarrier=0
ip -n h neigh add 10.0.0.6 lladdr 02:00:00:00:00:06 dev eth0 nud stale
ip -n a link set eth0 down
#! sleep 1.2
ip -n h neigh show nud all | sort
