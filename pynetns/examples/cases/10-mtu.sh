#!/bin/sh
# Small requests work, large ones hang: an MTU black hole

ip netns add host
ip netns add lan
ip -n host link set lo up
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip -n lan link set lo up
ip netns add tunnel
ip netns add far
ip -n lan link add tun0 type veth peer name tun1 netns tunnel
ip -n tunnel link add eth1 type veth peer name eth0 netns far
ip -n lan link set tun0 mtu 1400 up
ip -n tunnel link set tun1 mtu 1400 up
ip -n tunnel link set eth1 up
ip -n far link set eth0 up
ip -n lan addr add 10.0.0.1/30 dev tun0
ip -n tunnel addr add 10.0.0.2/30 dev tun1
ip -n tunnel addr add 10.9.0.1/24 dev eth1
ip -n far addr add 10.9.0.2/24 dev eth0
ip -n far route add default via 10.9.0.1
ip -n tunnel route add default via 10.0.0.1
ip -n lan route add 10.9.0.0/24 via 10.0.0.2
ip -n host route add default via 192.168.1.20
ip netns exec lan sysctl -q net.ipv4.ip_forward=1
ip netns exec tunnel sysctl -q net.ipv4.ip_forward=1
ip netns exec lan iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
ip netns exec host dockerd
ip netns exec host docker run -d --name app ubuntu

## The question
ip netns exec host docker exec app ping -c 1 -s 56 10.9.0.2
! ip netns exec host docker exec app ping -c 1 -W 1 -M do -s 1400 10.9.0.2
#! path
# Behind the LAN's router there is a tunnel with an MTU of 1400. What is small
# comes through. What is large and may not be fragmented ends at the router.

## The cause
ip netns exec lan iptables -nvL OUTPUT
# The router does want to say "fragmentation needed, MTU 1400", and a filter of
# its own drops that. So the container, whose eth0 has MTU 1500, never learns.

## What fixes it
ip netns exec lan iptables -D OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
! ip netns exec host docker exec app ping -c 1 -W 1 -M do -s 1400 10.9.0.2
#! path
ip netns exec host docker exec app ip route get 10.9.0.2
# Let ICMP errors through: the container hears it and remembers.

ip netns exec host docker rm -f app
ip netns exec host docker network create -o com.docker.network.driver.mtu=1400 small
ip netns exec host docker run -d --name app --network small ubuntu
ip netns exec host docker exec app ip link show eth0
ip netns exec host docker exec app ping -c 1 -s 1372 -M do 10.9.0.2
#! path
# Or give the network the MTU that fits, or dockerd --mtu for docker0.
