# An interface that is down neither sends nor receives; its peer has no carrier.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h route add 10.9.0.0/16 via 10.0.0.2
ip netns exec a ping -n -c 1 10.0.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n a link set eth0 down
#! sleep 1.2
ip -n h -br link show eth0 | sed 's/@[^ ]*//'
ip -n a -br link show eth0 | sed 's/@[^ ]*//'
ip -n h route show
ip -n a route show
ip -n a neigh show
ip netns exec a ping -n -c 1 -W 1 10.0.0.1
ip netns exec a ping -n -c 1 -W 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -W 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n a link set eth0 up
#! sleep 1.2
ip -n a route show
ip -n h -br link show eth0 | sed 's/@[^ ]*//'
ip netns exec h ping -n -c 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
