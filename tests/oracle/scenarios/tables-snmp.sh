# /proc/net/snmp and netstat count what a router receives, drops, forwards and reports.
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
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1000 > 9 / data "forwarded"
#! send left/eth0 raw=02000000010102000000010208004500002510010000401153c40a0001020a00020203e800090011e218666f72776172646564
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 ttl=1 / udp 1000 > 9 / data "ttl"
#! send left/eth0 raw=02000000010102000000010208004500001f10020000011192c90a0001020a00020203e80009000b046f74746c
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 sum=bad / udp 1000 > 9 / data "checksum"
#! send left/eth0 raw=02000000010102000000010208004500002410030000401106960a0001020a00020203e8000900103b2d636865636b73756d
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 192.0.2.1 / udp 1000 > 9 / data "no route"
#! send left/eth0 raw=0200000001010200000001020800450000241004000040119dc20a000102c000020103e800090010bc1d6e6f20726f757465
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 127.0.0.1 > 10.0.2.2 / udp 1000 > 9 / data "martian source"
#! send left/eth0 raw=02000000010102000000010208004500002a100500004011dfbb7f0000010a00020203e8000900166d2f6d61727469616e20736f75726365
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 127.0.0.1 / udp 1000 > 9 / data "martian destination"
#! send left/eth0 raw=02000000010102000000010208004500002f100600004011e0b50a0001027f00000103e80009001b40406d61727469616e2064657374696e6174696f6e
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:99 / ip 10.0.1.2 > 10.0.2.2 / udp 1000 > 9 / data "for another station"
#! send left/eth0 raw=02000000019902000000010208004500002f10070000401153b40a0001020a00020203e80009001bb472666f7220616e6f746865722073746174696f6e
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.1 / udp 1000 > 9 / data "closed port"
#! send left/eth0 raw=02000000010102000000010208004500002710080000401154bc0a0001020a00010103e800090013a9ad636c6f73656420706f7274
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.1 / tcp 1000 > 80 S
#! send left/eth0 raw=02000000010102000000010208004500002810090000400654c50a0001020a00010103e80050000003e8000000005002ffff91c00000
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.1 / icmp echo-request id=7 seq=1 / data "echo"
#! send left/eth0 raw=020000000101020000000102080045000020100a0000400154d10a0001020a00010108002a25000700016563686f
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.1 proto=200 / data "protocol"
#! send left/eth0 raw=02000000010102000000010208004500001c100b000040c8540d0a0001020a00010170726f746f636f6c
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / ip 10.0.1.2 > 10.0.1.255 / udp 1000 > 9 / data "broadcast"
#! send left/eth0 raw=ffffffffffff020000000102080045000025100c0000401153bc0a0001020a0001ff03e800090011d92f62726f616463617374
ip netns exec r cat /proc/net/snmp | grep '^Ip:'
ip netns exec r cat /proc/net/snmp | grep '^Icmp:'
ip netns exec r cat /proc/net/snmp | grep '^IcmpMsg:'
ip netns exec r cat /proc/net/snmp | grep '^Udp:'
ip netns exec r cat /proc/net/snmp | grep '^Tcp:' | cut -d' ' -f1-5,10-16
ip netns exec r cat /proc/net/netstat | grep '^IpExt:' | cut -d' ' -f1-13
ip netns exec r nstat -as | grep -v -E '^#|^Ip6|^Icmp6|^Udp6|^TcpExt' | sed -E 's/ +/ /g'
ip netns exec r nstat -asz IpForwDatagrams IpInHdrErrors | sed -E 's/ +/ /g'
ip -n r -s link show r1 | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
