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
ip -n h route get 224.0.0.9 from 10.0.0.1 iif eth2
ip -n h route add 20.1.0.0/16 nexthop via 10.0.0.3 weight 4 nexthop via 20.1.1.1 dev lo
ip -n h route append prohibit 20.0.0.0/8 table 300 realms 3
ip -n h rule add oif lo lookup main
ip -n h route add 20.1.1.0/24 via 10.1.0.9 dev eth9 onlink table 20
ip -n h route get 30.0.0.1
ip -n h route get 20.1.1.1 iif eth0
ip -n h route get 127.0.0.1 mark 3 ipproto udp sport 7 fibmatch
ip -n h route get 20.1.2.3 from 10.0.0.1 mark 1 fibmatch
ip -n h route del local 30.0.0.0/8 nexthop via 10.0.0.255 weight 2 nexthop via 10.0.0.255 dev eth2 table 300 metric 0 realms 3
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route add throw 30.0.0.0/8 table local scope 200 tos 0x10
ip -n h route get 20.1.2.3 oif lo mark 2 ipproto udp
ip -n h route add 30.0.0.1 nhid 7 table 300 scope global
ip -n h route append broadcast 10.5.0.0/16 metric 10
ip -n h -j route show table 10
ip -n h route get 8.8.8.8 from 10.0.0.5 ipproto icmp
ip -n h rule add oif eth0 fwmark 0x10/0xf0 pref 200 lookup 300
ip -n h route get 255.255.255.255 tos 8 dport 53 fibmatch
ip -n h rule add fwmark 0x10/0xf0 sport 7 pref 200 goto 32000
ip -n h route show table local
ip -n h rule add to 20.0.0.0/8 lookup main suppress_prefixlength 8
ip -n h route show table local
ip -n h nexthop add id 6 via 10.1.0.2 dev eth2 onlink
ip -n h route del broadcast 20.0.0.0/8 dev eth1
ip -n h route add throw 20.1.0.0/16 table main
ip -n h route get 10.0.0.1 oif lo mark 1
ip -n h route add default
ip -n h addr add 10.2.0.1/24 dev eth2
ip -n h nexthop del id 6
ip -n h nexthop
ip -n h route del prohibit 20.1.1.0/24 table 300
ip -n h route get 255.255.255.255 iif eth2 fibmatch
ip -n h rule del from 1.2.3.4 to 20.1.1.0/24 ipproto tcp pref 200 lookup 300
ip -n h route show table local
ip -n h route add blackhole 20.1.0.0/16
ip -n h route flush proto static
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route replace 20.1.0.0/16 table 20
ip -n h route get 20.1.2.3 from 10.1.0.1 tos 8
ip -n h route add 30.0.0.0/8 nhid 4 table 10
ip -n h route add blackhole default table 10 metric 10
ip -n h route change blackhole default table 10
ip -n h route change 10.0.0.0/24 via 10.1.0.2 dev lo
ip -n h route get 10.0.0.1 iif eth0 mark 1
ip -n h route del prohibit 30.0.0.0/8 table 10 metric 5 tos 0x10
ip -n h route del throw 30.0.0.0/8 table 10
ip -n h route get 224.0.0.9 oif eth1 dport 53
ip -n h nexthop replace id 7 dev eth0
ip -n h rule add to 30.0.0.0/8 tos 0x05 pref 100 blackhole
ip -n h rule add iif lo blackhole
ip -n h route get 255.255.255.255 mark 16
ip -n h rule del from all iif eth9 ipproto 47 sport 1000-2000 pref 200 goto 200
ip -n h route get 30.1.1.1 dport 53
ip -n h rule add iif lo fwmark 1 ipproto 47 sport 7 not table 10
ip -n h -d rule
ip -n h route del 30.0.0.0/8 via 10.2.0.2 dev eth2
ip -n h route add 10.0.0.0/24 nhid 6 table 10 scope 200
ip -n h route add blackhole 20.1.1.0/24 src 10.1.0.1
ip -n h route append default nhid 5 table 20 metric 10
ip -n h route add throw 20.0.0.0/8 tos 0x08
ip -n h route get 10.0.0.1 from 10.0.0.5 iif eth0
ip -n h route flush proto static
ip -n h -d rule
ip -n h route get 10.2.0.5 from 10.0.0.1 ipproto icmp dport 53
ip -n h route add local 10.5.0.0/16 via 10.0.0.255 dev eth9 table 10
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route get 224.0.0.9 iif eth2 dport 53
ip -n h route get 10.2.0.5 from 10.1.0.1 fibmatch
ip -n h route flush proto static
ip -n h nexthop add id 1 group 6/7
ip -n h route replace local 30.0.0.0/8 dev eth1
ip -n h route del local 30.0.0.1 table local
ip -n h nexthop add id 5 via 10.0.0.2 dev eth2 onlink
ip -n h route change throw 20.1.1.0/24 table local
ip -n h rule add from 1.2.3.4 iif eth2 pref 32000 blackhole
ip -n h route get 20.1.1.1 iif eth2 ipproto tcp
ip -n h route get 20.1.2.3 ipproto icmp dport 53
ip -n h route get 224.0.0.9
ip -n h route get 30.0.0.1 from 10.0.0.5 iif eth0 oif eth1
ip -n h nexthop
ip -n h route add 10.0.0.0/24 via 10.1.0.2 table 10 metric 0
ip -n h route add local 20.0.0.0/8 nexthop via 10.1.0.9 weight 1 nexthop via 20.1.1.1 dev lo proto static src 10.0.0.1
ip -n h route prepend 30.0.0.1 nhid 4
ip -n h route flush table 10
ip -n h nexthop flush
ip -n h rule del iif eth9 lookup main suppress_prefixlength 8
ip -n h route add unicast 30.0.0.1 table main
ip -n h nexthop add id 4 via 10.0.0.255 dev eth2
ip -n h route get 10.0.0.7
ip -n h route get 10.1.0.255 tos 0x10
ip -n h route append 10.0.0.0/24 nhid 7 table 300 metric 10 tos 0x08
ip -n h route prepend 20.0.0.0/8 via 10.0.0.1 dev eth2 onlink table 20 metric 10 proto 99
ip -n h route del 20.0.0.0/8 nexthop via 10.1.0.2 weight 2 nexthop via 20.1.1.1 dev eth9 table local
ip -n h route get 20.1.1.1 from 10.1.0.1 ipproto tcp fibmatch
ip -n h route del broadcast 30.0.0.0/8 onlink
ip -n h route del unreachable 20.1.0.0/16 table 10
ip -n h route replace blackhole 20.1.1.0/24 table main
ip -n h nexthop replace id 5 group 2,8
ip -n h -d rule
ip -n h rule add nop
ip -n h route del 20.1.1.0/24 via 10.0.0.1 dev eth2 onlink table 10 mtu lock 1300
ip -n h route replace 20.1.0.0/16 via 10.2.0.2 table 300
ip -n h -d rule
ip -n h -d route show table all
ip -n h nexthop add id 8 group 1/3
ip -n h route get 10.2.0.5 from 10.1.0.1 mark 16 fibmatch
ip -n h rule del to 30.0.0.0/8 not pref 10 lookup main
ip -n h route get 10.2.0.5 from 10.0.0.5
ip -n h route add 10.5.0.0/16 via 10.0.0.255 table main metric 0 mtu 1400
ip -n h route add local 30.0.0.0/8 dev lo src 1.1.1.1 mtu lock 1300
ip -n h route add 10.0.0.0/24 nhid 1
ip -n h route add throw 20.1.1.0/24 table main
ip -n h nexthop del id 1
ip -n h nexthop add id 2 blackhole
ip -n h route get 20.9.9.9 from 10.1.0.1
ip -n h route get 224.0.0.9 mark 2 fibmatch
ip -n h route flush table 10
ip -n h route add 20.1.0.0/16 nhid 1 table main mtu lock 1300 src 10.1.0.1
ip -n h nexthop add id 4 via 10.0.0.2 dev eth0 onlink
ip -n h rule add to 30.0.0.0/8 fwmark 1 tos 0x05 ipproto icmp lookup 300
ip -n h route prepend throw 30.0.0.0/8
ip -n h rule add to 30.0.0.0/8 lookup main
ip -n h route get 10.1.0.255 dport 53 fibmatch
ip -n h rule flush table 10
ip -n h route change 10.0.0.0/24 via 10.0.0.2 metric 5 src 10.1.0.1
ip -n h route get 224.0.0.9 from 10.1.0.1 oif lo dport 53
ip -n h nexthop add id 7 via 10.1.0.2 dev eth2
ip -n h route show table 300
ip -n h route del local 20.1.1.0/24 via 10.0.0.1 dev lo onlink src 10.0.0.1 mtu lock 1300
ip -n h route add throw 20.1.0.0/16 table 10 proto static
ip -n h rule del dport 53 pref 5 prohibit
ip -n h rule add iif eth0 tos 0x05 sport 1000-2000 goto 32000
ip -n h route add 10.5.0.0/16 dev eth2
ip -n h rule add iif eth2 pref 100 goto 32000
ip -n h route add 20.0.0.0/8 nhid 8 table local metric 0 mtu lock 1300
ip -n h route add prohibit 20.1.0.0/16 via 10.0.0.2 dev eth1 table 20
ip -n h rule flush table 10
ip -n h route get 127.0.0.1 oif eth0 ipproto udp
ip -n h rule add from 10.0.0.0/24 iif eth0 unreachable
ip -n h route append broadcast 20.0.0.0/8 table 10
ip -n h rule add iif eth1 blackhole
ip -n h route append 30.0.0.1
ip -n h -j nexthop
ip -n h route append 10.0.0.0/24 table 300
ip -n h route get 20.1.2.3 mark 3 ipproto udp
ip -n h -j route show table 10
ip -n h rule del from all tos 0x05 ipproto icmp goto 32000
ip -n h route add 20.1.1.0/24 via 10.0.0.3 dev eth0 onlink tos 0x08 proto static realms 3
ip -n h route show table 300
ip -n h rule add from all fwmark 1 pref 10 table 20
ip -n h route prepend unreachable 20.1.1.0/24 table local scope 200
ip -n h route del 20.1.0.0/16 mtu lock 1300
ip -n h rule add from 10.1.0.1 oif eth0 table 20
ip -n h route add prohibit default table main
ip -n h rule add oif eth1 sport 1000-2000 lookup main
ip -n h route append local 30.0.0.1 nhid 4 table 300 metric 0 realms 3 proto kernel
ip -n h route del 20.0.0.0/8 nexthop via 10.1.0.2 weight 1 nexthop via 10.0.0.3 dev lo table 20 tos 3 metric 0
ip -n h rule add from 10.1.0.1 tos 8 lookup 300
ip -n h route get 10.0.0.1 from 10.1.0.1 mark 16 fibmatch
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route get 30.0.0.1 from 10.0.0.5 dport 53 fibmatch
ip -n h route add broadcast 20.1.0.0/16 via 20.1.1.1 dev eth1 onlink table 10 realms 3 mtu lock 1300
ip -n h route del unicast 30.0.0.0/8 dev eth0 table 20 metric 10 tos 0x10 proto kernel
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h route prepend 10.0.0.0/24 dev eth1 table main onlink
ip -n h nexthop add id 8 via 10.0.0.2 dev eth1
ip -n h route get 30.0.0.1
ip -n h rule add to 30.0.0.0/8 fwmark 0x10/0xf0 tos 8 ipproto 47 sport 1000-2000 table 20
ip -n h route get 30.0.0.1 iif eth2
ip -n h route prepend 20.1.0.0/16 via 10.2.0.2 dev eth9 proto 99
ip -n h nexthop add id 8 group 3,7
ip -n h route get 255.255.255.255
ip -n h nexthop del id 8
ip -n h rule add iif lo fwmark 1 tos 0x10 dport 80-90 pref 5 prohibit
ip -n h route add broadcast 20.1.0.0/16 nexthop via 10.2.0.2 weight 2 nexthop via 10.1.0.9 dev eth1 src 10.1.0.1
ip -n h rule
ip -n h rule del sport 7 pref 100 prohibit
ip -n h route add 10.0.0.0/24 table 300 proto static
ip -n h route get 224.0.0.9 iif eth2 ipproto tcp
ip -n h route get 20.1.2.3 iif eth2 tos 0x10 ipproto udp fibmatch
ip -n h nexthop flush
ip -n h route get 10.2.0.5 oif eth1
ip -n h route get 10.2.0.5 from 10.0.0.5 mark 2 fibmatch
ip -n h -j nexthop
ip -n h rule del from 1.2.3.4 tos 0x10
ip -n h rule add lookup main pref 32766
ip -n h rule add lookup local pref 0
ip -n h rule add iif lo tos 0x10 ipproto tcp pref 200 lookup main
ip -n h route add 30.0.0.0/8
ip -n h route get 30.0.0.1
ip -n h route add broadcast 10.5.0.0/16 dev eth0 table 300
ip -n h rule
ip -n h route add unreachable 20.1.1.0/24 table 20 tos 4
ip -n h route show table 300
ip -n h route add unreachable 30.0.0.0/8 scope 200
ip -n h route get 30.1.1.1
ip -n h rule del to 20.1.0.0/16 lookup main
ip -n h addr add 10.2.0.1/24 dev eth0
ip -n h rule add from 10.1.0.1 iif lo pref 32000 unreachable
ip -n h -j nexthop
ip -n h addr add 10.1.0.1/24 dev eth1
ip -n h route del 20.1.0.0/16 via 10.0.0.3 dev eth1
ip -n h route add default via 10.0.0.255 dev eth2 onlink table local
ip -n h route del local 20.1.1.0/24 via 10.0.0.2 dev eth2
ip -n h route get 127.0.0.1 ipproto icmp
ip -n h route del 30.0.0.1 via 10.0.0.2 dev eth0 onlink table 10
ip -n h route add throw 10.5.0.0/16 table 10
ip -n h route get 30.1.1.1 from 10.0.0.1 mark 1
ip -n h route change 20.1.0.0/16 nexthop via 10.2.0.2 weight 3 nexthop via 10.0.0.255 dev eth9 table main
ip -n h rule add fwmark 1 pref 32000 goto 200
ip -n h route del 20.1.1.0/24 via 10.0.0.2 dev lo
ip -n h rule del to 30.0.0.1 tos 8 pref 32000 table 20
ip -n h route del 20.1.1.0/24 via 10.1.0.2 dev eth1 onlink table local
ip -n h route add default dev eth1 table local
ip -n h rule del pref 32000 table 10
ip -n h route add prohibit 30.0.0.1 table 20 src 10.1.0.1
ip -n h route get 20.1.2.3
ip -n h nexthop add id 3 blackhole
ip -n h nexthop add id 4 via 10.2.0.2 dev eth2
ip -n h route append 20.0.0.0/8 table 300 src 1.1.1.1
ip -n h nexthop add id 6 group 8/3
ip -n h rule add from 10.0.0.0/24 unreachable
ip -n h route get 127.0.0.1 ipproto udp fibmatch
ip -n h nexthop
ip -n h rule add oif eth9 fwmark 0x10/0xf0 blackhole
ip -n h route del 20.0.0.0/8 via 20.1.1.1 tos 4 metric 10
ip -n h -d route show table all
ip -n h rule
ip -n h -d nexthop
