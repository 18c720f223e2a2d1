# A timestamp reply is sent, but the kernel counts it as the type it did not tell the routing of: an echo reply (__ip_make_skb()).
ip netns add a
ip netns add b
ip -n a link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns b
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n a addr add 10.0.0.1/24 dev eth0
ip -n b addr add 10.0.0.2/24 dev eth0
ip -n b neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent
#! send a/eth0 raw=02000000000202000000000108004500002800010000400166d20a0000010a0000020d00f2fd00010001000000000000000000000000
#! send a/eth0 raw=02000000000202000000000108004500001c00020000400166dd0a0000010a0000020800f7fd00010001
#! send a/eth0 raw=02000000000202000000000108004500002400030000400166d40a0000010a0000022a00d5fd000100010000000000000000
#! sleep 0.5
ip netns exec b nstat -asz | grep -v '^#' | grep -E ' [1-9][0-9]* ' | grep -E '^(Ip|Icmp)' | sed -E 's/ +/ /g'
ip netns exec b netstat -s | sed -n '/^Ip:/,/^Tcp:/p'
ip netns exec b cat /proc/net/snmp | grep '^Icmp'
