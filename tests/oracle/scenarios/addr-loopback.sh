# lo: 127.0.0.1/8 comes when it goes up; any address on it is the host's.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr show lo
ip -n h link set lo up
ip -n h addr show lo | grep -v inet6
ip -n h addr add 10.9.9.9/24 dev lo
ip -n h addr add 127.0.0.1/8 dev lo
ip -n h route show
ip -n h route show table local | grep -v eth0
ip netns exec h ping -n -c 1 10.9.9.77 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h route get 10.9.9.77
ip -n h route get 127.0.0.9
#! capture
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:02) > 10.9.9.9(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000020000000000000a090909
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:02) > 10.9.9.77(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000020000000000000a09094d
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:02) > 127.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000020000000000007f000001
ip -n h link set lo down
ip -n h addr show lo
ip -n h route show table local
