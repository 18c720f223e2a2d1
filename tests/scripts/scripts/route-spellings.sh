#!/bin/bash
# Routes, rules and nexthops in all the spellings of ip(8), and what ip route get says of them.
x() { echo "\$ $*"; "$@" 2>&1; local r=$?; [ $r = 0 ] || echo "[$r]"; }
ip netns add r
for i in 0 1 2; do ip -n r link add e$i type veth peer name p$i; ip -n r link set p$i up; ip -n r link set e$i up; ip -n r addr add 10.0.$i.1/24 dev e$i; done
ip -n r link set lo up; sleep 1.2
r() { x ip -n r "$@"; }
r r a 192.168.0.0/16 via 10.0.0.2
r r add 192.168.0.0/16 via 10.0.1.2
r r append 192.168.0.0/16 via 10.0.1.2
r r prepend 192.168.0.0/16 via 10.0.2.2
r r sh 192.168.0.0/16
r r replace 192.168.0.0/16 via 10.0.0.9
r r sh 192.168.0.0/16
r r change 192.168.0.0/16 via 10.0.0.10 mtu 1400
r r change 192.169.0.0/16 via 10.0.0.10
r r add 192.168.0.0/16 via 10.0.1.2 metric 100
r r add 192.168.0.0/16 via 10.0.1.2 tos 0x10
r r add 192.168.0.0/16 via 10.0.1.2 tos 0x10 metric 7
r r del 192.168.0.0/16 metric 100
r r del 192.168.0.0/16 via 10.0.77.1
r r del 192.168.0.0/16 tos 0x10
r r sh
r r add 172.16.0.0/12 dev e0 scope link src 10.0.1.1
r r add 172.17.0.0/16 dev e0 src 10.0.9.1
r r add 172.18.0.0/16 via 10.0.0.1
r r add 172.18.0.0/16 via 10.9.0.1
r r add 172.18.0.0/16 via 10.9.0.1 dev e0 onlink
r r add 172.19.0.1/16 dev e0
r r add 172.19.0.1/32 dev e0 proto static
r r add 172.19.0.2 dev e0 proto 200 scope host
r r add unreachable 172.20.0.0/16 metric 42
r r add blackhole 172.21.0.0/16
r r add prohibit 172.22.0.0/16
r r add throw 172.23.0.0/16 table 100
r r add default via 10.0.0.2 dev e0 metric 10
r r add default nexthop via 10.0.1.2 dev e1 weight 2 nexthop via 10.0.2.2 dev e2 weight 3
r r add default via 10.0.0.2 dev e1 metric 20
r r
r r sh type unreachable
r r sh scope link
r r sh proto static
r r sh dev e1
r r sh via 10.0.0.2
r r sh exact 0/0
r r sh default
r r sh match 172.19.0.1
r r sh root 172.16/12
r r sh table 100
r r sh table 300
r r get 172.20.0.1
r r get 172.21.0.1
r r get 172.22.0.1
r r get 192.168.1.1
r r get 192.168.1.1 tos 0x10
r r get 192.168.1.1 from 10.0.1.1
r r get 192.168.1.1 from 10.5.5.5
r r get 192.168.1.1 from 10.0.0.77 iif e0
r r get 10.0.1.1
r r get 10.0.1.255
r r get 10.0.1.77 oif e0
r r get 10.0.1.77 mark 5
r r get fibmatch 172.19.0.2
r r get fibmatch 10.0.1.1
r r get to 172.16.0.1 dport 80 ipproto tcp
r r get 224.0.0.1
r r get 127.0.0.5
r r get nosuch
r r get
r r get 1.2.3.4/24
x ip netns exec r sysctl -w net.ipv4.ip_forward=1
r r get 192.168.1.1 from 10.0.0.77 iif e0
r r get 192.168.1.1 from 10.0.0.77 iif e9
r r flush 172.16/12
r r flush root 172.16/12
r r flush proto 200
r r flush table 100
r r
r rule add from 10.5.0.0/16 lookup 200
r rule add fwmark 0x5/0xff table 200 prio 50
r rule add to 10.6.0.0/16 iif e0 prohibit
r rule add oif e1 priority 77 table main suppress_prefixlength 0
r rule add tos 0x10 lookup 201
r rule add ipproto tcp dport 80-90 table 202
r rule add not from 10.8.0.0/16 blackhole pref 60
r rule add uidrange 100-200 table 203
r rule add goto 32766 pref 40
r rule add nop pref 41
r rule add from 10.5.0.0/16 lookup 200
r ru
r -d rule list | head -3
r rule show table 200
r rule del pref 60
r rule del from 10.5.0.0/16
r rule del pref 999
r rule del pref 40
r rule flush
r rule
r r add default via 10.0.2.2 table 200
r rule add pref 32766 lookup main
r r get 8.8.8.8
r nexthop add id 1 via 10.0.0.2 dev e0
r nexthop add id 2 via 10.0.1.2 dev e1
r nexthop add id 10 group 1/2,3
r nexthop add id 10 group 1/2
r nexthop add id 11 blackhole
r nexthop add id 12 dev e2
r r add 100.64.0.0/10 nhid 10
r r add 100.63.0.0/16 nhid 11
r r add 100.62.0.0/16 nhid 99
r nexthop
r nexthop replace id 1 via 10.0.0.3 dev e0
r nexthop del id 2
r nexthop get id 10
r nexthop sh dev e0
r nexthop sh groups
r r sh 100.64.0.0/10
r link set e0 down
r nexthop
r r
r link set e0 up
r r
r r save > /dev/null
r r foo
r r add 1.2.3.0/24
r r add dev e1
r r add 1.2.3.0/24 via 10.0.1.2 foo
r r add 1.2.3.0/24 via 10.0.1.2 metric x
r r add 1.2.3.0/24 dev e9
x ip netns exec r ip r add 1.2.3.0/24 via 10.0.1.2 realm 5
x ip netns exec r cat /proc/net/route
x ip netns exec r awk 'NR>1{print $1,$2,$3,$4,$7,$8}' /proc/net/route
