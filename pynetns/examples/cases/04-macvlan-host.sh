#!/bin/sh
# A macvlan container and its own host

ip netns add host
ip netns add lan
ip -n host link set lo up
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip -n lan link set lo up
ip netns exec host dockerd
ip netns exec host docker network create -d macvlan --subnet 192.168.1.0/24 --ip-range 192.168.1.96/27 --gateway 192.168.1.1 -o parent=ens33 lan
ip netns exec host docker run -d --name web --ip 192.168.1.100 --network lan nginx

## The question
ip netns exec lan curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.100/
! ip netns exec host ping -c 1 -W 1 192.168.1.100
#! path
# The whole LAN reaches the container; the host on which it runs does not.

## The cause
# What a macvlan child sends goes out by the parent's cable or to another child,
# and what the parent sends goes to the cable. Between the two there is no way:
# the request above leaves ens33 and the switch has no reason to send it back.

## What fixes it
ip -n host link add shim link ens33 type macvlan mode bridge
ip -n host addr add 192.168.1.127/32 dev shim
ip -n host link set shim up
ip -n host route add 192.168.1.96/27 dev shim
ip netns exec host ping -c 1 192.168.1.100
#! path
# Give the host a child of its own, and a route by it to the containers'
# addresses: children in bridge mode do talk to each other.
