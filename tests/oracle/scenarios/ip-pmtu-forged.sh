# Which fragmentation needed a host believes: about an echo reply or a packet that a socket waits for; a smaller MTU only, and no smaller than min_pmtu.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h route add default via 10.0.0.2
ip netns exec h sysctl net.ipv4.route.min_pmtu
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.9.9.9 > 10.0.0.1 / icmp fragmentation-needed mtu=1300 / ip 10.0.0.1 > 10.5.0.1 id=1 / icmp echo-request id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000020800450000401001000040014daa0a0909090a0000010304f7e7000005144500002400010000400166d20a0000010a0500010800ebe7000700010001020304050607
ip -n h route get 10.5.0.1 | sed -E 's/expires [0-9]+sec/expires Nsec/'
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.9.9.9 > 10.0.0.1 / icmp fragmentation-needed mtu=1300 / ip 10.0.0.1 > 10.5.0.1 id=1 / udp 1000 > 9 / count 8
#! send a/eth0 raw=0200000000010200000000020800450000401002000040014da90a0909090a00000103040c10000005144500002400010000401166c20a0000010a05000103e800090010dbc60001020304050607
ip -n h route get 10.5.0.1 | sed -E 's/expires [0-9]+sec/expires Nsec/'
ip netns exec h ping -n -c 1 -W 0.2 10.5.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.9.9.9 > 10.0.0.1 / icmp fragmentation-needed mtu=1300 / ip 10.0.0.1 > 10.5.0.1 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000020800450000401003000040014da80a0909090a0000010304f7e7000005144500002400010000400166d20a0000010a0500010000f3e7000700010001020304050607
ip -n h route get 10.5.0.1 | sed -E 's/expires [0-9]+sec/expires Nsec/'
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.9.9.9 > 10.0.0.1 / icmp fragmentation-needed mtu=200 / ip 10.0.0.1 > 10.5.0.2 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000020800450000401004000040014da70a0909090a0000010304fc33000000c84500002400010000400166d10a0000010a0500020000f3e7000700010001020304050607
ip -n h route get 10.5.0.2 | sed -E 's/expires [0-9]+sec/expires Nsec/'
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.9.9.9 > 10.0.0.1 / icmp fragmentation-needed mtu=0 / ip 10.0.0.1 > 10.5.0.3 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000020800450000401005000040014da60a0909090a0000010304fcfb000000004500002400010000400166d00a0000010a0500030000f3e7000700010001020304050607
ip -n h route get 10.5.0.3 | sed -E 's/expires [0-9]+sec/expires Nsec/'
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.9.9.9 > 10.0.0.1 / icmp fragmentation-needed mtu=9000 / ip 10.0.0.1 > 10.5.0.4 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000020800450000401006000040014da50a0909090a0000010304d9d3000023284500002400010000400166cf0a0000010a0500040000f3e7000700010001020304050607
ip -n h route get 10.5.0.4 | sed -E 's/expires [0-9]+sec/expires Nsec/'
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.9.9.9 > 10.0.0.1 / icmp fragmentation-needed mtu=1300 / ip 10.77.0.1 > 10.5.0.5 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000020800450000401007000040014da40a0909090a0000010304f7e7000005144500002400010000400166810a4d00010a0500050000f3e7000700010001020304050607
ip -n h route get 10.5.0.5 | sed -E 's/expires [0-9]+sec/expires Nsec/'
ip netns exec h sysctl -w net.ipv4.ip_no_pmtu_disc=1
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.9.9.9 > 10.0.0.1 / icmp fragmentation-needed mtu=1300 / ip 10.0.0.1 > 10.5.0.6 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000020800450000401008000040014da30a0909090a0000010304f7e7000005144500002400010000400166cd0a0000010a0500060000f3e7000700010001020304050607
ip -n h route get 10.5.0.6 | sed -E 's/expires [0-9]+sec/expires Nsec/'
