# Redirects between two networks on one wire; repeated after a while, not for a packet with a source route.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth0
ip netns exec h sysctl -w net.ipv4.ip_forward=1
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h neigh add 10.1.0.2 lladdr 02:00:00:00:00:12 dev eth0 nud permanent
ip -n h neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev eth0 nud permanent
ip -n h route add 10.5.0.0/16 via 10.0.0.3
#! capture
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.1.0.2 / udp 1000 > 9 / data "1: to the other network of the wire"
#! send a/eth0 raw=02000000000102000000000208004500003f10010000401156a90a0000020a01000203e80009002b5eb7313a20746f20746865206f74686572206e6574776f726b206f66207468652077697265
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.5.0.1 / udp 1000 > 9 / data "2: by way of 10.0.0.3"
#! send a/eth0 raw=02000000000102000000000208004500003110020000401156b30a0000020a05000103e80009001dd85a323a20627920776179206f662031302e302e302e33
#! sleep 0.6
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.5.0.1 / udp 1000 > 9 / data "3: again"
#! send a/eth0 raw=02000000000102000000000208004500002410030000401156bf0a0000020a05000103e800090010c36a333a20616761696e
# a/eth0 eth 02:00:00:00:00:12 > 02:00:00:00:00:01 / ip 10.1.0.2 > 10.5.0.1 / udp 1000 > 9 / data "4: from the other network"
#! send a/eth0 raw=02000000000102000000001208004500003510040000401156ac0a0100020a05000103e800090021d2af343a2066726f6d20746865206f74686572206e6574776f726b
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.5.0.1 opts=8307080a00000300 / udp 1000 > 9 / data "5: with a source route"
#! send a/eth0 raw=02000000000102000000000208004700003a100500004011c6950a0000020a0500018307080a0000030003e80009001e0ebf353a2077697468206120736f7572636520726f757465
