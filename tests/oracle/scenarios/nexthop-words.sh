# `ip nexthop`: objects, groups, what is refused, and what a lost carrier takes away.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n h link add eth1 address 02:00:00:00:00:03 type veth peer name eth1 address 02:00:00:00:00:04 netns a
ip -n h nexthop add id 1 blackhole
ip -n h link set lo up
ip -n a link set eth0 up
ip -n a link set eth1 up
#! sleep 1.3
ip -n h link set eth0 up
ip -n h link set eth1 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth1
ip -n h nexthop
ip -n h nexthop add id 1 blackhole
ip -n h nexthop add id 2 via 10.0.0.2 dev eth0
ip -n h nexthop add id 3 via 10.1.0.2 dev eth1
ip -n h nexthop add id 3 via 10.1.0.3 dev eth1
ip -n h nexthop add id 4 dev eth0
ip -n h nexthop add id 5 via 10.0.0.9
ip -n h nexthop add id 5 via 30.0.0.1 dev eth0
ip -n h nexthop add id 5 via 30.0.0.1 dev eth0 onlink
ip -n h nexthop add id 6 via 10.0.0.1 dev eth0
ip -n h nexthop add id 6 via bogus dev eth0
ip -n h nexthop add id 6 via 10.0.0.5 dev bogus
ip -n h nexthop add id x via 10.0.0.5 dev eth0
ip -n h nexthop add via 10.0.0.77 dev eth0
ip -n h nexthop add id 0 via 10.0.0.78 dev eth0
ip -n h nexthop add id 7 via 10.0.0.7 dev eth0 protocol static
ip -n h nexthop add id 8 via 10.0.0.8 dev eth0 proto 77 scope link
ip -n h nexthop add id 8 via 10.0.0.8 dev eth0 proto bogus
ip -n h nexthop add id 9 blackhole dev eth0
ip -n h nexthop add id 9 blackhole via 10.0.0.3
ip -n h nexthop add id 9 fdb via 10.0.0.3
ip -n h nexthop add id 9
ip -n h nexthop add
ip -n h nexthop add id 10 group 2/3
ip -n h nexthop add id 11 group 2,10/3,20
ip -n h nexthop add id 12 group 2/2
ip -n h nexthop add id 12 group 10/2
ip -n h nexthop add id 12 group 99
ip -n h nexthop add id 12 group 2,0
ip -n h nexthop add id 12 group 2,256
ip -n h nexthop add id 12 group 2,257
ip -n h nexthop add id 12 group x
ip -n h nexthop add id 12 group 1
ip -n h nexthop add id 13 group 1/2
ip -n h nexthop add id 14 group 2/3 type mpath
ip -n h nexthop add id 15 group 2/3 type resilient buckets 8 idle_timer 60
ip -n h nexthop add id 16 group 2/3 type bogus
ip -n h nexthop add id 17 group 2/3 dev eth0
ip -n h nexthop add id 18 bogus
ip -n h nexthop
ip -n h -d nexthop
ip -n h -j nexthop
ip -n h -o nexthop
ip -n h nexthop show id 10
ip -n h nexthop get id 10
ip -n h nexthop get id 99
ip -n h nexthop get
ip -n h nexthop show dev eth1
ip -n h nexthop show groups
ip -n h nexthop list proto static
ip -n h nexthop show bogus
ip -n h nexthop show dev nosuch
ip -n h nexthop replace id 3 via 10.1.0.33 dev eth1
ip -n h nexthop replace id 99 via 10.1.0.99 dev eth1
ip -n h nexthop replace id 10 group 2
ip -n h nexthop replace id 2 group 3/4
ip -n h nexthop replace id 10 via 10.0.0.2 dev eth0
ip -n h nexthop
ip -n h route add 20.0.0.0/8 nhid 2
ip -n h route add 21.0.0.0/8 nhid 10
ip -n h route add 22.0.0.0/8 nhid 11
ip -n h route add 23.0.0.0/8 nhid 1
ip -n h route add 24.0.0.0/8 nhid 4
ip -n h route add 25.0.0.0/8 nhid 200
ip -n h route add 25.0.0.0/8 nhid x
ip -n h route add 25.0.0.0/8 nhid 2 via 10.0.0.9
ip -n h route add 25.0.0.0/8 nhid 2 dev eth0
ip -n h route add blackhole 25.0.0.0/8 nhid 2
ip -n h route add 25.0.0.0/8 nhid 2 metric 5 mtu 1000 src 10.0.0.1 table 9
ip -n h route
ip -n h -d route
ip -n h -j route
ip -n h -d -j route show 22.0.0.0/8
ip -n h route show table 9
ip -n h route show nhid 2
ip -n h route get 20.0.0.1
ip -n h route get 23.0.0.1
ip -n h route get 24.0.0.1
ip -n h route get 22.0.0.1 fibmatch
ip -n h -d route get 20.0.0.1 fibmatch
ip -n h nexthop del id 10
ip -n h route
ip -n h nexthop
ip -n h nexthop replace id 2 via 10.0.0.22 dev eth0
ip -n h route
ip -n h nexthop replace id 2 blackhole
ip -n h nexthop del id 2
ip -n h nexthop del id 2
ip -n h nexthop del
ip -n h route
ip -n h nexthop
ip -n h nexthop add id 30 via 10.1.0.30 dev eth1
ip -n h nexthop add id 31 via 10.0.0.31 dev eth0
ip -n h nexthop add id 32 group 30/31
ip -n h route add 40.0.0.0/8 nhid 32
ip -n h route add 41.0.0.0/8 nhid 30
ip -n a link set eth1 down
#! sleep 1.3
ip -n h nexthop
ip -n h route
ip -n a link set eth1 up
#! sleep 1.3
ip -n h nexthop
ip -n h link set eth1 down
ip -n h nexthop
ip -n h route
ip -n h link set eth1 up
ip -n h nexthop
ip -n h addr del 10.0.0.1/24 dev eth0
ip -n h nexthop
ip -n h route
ip -n h nexthop flush proto static
ip -n h nexthop flush
ip -n h nexthop
ip -n h route
ip -n h nexthop bogus
ip -n h nexthop help
