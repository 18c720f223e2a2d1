# `ip route get` with everything that can be said, before and after the first rule.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n h link add eth1 address 02:00:00:00:00:03 type veth peer name eth1 address 02:00:00:00:00:04 netns a
ip -n h link set lo up
ip -n a link set eth0 up
ip -n a link set eth1 up
ip -n h link set eth0 up
ip -n h link set eth1 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth1
ip -n h route add default via 10.0.0.2
ip -n h route add 20.0.0.0/8 via 10.1.0.2 mtu 1400 advmss 1000
ip -n h route add 21.0.0.0/8 via 10.1.0.2 table 21
ip -n h route get 1.2.3.4
ip -n h route get 1.2.3.4 from 10.0.0.1
ip -n h route get 1.2.3.4 from 10.1.0.1
ip -n h route get 1.2.3.4 from 9.9.9.9
ip -n h route get 1.2.3.4 from 10.0.0.7 iif eth0
ip -n h route get 1.2.3.4 from 10.1.0.7 iif eth1
ip netns exec h sysctl -qw net.ipv4.ip_forward=1
ip -n h route get 1.2.3.4 from 10.0.0.7 iif eth0
ip -n h route get 1.2.3.4 from 10.1.0.7 iif eth1
ip -n h route get 1.2.3.4 from 10.1.0.7 iif eth1 uid 5
ip -n h route get 1.2.3.4 iif eth1
ip -n h route get 10.0.0.1 from 10.1.0.7 iif eth1
ip -n h route get 10.0.0.255 from 10.1.0.7 iif eth1
ip -n h route get 255.255.255.255 from 10.1.0.7 iif eth1
ip -n h route get 224.0.0.1 from 10.1.0.7 iif eth1
ip -n h route get 224.0.0.5 from 10.1.0.7 iif eth1
ip -n h route get 10.0.0.1
ip -n h route get 127.0.0.1
ip -n h route get 10.0.0.255
ip -n h route get 255.255.255.255
ip -n h route get 255.255.255.255 oif eth1
ip -n h route get 224.0.0.1
ip -n h route get 224.0.0.1 oif eth1
ip -n h route get 0.0.0.0
ip -n h route get default
ip -n h route get 1.2.3.4 oif eth1
ip -n h route get 1.2.3.4 dev eth0
ip -n h route get 20.1.1.1
ip -n h route get 20.1.1.1 mark 5
ip -n h route get 20.1.1.1 mark 0x55
ip -n h route get 20.1.1.1 tos 0x10
ip -n h route get 20.1.1.1 tos 0x13
ip -n h route get 20.1.1.1 uid 7
ip -n h route get 20.1.1.1 ipproto tcp
ip -n h route get 20.1.1.1 ipproto tcp sport 5 dport 6
ip -n h route get 20.1.1.1 ipproto udp dport 6
ip -n h route get 20.1.1.1 ipproto icmp
ip -n h route get 20.1.1.1 ipproto 50
ip -n h route get 20.1.1.1 ipproto bogus
ip -n h route get 20.1.1.1 dport 99999
ip -n h route get 20.1.1.1 sport x
ip -n h route get 20.1.1.1 fibmatch
ip -n h route get fibmatch 20.1.1.1
ip -n h route get fibmatch 10.0.0.1
ip -n h route get fibmatch 10.0.0.255
ip -n h route get fibmatch 127.0.0.1
ip -n h route get fibmatch 1.2.3.4
ip -n h route get fibmatch 1.2.3.4 oif eth1
ip -n h -d route get fibmatch 1.2.3.4
ip -n h -j route get fibmatch 1.2.3.4
ip -n h route get fibmatch 224.0.0.1
ip -n h route get 20.1.1.1 connected
ip -n h route get 20.1.1.1 connected from 10.0.0.1
ip -n h -j route get 20.1.1.1 connected
ip -n h route get 20.1.1.1 iif bogus
ip -n h route get 20.1.1.1 oif bogus
ip -n h route get 20.1.1.1/24
ip -n h route get 20.1.1.1/32
ip -n h route get to 20.1.1.1
ip -n h route get
ip -n h route get bogus
ip -n h route get 20.1.1.1 vrf x
ip -n h route get 20.1.1.1 mark x
ip -n h route get 20.1.1.1 tos x
ip -n h route get 20.1.1.1 uid x
ip -n h route get 20.1.1.1 as 1.2.3.4
ip -n h -d route get 20.1.1.1
ip -n h -d route get 10.0.0.1
ip -n h -j route get 20.1.1.1
ip -n h -j -p route get 20.1.1.1 from 10.0.0.9 iif eth0
ip -n h route get 21.1.1.1
ip -n h rule add to 21.0.0.0/8 table 21
ip -n h route get 21.1.1.1
ip -n h route get fibmatch 21.1.1.1
ip -n h route get 10.0.0.1
ip -n h route get fibmatch 10.0.0.1
ip -n h route get 10.0.0.1 from 10.1.0.7 iif eth1
ip -n h route get 10.0.0.255
ip -n h route get 224.0.0.1
ip -n h route get 20.1.1.1
ip -n h -d route get 20.1.1.1
ip -n h route add 30.0.0.0/8 via 10.0.0.2 tos 0x10
ip -n h route get 30.0.0.1 tos 0x10
ip -n h route get 30.0.0.1
ip -n h route add blackhole 31.0.0.0/8
ip -n h route add unreachable 32.0.0.0/8
ip -n h route add prohibit 33.0.0.0/8
ip -n h route add throw 34.0.0.0/8
ip -n h route get 31.0.0.1
ip -n h route get 32.0.0.1
ip -n h route get 33.0.0.1
ip -n h route get 34.0.0.1
ip -n h route get 31.0.0.1 fibmatch
ip -n h route get 32.0.0.1 from 10.1.0.7 iif eth1
ip -n h route get 31.0.0.1 oif eth0
ip -n h -6 route get 1::1
ip -n h route get 20.1.1.1 notify
