# Rules beside Docker's, of many kinds, and neighbours that are known, so that frames alone decide.
ip netns exec host iptables -t nat -A DOCKER ! -i docker0 -p udp -m udp --dport 53 -j DNAT --to-destination 172.17.0.3:5353
ip netns exec host iptables -A DOCKER -d 172.17.0.3/32 ! -i docker0 -o docker0 -p udp -m udp --dport 5353 -j ACCEPT
ip netns exec host iptables -t nat -A DOCKER -d 172.16.3.141/32 ! -i docker0 -p tcp -m tcp --dport 8443 -j DNAT --to-destination 172.17.0.2-172.17.0.3:443
ip netns exec host iptables -A DOCKER -d 172.17.0.2/31 ! -i docker0 -o docker0 -p tcp -m multiport --dports 443,8443 -j ACCEPT
ip netns exec host iptables -I DOCKER-USER -i ens33 -s 172.16.3.9/32 -j DROP
ip netns exec host iptables -I DOCKER-USER 2 -p tcp -m conntrack --ctorigdstport 8081 -j REJECT --reject-with tcp-reset
ip netns exec host iptables -I DOCKER-USER 3 -p udp -m length --length 60:70 -j REJECT
ip netns exec host iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec host iptables -A INPUT -m conntrack --ctstate INVALID -j DROP
ip netns exec host iptables -A INPUT -i docker0 -p icmp -j ACCEPT
ip netns exec host iptables -A INPUT -p tcp -m multiport --dports 22,80:90 -m tcp --syn -j ACCEPT
ip netns exec host iptables -A INPUT -p udp --dport 53 -m string --string abc --algo bm -j DROP
ip netns exec host iptables -A INPUT -m addrtype --dst-type BROADCAST -j DROP
ip netns exec host iptables -A INPUT -m ttl --ttl-lt 3 -j DROP
ip netns exec host iptables -A INPUT -p icmp --icmp-type 8 -m mark --mark 0x10/0xf0 -j ACCEPT
ip netns exec host iptables -P INPUT DROP
ip netns exec host iptables -t mangle -A PREROUTING -i ens33 -p icmp -m tos --tos 0x10 -j MARK --set-xmark 0x10/0xf0
ip netns exec host iptables -t mangle -A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1200
ip netns exec host iptables -t mangle -A PREROUTING -s 172.17.0.3/32 -p udp -j TOS --set-tos 0x08/0x3f
ip netns exec host iptables -t mangle -A POSTROUTING -o ens33 -p icmp -j TTL --ttl-set 33
ip netns exec host iptables -t raw -A PREROUTING -p udp --dport 9999 -j NOTRACK
ip netns exec host iptables -t nat -A POSTROUTING -s 172.16.3.1/32 -o docker0 -p tcp --dport 443 -j SNAT --to-source 172.17.0.1
ip netns exec host iptables -t nat -A PREROUTING -i docker0 -d 8.8.8.8/32 -p udp --dport 53 -j REDIRECT --to-ports 53
ip netns exec host iptables -t security -A FORWARD -m physdev --physdev-in veth1 --physdev-is-bridged -j ACCEPT
ip -n ext addr add 172.16.3.9/24 dev eth0
ip -n ext route add 172.17.0.0/16 via 172.16.3.141
ip -n host neigh add 172.17.0.2 lladdr 02:42:ac:11:00:02 dev docker0 nud permanent
ip -n host neigh add 172.17.0.3 lladdr 02:42:ac:11:00:03 dev docker0 nud permanent
ip -n host neigh add 172.16.3.1 lladdr 3e:22:fb:a1:32:64 dev ens33 nud permanent
ip -n host neigh add 172.16.3.9 lladdr 3e:22:fb:a1:32:64 dev ens33 nud permanent
ip -n c1 neigh add 172.17.0.1 lladdr 02:42:d2:1d:22:a5 dev eth0 nud permanent
ip -n c2 neigh add 172.17.0.1 lladdr 02:42:d2:1d:22:a5 dev eth0 nud permanent
ip -n c1 neigh add 172.17.0.3 lladdr 02:42:ac:11:00:03 dev eth0 nud permanent
ip -n c2 neigh add 172.17.0.2 lladdr 02:42:ac:11:00:02 dev eth0 nud permanent
ip -n ext neigh add 172.16.3.141 lladdr 00:0c:29:81:ed:94 dev eth0 nud permanent
ip netns exec host sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=100000
ip netns exec c1 sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns exec c2 sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns exec ext sysctl -qw net.ipv4.icmp_ratelimit=0
