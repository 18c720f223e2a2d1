# With ip_no_pmtu_disc a host's own packets may be fragmented, ping's too; -M says otherwise for one call.
#! include routed
ip -n r link set r2 mtu 600
ip -n r neigh replace 10.0.1.2 lladdr 02:00:00:00:00:12 dev r1 nud permanent
ip -n left neigh replace 10.0.1.1 lladdr 02:00:00:00:00:11 dev eth0 nud permanent
ip -n r neigh replace 10.0.2.2 lladdr 02:00:00:00:00:22 dev r2 nud permanent
ip -n right neigh replace 10.0.2.1 lladdr 02:00:00:00:00:21 dev eth0 nud permanent
ip netns exec left sysctl -w net.ipv4.ip_no_pmtu_disc=1
#! capture
ip netns exec left ping -n -c 1 10.0.1.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -s 1000 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -M do -s 1000 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -M want -s 1000 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n left route get 10.0.2.2 | sed 's/expires [0-9]*sec/expires T/'
ip netns exec left ping -n -c 1 10.0.1.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -M dont -s 1000 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -b -c 1 -W 0.3 10.0.1.255 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left sysctl -w net.ipv4.ip_no_pmtu_disc=0
ip netns exec left ping -n -c 1 10.0.1.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left nstat -asz | grep -E '^Ip.*(Out|Frag|Reasm).* [1-9][0-9]* ' | sed -E 's/ +/ /g'
ip -n left route flush cache
ip netns exec left sysctl -w net.ipv4.ip_no_pmtu_disc=2
ip netns exec left ping -n -c 1 -W 1 -M do -s 1000 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left sysctl -w net.ipv4.ip_no_pmtu_disc=3
ip netns exec left ping -n -c 1 -W 1 -M do -s 1000 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n left route get 10.0.2.2 | sed 's/expires [0-9]*sec/expires T/'
ip netns exec left sysctl -w net.ipv4.ip_no_pmtu_disc=4
ip netns exec left nstat -asz | grep -E '^Icmp.* [1-9][0-9]* ' | sed -E 's/ +/ /g'
