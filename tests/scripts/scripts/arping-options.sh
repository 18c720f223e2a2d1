#!/bin/bash
# arping of iputils: duplicates, announcements, bad words, devices that cannot.
x() { echo "\$ $*"; "$@" 2>&1; local r=$?; [ $r = 0 ] || echo "[status $r]"; }
ip netns add a; ip netns add r
ip link add ra netns r type veth peer name eth0 netns a
ip -n a addr add 10.0.1.2/24 dev eth0; ip -n r addr add 10.0.1.1/24 dev ra
for n in a r; do ip -n $n link set lo up; done
ip -n a link set eth0 up; ip -n r link set ra up; sleep 1.2
a() { x ip netns exec a arping "$@" | sed -E 's/[0-9.]+ms/T/; s/([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}/MAC/g'; }
a -c 1 -I eth0 10.0.1.1
a -c 2 -w 1 -I eth0 10.0.1.77
a -c 1 -D -I eth0 10.0.1.1
a -c 1 -D -w 1 -I eth0 10.0.1.50
a -c 1 -U -I eth0 10.0.1.2
a -c 1 -A -I eth0 10.0.1.2
a -c 1 -q -I eth0 10.0.1.1
a -c 1 -b -I eth0 10.0.1.1
a -f -w 2 -I eth0 10.0.1.1
a -c 1 -s 10.0.1.2 -I eth0 10.0.1.1
a -c 1 -s 10.0.1.9 -I eth0 10.0.1.1
a -c 1 -I nosuch 10.0.1.1
a -c 1 -I lo 10.0.1.1
a -c 1 10.0.1.1
a
a -V
a -Z
a -c 1 -I eth0 nosuch.
a -c 1 -i 1 -I eth0 10.0.1.1
a -c x -I eth0 10.0.1.1
a -c 0 -I eth0 10.0.1.1
a -w x -I eth0 10.0.1.1
a -c 2 -i 2 -I eth0 10.0.1.1
a -c1 -Ieth0 10.0.1.1
a -c 1 -I eth0
a -c 1 -I eth0 10.0.1.1 10.0.1.2
a -h
a -c
a -s 10.0.1.300 -c 1 -I eth0 10.0.1.1
ip -n a link set eth0 down
a -c 1 -I eth0 10.0.1.1
ip -n a link set eth0 up arp off
a -c 1 -I eth0 10.0.1.1
ip netns exec a arping -c 1 -I nosuch -s 1.2.3.400 1.2.3.4
ip netns exec a arping -c 1 -I lo -s 1.2.3.400 nosuch
ip netns exec a arping -c 1 -I lo -s 1.2.3.400 1.2.3.4
ip netns exec a arping -c 1 -I lo ''
