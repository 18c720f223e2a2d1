# rp_filter: 1 wants the way back by the same interface, 2 any way back; the larger of all and the interface's counts.
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
ip -n r route add 172.16.0.0/16 via 10.0.2.2
ip netns exec r sysctl -w net.ipv4.conf.r1.rp_filter=1
#! capture
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1000 > 9 / data "1: the way back is r1"
#! send left/eth0 raw=02000000010102000000010208004500003110010000401153b80a0001020a00020203e80009001d00f0313a2074686520776179206261636b206973207231
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.2.7 > 10.0.2.2 / udp 1000 > 9 / data "2: the way back is r2"
#! send left/eth0 raw=02000000010102000000010208004500003110020000401152b20a0002070a00020203e80009001dfdea323a2074686520776179206261636b206973207232
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 172.16.0.1 > 10.0.2.2 / udp 1000 > 9 / data "3: the way back is r2"
#! send left/eth0 raw=020000000101020000000102080045000031100300004011b2a6ac1000010a00020203e80009001d5ce0333a2074686520776179206261636b206973207232
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 192.0.2.1 > 10.0.2.2 / udp 1000 > 9 / data "4: no way back"
#! send left/eth0 raw=02000000010102000000010208004500002a1004000040119cbcc00002010a00020203e800090016b3b6343a206e6f20776179206261636b
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 192.0.2.1 > 10.0.1.1 / icmp echo-request id=7 seq=1 / data "5: no way back, to the router"
#! send left/eth0 raw=0200000001010200000001020800450000391005000040019dbdc00002010a0001010800dd2900070001353a206e6f20776179206261636b2c20746f2074686520726f75746572
ip netns exec r sysctl -w net.ipv4.conf.r1.rp_filter=2
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.2.7 > 10.0.2.2 / udp 1000 > 9 / data "6: some way back"
#! send left/eth0 raw=02000000010102000000010208004500002c10060000401152b30a0002070a00020203e800090018023b363a20736f6d6520776179206261636b
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 192.0.2.1 > 10.0.2.2 / udp 1000 > 9 / data "7: no way back"
#! send left/eth0 raw=02000000010102000000010208004500002a1007000040119cb9c00002010a00020203e800090016b0b6373a206e6f20776179206261636b
ip netns exec r sysctl -w net.ipv4.conf.r1.rp_filter=0
ip netns exec r sysctl -w net.ipv4.conf.all.rp_filter=1
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.2.7 > 10.0.2.2 / udp 1000 > 9 / data "8: all=1"
#! send left/eth0 raw=02000000010102000000010208004500002410080000401152b90a0002070a00020203e800090010e19b383a20616c6c3d31
ip -n r route add default via 10.0.1.2
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 192.0.2.1 > 10.0.2.2 / udp 1000 > 9 / data "9: a default route is a way back"
#! send left/eth0 raw=02000000010102000000010208004500003c1009000040119ca5c00002010a00020203e800090028d114393a20612064656661756c7420726f757465206973206120776179206261636b
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.2.7(02:00:00:00:01:02) > 10.0.1.1(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0002070000000000000a000101
ip netns exec r nstat -asz | grep -E 'IPReversePathFilter|^IpInAddrErrors|^IpInReceives|^IpForw' | sed -E 's/ +/ /g'
