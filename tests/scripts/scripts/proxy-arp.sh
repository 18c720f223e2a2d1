#!/bin/bash
# One network on two wires: a host that answers ARP for the other side, announcements, static entries, collisions.
set -u
for n in a m b; do ip netns add $n; done
ip link add eth0 netns a type veth peer name left netns m
ip link add eth0 netns b type veth peer name right netns m
ip -n a addr add 10.0.0.1/24 dev eth0; ip -n b addr add 10.0.0.2/24 dev eth0
for d in "a eth0" "b eth0" "m left" "m right"; do ip -n ${d% *} link set ${d#* } up; done
ip -n m addr add 192.168.9.1/32 dev left; ip -n m addr add 192.168.9.1/32 dev right
ip -n m route add 10.0.0.1/32 dev left; ip -n m route add 10.0.0.2/32 dev right
ip netns exec m sysctl -qw net.ipv4.ip_forward=1
sleep 1.2
ip netns exec a ping -c 1 -W 1 10.0.0.2 | grep -o '[0-9]* received'
ip netns exec m sysctl -w net.ipv4.conf.left.proxy_arp=1 net.ipv4.conf.right.proxy_arp=1
ip -n a neigh flush all
ip netns exec a ping -c 2 -i 0.3 -W 1 10.0.0.2 | grep -o '[0-9]* received'
left=$(ip netns exec m cat /sys/class/net/left/address)
ip -n a neigh show 10.0.0.2 | grep -c "$left"
ip netns exec a arping -c 2 -I eth0 10.0.0.2 | sed 's/\[.*//'
ip netns exec a arping -D -c 1 -w 1 -I eth0 10.0.0.2 > /dev/null; echo "taken: $?"
ip -n a neigh replace 10.0.0.2 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
ip netns exec a ping -c 1 -W 1 10.0.0.2 | grep -o '[0-9]* received'
ip -n a neigh
ip netns exec a arp -n
ip netns exec a arp -d 10.0.0.2; ip -n a neigh
ip -n a neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev eth0
ip -n a neigh add 10.0.0.9 lladdr 02:00:00:00:00:08 dev eth0; echo "status $?"
ip -n a neigh change 10.0.0.9 lladdr 02:00:00:00:00:08 dev eth0 nud stale
ip -n a neigh show nud stale
ip -n a neigh del 10.0.0.9 dev eth0; ip -n a neigh show 10.0.0.9 | wc -l
for n in a m b; do ip netns del $n; done
