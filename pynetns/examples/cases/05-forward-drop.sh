#!/bin/sh
# Another bridge on the host (virtual machines, LXC) stopped when Docker came

ip netns add host
ip netns add lan
ip -n host link set lo up
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip -n lan link set lo up
ip netns add vm
ip netns exec host sysctl -q net.ipv4.ip_forward=1
ip -n host link add virbr0 type bridge
ip -n host addr add 192.168.122.1/24 brd + dev virbr0
ip -n host link set virbr0 up
ip -n host link add vnet0 type veth peer name eth0 netns vm
ip -n host link set vnet0 master virbr0 up
ip -n vm addr add 192.168.122.10/24 brd + dev eth0
ip -n vm link set eth0 up
ip -n vm route add default via 192.168.122.1
ip -n lan route add 192.168.122.0/24 via 192.168.1.10
ip netns exec host sysctl -q net.ipv4.ip_forward=0
ip netns exec vm ping -c 1 192.168.122.1
ip netns exec host sysctl -q net.ipv4.ip_forward=1

## The question
ip netns exec vm ping -c 1 192.168.1.20
ip netns exec host sysctl net.ipv4.ip_forward=0
ip netns exec host dockerd
! ip netns exec vm ping -c 1 -W 1 192.168.1.20
#! path
# The virtual machine's way out worked. Since Docker is there the host takes its
# packets from virbr0 and sends nothing on.

## The cause
ip netns exec host iptables -nvL FORWARD
# Where Docker is the one to set ip_forward, it sets the policy of FORWARD to
# DROP: the host shall not become a router for others. It counts the packet.

## What fixes it
ip netns exec host iptables -I DOCKER-USER -i virbr0 -j ACCEPT
ip netns exec host iptables -I DOCKER-USER -o virbr0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec vm ping -c 1 192.168.1.20
#! path
# DOCKER-USER is the place for rules of one's own; Docker leaves them alone.
