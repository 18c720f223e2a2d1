# With arp off nothing is asked: frames go out to the interface's own address; requests are not answered.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h link set eth0 arp off
#! capture
ip netns exec h ping -n -c 1 -W 1 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h neigh show
ip -n h neigh show nud all
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:02) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000020000000000000a000001
ip -n h neigh show nud all
