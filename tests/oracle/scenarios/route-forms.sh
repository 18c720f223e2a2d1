# How routes are shown: metric, tos, scope, proto, type, onlink, source, metrics.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h addr add 10.0.0.7/24 dev eth0
ip -n h link set lo up
ip -n h route add 10.1.0.0/16 via 10.0.0.2 metric 7 proto static
ip -n h route add 10.2.0.0/16 dev eth0
ip -n h route add 10.3.0.0/16 via 192.0.2.1 dev eth0 onlink
ip -n h route add 10.4.0.1 via 10.0.0.2 src 10.0.0.7
ip -n h route add 10.5.0.0/16 via 10.0.0.2 mtu 1400 advmss 1300 hoplimit 9 window 1000 rtt 100ms initcwnd 7
ip -n h route add 10.6.0.0/16 via 10.0.0.2 tos 0x10
ip -n h route add 10.7.0.0/16 dev eth0 scope host
ip -n h route add 10.8.0.0/16 dev eth0 scope link src 10.0.0.7
ip -n h route add local 10.9.0.0/16 dev lo
ip -n h route add broadcast 10.10.0.0 dev eth0
ip -n h route add blackhole 10.11.0.0/16
ip -n h route add unreachable 10.12.0.0/16 metric 9
ip -n h route add prohibit 10.13.0.0/16
ip -n h route add throw 10.14.0.0/16
ip -n h route add multicast 239.0.0.0/8 dev eth0
ip -n h route add 10.15.0.0/16 via 10.0.0.2 proto 77
ip -n h route add 10.16.0.0/16 via 10.0.0.2 proto boot realm 5
ip -n h route add 10.17/16 via 10.0.0.2
ip -n h route add 10.18.1 via 10.0.0.2
ip -n h route add default via 10.0.0.2 metric 100
ip -n h route add default dev eth0 metric 200
ip -n h route add 10.19.0.0/16 dev eth0 table 100
ip -n h route add nat 10.20.0.0/16 via 10.0.0.2
ip -n h route add unicast 10.21.0.0/16 via 10.0.0.2
ip -n h route add 10.22.0.0/16 nexthop via 10.0.0.2 weight 1 nexthop via 10.0.0.3 weight 2
ip -n h route show
ip -n h route show table local
ip -n h route show table 100
ip -n h -d route show 10.1.0.0/16
ip -n h -o route show 10.5.0.0/16
