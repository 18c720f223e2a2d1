#!/bin/sh
# Published ports: -p 8080:80, DNAT, and the userland proxy

ip netns add host
ip -n host link set lo up
ip netns add lan
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip netns exec host dockerd

ip netns exec host docker run -d --name web -p 8080:80 nginx
ip netns exec host docker port web
# The container listens on its own port 80. The host's port 8080 leads there.

! ip netns exec host docker run -d --name web2 -p 8080:80 nginx
# The host has one port 8080: who comes second is refused, and stays without a
# network until the port is free.

ip netns exec host iptables -t nat -S DOCKER
ip netns exec host iptables -S DOCKER
# One rule changes the destination of what comes from elsewhere, one lets it
# through FORWARD. This is all that -p does for machines outside.

ip netns exec lan curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.10:8080/
#! path
# DNAT happens before routing: the host sees a packet for 172.17.0.2 and
# forwards it. The answer gets the host's address and port back.

ip netns exec host conntrack -L -p tcp --dport 8080
# conntrack remembers both directions of the connection; NAT is only a
# difference between the two.

ip netns exec host curl -s -o /dev/null -w '%{http_code}\n' http://127.0.0.1:8080/
#! path
# 127.0.0.0/8 is no source for a packet on docker0, so no DNAT here: the
# userland proxy accepts the connection and opens a second one.
