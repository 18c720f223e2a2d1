# A host believes a redirect from the gateway that it uses, to a neighbour, about an echo reply (about a request only while ping waits for it).
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.254 lladdr 02:00:00:00:00:fe dev eth0 nud permanent
ip -n h neigh add 10.0.0.253 lladdr 02:00:00:00:00:fd dev eth0 nud permanent
ip -n h route add default via 10.0.0.254
ip -n h route get 10.5.0.1
# a/eth0 eth 02:00:00:00:00:fe > 02:00:00:00:00:01 / ip 10.0.0.254 > 10.0.0.1 / icmp redirect-host gw=10.0.0.253 / ip 10.0.0.1 > 10.5.0.1 id=1 / icmp echo-request id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fe08004500004010010000400155be0a0000fe0a0000010501f0010a0000fd4500002400010000400166d20a0000010a0500010800ebe7000700010001020304050607
ip -n h route get 10.5.0.1
# a/eth0 eth 02:00:00:00:00:fe > 02:00:00:00:00:01 / ip 10.0.0.254 > 10.0.0.1 / icmp redirect-host gw=10.0.0.253 / ip 10.0.0.1 > 10.5.0.1 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fe08004500004010020000400155bd0a0000fe0a0000010501f0010a0000fd4500002400010000400166d20a0000010a0500010000f3e7000700010001020304050607
ip -n h route get 10.5.0.1 | sed -E 's/ expires [0-9]+sec//'
ip -n h route get 10.5.0.2
#! capture
ip netns exec h ping -n -c 1 -W 0.3 10.5.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
# a/eth0 eth 02:00:00:00:00:fd > 02:00:00:00:00:01 / ip 10.0.0.253 > 10.0.0.1 / icmp redirect-host gw=10.0.0.253 / ip 10.0.0.1 > 10.5.0.3 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fd08004500004010030000400155bd0a0000fd0a0000010501f0010a0000fd4500002400010000400166d00a0000010a0500030000f3e7000700010001020304050607
ip -n h route get 10.5.0.3 | sed -E 's/ expires [0-9]+sec//'
# a/eth0 eth 02:00:00:00:00:fe > 02:00:00:00:00:01 / ip 10.0.0.254 > 10.0.0.1 / icmp redirect-host gw=192.0.2.1 / ip 10.0.0.1 > 10.5.0.4 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fe08004500004010040000400155bb0a0000fe0a000001050138fdc00002014500002400010000400166cf0a0000010a0500040000f3e7000700010001020304050607
ip -n h route get 10.5.0.4 | sed -E 's/ expires [0-9]+sec//'
# a/eth0 eth 02:00:00:00:00:fe > 02:00:00:00:00:01 / ip 10.0.0.254 > 10.0.0.1 / icmp redirect-net gw=10.0.0.253 / ip 10.0.0.1 > 10.5.0.5 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fe08004500004010050000400155ba0a0000fe0a0000010500f0020a0000fd4500002400010000400166ce0a0000010a0500050000f3e7000700010001020304050607
ip -n h route get 10.5.0.5 | sed -E 's/ expires [0-9]+sec//'
ip -n h route flush cache
ip -n h route get 10.5.0.1
ip netns exec h sysctl -w net.ipv4.conf.eth0.accept_redirects=0
# a/eth0 eth 02:00:00:00:00:fe > 02:00:00:00:00:01 / ip 10.0.0.254 > 10.0.0.1 / icmp redirect-host gw=10.0.0.253 / ip 10.0.0.1 > 10.5.0.6 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fe08004500004010060000400155b90a0000fe0a0000010501f0010a0000fd4500002400010000400166cd0a0000010a0500060000f3e7000700010001020304050607
ip -n h route get 10.5.0.6 | sed -E 's/ expires [0-9]+sec//'
ip netns exec h sysctl -w net.ipv4.conf.all.accept_redirects=0
# a/eth0 eth 02:00:00:00:00:fe > 02:00:00:00:00:01 / ip 10.0.0.254 > 10.0.0.1 / icmp redirect-host gw=10.0.0.253 / ip 10.0.0.1 > 10.5.0.7 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fe08004500004010070000400155b80a0000fe0a0000010501f0010a0000fd4500002400010000400166cc0a0000010a0500070000f3e7000700010001020304050607
ip -n h route get 10.5.0.7 | sed -E 's/ expires [0-9]+sec//'
