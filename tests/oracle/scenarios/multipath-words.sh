# Routes of several next hops: what is taken, what dies with a device or its last address, what revives.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n h link add eth1 address 02:00:00:00:00:03 type veth peer name eth1 address 02:00:00:00:00:04 netns a
ip -n h link set lo up
ip -n a link set eth0 up
ip -n a link set eth1 up
#! sleep 1.3
ip -n h link set eth0 up
ip -n h link set eth1 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth1
ip -n h route add 20.0.0.0/8 nexthop via 10.0.0.2 nexthop via 10.1.0.2
ip -n h route add 21.0.0.0/8 nexthop via 10.0.0.2 dev eth0 weight 3 nexthop via 10.1.0.2 dev eth1 weight 256
ip -n h route add 22.0.0.0/8 nexthop dev eth0 nexthop dev eth1
ip -n h route add 23.0.0.0/8 nexthop via 10.0.0.2 weight 0 nexthop via 10.1.0.2
ip -n h route add 23.0.0.0/8 nexthop via 10.0.0.2 weight 257 nexthop via 10.1.0.2
ip -n h route add 23.0.0.0/8 nexthop via 30.0.0.2 dev eth0 onlink nexthop via 31.0.0.2 dev eth1 onlink weight 2
ip -n h route add 24.0.0.0/8 nexthop via 30.0.0.2 nexthop via 31.0.0.2
ip -n h route add 24.0.0.0/8 nexthop via 10.0.0.2
ip -n h route add 25.0.0.0/8 nexthop
ip -n h route add 25.0.0.0/8 nexthop via 10.0.0.2 bogus
ip -n h route add 25.0.0.0/8 via 10.0.0.2 nexthop via 10.1.0.2
ip -n h route add 25.0.0.0/8 mtu 1400 src 10.0.0.1 metric 7 proto static table 50 nexthop via 10.0.0.2 nexthop via 10.1.0.2
ip -n h route add blackhole 26.0.0.0/8 nexthop via 10.0.0.2 nexthop via 10.1.0.2
ip -n h route add 26.0.0.0/8 scope link nexthop via 10.0.0.2 nexthop via 10.1.0.2
ip -n h route add 26.0.0.0/8 scope host nexthop via 10.0.0.2 nexthop via 10.1.0.2
ip -n h route add 27.0.0.0/8 nexthop via inet 10.0.0.2 nexthop via 10.0.0.3 nexthop via 10.0.0.4 weight 10
ip -n h route add 28.0.0.0/8 nexthop via inet6 fe80::1 dev eth0 nexthop via 10.0.0.3
ip -n h route add default metric 5 nexthop via 10.0.0.2 realms 3 nexthop via 10.1.0.2 realms 4/5
ip -n h route
ip -n h -d route
ip -n h -j route
ip -n h -o route
ip -n h route show table 50
ip -n h route show table all dev eth0
ip -n h route show via 10.0.0.2
ip -n h route show 21.0.0.0/8
ip -n h route show dev eth0
ip -n h route del 20.0.0.0/8 nexthop via 10.0.0.2 nexthop via 10.1.0.3
ip -n h route del 20.0.0.0/8 nexthop via 10.0.0.2 nexthop via 10.1.0.2
ip -n h route del 21.0.0.0/8 via 10.0.0.2
ip -n h route del 22.0.0.0/8 dev eth1
ip -n h route replace 22.0.0.0/8 nexthop via 10.0.0.2 nexthop via 10.0.0.3
ip -n h route append 22.0.0.0/8 nexthop via 10.0.0.2 nexthop via 10.0.0.4
ip -n h route add 22.0.0.0/8 nexthop via 10.0.0.2 nexthop via 10.0.0.5
ip -n h route change 27.0.0.0/8 via 10.0.0.9
ip -n h route
ip -n h link set eth1 down
ip -n h route
ip -n h -d route
ip -n h -j route
ip -n h route get 23.0.0.1
ip -n h link set eth1 up
ip -n h route
ip -n a link set eth1 down
#! sleep 1.3
ip -n h route
ip netns exec h sysctl -qw net.ipv4.conf.all.ignore_routes_with_linkdown=1
ip -n h route
ip -n h -j route
ip -n a link set eth1 up
#! sleep 1.3
ip -n h route
ip -n h addr del 10.1.0.1/24 dev eth1
ip -n h route
ip -n h link del eth1
ip -n h route
ip -n h link set eth0 down
ip -n h route
