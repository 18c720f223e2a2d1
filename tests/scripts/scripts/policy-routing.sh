#!/bin/bash
# Two uplinks: rules choose the table by source address and by mark, and what is missing is said.
set -u
ip netns add r; ip netns add isp1; ip netns add isp2; ip netns add lan
for i in 1 2; do
    ip link add up$i netns r type veth peer name eth0 netns isp$i
    ip -n r addr add 203.0.$i.2/24 dev up$i; ip -n r link set up$i up
    ip -n isp$i addr add 203.0.$i.1/24 dev eth0; ip -n isp$i link set eth0 up; ip -n isp$i link set lo up
    ip -n isp$i addr add 8.8.8.8/32 dev lo
    ip -n isp$i route add 10.0.0.0/8 via 203.0.$i.2
done
ip link add eth0 netns lan type veth peer name lan0 netns r
ip -n r addr add 10.0.0.1/24 dev lan0; ip -n r link set lan0 up
ip -n lan addr add 10.0.0.10/24 dev eth0; ip -n lan addr add 10.0.0.20/24 dev eth0; ip -n lan link set eth0 up
ip -n lan route add default via 10.0.0.1
ip netns exec r sysctl -q net.ipv4.ip_forward=1
ip -n r rule show
ip -n r route add default via 203.0.1.1
ip -n r route add default via 203.0.2.1 table 200
ip -n r rule add from 10.0.0.20 table 200 priority 1000
ip -n r rule add fwmark 2 lookup 200 prio 2000
ip -n r rule
ip -n r route show table 200
ip -n r route get 8.8.8.8 from 10.0.0.10 iif lan0
ip -n r route get 8.8.8.8 from 10.0.0.20 iif lan0
ip -n r route get 8.8.8.8 mark 2
count() { ip netns exec isp$1 cat /sys/class/net/eth0/statistics/rx_packets; }
ip netns exec lan ping -q -c 3 -i 0.2 -I 10.0.0.10 8.8.8.8 | grep received
ip netns exec lan ping -q -c 5 -i 0.2 -I 10.0.0.20 8.8.8.8 | grep received
ip netns exec r iptables -t mangle -A PREROUTING -s 10.0.0.10 -j MARK --set-mark 2
before=$(ip netns exec isp2 cat /proc/net/snmp | awk '/^Icmp: [0-9]/ {print $2}')
ip netns exec lan ping -q -c 2 -i 0.2 -I 10.0.0.10 8.8.8.8 | grep received
after=$(ip netns exec isp2 cat /proc/net/snmp | awk '/^Icmp: [0-9]/ {print $2}')
echo "by the second: $((after - before))"
ip -n r rule del prio 2000
ip -n r rule del prio 2000; echo "status $?"
ip -n r rule add from 10.0.0.20 table nosuch; echo "status $?"
ip -n r route flush table 200
ip -n r route show table 200; echo "status $?"
ip -n r rule flush
ip -n r rule show
for n in r isp1 isp2 lan; do ip netns del $n; done
