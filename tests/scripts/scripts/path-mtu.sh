#!/bin/bash
# A narrow link in the middle: what the sender learns, and what happens where the message is lost.
set -u
for n in a r b; do ip netns add $n; done
ip link add eth0 netns a type veth peer name left netns r
ip link add eth0 netns b type veth peer name right netns r
for dev in "a eth0 10.0.0.1" "r left 10.0.0.254" "b eth0 10.0.1.1" "r right 10.0.1.254"; do
    set -- $dev
    ip -n $1 addr add $3/24 dev $2; ip -n $1 link set $2 up
done
ip -n a route add default via 10.0.0.254; ip -n b route add default via 10.0.1.254
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip -n r link set right mtu 1400; ip -n b link set eth0 mtu 1400
ip netns exec a ping -c 1 -s 1372 -M do 10.0.1.1 | grep -c 'bytes from'
ip netns exec a ping -c 2 -i 0.2 -s 1400 -M do -W 1 10.0.1.1 | sed -n 2,3p
ip -n a route get 10.0.1.1 | sed 's/expires [0-9]*sec/expires Nsec/'
ip -n a route show cache | sed 's/expires [0-9]*sec/expires Nsec/'
ip netns exec a ping -c 1 -s 1400 10.0.1.1 | grep -c 'bytes from'
ip netns exec b cat /proc/net/snmp | awk '/^Ip: [0-9]/ {print $15, $16}'
ip -n a route flush cache
ip -n a route get 10.0.1.1 | head -1
ip netns exec a sysctl -qw net.ipv4.ip_no_pmtu_disc=1
ip netns exec a ping -c 1 -s 1400 10.0.1.1 | grep -c 'bytes from'
ip netns exec a sysctl -qw net.ipv4.ip_no_pmtu_disc=0
ip netns exec r iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
ip netns exec a ping -c 1 -s 1400 -M do -W 1 10.0.1.1 | grep -o '[0-9]* received'
ip netns exec r iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
ip netns exec r iptables -t mangle -S FORWARD
ip -n a link set eth0 mtu 1400
ip netns exec a ping -c 1 -s 1400 -M do -W 1 10.0.1.1 2>&1 | sed -n 2p
