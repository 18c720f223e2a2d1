#!/bin/bash
# Which namespace gets which number, and when.
x() { echo "\$ $*"; "$@" 2>&1; local r=$?; [ $r = 0 ] || echo "[$r]"; }
ip netns add h1; ip netns add h2; ip netns add h3; ip netns add h4
ip link add v1 type veth peer name v2
x ip netns list-id
x ip link set v1 netns h1
x ip netns list-id
x ip link set v2 netns h2
x ip netns list-id | sort
x ip netns set h3 7
x ip netns list-id | sort
for n in h1 h2 h3; do x ip -n $n netns list-id; done
ip -n h3 link add w1 type veth peer name w2 netns h4
ip -n h4 link set w2 name w3
x ip -n h3 netns list-id
x ip -n h4 netns list-id
ip link add br0 type bridge
x ip link set br0 netns h4
x ip netns list-id | sort
x ip -n h4 netns list-id
x ip netns list | sort
x ip netns del h4
x ip netns list-id | sort
x ip -n h3 netns list-id
