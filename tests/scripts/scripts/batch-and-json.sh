#!/bin/bash
# Many commands at once, and their answers for programs.
set -u
ip -batch - <<'IN'
netns add n
link add br0 type bridge
link add v0 type veth peer name v1
link set v0 master br0
addr add 192.0.2.1/24 dev br0
link set br0 up
IN
echo "status $?"
printf 'link set v0 up\nlink set nosuch up\nlink set v1 up\n' > commands
ip -batch commands; echo "status $?"
ip -force -batch commands; echo "status $?"
ip -br link | awk '{print $1, $2}'
ip -j link show br0 | python3 -c 'import json, sys; d = json.load(sys.stdin)[0]; print(d["ifname"], d["mtu"], d["flags"], d["operstate"])'
ip -j -p addr show dev br0 | grep -E '"(local|prefixlen|scope|ifname)"'
ip -j route | python3 -c 'import json, sys; print([(r["dst"], r["dev"], r.get("prefsrc")) for r in json.load(sys.stdin)])'
ip -o -4 addr show | awk '{print $2, $4}'
bridge -j link | python3 -c 'import json, sys; print([(p["ifname"], p["master"], p["state"]) for p in json.load(sys.stdin)])'
ip -d -j link show v0 | python3 -c 'import json, sys; d = json.load(sys.stdin)[0]; print(d["linkinfo"]["info_kind"], d["linkinfo"]["info_slave_kind"], d["promiscuity"])'
sleep 1.5  # the bridge reports its multicast group twice
ip -s link show v0 | sed -n '3,6p' | awk '{print $1, $2}'
for object in link addr route neigh netns rule; do ip $object nosuchcommand > /dev/null 2>&1; echo "$object $?"; done
ip a s br0 | head -1; ip r; ip n; ip l sh v1 | head -1
ip link set dev br0 alias "the bridge"; ip link show br0 | tail -1
ip link set br0 txqueuelen 500 mtu 1400; ip link show br0 | grep -o 'mtu.*'
ip link set v1 netns n name inside; ip -n n -br link | awk '{print $1}'
ip link del br0; ip -br link | awk '{print $1}'
ip netns del n
