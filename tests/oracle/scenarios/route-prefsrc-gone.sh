# When an address goes, routes that name it as source go as well; so do those that need its network as a gateway's only when the interface goes down.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h addr add 10.5.0.1/24 dev eth0
ip -n h addr add 10.0.0.9/24 dev eth0
ip -n h route add 10.1.0.0/16 via 10.0.0.2 src 10.5.0.1
ip -n h route add 10.2.0.0/16 via 10.5.0.2
ip -n h route add 10.3.0.0/16 via 10.0.0.2 src 10.0.0.9
ip -n h route show
ip -n h addr del 10.5.0.1/24 dev eth0
ip -n h route show
ip -n h addr del 10.0.0.9/24 dev eth0
ip -n h route show
ip -n h addr del 10.0.0.1/24 dev eth0
ip -n h route show
ip -n h route get 10.2.0.1
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h link set eth0 down
ip -n h link set eth0 up
ip -n h route show
