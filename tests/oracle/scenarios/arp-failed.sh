# Nobody answers: three requests a second apart, then FAILED; the sender hears of it only over lo, so not while lo is down; the next packet asks anew.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
#! capture
ip netns exec h ping -n -c 1 -W 5 10.0.0.9 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h neigh show
ip -n h link set lo up
ip netns exec h ping -n -c 1 -W 5 10.0.0.9 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h neigh show
ip -n h neigh flush all
ip -n h neigh show nud all
