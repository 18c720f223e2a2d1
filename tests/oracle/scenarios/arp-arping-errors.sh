# arping's words for what cannot be.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip netns exec h arping -c 1 -I nosuch 10.0.0.2
ip netns exec h arping -c 1 10.0.0.2
ip netns exec h arping -c 1 -I lo 127.0.0.1
ip netns exec h arping -c 1 -I eth0 10.0.0.300
ip netns exec h arping -c x -I eth0 10.0.0.2
ip -n h link set eth0 down
ip netns exec h arping -c 1 -I eth0 10.0.0.2
