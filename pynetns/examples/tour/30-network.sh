#!/bin/sh
# User-defined bridges: names, isolation, and a second network

ip netns add host
ip -n host link set lo up
ip netns add lan
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip netns exec host dockerd

ip netns exec host docker network create front
ip netns exec host docker network create --internal back
ip netns exec host docker network ls
# Each network is a bridge of its own, with the next free subnet of Docker's
# pools. An internal one has no way out.

ip netns exec host docker run -d --name web --network front busybox
ip netns exec host docker run -d --name app --network front busybox
ip netns exec host docker run -d --name db --network back busybox
ip netns exec host docker exec web ping -c 1 app
#! path 4
# On these networks containers find each other by name: 127.0.0.11 is Docker's
# own DNS server, inside of each container.

! ip netns exec host docker exec web ping -c 1 -W 1 172.19.0.2
#! path
# Another network's container is not reached: DOCKER-ISOLATION drops what goes
# from one bridge to another.

ip netns exec host docker network connect back app
ip netns exec host docker exec app ip -br -4 addr
ip netns exec host docker exec app ping -c 1 db
# A container on both networks has an interface in each.

! ip netns exec host docker exec db ping -c 1 -W 1 192.168.1.20
#! path
ip netns exec host iptables -S DOCKER-ISOLATION-STAGE-1
# And nothing goes out of an internal network: what leaves its bridge has to be
# for its own subnet.
