# A route with a gateway asks for the gateway, one without for the destination; a gateway need only be on the link.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip netns exec h sysctl -w net.ipv4.neigh.eth0.mcast_solicit=1
ip -n h route add 10.5.0.0/16 via 10.0.0.7
ip -n h route add 10.6.0.0/16 dev eth0
ip -n h route add 10.7.0.0/16 via 192.0.2.1 dev eth0 onlink
#! capture
ip netns exec h ping -n -c 1 -W 0.3 10.5.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -W 0.3 10.6.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -W 0.3 10.7.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h neigh show | cut -d' ' -f1-3 | sort
