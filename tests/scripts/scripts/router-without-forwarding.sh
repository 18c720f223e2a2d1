#!/bin/bash
# A router that does not route, one without a way back, one that loops: what ping says each time.
ip netns add a; ip netns add r; ip netns add b
ip link add eth0 netns a type veth peer name left netns r
ip link add eth0 netns b type veth peer name right netns r
ip netns exec a ifconfig eth0 10.0.1.2 netmask 255.255.255.0 up
ip netns exec b ifconfig eth0 10.0.2.2 netmask 255.255.255.0 up
ip netns exec r ifconfig left 10.0.1.1/24
ip netns exec r ifconfig right 10.0.2.1/24
echo "- no route"
ip netns exec a ping -c 1 -W 1 10.0.2.2; echo "status $?"
ip netns exec a route add default gw 10.0.1.1
ip netns exec b route add -net 10.0.1.0/24 gw 10.0.2.1
ip netns exec a route -n
echo "- forwarding off"
cat /proc/sys/net/ipv4/ip_forward
ip netns exec a ping -c 1 -W 1 10.0.2.2; echo "status $?"
ip netns exec a ping -c 1 -W 1 10.0.2.1 | grep ttl | cut -d: -f1
echo "- forwarding on"
ip netns exec r sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward'
ip netns exec a ping -c 1 10.0.2.2 | grep ttl | sed 's/time.*//'
echo "- time to live"
ip netns exec a ping -c 1 -t 1 10.0.2.2; echo "status $?"
echo "- unreachable"
ip -n r route add unreachable 10.0.3.0/24
ip -n r route add prohibit 10.0.4.0/24
ip -n r route add blackhole 10.0.5.0/24
ip -n r route
for net in 3 4 5 6; do ip netns exec a ping -c 1 -W 1 10.0.$net.1 | sed -n 2p; done
echo "- nobody there"
ip netns exec a ping -c 1 -W 4 10.0.2.99 | sed -n 2p
ip netns exec r arp -n | awk '{print $1, $2, $3}' | sort
ip -n a route get 10.0.2.2
ip -n a route get 10.0.1.1
for n in a r b; do ip netns delete $n; done
