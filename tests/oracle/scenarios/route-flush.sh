# What `ip route flush` takes.
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
ip -n h route flush
ip -n h route flush 10.1.2.0/24
ip -n h route show
ip -n h route flush root 10.1.0.0/16
ip -n h route show
ip -n h route flush proto boot
ip -n h route show
ip -n h route flush type blackhole
ip -n h route add default via 10.0.0.2
ip -n h route flush dev eth0
ip -n h route show
ip -n h route flush table 100
ip -n h route flush table 77
ip -n h route flush dev nosuch
ip -n h -s route flush table main
ip -n h route show table local | grep -v '^broadcast'
ip -n h route flush table local
ip -n h route show table all | grep -v -E 'ff00|fe80|::'
