# An interface that moves to another namespace is down there and has lost its addresses; its name must be free.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip netns add n
ip -n h route add default via 10.0.0.2
ip -n h link set eth0 netns n
ip -n h link show eth0
ip -n h route show
ip -n n -br link show eth0 | sed 's/@[^ ]*//'
ip -n n -4 addr show dev eth0
ip -n n link set eth0 up
ip -n n addr add 10.0.0.3/24 dev eth0
#! capture
ip netns exec n ping -n -c 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n n link add eth1 type veth peer name x1
ip -n a link add eth1 type veth peer name x2
ip -n n link set eth1 netns a
ip -n n link set eth1 netns nosuch
ip -n n link set lo netns a
ip -n n link set eth1 netns a name eth9
ip -n a -br link show eth9 | cut -c1-30 | sed 's/@[^ ]*//'
ip -n n link set x1 netns h
