# An ICMP error for a packet that a host did not send changes nothing; one about its echo request is shown by ping.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
#! capture
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 / icmp port-unreachable / ip 10.0.0.1 > 10.0.0.2 id=9 / udp 9 > 1000 / data "quoted"
#! send a/eth0 raw=02000000000102000000000208004500003e10010000400156bc0a0000020a0000010303111f000000004500002200090000401166c00a0000010a000002000903e8000ea19071756f746564
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 / icmp ttl-exceeded / ip 10.0.0.1 > 10.0.0.2 id=9 / udp 9 > 1000 / data "quoted"
#! send a/eth0 raw=02000000000102000000000208004500003e10020000400156bb0a0000020a0000010b000922000000004500002200090000401166c00a0000010a000002000903e8000ea19071756f746564
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 / icmp parameter-problem / ip 10.0.0.1 > 10.0.0.2 id=9 / udp 9 > 1000 / data "quoted"
#! send a/eth0 raw=02000000000102000000000208004500003e10030000400156ba0a0000020a0000010c000822000000004500002200090000401166c00a0000010a000002000903e8000ea19071756f746564
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / ip 10.0.0.2 > 10.0.0.255 / icmp port-unreachable / ip 10.0.0.1 > 10.0.0.2 id=9 / udp 9 > 1000 / data "quoted"
#! send a/eth0 raw=ffffffffffff02000000000208004500003e10040000400155bb0a0000020a0000ff0303111f000000004500002200090000401166c00a0000010a000002000903e8000ea19071756f746564
ip netns exec h nstat -asz | grep -E '^Icmp(In|Out|Msg)' | grep -v ' 0  ' | sed -E 's/ +/ /g'
