#!/bin/sh
# Which client's address does the container see?

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
ip netns exec host docker run -d --name web -p 8080:80 nginx

## The question
ip netns exec lan curl -s -o /dev/null http://192.168.1.10:8080/
#! path 1
ip netns exec host curl -s -o /dev/null http://127.0.0.1:8080/
ip netns exec host docker logs web
# The first request came from the LAN, with the client's own address. The second
# was the host's, and the container saw 172.17.0.1.

## The cause
ip netns exec host conntrack -L -p tcp --orig-src 192.168.1.20
# DNAT changes the destination only: the source stays. But what the userland
# proxy takes (here by 127.0.0.1) is a new connection of the host's, from
# docker0's address.

## What fixes it
ip netns exec host curl -s -o /dev/null http://192.168.1.10:8080/
ip netns exec host docker logs web
# By the host's own address the rules are used, and the container sees that
# address. Where the real client matters, do not go by the proxy: ask by an
# address of the host's, or use --network host.
