#!/bin/sh
# Two containers on a bridge, as Docker wires them. Runs as it is in pynetns, and as root on Linux.
#   python3 -m pynetns run bridge --pcap captures
ip netns add host
ip netns add c1
ip netns add c2

# docker0 and a cable from it to each container
ip -n host link add docker0 type bridge
ip -n host link add veth1 type veth peer name eth0 netns c1
ip -n host link add veth2 type veth peer name eth0 netns c2
ip -n host link set veth1 master docker0
ip -n host link set veth2 master docker0

ip -n host addr add 172.17.0.1/16 dev docker0
ip -n c1 addr add 172.17.0.2/16 dev eth0
ip -n c2 addr add 172.17.0.3/16 dev eth0

ip -n host link set docker0 up
ip -n host link set veth1 up
ip -n host link set veth2 up
ip -n c1 link set eth0 up
ip -n c2 link set eth0 up

# c1 finds c2 by ARP through the bridge, which learns where both are
ip netns exec c1 ping -c 3 172.17.0.3
ip -n c1 neigh show
bridge -n host fdb show br docker0 dynamic
