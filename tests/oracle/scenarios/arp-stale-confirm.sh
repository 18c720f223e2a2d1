# A stale neighbour is used at once and probed by unicast five seconds later (here one); its answer makes it reachable.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip netns exec h sysctl -w net.ipv4.neigh.eth0.delay_first_probe_time=1
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud stale
ip -n a neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent
ip -n h neigh show
#! capture
# h/eth0 eth 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff / data "nothing to do with it"
#! send h/eth0 raw=ffffffffffff02000000000188b56e6f7468696e6720746f20646f2077697468206974
ip netns exec h ping -n -c 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h neigh show
#! sleep 1.8
ip -n h neigh show
