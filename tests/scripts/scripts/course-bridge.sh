#!/bin/bash
# A course: a bridge network step by step, looking at the tables after each step.
set -e
say() { echo; echo "## $*"; }

say "Two namespaces"
ip netns add red
ip netns add blue
ip netns list | sort

say "A bridge in a namespace of its own"
ip netns add lan
ip -n lan link add br0 type bridge
ip -n lan link set br0 up
ip -n lan -o link show br0 | sed 's/link\/ether.*//; s/^[0-9]*: //'

say "Cables"
for who in red blue; do
    ip link add eth0 netns $who type veth peer name veth-$who netns lan
    ip -n lan link set veth-$who master br0
    ip -n lan link set veth-$who up
    ip -n $who link set lo up
    ip -n $who link set eth0 up
done
ip -n lan -br link show master br0 | awk '{print $1, $2}'

say "Addresses"
ip -n red addr add 192.168.15.1/24 dev eth0
ip -n blue addr add 192.168.15.2/24 dev eth0
ip -n red -4 addr show eth0 | grep inet
ip -n red route

say "It works"
sleep 1.5
ip netns exec red ping -c 2 192.168.15.2
ip -n red neigh show | sed 's/lladdr [^ ]*/lladdr X/'
bridge -n lan fdb show br br0 dynamic | wc -l

say "The bridge can have an address too"
ip -n lan addr add 192.168.15.254/24 dev br0
ip netns exec blue ping -c 1 -W 1 192.168.15.254 | grep -c 'bytes from'

say "Nobody answers for an address that nobody has"
ip netns exec red ping -c 1 -W 1 192.168.15.77 || echo "status $?"
ip -n red neigh show 192.168.15.77

say "One cable is pulled"
ip -n lan link set veth-blue nomaster
ip netns exec red ping -c 1 -W 1 192.168.15.2 || echo "status $?"
ip -n lan -br link show master br0 | awk '{print $1, $2}'

say "Gone"
ip netns del red
ip netns del blue
ip netns del lan
ip netns list | wc -l
