# Routes, rules and nexthop objects drawn at random: what is refused, what is found, what is left.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h link add eth1 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12 netns a
ip -n a link set eth1 up
ip -n h link set eth1 up
ip -n h addr add 10.1.0.1/24 dev eth1
ip -n h link add eth2 address 02:00:00:00:00:21 type veth peer name eth2 address 02:00:00:00:00:22 netns a
ip -n a link set eth2 up
ip -n h link set eth2 up
ip -n h link set lo up
ip netns exec h sysctl -qw net.ipv4.ip_forward=1
#! sleep 1.2
ip -n h route change broadcast 20.1.1.0/24 src 10.1.0.1
ip -n h rule del pref 32000 lookup main
ip -n h nexthop add id 4 dev eth0
ip -n h route get 10.1.0.255
ip -n h route get 20.1.1.1 from 1.2.3.4 oif eth2 mark 2 tos 8 fibmatch
ip -n h route add throw 20.0.0.0/8 table 20 metric 5 realms 3
ip -n h rule del not pref 200 table 20
ip -n h route add broadcast 30.0.0.1 scope 200 metric 0 proto static
ip -n h route prepend default table 10 metric 0
ip -n h -d route show table all
ip -n h route show table local
ip -n h route del 30.0.0.1 via 10.0.0.1 dev eth0 table 20 tos 0x08
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route add default via 10.1.0.9 dev eth2 table local onlink src 10.0.0.1
ip -n h rule del fwmark 0x10/0xf0 tos 0x10 lookup main suppress_prefixlength 8
ip -n h route append unreachable 30.0.0.0/8 metric 0
ip -n h route append 20.1.0.0/16 via 10.0.0.2 table 300
ip -n h route prepend 10.5.0.0/16 dev eth9 table 10 proto static src 1.1.1.1
ip -n h nexthop flush
ip -n h route prepend unicast 10.0.0.0/24 dev eth1 table local
ip -n h route add 30.0.0.1 via 10.1.0.9 dev eth9 table 300 proto static mtu lock 1300
ip -n h route add broadcast 20.1.1.0/24 via 10.1.0.9
ip -n h route get 10.2.0.5 iif eth0 mark 16 dport 53 fibmatch
ip -n h nexthop replace id 3 group 1/4
ip -n h route append prohibit 10.0.0.0/24
ip -n h route add unicast 20.0.0.0/8 via 10.0.0.255 metric 5
ip -n h route get 30.0.0.1 oif lo
ip -n h route del 20.1.0.0/16 nhid 4 table 300 src 1.1.1.1
ip -n h route get 224.0.0.9 tos 8
ip -n h route prepend prohibit 30.0.0.0/8 src 10.1.0.1
ip -n h rule add nop
ip -n h route add local 20.1.1.0/24 nexthop via 20.1.1.1 weight 2 nexthop via 10.0.0.255 dev eth1 table local tos 3
ip -n h route replace unicast default via 10.1.0.2 dev eth9 onlink
ip -n h rule add to 20.1.1.0/24 ipproto icmp goto 200
ip -n h route add 10.0.0.0/24 via 10.1.0.9 dev lo
ip -n h route get 10.0.0.7 from 10.0.0.5 mark 16 tos 0x10
ip -n h route replace unreachable 10.0.0.0/24
ip -n h route get 10.0.0.7 mark 16
ip -n h -j route show table 10
ip -n h route add 30.0.0.0/8 dev eth2 table local scope link metric 5
ip -n h route get 20.9.9.9 mark 1 ipproto udp
ip -n h route flush table 10
ip -n h route get 30.0.0.1 from 1.2.3.4 mark 3
ip -n h rule add from 1.2.3.4 fwmark 2/3 sport 7 table 10
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h rule flush table 10
ip -n h route get 255.255.255.255 ipproto tcp
ip -n h route add default via 10.0.0.1 dev eth1 metric 10
ip -n h route get 127.0.0.1 mark 16
ip -n h route add 10.5.0.0/16 dev eth9 table main metric 0
ip -n h route get 10.0.0.1 from 10.1.0.1 iif eth0 mark 1
ip -n h route del 10.5.0.0/16 nhid 2 table main
ip -n h route add blackhole default
ip -n h route add throw 10.5.0.0/16 src 10.1.0.1 tos 3
ip -n h route del 30.0.0.1 via 10.1.0.2 dev eth9 table main onlink
ip -n h route del throw 20.0.0.0/8 mtu 1400 src 1.1.1.1 tos 3
ip -n h nexthop add id 6 blackhole
ip -n h route get 10.1.0.255 dport 53
ip -n h nexthop add id 4 via 10.2.0.2 dev eth2 onlink
ip -n h rule add from all to 30.0.0.1 pref 32000 nop
ip -n h route add default via 10.0.0.255 dev eth9 onlink
ip -n h route add throw 20.1.1.0/24 via 10.1.0.2 dev lo table 20 src 10.0.0.1
ip -n h route get 255.255.255.255 oif lo
ip -n h nexthop flush
ip -n h route add local 20.0.0.0/8 via 10.1.0.2 dev eth1 onlink table 300 mtu 1400
ip -n h -d route show table all
ip -n h route del broadcast 10.5.0.0/16 table 20 scope host mtu 1400
ip -n h route get 10.0.0.7 iif eth1 tos 0x10 ipproto icmp
ip -n h rule add fwmark 0x10/0xf0 lookup main
ip -n h route show table 300
ip -n h route add blackhole 10.5.0.0/16 nexthop via 10.1.0.9 weight 3 nexthop via 10.0.0.3 dev eth9 src 1.1.1.1
ip -n h route del throw 30.0.0.0/8 table main src 10.0.0.1
ip -n h nexthop del id 5
ip -n h route get 224.0.0.9 from 10.0.0.1 oif lo mark 16 sport 7
ip -n h route add prohibit 20.1.1.0/24 table 300
ip -n h route del 20.0.0.0/8 via 10.0.0.255 dev eth1
ip -n h route add throw 20.1.1.0/24 tos 0x10
ip -n h rule add from 10.0.0.0/24 dport 80-90 table 20
ip -n h route add blackhole 10.0.0.0/24 table 300 scope 200 mtu lock 1300
ip -n h route add 20.1.1.0/24 nexthop via 20.1.1.1 weight 4 nexthop via 10.1.0.2 dev eth0 table 20
ip -n h addr add 10.2.0.1/24 dev eth1
ip -n h -j route show table 10
ip -n h nexthop del id 4
ip -n h route show table 300
ip -n h route add local 10.0.0.0/24 via 10.1.0.2 dev eth9 table 300 tos 4
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h nexthop
ip -n h route add 10.0.0.0/24 via 10.2.0.2 dev eth0 onlink table 20 onlink metric 5
ip -n h route get 30.0.0.1
ip -n h rule add iif lo ipproto 47 pref 10
ip -n h route add blackhole 20.1.1.0/24
ip -n h route add 10.5.0.0/16 dev eth2 table main tos 3
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route flush table 10
ip -n h route del unicast 20.1.1.0/24 dev eth9 table 300 metric 10
ip -n h nexthop add id 6 via 10.0.0.3 dev eth1 onlink
ip -n h route del broadcast default via 10.1.0.2 table main onlink
ip -n h route prepend local 20.1.1.0/24 nhid 1 table main
ip -n h rule add tos 0x05 ipproto udp pref 32000 lookup main
ip -n h route get 20.9.9.9 from 10.0.0.5 mark 16 tos 8 sport 7
ip -n h route del broadcast 10.5.0.0/16 dev lo table main tos 4 metric 10
ip -n h route get 127.0.0.1 iif eth0
ip -n h rule add ipproto tcp pref 10 lookup main
ip -n h route prepend unicast 30.0.0.1 via 10.0.0.1 scope host metric 5
ip -n h route append 20.0.0.0/8 table 300
ip -n h nexthop del id 7
ip -n h nexthop del id 7
ip -n h route get 127.0.0.1 from 10.0.0.1 mark 1
ip -n h -j nexthop
ip -n h route del local default via 10.1.0.9 table 20 tos 0x08
ip -n h route flush proto static
ip -n h rule add from 1.2.3.4 iif lo pref 200 prohibit
ip -n h route get 127.0.0.1 from 10.0.0.1 fibmatch
ip -n h route del unreachable 10.0.0.0/24 realms 3 metric 5
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route get 10.0.0.7 oif eth1 tos 8 ipproto udp
ip -n h route del 20.0.0.0/8 via 10.0.0.3 dev eth0 proto kernel
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route replace blackhole 20.0.0.0/8 table 300 onlink
ip -n h route get 20.9.9.9 iif eth0 oif lo
ip -n h rule
ip -n h route del blackhole 10.0.0.0/24 table main metric 0
ip -n h -j route show table 10
ip -n h route append 20.1.0.0/16 dev eth1
ip -n h route get 10.2.0.5
ip -n h -j nexthop
ip -n h nexthop add id 2 group 8,5
ip -n h rule add from 10.0.0.0/24 oif lo lookup main suppress_prefixlength 8
ip -n h route append prohibit 20.1.1.0/24 src 10.1.0.1
ip -n h rule add fwmark 0x10/0xf0 not blackhole
ip -n h route del broadcast 10.5.0.0/16 via 10.0.0.1 dev eth1 table 20
ip -n h route prepend blackhole 30.0.0.1 mtu 1400
ip -n h -d rule
ip -n h route replace default dev lo
ip -n h route get 255.255.255.255 from 10.0.0.1 iif eth1 mark 16
ip -n h route show table local
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route prepend local 20.1.0.0/16 nexthop via 20.1.1.1 weight 1 nexthop via 10.0.0.255 dev eth2 table 20
ip -n h route add unreachable 30.0.0.0/8 table local proto kernel realms 3
ip -n h route del 10.5.0.0/16 table 10
ip -n h -j nexthop
ip -n h rule add from all ipproto 47 dport 80-90 pref 10 lookup main
ip -n h route get 20.1.2.3 tos 8
ip -n h route add local 20.0.0.0/8 dev lo table 300 scope 200
ip -n h route del 30.0.0.0/8 nexthop via 10.0.0.1 weight 1 nexthop via 10.0.0.3 dev eth0 metric 5
ip -n h route del default via 10.0.0.1 dev eth2 table 300 scope 200
ip -n h route add 20.1.1.0/24 via 10.1.0.2 table local metric 0 realms 3
ip -n h route change blackhole 20.0.0.0/8
ip -n h route get 10.2.0.5 iif eth2 mark 1 dport 53
ip -n h route add unicast 20.1.1.0/24 nhid 7 tos 4 scope global
ip -n h rule
ip -n h nexthop add id 7 group 8,6
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h rule del not lookup main
ip -n h route del unreachable default table 300 mtu 1400
ip -n h rule add to 20.0.0.0/8 fwmark 2/3 tos 0x10 sport 7 pref 5 blackhole
ip -n h route del default nhid 2 table 20 scope 200
ip -n h rule del iif eth2 not pref 32000 goto 32000
ip -n h addr del 10.2.0.1/24 dev eth0
ip -n h route get 255.255.255.255 from 10.0.0.1 ipproto udp
ip -n h route add 20.0.0.0/8 nhid 8 metric 0 scope host tos 0x08 proto static
ip -n h route get 10.0.0.1 mark 2 dport 53
ip -n h route get 8.8.8.8 ipproto udp fibmatch
ip -n h route show table 300
ip -n h route get 224.0.0.9 oif eth1 dport 53
ip -n h route get 127.0.0.1 oif eth2 mark 3 dport 53
ip -n h route replace unicast 10.5.0.0/16 via 10.0.0.1 dev eth2 metric 10
ip -n h route get 8.8.8.8 from 1.2.3.4
ip -n h route add 30.0.0.1 via 10.1.0.9 mtu lock 1300 realms 3
ip -n h route prepend blackhole 10.0.0.0/24
ip -n h rule del pref 200 goto 32000
ip -n h route get 8.8.8.8
ip -n h route append 20.0.0.0/8 nhid 8 proto static
ip -n h route add prohibit 10.5.0.0/16 table main
ip -n h route add 20.1.0.0/16 via 10.2.0.2 dev eth0 onlink metric 10
ip -n h rule add from all to 30.0.0.1 oif lo fwmark 0x10/0xf0 pref 32000 table 10
ip -n h rule del fwmark 2/3 pref 32000 lookup main
ip -n h rule add to 20.0.0.0/8 lookup main suppress_prefixlength 8
ip -n h route get 30.1.1.1 iif eth2 fibmatch
ip -n h route get 20.9.9.9 iif eth1 oif eth2 mark 16
ip -n h rule add pref 200 lookup main suppress_prefixlength 8
ip -n h route get 20.1.1.1 from 10.1.0.1
ip -n h route add prohibit 30.0.0.1
ip -n h nexthop add id 5 group 1,8
ip -n h route get 8.8.8.8 from 10.0.0.1 mark 16
ip -n h nexthop add id 6 group 3,6
ip -n h route get 10.0.0.7 from 1.2.3.4
ip -n h route del throw 10.5.0.0/16
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route prepend 30.0.0.0/8 nexthop via 10.0.0.255 weight 3 nexthop via 10.0.0.2 dev eth1 scope link
ip -n h route get 20.1.2.3 mark 3
ip -n h route del unicast 10.0.0.0/24 via 10.1.0.2 dev eth0 table 20 mtu lock 1300 src 10.1.0.1
ip -n h route add 30.0.0.0/8 via 10.0.0.3 dev eth9 onlink
ip -n h -j nexthop
ip -n h route show table local
ip -n h -j nexthop
ip -n h route add 30.0.0.1
ip -n h rule add oif eth1 tos 0x10 goto 32000
ip -n h nexthop replace id 4 group 1/5
ip -n h rule add oif eth9 dport 80-90 sport 7 lookup main suppress_prefixlength 8
ip -n h nexthop flush
ip -n h route del 10.0.0.0/24 nhid 4 table local metric 0
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route get 224.0.0.9 iif eth1 dport 53
ip -n h route
ip -n h route get 20.9.9.9 from 1.2.3.4
ip -n h route get 20.1.2.3 from 10.0.0.1
ip -n h route add 20.1.0.0/16 nexthop via 10.0.0.2 weight 1 nexthop via 10.0.0.1 dev lo table 20 tos 3
ip -n h route add unicast 10.0.0.0/24 nhid 1 src 10.1.0.1 mtu 1400
ip -n h route get 20.1.1.1 oif lo mark 1 sport 7
ip -n h route add default via 10.1.0.9 dev eth2 onlink table main mtu lock 1300 src 10.1.0.1
ip -n h nexthop replace id 8 via 10.0.0.1 dev eth1
ip -n h route get 255.255.255.255 dport 53
ip -n h nexthop add id 3 via 10.0.0.1 dev eth0 onlink
ip -n h rule del goto 200
ip -n h nexthop add id 6 via 20.1.1.1 dev eth9
ip -n h route flush table 10
ip -n h route show table local
ip -n h route get 10.0.0.1 iif eth2 mark 2 ipproto icmp fibmatch
ip -n h route del local 30.0.0.1 via 10.2.0.2 dev eth2 table 20
ip -n h route get 10.0.0.7 iif eth1 ipproto icmp
ip -n h route flush proto static
ip -n h rule add from 1.2.3.4 oif eth9 ipproto 47 pref 100 lookup main suppress_prefixlength 8
ip -n h route replace local 20.1.0.0/16 nexthop via 10.0.0.3 weight 3 nexthop via 10.1.0.9 dev eth2 table 20 realms 3
ip -n h rule add sport 7 not prohibit
ip -n h route get 20.9.9.9 from 1.2.3.4 dport 53
ip -n h nexthop replace id 4 via 10.1.0.9 dev eth9
ip -n h route add throw default table main metric 10 tos 0x10
ip -n h route del 30.0.0.0/8 nexthop via 10.1.0.2 weight 3 nexthop via 10.0.0.1 dev eth0 table 20 tos 3 src 10.0.0.1
ip -n h -d route show table all
ip -n h rule
ip -n h -d nexthop
