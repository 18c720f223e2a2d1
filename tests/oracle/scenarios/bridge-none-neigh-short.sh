# brctl show where there is no bridge, and hardware addresses that are too short for neighbours, proxies among them.
ip netns add a
ip netns exec a brctl show
ip netns exec a brctl show nob
ip -n a link add v address 02:00:00:00:00:01 type veth peer name w address 02:00:00:00:00:02
ip -n a link set v up
ip -n a neigh add proxy 10.0.0.9 lladdr 02:00:00:00:01 dev v
ip -n a neigh add 10.0.0.9 lladdr 02:00:00:00:01 dev v
ip -n a neigh add proxy 10.0.0.9 lladdr 02:00:00:00:00:01 dev v
ip -n a neigh show proxy
ip -n a neigh del proxy 10.0.0.9 lladdr 02:00:00:00:01 dev v
ip -n a neigh del 10.0.0.9 lladdr 02:00:00:00:01 dev v
ip -n a neigh show proxy
ip -n a link add b address 02:00:00:00:00:b0 type bridge forward_delay 0
ip netns exec a brctl show b
ip netns exec a brctl show nob
ip -n a link del b
ip netns exec a brctl show
ip netns exec a brctl show v
