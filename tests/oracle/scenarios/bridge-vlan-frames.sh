# Tags in and out of a bridge that filters by VLAN, per-VLAN stations, counters and the bridge's own VLAN devices.
#! include lan
ip -n sw link set br0 type bridge vlan_filtering 1 vlan_stats_enabled 1
bridge -n sw vlan add dev pa vid 10 pvid untagged
bridge -n sw vlan del dev pa vid 1
bridge -n sw vlan add dev pb vid 10
bridge -n sw vlan add dev pb vid 20
bridge -n sw vlan add dev pc vid 10 pvid untagged
bridge -n sw vlan add dev pc vid 20 untagged
#! capture
#! send a/eth0 raw=ffffffffffff02000000000a88b5aaaa03000000
#! send b/eth0 raw=02000000000a02000000000b8100000a88b5aaaa03000000
#! send b/eth0 raw=02000000000a02000000000b8100001488b5aaaa03000000
#! send b/eth0 raw=02000000000a02000000000b8100001e88b5aaaa03000000
#! send b/eth0 raw=ffffffffffff02000000000b88b5aaaa03000000
#! send b/eth0 raw=ffffffffffff02000000000b8100a00088b5aaaa03000000
#! send a/eth0 raw=ffffffffffff02000000000a8100a00088b5aaaa03000000
#! send a/eth0 raw=ffffffffffff02000000000a8100a00a88b5aaaa03000000
#! send a/eth0 raw=ffffffffffff02000000000a8100a00b88b5aaaa03000000
#! send c/eth0 raw=02000000000a02000000000c88b5aaaa03000000
#! send c/eth0 raw=02000000000a02000000000c8100001488b5aaaa03000000
#! send c/eth0 raw=02000000000b02000000000c8100001488b5aaaa03000000
#! send c/eth0 raw=02000000000b02000000000c81000014810000050800aaaa03000000
#! send c/eth0 raw=02000000000b02000000000c88a8001488b5aaaa03000000
#! send c/eth0 raw=02000000000b02000000000c8100000a8100000588b5aaaa03000000
#! send b/eth0 raw=02000000000c02000000000b8100001481000005080045aa03000000
#! send b/eth0 raw=0200000000f002000000000b8100000a88b5aaaa03000000
#! send b/eth0 raw=0200000000f002000000000b88b5aaaa03000000
#! send c/eth0 raw=0180c200000e02000000000c88b5aaaa03000000
#! send c/eth0 raw=0180c200000302000000000c8100001488b5aaaa03000000
#! send c/eth0 raw=02000000000b02000000000c8100
#! send c/eth0 raw=02000000000b02000000000c810000
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw -s vlan show
bridge -n sw vlan add dev br0 vid 10 self
bridge -n sw vlan del dev br0 vid 1 self
ip -n sw addr add 10.0.0.1/24 dev br0
#! send b/eth0 raw=0200000000f002000000000b8100000a88b5aaaa03000000
#! send a/eth0 raw=ffffffffffff02000000000a88b5aaaa03000000
bridge -n sw vlan add dev br0 vid 10 self pvid untagged
ip -n a addr add 10.0.0.10/24 dev eth0
ip -n c addr add 10.0.0.12/24 dev eth0
ip netns exec a ping -c 2 -i 0.2 -q 10.0.0.1 | sed 's/time.*//; s/rtt.*//'
ip netns exec a ping -c 2 -i 0.2 -q 10.0.0.12 | sed 's/time.*//; s/rtt.*//'
ip -n c neigh replace 10.0.0.10 lladdr 02:00:00:00:00:0a dev eth0 nud permanent
ip -n a neigh replace 10.0.0.12 lladdr 02:00:00:00:00:0c dev eth0 nud permanent
bridge -n sw -s vlan show
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw vlan set dev pc vid 10 state blocking
ip netns exec a ping -c 1 -W 1 -q 10.0.0.12 | sed 's/time.*//; s/rtt.*//'
bridge -n sw vlan set dev pc vid 10 state learning
#! send c/eth0 raw=02000000000b02000000000c88b5aaaa03000000
bridge -n sw vlan set dev pc vid 10 state forwarding
ip -n sw link set br0 promisc on
bridge -n sw vlan del dev br0 vid 10 self
#! send a/eth0 raw=ffffffffffff02000000000a88b5aaaa03000000
#! send b/eth0 raw=ffffffffffff02000000000b8100001488b5aaaa03000000
ip -n sw link set br0 promisc off
ip -n sw link set br0 type bridge vlan_protocol 802.1ad
#! send b/eth0 raw=ffffffffffff02000000000b8100001488b5aaaa03000000
#! send b/eth0 raw=ffffffffffff02000000000b88a8000a88b5aaaa03000000
#! send a/eth0 raw=0180c200000002000000000a88b5aaaa03000000
#! send a/eth0 raw=0180c200000802000000000a88b5aaaa03000000
bridge -n sw fdb show | grep ' master ' | sort
ip -n sw link set br0 type bridge vlan_filtering 0
#! send b/eth0 raw=ffffffffffff02000000000b8100001488b5aaaa03000000
#! send a/eth0 raw=02000000000b02000000000a88b5aaaa03000000
ip -n sw link set pa address 02:00:00:00:0f:1a
ip -n sw link set br0 address 02:00:00:00:00:f1
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw fdb flush dev br0
bridge -n sw fdb show | grep ' master ' | sort
ip -n sw -s link show br0
ip -n sw -s link show pb
