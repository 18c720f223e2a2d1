#!/bin/bash
# A token bucket on a link: what tc shows, and what it does to a burst.
set -u
ip netns add a; ip netns add b
ip link add eth0 netns a type veth peer name eth0 netns b
for n in a b; do ip -n $n link set eth0 up; done
ip -n a addr add 10.0.0.1/24 dev eth0; ip -n b addr add 10.0.0.2/24 dev eth0
sleep 1.2
tc -n a qdisc show dev eth0
ip netns exec a tc qdisc add dev eth0 root handle 1: tbf rate 1mbit burst 4kb latency 50ms
ip netns exec a tc qdisc show dev eth0
ip -n a link show eth0 | grep -o 'qdisc [a-z]*'
ip netns exec a ping -q -c 3 -i 0.2 10.0.0.2 | grep -o '[0-9]* received'
ip netns exec a tc qdisc add dev eth0 root pfifo; echo "status $?"
ip netns exec a tc qdisc replace dev eth0 root pfifo limit 10
ip netns exec a tc qdisc show dev eth0 | sed 's/qdisc pfifo [0-9a-f]*:/qdisc pfifo N:/'
ip netns exec a tc qdisc del dev eth0 root; echo "status $?"
ip netns exec a tc qdisc del dev eth0 root; echo "status $?"
ip netns exec a tc qdisc show dev eth0
ip netns exec a tc qdisc add dev nosuch root pfifo; echo "status $?"
ip netns exec a tc qdisc add dev eth0 root nosuch; echo "status $?"
ip netns del a; ip netns del b
