#!/bin/sh
# bridge: docker0, a cable to each container, and the way out

ip netns add host
ip -n host link set lo up
ip netns add lan
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up

ip netns exec host dockerd
ip netns exec host ip -br addr show docker0
ip netns exec host sysctl net.ipv4.ip_forward
# The daemon makes a bridge, docker0, with the first address of 172.17.0.0/16.
# It also lets the host forward: from now on the host is a router.

ip netns exec host docker run -itd --name busybox busybox
ip netns exec host docker run -itd --name busybox2 busybox
ip netns exec host brctl show
# Each container is a network namespace. A veth pair is its cable: one end is
# eth0 in the container, the other is a port of docker0.

ip netns exec host docker network inspect -f '{{range .Containers}}{{.Name}} {{.IPv4Address}} {{.MacAddress}}{{println}}{{end}}' bridge
# Docker's IPAM gives the lowest free address, and the MAC follows from it:
# 172.17.0.2 is ac:11:00:02.

ip netns exec host docker exec busybox ping -c 2 172.17.0.3
#! path
# Both are on one link. ARP finds the MAC, docker0 has learned its port, and no
# router is on the way: the TTL stays 64.

ip netns exec host bridge fdb show br docker0 dynamic
ip netns exec host docker exec busybox arp -n
# What the bridge has learned by the frames' sources, and what the container
# has learned by ARP.

ip netns exec host docker exec busybox route -n
# The container's default route is docker0's address: what is not on its own
# link goes to the host.

ip netns exec host iptables -t nat -S POSTROUTING
ip netns exec host docker exec busybox ping -c 1 192.168.1.20
#! path
# The host forwards by ens33. MASQUERADE gives what does not leave by docker0
# the host's address, so the other machine can answer; conntrack turns it back.
