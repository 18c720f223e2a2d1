#!/bin/bash
# A trap: two containers on one bridge can't ping each other, because bridge netfilter shows bridged frames to iptables.
ip netns add host
ip netns exec host bash -eu <<'IN'
ip link set lo up
ip link add br0 type bridge
ip addr add 10.1.0.254/24 dev br0
ip link set br0 up
for i in 1 2; do
    ip netns add c$i
    ip link add v$i type veth peer name eth0 netns c$i
    ip link set v$i master br0
    ip link set v$i up
    ip -n c$i link set eth0 up
    ip -n c$i addr add 10.1.0.$i/24 dev eth0
done
sleep 1.2
sysctl -w net.bridge.bridge-nf-call-iptables=1
ip netns exec c1 ping -c 1 10.1.0.2 | grep -o '[0-9]* received'
echo "forward drop:"
iptables -P FORWARD DROP
ip netns exec c1 ping -c 1 -W 1 10.1.0.2 | grep -o '[0-9]* received' || true
iptables -nvL FORWARD | head -1
echo "allowed by physdev:"
iptables -A FORWARD -m physdev --physdev-is-bridged -j ACCEPT
ip netns exec c1 ping -c 1 -W 1 10.1.0.2 | grep -o '[0-9]* received'
iptables -nvL FORWARD
echo "masqueraded by mistake:"
iptables -t nat -A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE
ip netns exec c1 ping -c 1 -W 1 10.1.0.2 | grep -o '[0-9]* received' || true
iptables -t nat -nvL POSTROUTING
echo "switched off:"
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
iptables -F FORWARD
ip netns exec c1 ping -c 1 -W 1 10.1.0.2 | grep -o '[0-9]* received'
IN
ip netns del c1; ip netns del c2; ip netns del host
