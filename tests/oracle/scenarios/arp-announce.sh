# arp_announce: which source address a request carries when the packet's own is another network's.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.5.0.1/24 dev eth0
ip -n h addr add 10.9.0.1/32 dev lo
ip -n h link set lo up
ip netns exec h sysctl -w net.ipv4.neigh.eth0.mcast_solicit=1
ip -n h route add 10.7.0.0/24 dev eth0 src 10.9.0.1
#! capture
ip netns exec h ping -n -c 1 -W 0.3 -I 10.9.0.1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_announce=1
ip netns exec h ping -n -c 1 -W 0.3 -I 10.9.0.1 10.0.0.3 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -W 0.3 -I 10.5.0.1 10.0.0.4 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_announce=2
ip netns exec h ping -n -c 1 -W 0.3 -I 10.5.0.1 10.0.0.5 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -W 0.3 10.7.0.5 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
