# A route with a tos is used for packets that carry it, before the one without.
ip netns add left
ip netns add r
ip netns add right
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip -n r link add r1 address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns left
ip -n r link add r2 address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns right
ip -n left link set eth0 up
ip -n right link set eth0 up
ip -n r link set r1 up
ip -n r link set r2 up
ip -n r addr add 10.0.1.1/24 dev r1
ip -n r addr add 10.0.2.1/24 dev r2
ip -n r neigh add 10.0.1.2 lladdr 02:00:00:00:01:02 dev r1 nud permanent
ip -n r neigh add 10.0.2.2 lladdr 02:00:00:00:02:02 dev r2 nud permanent
ip -n r neigh add 10.0.2.9 lladdr 02:00:00:00:02:09 dev r2 nud permanent
ip -n r route add 10.5.0.0/16 via 10.0.2.2
ip -n r route add 10.5.0.0/16 via 10.0.2.9 tos 0x10
ip -n r route show
#! capture
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.5.0.1 / udp 1000 > 9 / data "tos 0"
#! send left/eth0 raw=02000000010102000000010208004500002110010000401155c40a0001020a05000103e80009000dcf4b746f732030
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.5.0.1 tos=0x10 / udp 1000 > 9 / data "tos 0x10"
#! send left/eth0 raw=02000000010102000000010208004510002410020000401155b00a0001020a05000103e8000900109d9d746f732030783130
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.5.0.1 tos=0x08 / udp 1000 > 9 / data "tos 8"
#! send left/eth0 raw=02000000010102000000010208004508002110030000401155ba0a0001020a05000103e80009000dc74b746f732038
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.5.0.1 tos=0x11 / udp 1000 > 9 / data "tos 0x11: the lowest bits do not count"
#! send left/eth0 raw=020000000101020000000102080045110042100400004011558f0a0001020a05000103e80009002e42d8746f7320307831313a20746865206c6f77657374206269747320646f206e6f7420636f756e74
ip -n r route del 10.5.0.0/16
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.5.0.1 / udp 1000 > 9 / data "tos 0: no route"
#! send left/eth0 raw=02000000010102000000010208004500002b10050000401155b60a0001020a05000103e800090017f28a746f7320303a206e6f20726f757465
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.5.0.1 tos=0x10 / udp 1000 > 9 / data "tos 0x10"
#! send left/eth0 raw=02000000010102000000010208004510002410060000401155ac0a0001020a05000103e8000900109d9d746f732030783130
