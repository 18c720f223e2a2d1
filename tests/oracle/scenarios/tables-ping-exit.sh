# ping's exit status: 0 with an answer, 1 without one, 2 when it cannot ask.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h link set lo up
ip -n h neigh add 10.0.0.9 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
ip netns exec h ping -n -q -c 1 -W 0.3 192.0.2.1
ip -n h neigh show
