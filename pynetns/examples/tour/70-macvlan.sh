#!/bin/sh
# macvlan: containers on the LAN itself, on two hosts

ip netns add switch
ip -n switch link add br0 type bridge
ip -n switch link set br0 up
ip netns add host1
ip netns add host2
ip -n host1 link set lo up
ip -n host2 link set lo up
ip -n host1 link add ens33 type veth peer name port1 netns switch
ip -n host2 link add ens33 type veth peer name port2 netns switch
ip -n switch link set port1 master br0
ip -n switch link set port2 master br0
ip -n switch link set port1 up
ip -n switch link set port2 up
ip -n host1 addr add 172.16.3.141/24 brd + dev ens33
ip -n host2 addr add 172.16.3.142/24 brd + dev ens33
ip -n host1 link set ens33 up
ip -n host2 link set ens33 up
ip netns exec host1 dockerd
ip netns exec host2 dockerd

ip netns exec host1 ifconfig ens33 promisc
ip netns exec host2 ifconfig ens33 promisc
ip netns exec host1 ifconfig ens33
# A virtual machine's network card has to take frames for MACs that are not its
# own: the tutorials set PROMISC by hand.

ip netns exec host1 docker network create -d macvlan --subnet 172.16.3.0/24 --gateway 172.16.3.1 -o parent=ens33 sup-net
ip netns exec host2 docker network create -d macvlan --subnet 172.16.3.0/24 --gateway 172.16.3.1 -o parent=ens33 sup-net
# Two daemons that know nothing of each other: each makes a network of the same
# subnet on its own ens33. Who has which address is for people to agree.

ip netns exec host1 docker run -itd --name aaa --ip 172.16.3.100 --network sup-net busybox
ip netns exec host2 docker run -itd --name bbb --ip 172.16.3.101 --network sup-net busybox
ip netns exec host1 docker exec aaa ip -d link show eth0
# eth0 is a macvlan child of the host's ens33: a MAC of its own on the same
# cable, and no bridge between.

ip netns exec host1 docker exec aaa ping -c 2 172.16.3.101
#! path
# The frame leaves ens33 with the container's own MAC. On host2, ens33 looks up
# the destination MAC and hands the frame to bbb. No NAT, no forwarding.

ip netns exec host2 docker exec bbb ping -c 1 172.16.3.100
# And the other way: both have learned who is where, and the switch has too.

ip netns exec switch bridge fdb show br br0 dynamic
# To the switch the containers are stations of the LAN like any other: there may
# be many behind one port.

! ip netns exec host1 ping -c 1 -W 1 172.16.3.100
#! path
# But a parent and its own children do not talk: what the host sends by ens33
# goes straight to the cable. (`pynetns case macvlan-host` has a way round.)
