# Routes over nexthop objects follow what their objects become.
ip netns add h
ip netns add a
ip netns add b
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n h link add eth1 address 02:00:00:00:00:03 type veth peer name eth0 address 02:00:00:00:00:04 netns b
ip -n h link set lo up
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n h nexthop add id 1 via 10.0.0.2 dev eth0
ip -n h link set eth0 up
ip -n h link set eth1 up
ip -n h nexthop add id 1 via 10.0.0.2 dev eth0
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth1
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n b addr add 10.1.0.2/24 dev eth0
ip -n a addr add 99.0.0.1/32 dev eth0
ip -n b addr add 99.0.0.1/32 dev eth0
#! capture
ip -n h nexthop add id 1 via 10.0.0.2 dev eth0
ip -n h nexthop add id 2 via 10.1.0.2 dev eth1
ip -n h nexthop add id 10 group 1/2
ip -n h route add 99.0.0.0/8 nhid 1
ip netns exec h ping -c 1 99.0.0.1 | grep -c time=
ip -n h route replace 99.0.0.0/8 nhid 2
ip netns exec h ping -c 1 99.0.0.1 | grep -c time=
ip -n h nexthop replace id 2 via 10.0.0.2 dev eth0
ip netns exec h ping -c 1 99.0.0.1 | grep -c time=
ip -n h route get 99.0.0.1
ip -n h nexthop replace id 2 via 10.1.0.2 dev eth1
ip -n h route get 99.0.0.1
ip -n h route add 99.0.0.0/8 nhid 10
ip -n h route append 99.0.0.0/8 nhid 10
ip -n h route prepend 99.0.0.0/8 nhid 1
ip -n h route show
ip -n h route del 99.0.0.0/8 nhid 7
ip -n h route del 99.0.0.0/8 nhid 10
ip -n h route del 99.0.0.0/8
ip -n h route show
ip -n h route del 99.0.0.0/8 nhid 2
ip -n h route add 99.0.0.0/8 nhid 10
ip -n h route change 99.0.0.0/8 nhid 1
ip -n h route show
ip -n h route add 98.0.0.0/8 nhid 10 metric 100
ip -n h route add 97.0.0.0/8 nhid 10 tos 0x10 proto static
ip -n h route add 96.0.0.0/8 nhid 10 src 10.0.0.1 mtu 1400 lock advmss 500
ip -n h route add 95.0.0.0/8 nhid 10 src 10.0.0.7
ip -n h route add 95.0.0.0/8 nhid 10 scope link
ip -n h route add 94.0.0.0/8 nhid 10 scope host
ip -n h route add unreachable 93.0.0.0/8 nhid 1
ip -n h route add throw 92.0.0.0/8 nhid 1
ip -n h route add 91.0.0.0/8 nhid 0
ip -n h route add 91.0.0.0/8 via 10.0.0.2 nhid 0
ip -n h route show
ip -n h route show 96.0.0.0/8
ip -n h route show dev eth0
ip -n h route show via 10.0.0.2
ip -n h route show proto static
ip -n h -j route show 96.0.0.0/8
ip -n h route get 93.0.0.1
ip -n h route get 92.0.0.1
ip -n h nexthop add id 20 blackhole
ip -n h route add 90.0.0.0/8 nhid 20
ip netns exec h ping -c 1 -W 1 90.0.0.1
ip -n h route get 90.0.0.1
ip -n h route get 90.0.0.1 fibmatch
ip -n h route show type blackhole
ip -n h nexthop replace id 20 via 10.0.0.2 dev eth0
ip -n h route show 90.0.0.0/8
ip -n h nexthop replace id 20 blackhole
ip -n h route show 90.0.0.0/8
ip -n h nexthop add id 21 group 20
ip -n h route add 89.0.0.0/8 nhid 21
ip -n h route show 89.0.0.0/8
ip -n h -d route show 89.0.0.0/8
ip -n h nexthop add id 22 group 20,3
ip -n h nexthop replace id 21 group 1,3/2,5
ip -n h route show 89.0.0.0/8
ip -n h nexthop replace id 21 group 1
ip -n h route show 89.0.0.0/8
ip -n h nexthop replace id 21 group 1 type resilient buckets 32
ip -n h nexthop del id 1
ip -n h nexthop
ip -n h route
ip -n h link set eth1 down
ip -n h nexthop
ip -n h route
ip -n h link set eth1 up
ip -n h nexthop add id 30 dev eth1
ip -n h nexthop add id 31 dev eth1 onlink
ip -n h nexthop add id 32 via 1.2.3.4 dev eth1 onlink
ip -n h nexthop add id 33 via 10.1.0.255 dev eth1
ip -n h nexthop add id 34 via 10.1.0.1 dev eth1 onlink
ip -n h nexthop add id 35 via 10.0.0.1 dev eth1
ip -n h nexthop add id 36 via 127.0.0.1 dev lo
ip -n h nexthop add id 37 via 224.0.0.1 dev eth1
ip -n h nexthop add id 38 fdb dev eth1
ip -n h nexthop add id 38 fdb via 1.2.3.4
ip -n h nexthop add id 39 group 38
ip -n h nexthop add id 39 group 38 fdb
ip -n h nexthop add id 40 group 38/30 fdb
ip -n h nexthop replace via 10.1.0.9 dev eth1
ip -n h nexthop replace dev eth1
ip -n h nexthop add dev eth1
ip -n h nexthop add dev eth1 proto 50
ip -n h nexthop add id 4294967295 dev eth1
ip -n h nexthop add id 4294967296 dev eth1
ip -n h nexthop del id 0
ip -n h nexthop del id 999
ip -n h nexthop del dev eth1
ip -n h nexthop show
ip -n h nexthop show fdb
ip -n h nexthop show protocol 50
ip -n h nexthop show master eth1
ip -n h nexthop show vrf eth1
ip -n h nexthop show dev eth1 groups
ip -n h route add 80.0.0.0/8 nhid 38
ip -n h route add 80.0.0.0/8 nhid 32
ip -n h route add 81.0.0.0/8 nhid 32 scope link
ip -n h route add 81.0.0.0/8 nhid 30
ip -n h route add 82.0.0.1 nhid 30 scope host
ip -n h route show
ip -n h link del eth1
ip -n h nexthop show
ip -n h route show
ip -n h nexthop flush id 5
ip -n h nexthop flush dev eth0
ip -n h nexthop flush protocol 50
ip -n h nexthop flush groups
ip -n h nexthop flush
ip -n h nexthop flush
