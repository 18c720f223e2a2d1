# Which IP counters move for each kind of drop at a router.
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
ip -n r route add unreachable 10.5.0.0/16
ip -n r route add blackhole 10.6.0.0/16
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.5.0.1 / udp 1000 > 9 / data "unreachable"
#! send left/eth0 raw=02000000010102000000010208004500002710010000401155be0a0001020a05000103e8000900136dca756e726561636861626c65
ip netns exec r nstat -asz | grep -E '^(IpInAddrErrors|IpInDiscards|IpOutNoRoutes|IpExtInNoRoutes|IpForwDatagrams|IpInReceives|IpOutRequests|IcmpOutDestUnreachs) ' | sed -E 's/ +/ /g'
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.6.0.1 / udp 1000 > 9 / data "blackhole"
#! send left/eth0 raw=02000000010102000000010208004500002510020000401155be0a0001020a06000103e800090011e32d626c61636b686f6c65
ip netns exec r nstat -asz | grep -E '^(IpInAddrErrors|IpInDiscards|IpOutNoRoutes|IpExtInNoRoutes|IpForwDatagrams|IpInReceives|IpOutRequests|IcmpOutDestUnreachs) ' | sed -E 's/ +/ /g'
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 192.0.2.1 / udp 1000 > 9 / data "no route"
#! send left/eth0 raw=0200000001010200000001020800450000241003000040119dc30a000102c000020103e800090010bc1d6e6f20726f757465
ip netns exec r nstat -asz | grep -E '^(IpInAddrErrors|IpInDiscards|IpOutNoRoutes|IpExtInNoRoutes|IpForwDatagrams|IpInReceives|IpOutRequests|IcmpOutDestUnreachs) ' | sed -E 's/ +/ /g'
ip netns exec r sysctl -w net.ipv4.ip_forward=0
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1000 > 9 / data "not forwarding"
#! send left/eth0 raw=02000000010102000000010208004500002a10040000401153bc0a0001020a00020203e800090016f5136e6f7420666f7277617264696e67
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 192.0.2.1 / udp 1000 > 9 / data "not forwarding, no route"
#! send left/eth0 raw=0200000001010200000001020800450000341005000040119db10a000102c000020103e800090020a0236e6f7420666f7277617264696e672c206e6f20726f757465
ip netns exec r nstat -asz | grep -E '^(IpInAddrErrors|IpInDiscards|IpOutNoRoutes|IpExtInNoRoutes|IpForwDatagrams|IpInReceives|IpOutRequests|IcmpOutDestUnreachs) ' | sed -E 's/ +/ /g'
ip netns exec r ping -n -c 1 192.0.2.1
ip netns exec r nstat -asz | grep -E '^(IpOutNoRoutes|IpOutRequests|IpOutDiscards) ' | sed -E 's/ +/ /g'
