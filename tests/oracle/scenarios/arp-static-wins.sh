# A permanent or noarp entry is used and never asked for.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
ip -n h neigh add 10.0.0.3 lladdr 02:00:00:00:00:98 dev eth0 nud noarp
#! capture
ip netns exec h ping -n -c 1 -W 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec h ping -n -c 1 -W 1 10.0.0.3 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / arp reply 10.0.0.2(02:00:00:00:00:02) > 10.0.0.1(02:00:00:00:00:01)
#! send a/eth0 raw=020000000001020000000002080600010800060400020200000000020a0000020200000000010a000001
ip -n h neigh show nud all | sort
