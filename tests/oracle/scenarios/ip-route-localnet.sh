# route_localnet lets 127/8 in and out; accept_local lets the host's own addresses in.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h link set lo up
#! capture
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 127.0.0.1 / icmp echo-request id=7 seq=1 / data "1: martian"
#! send a/eth0 raw=020000000001020000000002080045000026100100004001e1d30a0000027f00000108006f0600070001313a206d61727469616e
ip netns exec h sysctl -w net.ipv4.conf.eth0.route_localnet=1
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 127.0.0.1 / icmp echo-request id=7 seq=2 / data "2: let in"
#! send a/eth0 raw=020000000001020000000002080045000025100200004001e1d30a0000027f0000010800b17200070002323a206c657420696e
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 127.0.0.5 > 10.0.0.1 / icmp echo-request id=7 seq=3 / data "3: from 127.0.0.5"
#! send a/eth0 raw=02000000000102000000000208004500002d100300004001e1c77f0000050a0000010800c70800070003333a2066726f6d203132372e302e302e35
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.0.2(02:00:00:00:00:02) > 127.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff020000000002080600010800060400010200000000020a0000020000000000007f000001
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.1 > 10.0.0.1 / icmp echo-request id=7 seq=4 / data "4: from itself"
#! send a/eth0 raw=02000000000102000000000208004500002a10040000400156ce0a0000010a00000108007a8400070004343a2066726f6d20697473656c66
ip netns exec h sysctl -w net.ipv4.conf.eth0.accept_local=1
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.1 > 10.0.0.1 / icmp echo-request id=7 seq=5 / data "5: from itself, accepted: answered over lo"
#! send a/eth0 raw=02000000000102000000000208004500004610050000400156b10a0000010a0000010800638000070005353a2066726f6d20697473656c662c2061636365707465643a20616e737765726564206f766572206c6f
ip netns exec h nstat -asz | grep -E '^(IpInReceives|IpInAddrErrors|IcmpInEchos|IcmpOutEchoReps|IpExtInNoRoutes) ' | sed -E 's/ +/ /g'
