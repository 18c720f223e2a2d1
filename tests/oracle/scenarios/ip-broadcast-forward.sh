# A directed broadcast is delivered to the router and not passed on, unless bc_forwarding is on for all and the interface.
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
#! capture
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.255 / udp 1000 > 9 / data "1: directed broadcast"
#! send left/eth0 raw=02000000010102000000010208004500003110010000401152bb0a0001020a0002ff03e80009001ddf1d313a2064697265637465642062726f616463617374
ip netns exec r sysctl -w net.ipv4.conf.r1.bc_forwarding=1
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.255 / udp 1000 > 9 / data "2: on for r1 only"
#! send left/eth0 raw=02000000010102000000010208004500002d10020000401152be0a0001020a0002ff03e800090019d063323a206f6e20666f72207231206f6e6c79
ip netns exec r sysctl -w net.ipv4.conf.all.bc_forwarding=1
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.255 / udp 1000 > 9 / data "3: on for both"
#! send left/eth0 raw=02000000010102000000010208004500002a10030000401152c00a0001020a0002ff03e800090016729f333a206f6e20666f7220626f7468
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.0 / udp 1000 > 9 / data "4: the network's own address"
#! send left/eth0 raw=02000000010102000000010208004500003810040000401153b00a0001020a00020003e8000900248df3343a20746865206e6574776f726b2773206f776e2061646472657373
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / ip 10.0.1.2 > 255.255.255.255 / udp 1000 > 9 / data "5: limited broadcast"
#! send left/eth0 raw=ffffffffffff0200000001020800450000301005000040115fb70a000102ffffffff03e80009001c97cb353a206c696d697465642062726f616463617374
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / ip 10.0.1.2 > 10.0.1.255 / udp 1000 > 9 / data "6: broadcast of the network it came from"
#! send left/eth0 raw=ffffffffffff02000000010208004500004410060000401153a30a0001020a0001ff03e8000900309f89363a2062726f616463617374206f6620746865206e6574776f726b2069742063616d652066726f6d
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / ip 10.0.1.2 > 10.0.2.2 / udp 1000 > 9 / data "7: unicast in a broadcast frame"
#! send left/eth0 raw=ffffffffffff02000000010208004500003b10070000401153a80a0001020a00020203e8000900271f68373a20756e696361737420696e20612062726f616463617374206672616d65
# left/eth0 eth 02:00:00:00:01:02 > 01:00:5e:01:02:03 / ip 10.0.1.2 > 10.0.2.2 / udp 1000 > 9 / data "8: unicast in a multicast frame"
#! send left/eth0 raw=01005e01020302000000010208004500003b10080000401153a70a0001020a00020203e8000900271152383a20756e696361737420696e2061206d756c746963617374206672616d65
# left/eth0 eth 02:00:00:00:01:02 > 01:00:5e:01:02:03 / ip 10.0.1.2 > 239.1.2.3 / udp 1000 > 9 / data "9: multicast"
#! send left/eth0 raw=01005e0102030200000001020800450000281009000040116eb60a000102ef01020303e800090014e57b393a206d756c746963617374
