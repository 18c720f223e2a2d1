# UDP to broadcast and multicast addresses, in broadcast frames, and from odd senders: no port unreachable.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
#! capture
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / ip 10.0.0.2 > 10.0.0.255 / udp 1000 > 9 / data "1"
#! send a/eth0 raw=ffffffffffff02000000000208004500001d10010000401155cf0a0000020a0000ff03e800090009b5ea31
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / ip 10.0.0.2 > 255.255.255.255 / udp 1000 > 9 / data "2"
#! send a/eth0 raw=ffffffffffff02000000000208004500001d10020000401160cd0a000002ffffffff03e800090009bfe932
# a/eth0 eth 02:00:00:00:00:02 > 01:00:5e:00:00:01 / ip 10.0.0.2 > 224.0.0.1 / udp 1000 > 9 / data "3"
#! send a/eth0 raw=01005e00000102000000000208004500001d10030000401180ca0a000002e000000103e800090009dee733
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / ip 10.0.0.2 > 10.0.0.1 / udp 1000 > 9 / data "4: unicast in a broadcast frame"
#! send a/eth0 raw=ffffffffffff02000000000208004500003b10040000401156ac0a0000020a00000103e8000900272569343a20756e696361737420696e20612062726f616463617374206672616d65
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / ip 0.0.0.0 > 255.255.255.255 / udp 68 > 67 / data "5: DHCP"
#! send a/eth0 raw=ffffffffffff0200000000020800450000231005000040116ac600000000ffffffff00440043000f1188353a2044484350
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / ip 0.0.0.0 > 10.0.0.1 / udp 68 > 67 / data "6"
#! send a/eth0 raw=ffffffffffff02000000000208004500001d10060000401160ca000000000a000001004400430009bf5436
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.0 / udp 1000 > 9 / data "7: the network's own address"
#! send a/eth0 raw=02000000000102000000000208004500003810070000401156ad0a0000020a00000003e8000900248df3373a20746865206e6574776f726b2773206f776e2061646472657373
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.255 > 10.0.0.1 / udp 1000 > 9 / data "8: from the broadcast address"
#! send a/eth0 raw=02000000000102000000000208004500003910080000401155ad0a0000ff0a00000103e8000900252ae5383a2066726f6d207468652062726f6164636173742061646472657373
ip netns exec h nstat -asz | grep -E '^(Udp(InDatagrams|NoPorts|IgnoredMulti)|IpInDelivers|IpExtInBcast.*|IpExtInMcast.*|IpInAddrErrors) ' | sed -E 's/ +/ /g'
