# What a host sends is fragmented at its own MTU; a veth drops what exceeds its peer's MTU and the room of a VLAN tag.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
#! capture
ip netns exec h ping -n -c 1 -s 1472 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -s 1473 -M do 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -s 1473 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h link set eth0 mtu 600
ip netns exec h ping -n -c 1 -s 1000 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h route get 10.0.0.2
ip -n a -s link show eth0 | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n a link set eth0 mtu 1400
ip -n h link set eth0 mtu 9000
ip netns exec h ping -n -c 1 -W 1 -s 1383 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h -s link show eth0 | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
