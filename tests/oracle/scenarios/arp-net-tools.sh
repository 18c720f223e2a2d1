# net-tools' arp: its table, -n, -a, -s, -d and their errors.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev eth0 nud stale
ip -n h neigh add 10.0.0.4 dev eth0 nud failed
ip netns exec h arp -n | sort
ip netns exec h arp -an | sort
ip netns exec h arp -n 10.0.0.2
ip netns exec h arp -n 10.0.0.99
ip netns exec h arp -n -i eth0 | sort
ip netns exec h arp -n -i nosuch
ip netns exec h arp -s 10.0.0.5 02:00:00:00:00:05
ip netns exec h arp -s 10.0.0.6 02:00:00:00:00:06 temp
ip netns exec h arp -i eth0 -s 10.0.0.7 02:00:00:00:00:07
ip netns exec h arp -s 10.77.0.5 02:00:00:00:00:05
ip netns exec h arp -s 10.0.0.8 02:00:00:00:00
ip netns exec h arp -s 10.0.0.8
ip -n h neigh show nud all | sort
ip netns exec h arp -d 10.0.0.5
ip netns exec h arp -d 10.0.0.99
ip netns exec h arp -Ds 10.0.0.9 eth0 pub
ip -n h neigh show nud all | sort
ip -n h neigh show proxy
ip netns exec h arp -n | sort
ip netns exec h arp -en | sort
ip netns exec h arp -vn | sort
ip netns exec h cat /proc/net/arp | sort
