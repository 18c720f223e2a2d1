# arping: found, not found, duplicate address detection, announcement.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
#! capture
ip netns exec h arping -c 2 -I eth0 10.0.0.2 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec h arping -f -I eth0 10.0.0.2 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec h arping -c 1 -w 1 -I eth0 10.0.0.9 | sed -E 's/ +[0-9.]+ms$//'
ip -n h neigh show
ip netns exec h arping -D -c 1 -w 1 -I eth0 10.0.0.2 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec h arping -D -c 1 -w 1 -I eth0 10.0.0.9 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec h arping -U -c 1 -I eth0 10.0.0.1 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec h arping -A -c 1 -I eth0 10.0.0.1 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec h arping -b -c 1 -I eth0 10.0.0.2 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec h arping -q -c 1 -I eth0 10.0.0.2
ip netns exec h arping -c 1 -I eth0 -s 10.0.0.77 10.0.0.2
ip -n a neigh show | sort
