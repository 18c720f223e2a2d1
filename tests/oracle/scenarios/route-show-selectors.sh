# What `ip route show` selects.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h link set lo up
ip -n h addr add 10.0.5.1/24 dev eth0
ip -n h route add 10.1.0.0/16 via 10.0.0.2
ip -n h route add 10.1.2.0/24 via 10.0.0.3 proto static
ip -n h route add 10.1.2.3/32 dev eth0 metric 9
ip -n h route add blackhole 10.2.0.0/16
ip -n h route add default via 10.0.0.2
ip -n h route add 10.3.0.0/16 dev eth0 table 100
ip -n h route show 10.1.2.0/24
ip -n h route show 10.1.2.3
ip -n h route show exact 10.1.0.0/16
ip -n h route show to exact 10.1.2.0
ip -n h route show root 10.1.0.0/16
ip -n h route show match 10.1.2.3
ip -n h route show match 10.1.2.0/24
ip -n h route show default
ip -n h route show 0/0
ip -n h route show dev eth0
ip -n h route show via 10.0.0.2
ip -n h route show proto static
ip -n h route show proto kernel
ip -n h route show scope link
ip -n h route show scope global
ip -n h route show type blackhole
ip -n h route show type local
ip -n h route show src 10.0.0.1
ip -n h route show table main proto boot
ip -n h route show table 100
ip -n h route show table 77
ip -n h route show table local dev lo
ip -n h route show table all scope host
ip -n h route show metric 9
ip -n h route show dev lo
ip -n h route show dev nosuch
ip -n h route show bogus
ip -n h route list 10.1.0.0/16 via 10.0.0.9
ip -n h route get 10.1.2.3
