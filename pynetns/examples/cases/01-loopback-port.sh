#!/bin/sh
# A port published on 127.0.0.1, asked from the LAN

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
ip netns exec host docker run -d --name web -p 127.0.0.1:8080:80 nginx

## The question
ip netns exec host curl -s -o /dev/null -w '%{http_code}\n' http://127.0.0.1:8080/
! ip netns exec lan curl -s -m 2 http://192.168.1.10:8080/
#! path
# On the host it answers. From the LAN it is refused: nothing listens on
# 192.168.1.10.

## The cause
ip netns exec host docker port web
ip netns exec host iptables -t nat -S DOCKER
# The port is on 127.0.0.1 only: the DNAT rule has -d 127.0.0.1/32, so the LAN's
# packet goes to the host's own port 8080, where nobody is.

## What fixes it
ip netns exec host docker rm -f web
ip netns exec host docker run -d --name web -p 192.168.1.10:8080:80 nginx
ip netns exec lan curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.10:8080/
#! path
# Publish on the address that the LAN uses, or on all (-p 8080:80).
