#!/bin/bash
# A chain of routers: traceroute by UDP and by echo, a router that answers with its loopback address, one that is silent.
set -e
ip netns add a; ip netns add z
last=a
for i in 1 2 3; do
    ip netns add r$i
    ip link add right netns $last type veth peer name left netns r$i
    ip -n $last addr add 10.0.$i.1/24 dev right; ip -n $last link set right up
    ip -n r$i addr add 10.0.$i.2/24 dev left; ip -n r$i link set left up
    ip netns exec r$i sysctl -qw net.ipv4.ip_forward=1
    last=r$i
done
ip link add right netns r3 type veth peer name left netns z
ip -n r3 addr add 10.0.4.1/24 dev right; ip -n r3 link set right up
ip -n z addr add 10.0.4.2/24 dev left; ip -n z link set left up
ip -n a route add default via 10.0.1.2
ip -n r1 route add 10.0.3.0/24 via 10.0.2.2; ip -n r1 route add 10.0.4.0/24 via 10.0.2.2
ip -n r2 route add 10.0.1.0/24 via 10.0.2.1; ip -n r2 route add 10.0.4.0/24 via 10.0.3.2
ip -n r3 route add 10.0.1.0/24 via 10.0.3.1; ip -n r3 route add 10.0.2.0/24 via 10.0.3.1
ip -n z route add default via 10.0.4.1
sleep 1.2
hops() { awk 'NR > 1 {print $1, $2, $3 == "*" ? "*" : ""}'; }
ip netns exec a traceroute -n 10.0.4.2 | hops
ip netns exec a traceroute -n -I -q 1 10.0.4.2 | hops
ip netns exec a traceroute -n -q 1 -f 2 -m 3 10.0.4.2 | hops
echo "- a loopback address"
ip -n r2 addr add 192.0.2.2/32 dev lo; ip -n r2 link set lo up
ip netns exec r2 sysctl -w net.ipv4.icmp_errors_use_inbound_ifaddr=0
ip -n r2 route change 10.0.1.0/24 via 10.0.2.1 src 192.0.2.2
ip netns exec a traceroute -n -q 1 10.0.4.2 | hops
echo "- a silent one"
ip netns exec r2 iptables -A OUTPUT -p icmp --icmp-type time-exceeded -j DROP
ip netns exec a traceroute -n -q 1 -w 1 10.0.4.2 | hops
echo "- no way on"
ip -n r3 route add unreachable 10.0.9.0/24; ip -n r1 route add 10.0.9.0/24 via 10.0.2.2; ip -n r2 route add 10.0.9.0/24 via 10.0.3.2
ip netns exec a traceroute -n -q 1 -w 1 10.0.9.1 | awk '{print $1, $2, $NF}' | tail -n +2
ip netns exec a ping -c 1 -t 2 -W 1 10.0.4.2 | sed -n 2p || true
ip netns exec a ping -c 1 -W 1 10.0.9.1 | sed -n 2p || true
for n in a z r1 r2 r3; do ip netns del $n; done
