# What a kernel without VLAN filtering says, entries of the bridge itself by way of `master`, hairpin by whatever bridge's name.
#! include lan
ip -n sw link add br1 address 02:00:00:00:00:f1 type bridge
bridge -n sw fdb add 02:00:00:00:00:77 dev br0 master
bridge -n sw fdb del 02:00:00:00:00:f0 dev br0 master
bridge -n sw fdb add 02:00:00:00:00:77 dev br0 self
bridge -n sw fdb del 02:00:00:00:00:77 dev br0
bridge -n sw fdb show | grep ' master ' | sort
ip netns exec sw brctl hairpin br1 pa on
bridge -n sw -d link show dev pa | grep -o 'hairpin [a-z]*'
ip netns exec sw brctl hairpin br0 br1 on
ip netns exec sw brctl hairpin br0 lo on
ip netns exec sw brctl hairpin nosuch pa on
ip netns exec sw brctl hairpin br0 nosuch on
# the group of all nodes is left while the MTU is too small for IPv6
ip -n sw link set pa mtu 1279
bridge -n sw fdb show dev pa
bridge -n sw fdb show dev br0
ip -n sw link set pa mtu 1280
bridge -n sw fdb show dev pa
