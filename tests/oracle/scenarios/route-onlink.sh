# A gateway that no route reaches is refused unless it is declared on the link; one behind another gateway is refused too.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h route add 192.0.2.1 dev eth0
ip -n h route add 10.2.0.0/16 via 192.0.2.1
ip -n h route add 10.3.0.0/16 via 10.2.0.1
ip -n h route add 10.3.0.0/16 via 10.2.0.1 onlink
ip -n h route add 10.3.0.0/16 via 10.2.0.1 dev eth0 onlink
ip -n h route del 192.0.2.1
ip -n h route show
ip -n h route get 10.2.0.1
ip -n h neigh add 192.0.2.1 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
#! capture
ip netns exec h ping -n -c 1 -W 0.3 10.2.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
