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
ip netns exec host ping -c 1 172.18.5.5
ip netns exec host docker network create --subnet 172.18.0.0/16 front
ip netns exec host docker run -d --name web --network front busybox
! ip netns exec host ping -c 1 -W 1 172.18.5.5
#! path
# 172.18.5.5 is a server of the company's, behind the LAN. With Docker's new
# network it is out of reach: the host asks its bridge by ARP.

## The cause
ip netns exec host ip route show 172.18.0.0/16
ip netns exec host ip route get 172.18.5.5
# Two routes to one subnet: that of the bridge has metric 0 as well, is newer
# and stands first. --subnet says that one knows it is free.

! ip netns exec host docker network create --subnet 172.18.128.0/17 other
# Docker itself looks only at its own networks.

## What fixes it
ip netns exec host docker rm -f web
ip netns exec host docker network rm front
ip netns exec host docker network create front
ip netns exec host docker network inspect -f '{{(index .IPAM.Config 0).Subnet}}' front
ip netns exec host ping -c 1 172.18.5.5
#! path
# Without --subnet Docker takes the next of its pools that no route of the host
# covers. --default-address-pool sets other pools once and for all.
