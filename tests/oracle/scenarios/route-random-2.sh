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
ip -n h rule flush table 10
ip -n h route add local 20.0.0.0/8 via 10.0.0.1 dev eth9 onlink table main
ip -n h route del broadcast 20.1.1.0/24 via 10.0.0.1 dev eth2 onlink table 20
ip -n h route get 10.1.0.255 from 10.1.0.1
ip -n h route get 20.1.2.3 iif eth2
ip -n h route append 20.0.0.0/8 dev eth1 table 20 mtu 1400 metric 0 realms 3
ip -n h rule add iif eth9 blackhole
ip -n h link set eth2 down
ip -n h route del broadcast 30.0.0.0/8 dev lo metric 5 mtu 1400 src 1.1.1.1 realms 3 proto static
ip -n h nexthop
ip -n h rule del from 10.0.0.0/24 iif eth9 pref 100 lookup main suppress_prefixlength 8
ip -n h route get 20.1.1.1 iif eth2 oif lo
ip -n h route del unreachable 20.1.0.0/16 metric 5 onlink proto 99
ip -n h route del 10.5.0.0/16 nhid 7 src 10.1.0.1
ip -n h route get 224.0.0.9 tos 0x10 fibmatch
ip -n h route get 30.1.1.1 oif lo tos 8
ip -n h rule del not pref 200 lookup 300
ip -n h route get 30.0.0.1 iif eth1
ip -n h route del throw 20.1.0.0/16 table 300
ip -n h -d rule
ip -n h route get 255.255.255.255 iif eth0 tos 8 ipproto udp
ip -n h rule add ipproto icmp sport 7 not goto 32000
ip -n h route add 10.0.0.0/24 table 20 tos 3
ip -n h route get 20.9.9.9
ip -n h route get 255.255.255.255 tos 8
ip -n h route add unicast 10.0.0.0/24 via 10.0.0.1 dev eth1 table 300 scope host metric 0
ip -n h rule del to 20.1.0.0/16 ipproto icmp nop
ip -n h nexthop replace id 8 group 8,1
ip -n h route show table 20
ip -n h route add prohibit 20.0.0.0/8 table main mtu lock 1300 proto kernel tos 3
ip -n h nexthop add id 6 via 10.1.0.9 dev eth1
ip -n h route get 10.2.0.5 ipproto icmp
ip -n h route add unreachable default
ip -n h route del 30.0.0.0/8 nexthop via 10.2.0.2 weight 4 nexthop via 10.0.0.2 dev eth1 table main metric 0 src 1.1.1.1
ip -n h route flush proto static
ip -n h route add broadcast 20.1.0.0/16 table 300
ip -n h route add default via 10.1.0.9 dev eth9 table main realms 3 metric 10
ip -n h route prepend unreachable 20.1.0.0/16 table 300
ip -n h route append blackhole 10.0.0.0/24 table 10
ip -n h rule add oif eth1 pref 200 table 10
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route change 30.0.0.0/8 via 10.0.0.1 table 20 src 1.1.1.1
ip -n h rule del to 30.0.0.0/8 ipproto tcp pref 200 lookup main
ip -n h route replace unicast default nexthop via 10.1.0.9 weight 4 nexthop via 10.0.0.3 dev eth2 src 1.1.1.1
ip -n h nexthop del id 7
ip -n h route del 10.5.0.0/16 table main metric 5
ip -n h route add blackhole 20.0.0.0/8 src 1.1.1.1
ip -n h route get 127.0.0.1
ip -n h addr del 10.2.0.5/24 dev eth0
ip -n h rule
ip -n h rule del to 30.0.0.0/8 oif eth2 pref 5 table 20
ip -n h rule del to 30.0.0.0/8 lookup main
ip -n h route get 10.0.0.7
ip -n h rule add fwmark 2/3 dport 53 sport 1000-2000 pref 32000 lookup main
ip -n h route get 20.1.1.1 oif eth0 tos 0x10
ip -n h route show table 20
ip -n h route get 8.8.8.8 iif eth1
ip -n h route add unicast 20.1.0.0/16 dev eth0 proto static
ip -n h route append prohibit 10.0.0.0/24 table 300 scope link
ip -n h route add local 20.1.1.0/24 table main
ip -n h route prepend unicast 30.0.0.0/8 via 10.0.0.3 dev eth0 table 300 mtu 1400
ip -n h route add 20.1.1.0/24 via 10.1.0.2 dev eth0 onlink mtu lock 1300
ip -n h nexthop replace id 5 via 20.1.1.1 dev eth0 onlink
ip -n h route replace prohibit 10.0.0.0/24 table main
ip -n h nexthop add id 3 group 4/4
ip -n h route add 10.5.0.0/16 via 10.0.0.3 dev eth2
ip -n h route add broadcast 10.0.0.0/24 via 10.0.0.2 table 10 onlink scope global
ip -n h route get 20.9.9.9 tos 0x10
ip -n h route show table 300
ip -n h route add 30.0.0.0/8 via 10.0.0.2 table local
ip -n h route add 30.0.0.0/8 nhid 4 table 10
ip -n h route add unreachable 30.0.0.1 nexthop via 10.2.0.2 weight 1 nexthop via 10.0.0.255 dev eth9 table main
ip -n h rule
ip -n h route add prohibit 20.0.0.0/8 table 10 src 10.0.0.1
ip -n h route
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route add prohibit 30.0.0.0/8 onlink metric 0
ip -n h nexthop
ip -n h route append 30.0.0.1 nhid 2 table 300
ip -n h route prepend 20.1.1.0/24 nexthop via 10.2.0.2 weight 2 nexthop via 10.0.0.1 dev lo table 10 metric 5
ip -n h route get 255.255.255.255 from 10.1.0.1 fibmatch
ip -n h route
ip -n h route get 10.0.0.7 iif eth2
ip -n h link set eth2 down
ip -n h route get 20.1.1.1 from 10.1.0.1 dport 53
ip -n h route replace 20.1.0.0/16 via 10.0.0.2 dev eth2 table main tos 0x10 mtu lock 1300 proto 99
ip -n h route del 20.1.0.0/16 nhid 1
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route change blackhole 30.0.0.0/8 proto kernel
ip -n h route del throw 30.0.0.1 table main
ip -n h rule del from 10.0.0.0/24 fwmark 0x10/0xf0 pref 32000 unreachable
ip -n h rule add to 30.0.0.1 iif eth2 pref 10 table 20
ip -n h route get 10.0.0.7 mark 2 ipproto tcp
ip -n h route get 30.0.0.1
ip -n h route add 20.1.1.0/24 table 10
ip -n h route del throw 10.0.0.0/24 table 10
ip -n h route get 255.255.255.255 dport 53
ip -n h rule del tos 8 pref 32000
ip -n h route change 10.5.0.0/16 via 10.0.0.1 dev eth1 table local metric 10
ip -n h route append prohibit default proto 99
ip -n h route del unicast 10.0.0.0/24 via 10.1.0.2 dev eth2 table local tos 3
ip -n h route append broadcast 20.1.1.0/24 mtu lock 1300 proto 99 metric 10
ip -n h route get 20.9.9.9 from 1.2.3.4 iif eth0 fibmatch
ip -n h nexthop add id 4 via 20.1.1.1 dev eth1 onlink
ip -n h rule
ip -n h route del 10.5.0.0/16 nexthop via 10.0.0.255 weight 1 nexthop via 10.1.0.9 dev lo table 10 metric 5
ip -n h -j nexthop
ip -n h route add unreachable 20.1.0.0/16 table 20
ip -n h route add 30.0.0.0/8 src 10.0.0.1
ip -n h route add 30.0.0.0/8 table 300 tos 4
ip -n h route del unicast 20.1.0.0/16 via 10.0.0.1 table 300 tos 3 metric 10
ip -n h route add prohibit 10.5.0.0/16 table 10
ip -n h route get 30.1.1.1 iif eth0 mark 2 ipproto udp dport 53
ip -n h route get 127.0.0.1 from 10.0.0.1
ip -n h route del blackhole 30.0.0.1 table main proto 99
ip -n h nexthop add id 3 group 7/6
ip -n h route get 224.0.0.9 oif eth0 mark 1
ip -n h route show table local
ip -n h rule add to 20.1.0.0/16 pref 200 table 20
ip -n h route get 30.1.1.1
ip -n h nexthop replace id 3 blackhole
ip -n h route del unicast 10.0.0.0/24 nexthop via 20.1.1.1 weight 2 nexthop via 10.0.0.3 dev eth2 table 300 proto 99 scope 200 src 1.1.1.1
ip -n h rule add ipproto udp table 20
ip -n h route del local 30.0.0.1 table main metric 5
ip -n h route get 10.0.0.7
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route add 20.0.0.0/8 table local
ip -n h route prepend unreachable 10.5.0.0/16
ip -n h route add broadcast 30.0.0.0/8 via 10.1.0.2 table 20 realms 3
ip -n h route get 20.1.2.3 from 1.2.3.4 ipproto udp
ip -n h -d route show table all
ip -n h rule del oif eth2 goto 200
ip -n h route flush proto static
ip -n h route del blackhole 20.1.0.0/16 table 10 metric 10
ip -n h rule del nop
ip -n h addr add 10.1.0.5/24 dev eth2
ip -n h rule add from all fwmark 1 ipproto udp prohibit
ip -n h route append 30.0.0.1 nhid 8 table main scope 200
ip -n h route del 30.0.0.0/8 via 10.0.0.2 table 10 realms 3 proto static
ip -n h rule add from 10.1.0.1 lookup 300
ip -n h route append 20.1.0.0/16 via 20.1.1.1 dev lo onlink
ip -n h route del local default via 10.0.0.1 table 300 tos 4
ip -n h route replace unreachable 10.5.0.0/16 table 300 src 10.0.0.1 proto kernel
ip -n h route get 10.2.0.5 from 1.2.3.4 mark 16 sport 7
ip -n h route add throw 20.1.0.0/16 table 10
ip -n h nexthop del id 6
ip -n h route add default nhid 2 table 300
ip -n h route get 10.0.0.7 iif eth0 dport 53
ip -n h nexthop add id 8 group 5/1
ip -n h rule add from 10.0.0.0/24 ipproto 47 pref 200 goto 32000
ip -n h route del unicast 20.1.1.0/24 via 10.1.0.2 table 20
ip -n h rule del iif lo not table 20
ip -n h rule del ipproto 47 table 20
ip -n h route get 10.2.0.5 fibmatch
ip -n h route append 20.1.1.0/24 nhid 4 table local scope 200
ip -n h route del unreachable 10.5.0.0/16 table 20 metric 5
ip -n h route get 127.0.0.1 from 10.0.0.5 fibmatch
ip -n h route add default nexthop via 10.2.0.2 weight 4 nexthop via 20.1.1.1 dev eth2 table main scope link realms 3
ip -n h route add 20.0.0.0/8 via 10.0.0.2 dev eth9 onlink table 10 onlink mtu 1400
ip -n h nexthop add id 5 blackhole
ip -n h -j route show table 10
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route get 20.9.9.9 iif eth0 oif lo ipproto tcp
ip -n h route add unicast 10.5.0.0/16 dev eth0 table 300 proto static
ip -n h route add throw 10.0.0.0/24 table 300
ip -n h rule add from all ipproto icmp pref 10 unreachable
ip -n h route get 20.1.2.3
ip -n h -j route show table 10
ip -n h route replace default via 10.0.0.1 table 20 src 10.0.0.1 mtu 1400 onlink
ip -n h nexthop add id 5 group 7/8
ip -n h route get 8.8.8.8 tos 0x10
ip -n h route add unreachable 10.0.0.0/24 table 10 realms 3
ip -n h route get 30.0.0.1
ip -n h route get 30.0.0.1 from 10.0.0.1 mark 2
ip -n h route append 10.0.0.0/24 via 10.0.0.2 dev lo table 10 metric 0
ip -n h route get 255.255.255.255 from 10.0.0.1 tos 0x10
ip -n h rule del fwmark 0x10/0xf0 not nop
ip -n h route get 20.1.2.3 ipproto udp fibmatch
ip -n h route get 10.0.0.7 from 10.0.0.5 dport 53
ip -n h route get 10.2.0.5 oif eth2
ip -n h route get 8.8.8.8 iif eth0 oif lo fibmatch
ip -n h route get 8.8.8.8
ip -n h rule add from 1.2.3.4 pref 5 nop
ip -n h route del unicast 10.0.0.0/24 via 10.0.0.1 table 10 proto 99
ip -n h route get 20.1.1.1 from 10.1.0.1 fibmatch
ip -n h route del 20.1.1.0/24
ip -n h route replace 30.0.0.0/8 via 20.1.1.1 metric 5
ip -n h route add unicast 30.0.0.1 via 10.1.0.2 dev eth0 table 20 proto kernel
ip -n h route get 255.255.255.255 from 10.0.0.5 iif eth1 mark 16 ipproto tcp dport 53
ip -n h route
ip -n h route del 30.0.0.0/8 via 10.0.0.1 dev eth0 table main realms 3
ip -n h route change broadcast 20.1.1.0/24 via 10.2.0.2 dev eth1 onlink table 20 tos 3
ip -n h route get 255.255.255.255 from 10.0.0.5 iif eth2 ipproto udp dport 53 sport 7
ip -n h route del 30.0.0.1 via 10.0.0.2 dev lo onlink table 10 proto static tos 3
ip -n h route get 10.0.0.1 from 10.1.0.1 iif eth2
ip -n h route add unicast 20.0.0.0/8 table 300 src 10.1.0.1
ip -n h rule add to 30.0.0.0/8 iif lo pref 100 unreachable
ip -n h route append unreachable 30.0.0.0/8 mtu lock 1300
ip -n h route get 8.8.8.8
ip -n h route change local 10.0.0.0/24 nexthop via 10.0.0.255 weight 2 nexthop via 10.2.0.2 dev eth0 table 300 onlink
ip -n h route del 20.0.0.0/8 nexthop via 10.0.0.3 weight 4 nexthop via 10.1.0.9 dev eth2 table main
ip -n h route append 30.0.0.1 via 10.0.0.1 dev eth9 table 10
ip -n h -j route show table 10
ip -n h route append 20.1.1.0/24 via 10.0.0.255 dev eth9 onlink table main metric 5
ip -n h route get 10.2.0.5 from 10.0.0.5 tos 0x10 fibmatch
ip -n h rule add to 20.1.1.0/24 fwmark 2/3 not table 20
ip -n h route del 20.1.0.0/16 src 10.1.0.1 proto 99 metric 10
ip -n h route change unreachable default metric 5
ip -n h route add broadcast 30.0.0.1 dev eth1 metric 10 realms 3
ip -n h route del broadcast 30.0.0.0/8 nexthop via 10.0.0.255 weight 2 nexthop via 10.2.0.2 dev eth0 table local metric 10
ip -n h route get 127.0.0.1
ip -n h route replace blackhole 10.0.0.0/24 table 20
ip -n h route get 30.0.0.1 from 10.0.0.1 iif eth2 ipproto tcp
ip -n h route prepend throw 10.0.0.0/24 table local realms 3 tos 0x08
ip -n h rule add from all to 20.1.1.0/24 fwmark 1 ipproto udp pref 200 prohibit
ip -n h nexthop add id 5 via 20.1.1.1 dev eth2 onlink
ip -n h route del 10.0.0.0/24 via 10.2.0.2 table 10 proto static
ip -n h route flush table 10
ip -n h rule add iif lo tos 0x05 table 20
ip -n h route append 10.5.0.0/16 via 10.0.0.255 table 20 tos 3
ip -n h route flush proto static
ip -n h route get 10.2.0.5 sport 7
ip -n h route del 30.0.0.0/8 table 10
ip -n h route add default via 10.1.0.9 dev eth9 onlink
ip -n h route append 30.0.0.0/8 via 10.0.0.3 dev lo
ip -n h -d route show table all
ip -n h rule
ip -n h -d nexthop
