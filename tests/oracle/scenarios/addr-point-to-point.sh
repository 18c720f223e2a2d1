# /31 and /32 networks and a peer: who is asked for and who is a broadcast.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.0/31 dev eth0
ip -n a addr add 10.0.0.1/31 dev eth0
#! capture
ip netns exec h ping -n -c 1 10.0.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h addr flush dev eth0
ip -n a addr flush dev eth0
ip -n h addr add 10.1.0.1 peer 10.2.0.1 dev eth0
ip -n a addr add 10.2.0.1 peer 10.1.0.1 dev eth0
ip -n h route show
ip netns exec h ping -n -c 1 10.2.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h addr add 10.3.0.1/32 dev eth0
ip netns exec h ping -n -c 1 10.3.0.2
ip -n h route add 10.3.0.2 dev eth0
ip -n a addr add 10.3.0.2/32 dev eth0
ip -n a route add 10.3.0.1 dev eth0
ip netns exec h ping -n -c 1 10.3.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -I 10.3.0.1 10.3.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
