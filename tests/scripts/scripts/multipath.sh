#!/bin/bash
# Two ways to one network: multipath routes, nexthop objects, a way that goes down.
set -u
ip netns add h; ip netns add up; ip netns add down
for way in up down; do
    ip link add $way netns h type veth peer name eth0 netns $way
    ip -n h link set $way up; ip -n $way link set eth0 up
done
ip -n h addr add 10.1.0.1/24 dev up; ip -n up addr add 10.1.0.2/24 dev eth0
ip -n h addr add 10.2.0.1/24 dev down; ip -n down addr add 10.2.0.2/24 dev eth0
sleep 1.2
ip -n h route add 192.0.2.0/24 nexthop via 10.1.0.2 weight 2 nexthop via 10.2.0.2
ip -n h route show 192.0.2.0/24
ip -n h -d route show 192.0.2.0/24
ip -n h link set up down
ip -n h route show 192.0.2.0/24
ip -n h link set up up; sleep 1.2
ip -n h route
ip -n h nexthop add id 1 via 10.1.0.2 dev up
ip -n h nexthop add id 2 via 10.2.0.2 dev down
ip -n h nexthop add id 10 group 1/2,3
ip -n h nexthop
ip -n h route add 198.51.100.0/24 nhid 10
ip -n h route show 198.51.100.0/24
ip -n h nexthop add id 20 blackhole
ip -n h route add 203.0.113.0/24 nhid 20
ip -n h route get 203.0.113.1; echo "status $?"
ip -n h nexthop del id 2
ip -n h nexthop show
ip -n h route show
ip -n h nexthop del id 10
ip -n h route show 198.51.100.0/24
ip -n h nexthop del id 77; echo "status $?"
ip -n h nexthop add id 1 via 10.1.0.9 dev up; echo "status $?"
ip -n h nexthop add id 3 via 172.16.0.1 dev up; echo "status $?"
ip -n h nexthop flush
ip -n h nexthop | wc -l
