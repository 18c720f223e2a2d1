# Turning ARP off or on, or setting an address, the same one too, forgets the interface's neighbours, permanent ones too; not whom it answers for.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev eth0 nud permanent
# nobody hears of it while the interface is down
ip -n h link set eth0 arp off
ip -n h neigh show | sort
ip -n h link set eth0 arp on
ip -n h link set eth0 address 02:00:00:00:00:01
ip -n h neigh show | sort
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev eth0 nud stale
ip -n h neigh add proxy 10.0.0.4 dev eth0
ip -n h link set eth0 arp off
ip -n h neigh show nud all | sort
ip -n h neigh show proxy
#! capture
# a/eth0: an echo request to h, which answers to its own hardware address
#! send a/eth0 eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:02 ip.src=10.0.0.2 ip.dst=10.0.0.1 icmp.type=8 len=8
ip -n h neigh show nud all | sort
ip -n h link set eth0 arp on
ip -n h neigh show nud all | sort
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h link set eth0 multicast off
ip -n h neigh show nud all | sort
ip -n h link set eth0 address 02:00:00:00:00:01
ip -n h neigh show nud all | sort
ip -n h neigh show proxy
ip -n h link set eth0 down
ip -n h neigh show proxy
