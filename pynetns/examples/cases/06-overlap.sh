#!/bin/sh
# A Docker network that overlaps the company's network

ip netns add host
ip netns add lan
ip -n host link set lo up
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip -n lan link set lo up
ip -n lan addr add 172.18.5.5/32 dev lo
ip -n host route add 172.18.0.0/16 via 192.168.1.20
ip netns exec host dockerd

## The question
ip netns exec host docker network create --subnet 172.18.0.0/16 front
ip netns exec host docker run -d --name web --network front -p 8080:80 nginx
ip netns exec host ping -c 1 172.18.5.5
! ip netns exec host ping -c 1 -W 1 172.18.0.2
#! path
# The company has servers in 172.18.0.0/16, behind the LAN. So has Docker's new
# network, and the host does not reach its own container: the request goes to
# the LAN.

## The cause
ip netns exec host ip route show 172.18.0.0/16
ip netns exec host ip route get 172.18.0.2
# Two routes to one subnet. The kernel appends the bridge's behind those that
# are there, so the older one is taken. (If the bridge had been first, the
# company's servers would be out of reach.)

! ip netns exec host docker network create --subnet 172.18.128.0/17 other
# With --subnet Docker compares with its own networks only, not with routes.

## What fixes it
ip netns exec host docker rm -f web
ip netns exec host docker network rm front
ip netns exec host docker network create front
ip netns exec host docker network inspect -f '{{(index .IPAM.Config 0).Subnet}}' front
ip netns exec host docker run -d --name web --network front -p 8080:80 nginx
ip netns exec host docker exec web ping -c 1 172.18.5.5
#! path
# Without --subnet Docker takes the next of its pools that no route of the host
# covers. --default-address-pool sets other pools once and for all.
