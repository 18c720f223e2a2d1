# The order of the table: by prefix from the left, the longer first where equal, then tos and metric.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h route add 10.1.0.0/24 dev eth0
ip -n h route add 10.1.0.0/16 dev eth0
ip -n h route add 10.1.0.0/32 dev eth0
ip -n h route add 9.0.0.0/8 dev eth0
ip -n h route add 200.0.0.0/8 dev eth0
ip -n h route add 128.0.0.0/1 dev eth0
ip -n h route add default dev eth0 metric 3
ip -n h route add 10.1.0.0/16 dev eth0 metric 2
ip -n h route add 10.1.0.0/16 dev eth0 metric 1
ip -n h route add 10.1.0.0/16 dev eth0 tos 8 metric 4
ip -n h route add 0.0.0.0/1 dev eth0
ip -n h route add 10.1.0.128/25 dev eth0
ip -n h route show
ip netns exec h route -n
