#!/usr/bin/env bash
# A published port by hand, as Docker does it: DNAT in PREROUTING and OUTPUT, and what a packet's counters say.
ip netns add host; ip netns add c1; ip netns add client
ip -n host link add docker0 type bridge
ip -n host addr add 172.17.0.1/16 dev docker0
ip -n host link set docker0 up
ip link add vethc1 netns host type veth peer name eth0 netns c1
ip -n host link set vethc1 master docker0 up
ip -n c1 link set eth0 up; ip -n c1 link set lo up
ip -n c1 addr add 172.17.0.2/16 dev eth0
ip -n c1 route add default via 172.17.0.1
ip link add eth0 netns host type veth peer name eth0 netns client
ip -n host addr add 198.51.100.1/24 dev eth0; ip -n host link set eth0 up; ip -n host link set lo up
ip -n client addr add 198.51.100.2/24 dev eth0; ip -n client link set eth0 up
ip netns exec host bash <<'IN'
sysctl -q -w net.ipv4.ip_forward=1
iptables -t nat -N DOCKER
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
iptables -t nat -A DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
iptables -N DOCKER
iptables -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -o docker0 -j DOCKER
iptables -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
iptables -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT
iptables -P FORWARD DROP
IN
sleep 1.2
ip netns exec host iptables -t nat -S
ip netns exec host iptables -S FORWARD
ip netns exec client ping -c 1 -W 1 198.51.100.1 | grep received
ip netns exec c1 ping -c 2 -i 0.3 198.51.100.2 | grep received
ip netns exec client ip route add 172.17.0.0/16 via 198.51.100.1
ip netns exec client ping -c 1 -W 1 172.17.0.2 | grep received || echo "as Docker: not from outside"
ip netns exec host iptables -vnL FORWARD --line-numbers
ip netns exec host iptables -t nat -vnL POSTROUTING
ip netns exec host iptables -t nat -C DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80 && echo "rule is there"
ip netns exec host iptables -t nat -D DOCKER 1 && ip netns exec host iptables -t nat -S DOCKER
ip netns exec host iptables -t nat -D DOCKER 1; echo "status $?"
for n in host c1 client; do ip netns del $n; done
