# A router on a stick: VLAN devices on a bridge, on a trunk to another one, and what crosses them.
ip netns add sw
ip netns add r
ip netns add a
ip netns add b
ip -n sw link add br0 address 02:00:00:00:00:f0 type bridge vlan_filtering 1 mcast_snooping 0
ip -n sw link add pr address 02:00:00:00:0f:0f type veth peer name eth0 address 02:00:00:00:00:0f netns r
ip -n sw link add pa address 02:00:00:00:0f:0a type veth peer name eth0 address 02:00:00:00:00:0a netns a
ip -n sw link add pb address 02:00:00:00:0f:0b type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip -n sw link set pr master br0 up
ip -n sw link set pa master br0 up
ip -n sw link set pb master br0 up
ip -n sw link set br0 up
bridge -n sw vlan del dev pa vid 1
bridge -n sw vlan del dev pb vid 1
bridge -n sw vlan add dev pa vid 10 pvid untagged
bridge -n sw vlan add dev pb vid 20 pvid untagged
bridge -n sw vlan add dev pr vid 10
bridge -n sw vlan add dev pr vid 20
ip -n r link set eth0 up
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n r link add link eth0 name eth0.10 type vlan id 10
ip -n r link add link eth0 name eth0.20 type vlan id 20
ip -n r link set eth0.10 up
ip -n r link set eth0.20 up
ip -n r addr add 10.0.10.1/24 dev eth0.10
ip -n r addr add 10.0.20.1/24 dev eth0.20
ip -n a addr add 10.0.10.2/24 dev eth0
ip -n b addr add 10.0.20.2/24 dev eth0
ip -n a route add default via 10.0.10.1
ip -n b route add default via 10.0.20.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip netns exec a ping -c 1 -q 10.0.10.1 | sed 's/time.*//; s/rtt.*//'
ip netns exec a ping -c 2 -i 0.2 -q 10.0.20.2 | sed 's/time.*//; s/rtt.*//'
ip netns exec a ping -c 1 -q -M do -s 1472 10.0.20.2 | sed 's/time.*//; s/rtt.*//'
ip netns exec a ping -c 1 -q -s 3000 10.0.20.2 | sed 's/time.*//; s/rtt.*//'
bridge -n sw vlan add dev br0 vid 10 self
ip -n sw link add link br0 name br0.10 type vlan id 10
ip -n sw link set br0.10 up
ip -n sw addr add 10.0.10.3/24 dev br0.10
ip netns exec sw ping -c 1 -q 10.0.10.2 | sed 's/time.*//; s/rtt.*//'
ip netns exec sw ping -c 1 -q 10.0.10.1 | sed 's/time.*//; s/rtt.*//'
ip -n sw link add link br0 name br0.20 type vlan id 20
ip -n sw link set br0.20 up
ip -n sw addr add 10.0.20.3/24 dev br0.20
ip netns exec sw ping -c 1 -W 1 -q 10.0.20.2 | sed 's/time.*//; s/rtt.*//'
bridge -n sw vlan add dev br0 vid 20 self
ip -n sw neigh flush dev br0.20
ip netns exec sw ping -c 1 -q 10.0.20.2 | sed 's/time.*//; s/rtt.*//'
bridge -n sw fdb show | grep ' master ' | sort
ip -n sw -s link show br0
ip -n sw -s link show br0.10
ip -n r -s link show eth0.10
