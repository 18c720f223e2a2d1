#!/bin/bash
# Addresses and links as people abbreviate them: labels, lifetimes, peers, groups, aliases, bad values.
x() { echo "\$ $*"; "$@" 2>&1; local r=$?; [ $r = 0 ] || echo "[$r]"; }
ip netns add h1; ip netns add h2; ip netns a h3
x ip netns ls | sort
ip l a v1 t veth p n v2 2>&1
ip li add v1 type veth peer name v2
x ip l set v1 netns h1
x ip li set dev v2 netns h2 name eth0 up
for n in h1 h2; do ip -n $n l s lo up; done
ip -n h1 l s v1 up; sleep 1.2
n1() { x ip -n h1 "$@"; }
n1 a a 10.1.0.1/24 dev v1
n1 a a 10.1.0.2/24 brd + dev v1 label v1:web
n1 addr add 10.1.0.3 peer 10.1.0.9 dev v1
n1 a add local 10.1.0.4/28 broadcast 10.1.0.15 scope link dev v1
n1 a add 10.1.0.5/24 dev v1 valid_lft 3 preferred_lft 1
n1 a add 10.1.0.6/24 dev v1 noprefixroute
n1 a add 10.1.0.7/24 dev v1 metric 55
n1 a add 10.1.0.1/24 dev v1
n1 a s
sleep 1.5
n1 -d a s v1 | grep -A1 10.1.0.5
sleep 2.2
n1 -br a
n1 -o -4 a show dev v1
n1 a change 10.1.0.2/24 dev v1 valid_lft 100 preferred_lft 50
n1 a sh label 'v1:*'
n1 a replace 10.1.0.8/24 dev v1
n1 a replace 10.1.0.8/24 dev v1 scope host
n1 a change 10.1.0.88/24 dev v1
n1 a sh to 10.1.0.0/28
n1 a sh primary
n1 a sh secondary
n1 a sh scope link
n1 a sh permanent
n1 a sh dynamic
n1 a sh up
n1 a sh dev nosuch
n1 a d 10.1.0.3 dev v1
n1 a d 10.1.0.99/24 dev v1
n1 a flush dev v1 label 'v1:web'
n1 r
n1 r s t local
n1 a f dev v1
n1 r s t all
n1 a add 10.300.0.1/24 dev v1
n1 a add 10.1.0.1/33 dev v1
n1 a add 10.1.0.1/24
n1 a add 10.1.0.1/24 dev v9
n1 a add 10.1.0.1/24 dev v1 label foo:1
n1 a add dev v1
n1 a xyz
n1 l set v1 group 5
n1 l sh group 5
n1 l set v1 alias "to the left"
n1 l sh v1
n1 l set group 5 down
n1 l sh v1
n1 l set v1 name left
n1 l set left txqueuelen 500 mtu 1400
n1 l set left address 02:00:00:00:00:01
n1 l set left up arp off multicast off
n1 -br l
n1 -d l sh left
n1 l set left promisc on allmulticast on
n1 l sh left
n1 l set left mtu 10
n1 l set left mtu 70000
n1 l set left address 01:00:00:00:00:01
n1 l set left address xx
n1 l set left foo bar
n1 l del left
n1 l del left
x ip netns del h3
x ip netns del h3
x ip netns exec h3 true
x ip netns add h1
x ip -n h2 -c=never l | grep -v mtu
x ip netns pids h1
x ip netns foo
