# What `ip route add` refuses: doubles, gateways that are not on the link, garbage.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h route add 10.1.0.0/16 via 10.0.0.2
ip -n h route add 10.1.0.0/16 via 10.0.0.3
ip -n h route add 10.1.0.0/16 via 10.0.0.3 metric 5
ip -n h route add 10.1.0.0/16 via 10.0.0.3 tos 8
ip -n h route add 10.1.0.5/16 via 10.0.0.2
ip -n h route add 10.1.0.0/33 via 10.0.0.2
ip -n h route add 10.2.0.0/16 via 192.0.2.1
ip -n h route add 10.2.0.0/16 via 10.0.0.1
ip -n h route add 10.2.0.0/16 via 10.0.0.255
ip -n h route add 10.2.0.0/16 via 127.0.0.1
ip -n h route add 10.2.0.0/16 via 224.0.0.1
ip -n h route add 10.2.0.0/16 via 0.0.0.0
ip -n h route add 10.2.0.0/16 via 10.1.0.1
ip -n h route add 10.2.0.0/16
ip -n h route add 10.2.0.0/16 dev nosuch
ip -n h route add 10.2.0.0/16 dev lo
ip -n h route add 10.2.0.0/16 via 10.0.0.2 dev lo
ip -n h route add 10.2.0.0/16 via 300.0.0.1
ip -n h route add bogus via 10.0.0.2
ip -n h route add 10.2.0.0/16 via 10.0.0.2 src 10.9.9.9
ip -n h route add 10.2.0.0/16 via 10.0.0.2 metric x
ip -n h route add 10.2.0.0/16 via 10.0.0.2 scope bogus
ip -n h route add 10.2.0.0/16 via 10.0.0.2 scope link
ip -n h route add 10.2.0.0/16 via 10.0.0.2 proto bogus
ip -n h route add 10.2.0.0/16 via 10.0.0.2 table bogus
ip -n h route add 10.2.0.0/16 via 10.0.0.2 bogus
ip -n h route add 10.2.0.0/16 via 10.0.0.2 mtu x
ip -n h route add 10.2.0.0/16 dev
ip -n h route add 224.0.0.0/4 dev eth0
ip -n h route add 127.5.0.0/16 dev eth0
ip -n h route add 0.0.0.0/0 via 10.0.0.2
ip -n h route add default via 10.0.0.2
ip -n h route bogus
ip -n h route show
