# mcast_solicit is how often an unknown neighbour is asked by broadcast, ucast_solicit how often a stale one is probed; a stale one is not asked by broadcast.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip netns exec h sysctl -w net.ipv4.neigh.eth0.mcast_solicit=2
ip netns exec h sysctl -w net.ipv4.neigh.eth0.ucast_solicit=2
ip netns exec h sysctl -w net.ipv4.neigh.eth0.delay_first_probe_time=1
#! capture
ip netns exec h ping -n -c 1 -W 4 10.0.0.9 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud stale
ip netns exec h ping -n -c 1 -W 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
#! sleep 4.6
ip -n h neigh show 10.0.0.2
