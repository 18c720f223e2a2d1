#!/bin/bash
# macvlan on one parent: children reach each other and the outside, but not the parent; modes differ.
set -u
quiet_ping() { ip netns exec "$1" ping -q -c 1 -W 1 "$2" | grep -o '[0-9]* received'; }
ip netns add host; ip netns add out; ip netns add m1; ip netns add m2
ip -n host link add eth0 type veth peer name eth0 netns out
ip -n host addr add 10.9.0.1/24 dev eth0; ip -n host link set eth0 up
ip -n out addr add 10.9.0.100/24 dev eth0; ip -n out link set eth0 up
for mode in bridge private vepa; do
    echo "mode $mode"
    for i in 1 2; do
        ip -n host link add mv$i link eth0 type macvlan mode $mode
        ip -n host link set mv$i netns m$i name eth0
        ip -n m$i addr add 10.9.0.1$i/24 dev eth0
        ip -n m$i link set eth0 up
    done
    ip -n m1 -d link show eth0 | grep -o 'macvlan mode [a-z]*'
    echo "child to child: $(quiet_ping m1 10.9.0.12)"
    echo "child to parent: $(quiet_ping m1 10.9.0.1)"
    echo "child to outside: $(quiet_ping m1 10.9.0.100)"
    ip -n m1 link del eth0
    ip -n m2 link del eth0
done
ip -n host link add mv1 link eth0 type macvlan mode passthru
ip -n host link add mv2 link eth0 type macvlan mode bridge; echo "status $?"
ip -n host link del eth0
ip -n host -br link | awk '{print $1}'
for n in host out m1 m2; do ip netns del $n; done
