#!/bin/bash
# The forwarding table and the ports of a bridge by bridge(8), ip(8), brctl(8) and sysfs, with what each refuses.
x() { echo "\$ $*"; "$@" 2>&1; local r=$?; [ $r = 0 ] || echo "[$r]"; }
declare -A ADDR=([h1]=10.0.0.1 [h2]=10.0.0.2 [h3]=10.0.0.3)
ip netns add sw
ip -n sw link add br0 type bridge
i=0
for h in h1 h2 h3; do i=$((i+1)); ip netns add $h; ip -n sw link add p$i type veth peer name eth0 netns $h; ip -n $h link set eth0 address 02:00:00:00:00:0$i; ip -n sw link set p$i master br0 up; ip -n $h addr add ${ADDR[$h]}/24 dev eth0; ip -n $h link set eth0 up; done
ip -n sw link set br0 address 02:00:00:00:00:ff up; sleep 1.2
s() { x ip netns exec sw "$@"; }
for h in "${!ADDR[@]}"; do ip netns exec h1 ping -c 1 -W 1 -q ${ADDR[$h]} >/dev/null && echo ok; done
s bridge fdb show br br0 | grep ^02:00 | sort
s bridge fdb add 02:00:00:00:00:99 dev p1 master static
s bridge fdb add 02:00:00:00:00:98 dev p1 master
s bridge fdb add 02:00:00:00:00:97 dev p1 master dynamic
s bridge fdb add 02:00:00:00:00:96 dev p2 self
s bridge fdb add 02:00:00:00:00:95 dev p2
s bridge fdb add 02:00:00:00:00:94 dev br0 self
s bridge fdb add 02:00:00:00:00:99 dev p1 master static
s bridge fdb replace 02:00:00:00:00:99 dev p2 master static
s bridge fdb append 02:00:00:00:00:93 dev p2 master
s bridge fdb add 02:00:00:00:00:92 dev eth9 master
s bridge fdb add zz dev p1 master
s bridge fdb add 02:00:00:00:00:91
s bridge fdb add 02:00:00:00:00:91 dev p1 master vlan 5
s bridge fdb show dev p1 | sort | grep ^02:00
s bridge fdb show brport p2 | sort | grep ^02:00
s bridge -s fdb show dev p1 static
s bridge fdb show br br0 state permanent | grep ^02:00 | sort
s bridge fdb get 02:00:00:00:00:99 br br0
s bridge fdb get 02:00:00:00:00:77 br br0
s bridge fdb del 02:00:00:00:00:97 dev p1 master
s bridge fdb del 02:00:00:00:00:97 dev p1 master
s bridge fdb del 02:00:00:00:00:98 dev p2 master
s bridge fdb flush dev p2
s bridge link
s bridge link show dev p1
s bridge link set dev p1 cost 50 priority 10
s bridge link set dev p1 learning off flood off
s bridge -d link show dev p1
s bridge link set dev p1 isolated on hairpin on
s bridge link set dev p1 state 9
s bridge link set dev nosuch cost 1
s bridge link set dev br0 cost 1
s ip -d link show p1
s ip link set p1 type bridge_slave learning on flood on cost 4 isolated off hairpin off
s ip link show master br0
s ip -br link show type bridge
s ip link show type bridge_slave
s ip link set br0 type bridge ageing_time 500 forward_delay 400 hello_time 100 max_age 600 priority 4096
s ip link set br0 type bridge forward_delay 1
s ip link set br0 type bridge ageing_time x
s ip -d link show br0 | sed 's/ [a-z_]*timer *[0-9.]*//g'
s brctl show
s brctl showmacs br0 | awk '{print $2,$3}' | sort
s brctl showstp br0 | sed -n 1,8p
s brctl addbr br1; ip -n sw link set br1 address 02:00:00:00:01:00
s brctl addbr br1; ip -n sw link set br1 address 02:00:00:00:01:00
s brctl addif br1 p1
s brctl delif br0 p3
s brctl addif br1 p3
s brctl show
s brctl stp br1 on
s brctl stp br1 maybe
s brctl setfd br1 4
s brctl setageing br1 10
s brctl setpathcost br1 p3 7
s brctl setbridgeprio br1 100
s brctl hairpin br1 p3 on
s brctl delbr br1
s brctl delbr br9
s brctl foo | grep never
s ip link set br1 up
s brctl delbr br1
s ip link set br1 down
s brctl delbr br1
s cat /sys/class/net/br0/bridge/{ageing_time,forward_delay,priority,stp_state}
s ls /sys/class/net/br0/brif
s ip link set p3 nomaster
s ip link set p3 nomaster
s ip link set br0 master br0
s ip link set p3 master p1
s ip link del br0
s bridge link
s bridge mdb
s bridge vlan
s bridge foo
s bridge fdb foo
