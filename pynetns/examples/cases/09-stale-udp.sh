#!/bin/sh
# A UDP sender that the restarted container never hears

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
ip netns exec host docker run -d --name logs -p 5140:5140/udp alpine nc -l -u -p 5140

## The question
echo one | ip netns exec lan nc -u -p 40000 192.168.1.10 5140
ip netns exec host docker stop logs
! echo two | ip netns exec lan nc -u -p 40000 192.168.1.10 5140
ip netns exec host docker start logs
echo three | ip netns exec lan nc -u -p 40000 192.168.1.10 5140
#! path
ip netns exec host docker logs logs
# The container is up again and its port published, but a device that keeps
# sending from one port is not heard.

## The cause
ip netns exec host conntrack -L -p udp
# While the container was down, a datagram came for the host itself: conntrack
# has an entry without NAT. Rules of the nat table are asked for an entry's
# first packet only, and each further datagram keeps it alive for 30 seconds.

## What fixes it
ip netns exec host conntrack -D -p udp --orig-port-dst 5140
echo four | ip netns exec lan nc -u -p 40000 192.168.1.10 5140
#! path
ip netns exec host docker logs logs
# Delete the entry. Since version 23 Docker does that itself when it publishes a
# UDP port (here: dockerd --engine-version 28).
