#!/bin/bash
# ifconfig, route and arp, and the same things seen by ip.
x() { echo "\$ $*"; "$@" 2>&1; local r=$?; [ $r = 0 ] || echo "[$r]"; }
m() { sed -E 's/([0-9a-f]{2}:){5}[0-9a-f]{2}/MAC/g'; }
ip netns add a; ip netns add b
ip link add eth0 netns a type veth peer name eth0 netns b
in_a() { x ip netns exec a "$@"; }
in_b() { x ip netns exec b "$@"; }
in_a ifconfig -a | m
in_a ifconfig lo up
in_a ifconfig eth0 10.0.0.1 netmask 255.255.255.0 up
in_b ifconfig eth0 10.0.0.2/24
in_b ifconfig lo 127.0.0.1
sleep 1.2
in_a ifconfig eth0:1 10.0.7.1 netmask 255.255.255.128 broadcast 10.0.7.127
in_a ifconfig eth0:2 10.0.0.5
in_a ifconfig eth0 add 10.0.0.6
in_a ifconfig | m | grep -v packets
in_a ifconfig -s | awk '{print $1,$2}'
in_a ip a
in_a ifconfig eth0:1 down
in_a ifconfig eth0 mtu 1400 txqueuelen 10
in_a ifconfig eth0 hw ether 02:00:00:00:00:0a
in_a ifconfig eth0 -arp promisc
in_a ifconfig eth0 | m | grep -v packets
in_a ifconfig eth0 arp -promisc
in_a ifconfig nosuch
in_a ifconfig nosuch up
in_a ifconfig eth0 10.0.0.300
in_a ifconfig eth0 netmask 255.0.255.0
in_a ifconfig eth0 mtu x
in_a route -n
in_a route -n
in_a route add -net 192.168.1.0 netmask 255.255.255.0 gw 10.0.0.2
in_a route add -net 192.168.2.0/24 gw 10.0.0.2 metric 5
in_a route add -host 192.168.3.3 dev eth0
in_a route add default gw 10.0.0.2
in_a route add -net 192.168.4.0/24 reject
in_a route add -net 192.168.5.1/24 gw 10.0.0.2
in_a route add -net 192.168.6.0 gw 10.0.0.2
in_a route add 192.168.7.7 gw 10.0.0.2 mss 1000 window 3000 irtt 200
in_a route add default gw 10.0.0.2
in_a route add -net 192.168.8.0/24 gw 10.9.9.9
in_a route add -host 1.2.3.4/24 dev eth0
in_a route -n
in_a route -ne
in_a route -nee
in_a netstat -rn
in_a netstat -i | awk '{print $1,$2,$NF}'
in_a route del -net 192.168.1.0/24
in_a route del -net 192.168.1.0/24
in_a route del -host 192.168.3.3
in_a route del default
in_a route add
in_a route foo
in_a arp -n
in_a ping -c 1 -q 10.0.0.2 | head -1
in_a arp -n | m
in_a arp -s 10.0.0.50 02:00:00:00:00:50
in_a arp -s 10.0.0.51 02:00:00:00:00:51 temp
in_a arp -i eth0 -s 10.0.0.52 02:00:00:00:00:52 pub
in_a arp -n | sort | sed 's/ *$//' | m
in_a arp -en | m | sed 's/ *$//' | sort
in_a arp -d 10.0.0.50
in_a arp -d 10.0.0.99
in_a arp -n 10.0.0.50
in_a arp -d 10.0.0.52 pub
in_a arp -s 10.0.0.54
in_a arp -s 10.0.0.54 zz
in_a arp -an | m | sort
in_a ip n | m | sort
in_a ip neigh show nud permanent
in_a ip neigh add 10.0.0.60 lladdr 02:00:00:00:00:60 dev eth0 nud stale
in_a ip neigh add 10.0.0.60 lladdr 02:00:00:00:00:60 dev eth0
in_a ip neigh replace 10.0.0.60 lladdr 02:00:00:00:00:61 dev eth0 nud reachable
in_a ip neigh change 10.0.0.61 lladdr 02:00:00:00:00:61 dev eth0
in_a ip neigh add proxy 10.0.0.62 dev eth0
in_a ip neigh del 10.0.0.63 dev eth0
in_a ip neigh get 10.0.0.60 dev eth0
in_a ip neigh get 10.0.0.64 dev eth0
in_a ip neigh flush dev eth0
in_a ip neigh | sort | m
in_a ip -s neigh flush all
in_a ping -c 1 -W 1 10.0.0.77 
in_a ip neigh show 10.0.0.77
in_a arp -n 10.0.0.77
sleep 3
in_a ip neigh show 10.0.0.77
in_a netstat -tln
in_a ss -tlnp
in_a sh -c 'sysctl -a 2>/dev/null | grep -E "ipv4.(conf|neigh).eth0"'
