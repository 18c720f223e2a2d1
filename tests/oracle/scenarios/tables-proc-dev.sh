# /proc/net/dev, netstat -i and ifconfig -s show the same counters.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 / icmp echo-request id=7 seq=1 / data "one"
#! send a/eth0 raw=02000000000102000000000208004500001f10010000400156db0a0000020a00000108002389000700016f6e65
ip netns exec h cat /proc/net/dev | sort
ip netns exec h netstat -i
ip netns exec h netstat -in
ip netns exec h netstat -ia
ip netns exec h ifconfig -s
ip netns exec h ifconfig -s -a
ip netns exec h ifconfig -s eth0
ip netns exec h netstat -I=eth0
