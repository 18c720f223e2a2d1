# secure_redirects and shared_media: which gateways a redirect may name.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.254 lladdr 02:00:00:00:00:fe dev eth0 nud permanent
ip -n h neigh add 10.0.0.253 lladdr 02:00:00:00:00:fd dev eth0 nud permanent
ip -n h route add default via 10.0.0.254
ip netns exec h sysctl net.ipv4.conf.eth0.shared_media
ip netns exec h sysctl -w net.ipv4.conf.eth0.shared_media=0
ip netns exec h sysctl -w net.ipv4.conf.all.shared_media=0
# a/eth0 eth 02:00:00:00:00:fe > 02:00:00:00:00:01 / ip 10.0.0.254 > 10.0.0.1 / icmp redirect-host gw=10.0.0.253 / ip 10.0.0.1 > 10.5.0.1 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fe08004500004010010000400155be0a0000fe0a0000010501f0010a0000fd4500002400010000400166d20a0000010a0500010000f3e7000700010001020304050607
ip -n h route get 10.5.0.1 | sed -E 's/ expires [0-9]+sec//'
ip netns exec h sysctl -w net.ipv4.conf.eth0.secure_redirects=0
ip netns exec h sysctl -w net.ipv4.conf.all.secure_redirects=0
# a/eth0 eth 02:00:00:00:00:fe > 02:00:00:00:00:01 / ip 10.0.0.254 > 10.0.0.1 / icmp redirect-host gw=10.0.0.253 / ip 10.0.0.1 > 10.5.0.2 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fe08004500004010020000400155bd0a0000fe0a0000010501f0010a0000fd4500002400010000400166d10a0000010a0500020000f3e7000700010001020304050607
ip -n h route get 10.5.0.2 | sed -E 's/ expires [0-9]+sec//'
ip netns exec h sysctl -w net.ipv4.ip_forward=1
# a/eth0 eth 02:00:00:00:00:fe > 02:00:00:00:00:01 / ip 10.0.0.254 > 10.0.0.1 / icmp redirect-host gw=10.0.0.253 / ip 10.0.0.1 > 10.5.0.3 id=1 / icmp echo-reply id=7 seq=1 / count 8
#! send a/eth0 raw=0200000000010200000000fe08004500004010030000400155bc0a0000fe0a0000010501f0010a0000fd4500002400010000400166d00a0000010a0500030000f3e7000700010001020304050607
ip -n h route get 10.5.0.3 | sed -E 's/ expires [0-9]+sec//'
