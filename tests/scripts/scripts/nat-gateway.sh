#!/bin/bash
# A home network behind a gateway that masquerades: what the server sees, and what conntrack remembers.
set -eu
trap 'for n in inside gw server; do ip netns del $n 2>/dev/null; done' EXIT

ip netns add inside; ip netns add gw; ip netns add server
ip -n gw link add lan0 type veth peer name eth0 netns inside
ip -n gw link add wan0 type veth peer name eth0 netns server
for n in inside gw server; do ip -n $n link set lo up; done
ip -n inside addr add 192.168.1.10/24 dev eth0 && ip -n inside link set eth0 up
ip -n gw addr add 192.168.1.1/24 dev lan0 && ip -n gw link set lan0 up
ip -n gw addr add 203.0.113.1/24 dev wan0 && ip -n gw link set wan0 up
ip -n server addr add 203.0.113.80/24 dev eth0 && ip -n server link set eth0 up
ip -n inside route add default via 192.168.1.1

echo "without forwarding:"
ip netns exec inside ping -c 1 -W 1 203.0.113.80 | tail -3 | head -1 || true
ip netns exec gw sysctl -w net.ipv4.ip_forward=1
echo "without masquerading:"
ip netns exec inside ping -c 1 -W 1 203.0.113.80 | grep -E 'packets transmitted' || true
ip netns exec gw iptables -t nat -A POSTROUTING -s 192.168.1.0/24 -o wan0 -j MASQUERADE
ip netns exec gw iptables -A FORWARD -i lan0 -o wan0 -j ACCEPT
ip netns exec gw iptables -A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT
ip netns exec gw iptables -P FORWARD DROP
echo "with it:"
ip netns exec inside ping -c 2 -i 0.2 203.0.113.80
ip netns exec gw iptables -t nat -L POSTROUTING -n -v
ip netns exec gw iptables -L FORWARD -n -v
ip netns exec gw iptables-save -t nat | grep -v '^#' | sed 's/\[[0-9:]*\]/[C]/'
ip netns exec gw conntrack -L -p icmp 2>/dev/null | sed 's/id=[0-9]*/id=N/g; s/icmp     1 [0-9]*/icmp     1 T/'
echo "the server can't begin:"
ip -n server route add 192.168.1.0/24 via 203.0.113.1
ip netns exec server ping -c 1 -W 1 192.168.1.10 > /dev/null || echo "status $?"
ip netns exec gw iptables -L FORWARD -n -v | awk 'NR == 1 {print $4, $5}'
