#!/bin/sh
# A container that asks its own published port, with the userland proxy and without

ip netns add host
ip netns add lan
ip -n host link set lo up
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip -n lan link set lo up
ip netns exec host dockerd --userland-proxy=false
ip netns exec host docker run -d --name web -p 8080:80 nginx

## The question
ip netns exec host docker exec web curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.10:8080/
#! path
# A packet of web's goes out and comes back to web: from the port of docker0 on
# which it came. How does that work?

## The cause
ip netns exec host bridge -d link show
ip netns exec host iptables -t nat -S POSTROUTING
# Three things: DNAT also for what comes from docker0, hairpin mode on the
# bridge's port, and a MASQUERADE for each container that talks to itself, for
# it would not believe an answer from its own address.

## Without one of them
ip netns exec host iptables -t nat -D POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE
! ip netns exec host docker exec web curl -s -m 2 http://192.168.1.10:8080/
#! path
# The packet comes back with the container's own address as its source: that
# is a martian, and is dropped.

## With the proxy
ip netns exec host iptables -t nat -A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE
ip netns exec host systemctl stop docker
ip netns exec host dockerd
ip netns exec host docker start web
ip netns exec host docker exec web curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.10:8080/
#! path 4
# With the userland proxy the rule leaves out what comes from docker0: the
# packet ends at the host, and docker-proxy opens a second connection.
