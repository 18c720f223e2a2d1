# A throw route ends the look-up in its table, a more specific one beats it; types compete by prefix and metric.
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
ip -n r route add default via 10.0.2.2
ip -n r route add throw 10.5.0.0/16
ip -n r route add 10.5.6.0/24 via 10.0.2.2
ip -n r route add blackhole 10.6.0.0/16 metric 5
ip -n r route add 10.6.0.0/16 via 10.0.2.2 metric 10
ip -n r route add local 10.7.0.0/16 dev r1
#! capture
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.5.0.1 / udp 1000 > 9 / data "throw"
#! send left/eth0 raw=02000000010102000000010208004500002110010000401155c40a0001020a05000103e80009000d89037468726f77
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.5.6.1 / udp 1000 > 9 / data "more specific"
#! send left/eth0 raw=0200000001010200000001020800450000291002000040114fbb0a0001020a05060103e800090015434b6d6f7265207370656369666963
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.6.0.1 / udp 1000 > 9 / data "blackhole"
#! send left/eth0 raw=02000000010102000000010208004500002510030000401155bd0a0001020a06000103e800090011e32d626c61636b686f6c65
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.7.1.1 / icmp echo-request id=7 seq=1 / data "local by route"
#! send left/eth0 raw=02000000010102000000010208004500002a10040000400154c60a0001020a07010108005540000700016c6f63616c20627920726f757465
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.7.1.1(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a070101
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.8.0.1 / udp 1000 > 9 / data "default"
#! send left/eth0 raw=02000000010102000000010208004500002310050000401155bb0a0001020a08000103e80009000f32a164656661756c74
ip netns exec r nstat -asz | grep -E '^(IpInAddrErrors|IpForwDatagrams|IpExtInNoRoutes|IpOutNoRoutes|IpInDelivers) ' | sed -E 's/ +/ /g'
