#!/bin/sh
# A container on two networks, and one published port

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
ip netns exec host docker network create zone
ip netns exec host docker network create apps
ip netns exec host docker run -d --name web --network zone -p 8080:80 nginx

## The question
ip netns exec host iptables -t nat -S DOCKER
ip netns exec lan curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.10:8080/
ip netns exec host docker network connect apps web
ip netns exec lan curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.10:8080/
#! path
ip netns exec host iptables -t nat -S DOCKER
# The port was published by zone, 172.18.0.2. After `network connect` it leads to
# 172.19.0.2: who moved it?

## The cause
ip netns exec host docker exec web ip route
# Ports are published on the network by which the default route goes, or answers
# would leave by another way than the requests came. Of two networks that is the
# one whose name sorts first: apps.

## What fixes it
ip netns exec host docker network disconnect apps web
ip netns exec host docker exec web ip route
ip netns exec host iptables -t nat -S DOCKER
ip netns exec lan curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.10:8080/
#! path
# Connections are moved with the port: name the networks in the order that you
# want (a later Docker has --gw-priority).
