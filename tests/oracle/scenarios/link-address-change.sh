# A new hardware address counts at once, and the host's own neighbour entries there are forgotten.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip netns exec h ping -n -c 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
#! capture
ip -n h link set eth0 address 02:00:00:00:00:77
ip -n h neigh show
ip netns exec h ping -n -c 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n a neigh show 10.0.0.1 | sed 's/[A-Z]*$//'
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 / icmp echo-request id=7 seq=1 / data "to the old address"
#! send a/eth0 raw=02000000000102000000000208004500002e10010000400156cc0a0000020a0000010800033d00070001746f20746865206f6c642061646472657373
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:77 / ip 10.0.0.2 > 10.0.0.1 / icmp echo-request id=7 seq=2 / data "to the new address"
#! send a/eth0 raw=02000000007702000000000208004500002e10020000400156cb0a0000020a00000108000a2a00070002746f20746865206e65772061646472657373
ip -n h -br link show eth0 | sed 's/@[^ ]*//'
