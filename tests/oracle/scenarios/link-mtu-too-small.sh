# The smallest MTU, 68: IPv4 lives on and sends in small fragments; lo takes even less, and then has no IPv4 left.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h link set eth0 mtu 68
ip -n h -o -4 addr show dev eth0 | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h route show
ip netns exec h ping -n -c 1 -s 100 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h link set lo mtu 60
ip -n h -o -4 addr show dev lo | sed -E 's/^[0-9]+: //; s/\\.*//'
