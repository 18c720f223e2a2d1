# Which source addresses and interfaces ping may use.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h link set lo up
ip netns exec h ping -n -c 1 -W 1 -I 10.7.7.7 10.0.0.2
ip netns exec h sysctl -w net.ipv4.ip_nonlocal_bind=1
#! capture
ip netns exec h ping -n -c 1 -W 0.3 -I 10.7.7.7 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -I eth0 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -W 0.3 -I eth0 10.0.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -I lo 10.0.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -I nosuch 10.0.0.2
ip netns exec h ping -n -c 1 -I 127.0.0.1 -W 0.3 10.0.0.2
ip netns exec h ping -n -c 1 -I 10.0.0.1 10.0.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
