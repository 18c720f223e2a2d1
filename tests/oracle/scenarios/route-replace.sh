# replace, change, append, prepend: which of several equal prefixes they touch.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h route add 10.1.0.0/16 via 10.0.0.2
ip -n h route replace 10.1.0.0/16 via 10.0.0.3
ip -n h route show
ip -n h route append 10.1.0.0/16 via 10.0.0.4
ip -n h route append 10.1.0.0/16 via 10.0.0.4
ip -n h route prepend 10.1.0.0/16 via 10.0.0.5
ip -n h route prepend 10.1.0.0/16 via 10.0.0.5
ip -n h route show
ip -n h route get 10.1.0.1
ip -n h route replace 10.1.0.0/16 via 10.0.0.6
ip -n h route show
ip -n h route change 10.1.0.0/16 via 10.0.0.7
ip -n h route change 10.2.0.0/16 via 10.0.0.7
ip -n h route show
ip -n h route replace 10.1.0.0/16 via 10.0.0.8 metric 10
ip -n h route replace 10.1.0.0/16 via 10.0.0.8 tos 4
ip -n h route replace blackhole 10.1.0.0/16
ip -n h route show
ip -n h route test 10.1.0.0/16
ip -n h route replace 10.3.0.0/16 via 192.0.2.1
ip -n h route replace 10.3.0.0/16 dev eth0
ip -n h route show 10.3.0.0/16
