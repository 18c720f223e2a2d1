# Routes over a link without carrier are used all the same, unless ignore_routes_with_linkdown is set.
ip netns add left
ip netns add r
ip netns add right
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip -n r link add r1 address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns left
ip -n r link add r2 address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns right
ip -n left link set eth0 up
ip -n right link set eth0 up
ip -n r link set r1 up
ip -n r link set r2 up
ip -n r addr add 10.0.1.1/24 dev r1
ip -n r addr add 10.0.2.1/24 dev r2
ip -n r neigh add 10.0.1.2 lladdr 02:00:00:00:01:02 dev r1 nud permanent
ip -n r neigh add 10.0.2.2 lladdr 02:00:00:00:02:02 dev r2 nud permanent
ip -n r route add 10.5.0.0/16 via 10.0.2.2
ip -n r route add 10.5.0.0/16 via 10.0.1.2 metric 100
ip -n right link set eth0 down
#! sleep 1.2
ip -n r route show
ip -n r route get 10.5.0.1
ip netns exec r sysctl -w net.ipv4.conf.r2.ignore_routes_with_linkdown=1
ip -n r route show
ip -n r route get 10.5.0.1
ip -n r route get 10.0.2.2
ip -n r route get 10.0.2.1
ip -n r -br link show r2 | sed 's/@[^ ]*//'
ip -n right link set eth0 up
#! sleep 1.2
ip -n r route show
ip -n r route get 10.5.0.1
