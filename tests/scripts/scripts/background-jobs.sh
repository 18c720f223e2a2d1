#!/bin/bash
# Things that run beside each other: captures, endless pings, monitors, traps, time-outs, statuses.
set -u
work=$(mktemp -d); cd "$work"
cleanup() { echo "cleaning up"; ip netns del a; ip netns del b; cd /; rm -r "$work"; }
trap cleanup EXIT
ip netns add a; ip netns add b
ip link add eth0 netns a type veth peer name eth0 netns b
for n in a b; do ip -n $n link set eth0 up; ip -n $n link set lo up; done
ip -n a addr add 10.0.0.1/24 dev eth0; ip -n b addr add 10.0.0.2/24 dev eth0
sleep 1.2
ip netns exec b tcpdump -l -n -t -i eth0 icmp > seen 2> said &
capture=$!
sleep 0.7
ip netns exec a ping -i 0.5 10.0.0.2 > pings &
ping=$!
sleep 1.75
kill -INT $ping; wait $ping; echo "ping: $?"
kill $capture; wait $capture; echo "tcpdump: $?"
sed 's/id [0-9]*/id N/' seen
tail -3 said
tail -2 pings | head -1
ip -n a monitor address route > changes &
monitor=$!
sleep 0.3
ip -n a addr add 10.0.5.1/24 dev eth0
ip -n a route add 10.9.0.0/16 via 10.0.0.2
ip -n a route del 10.9.0.0/16
sleep 0.3
kill $monitor; wait $monitor 2>/dev/null; echo "monitor: $?"
cat changes
timeout 1.5 ip netns exec a ping 10.0.0.2 > /dev/null; echo "timeout: $?"
timeout -s INT 1.2 ip netns exec a ping -q 10.0.0.2 | tail -2 | head -1
timeout 5 ip netns exec a ping -q -c 1 10.0.0.2 > /dev/null; echo "in time: $?"
(sleep 0.5; ip -n b link set eth0 down) &
ip netns exec a ping -q -c 4 -i 0.3 -W 1 10.0.0.2 | grep -o '[0-9]* received'
wait
jobs | wc -l
( exit 7 ) & wait $!; echo "subshell: $?"
! ip -n a link show nosuch 2> /dev/null && echo "negated"
for i in 1 2 3; do ip -n a addr add 10.0.$((i + 10)).1/24 dev eth0; done
ip -n a -4 -o addr show dev eth0 | while read -r _ dev _ address _; do echo "$dev $address"; done | sort | tail -2
