# What `ip neigh flush` takes and what stays.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0
ip -n h neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev eth0 nud reachable
ip -n h neigh add 10.0.0.4 lladdr 02:00:00:00:00:04 dev eth0 nud stale
ip -n h neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev eth0 nud noarp
ip -n h neigh add 10.1.0.5 lladdr 02:00:00:00:00:05 dev eth0 nud stale
ip -n h neigh flush
ip -n h neigh flush dev nosuch
ip -n h neigh flush to 10.1.0.0/16
ip -n h neigh show nud all | sort
ip -n h neigh flush dev eth0
ip -n h neigh show nud all | sort
ip -n h neigh flush dev eth0 nud permanent
ip -n h neigh show nud all | sort
ip -n h neigh flush all
ip -n h neigh add 10.0.0.4 lladdr 02:00:00:00:00:04 dev eth0 nud stale
ip -n h -s neigh flush all
ip -n h neigh show nud all | sort
ip -n h link set eth0 down
ip -n h neigh add 10.0.0.4 lladdr 02:00:00:00:00:04 dev eth0 nud permanent
ip -n h neigh show nud all | sort
ip -n h link set eth0 up
ip -n h neigh add 10.0.0.4 lladdr 02:00:00:00:00:04 dev eth0 nud permanent
ip -n h neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev eth0 nud stale
ip -n h link set eth0 down
ip -n h neigh show nud all | sort
