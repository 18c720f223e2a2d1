# Every form of `bridge vlan` and the bridge's VLAN settings.
ip netns add a
ip -n a link add br0 address 02:00:00:00:00:f0 type bridge
ip -n a link add v1 address 02:00:00:00:01:01 type veth peer name w1 address 02:00:00:00:02:01
ip -n a link set v1 master br0 up
ip -n a link set w1 up
ip -n a link add v2 address 02:00:00:00:01:02 type veth peer name w2 address 02:00:00:00:02:02
ip -n a link set v2 master br0 up
ip -n a link set w2 up
ip -n a link add v3 address 02:00:00:00:01:03 type veth peer name w3 address 02:00:00:00:02:03
ip -n a link set v3 master br0 up
ip -n a link set w3 up
ip -n a link set br0 up
ip -n a link set br0 type bridge vlan_filtering 1
bridge -n a vlan show
bridge -n a fdb show
ip -n a -d link show br0 | sed -E 's/gc_timer .*vlan_default/vlan_default/; s/ mcast_startup_query_interval [0-9]+//; s/forward_delay_timer .*//; s/addrgenmode.*//'
ip -n a -d link show v1 | sed -E 's/gc_timer .*vlan_default/vlan_default/; s/ mcast_startup_query_interval [0-9]+//; s/forward_delay_timer .*//; s/addrgenmode.*//'
ip -n a link set br0 type bridge vlan_filtering 1
bridge -n a vlan add dev v1 vid 10
bridge -n a vlan add dev v1 vid 20 pvid untagged
bridge -n a vlan add dev v2 vid 100-110
bridge -n a vlan add dev v2 vid 111 untagged
bridge -n a vlan add dev v2 vid 112 untagged
bridge -n a vlan add dev v3 vid 100-110 pvid
bridge -n a vlan add dev br0 vid 10
bridge -n a vlan add dev br0 vid 10 self
bridge -n a vlan add dev br0 vid 30-32 self untagged
bridge -n a vlan add dev v1 vid 10 self
bridge -n a vlan add dev v1 vid 12 master
bridge -n a vlan show
bridge -n a -c vlan show
bridge -n a -d vlan show
bridge -n a -s vlan show
bridge -n a -j vlan show
bridge -n a -j -p vlan show
bridge -n a -j -c vlan show
bridge -n a -j -d vlan show
bridge -n a -j -s vlan show
bridge -n a -j -p -s vlan show
bridge -n a vlan show dev v1
bridge -n a vlan show dev nosuch
bridge -n a vlan show vid 10
bridge -n a vlan show vid 105
bridge -n a -c vlan show vid 105
bridge -n a -d vlan show dev v1
bridge -n a fdb show
bridge -n a -d fdb show
bridge -n a fdb add 02:00:00:00:00:aa dev v1 master static vlan 10
bridge -n a fdb add 02:00:00:00:00:ab dev v1 master static
bridge -n a fdb add 02:00:00:00:00:ac dev v1 master static vlan 99
bridge -n a fdb add 02:00:00:00:00:ac dev v1 master static vlan 5000
bridge -n a fdb show dev v1
bridge -n a fdb show vlan 10
bridge -n a fdb show br br0 vlan 20
bridge -n a fdb get 02:00:00:00:00:aa br br0 vlan 10
bridge -n a fdb get 02:00:00:00:00:aa br br0 vlan 11
bridge -n a fdb get 02:00:00:00:00:aa br br0
bridge -n a fdb del 02:00:00:00:00:aa dev v1 master
bridge -n a fdb del 02:00:00:00:00:ab dev v1 master
bridge -n a fdb show dev v1
bridge -n a vlan del dev v1 vid 10
bridge -n a vlan del dev v1 vid 10
bridge -n a vlan del dev v1 vid 1
bridge -n a vlan del dev v2 vid 103-105
bridge -n a vlan del dev br0 vid 1 self
bridge -n a vlan show
bridge -n a -c vlan
bridge -n a fdb show
bridge -n a vlan add dev v1 vid 0
bridge -n a vlan add dev v1 vid 4095
bridge -n a vlan add dev v1 vid 4096
bridge -n a vlan add dev v1 vid 20-10
bridge -n a vlan add dev v1 vid x
bridge -n a vlan add dev v1 vid 10-x
bridge -n a vlan add dev v1
bridge -n a vlan add vid 10
bridge -n a vlan add dev nosuch vid 10
bridge -n a vlan add dev w1 vid 10
bridge -n a vlan add dev v1 vid 10 foo
bridge -n a vlan add dev v1 vid 10 tunnel_info id 10
bridge -n a vlan add dev v1 vid 5 pvid
bridge -n a vlan add dev v1 vid 20
bridge -n a vlan show dev v1
bridge -n a vlan add dev v1 vid 20 untagged
bridge -n a vlan show dev v1
bridge -n a vlan del dev v1 vid 5
bridge -n a vlan show dev v1
bridge -n a vlan foo
bridge -n a vlan help
bridge -n a vlan
bridge -n a vlan tunnelshow
bridge -n a vlan set dev v1 vid 20 state blocking
bridge -n a vlan set dev v1 vid 20 state 9
bridge -n a vlan set dev v1 vid 21 state 1
bridge -n a -d vlan show dev v1
ip -n a link set br0 type bridge vlan_default_pvid 5
ip -n a link set br0 type bridge vlan_filtering 0
ip -n a link set br0 type bridge vlan_default_pvid 5
bridge -n a vlan
ip -n a link set br0 type bridge vlan_default_pvid 0
bridge -n a vlan
ip -n a link set br0 type bridge vlan_default_pvid 4095
ip -n a link set br0 type bridge vlan_default_pvid 7
ip -n a link set br0 type bridge vlan_protocol 802.1ad
ip -n a link set br0 type bridge vlan_protocol foo
ip -n a link set br0 type bridge vlan_stats_enabled 1
ip -n a link set br0 type bridge vlan_stats_per_port 1
ip -n a -d link show br0 | sed -E 's/gc_timer .*vlan_default/vlan_default/; s/ mcast_startup_query_interval [0-9]+//; s/forward_delay_timer .*//; s/addrgenmode.*//'
ip -n a link set br0 type bridge group_address 01:80:c2:00:00:05
ip -n a link set br0 type bridge group_address 01:80:c2:00:00:01
ip -n a link set br0 type bridge group_address 01:80:c2:00:01:05
ip -n a link set br0 type bridge group_address xx
ip -n a -d link show br0 | sed -E 's/gc_timer .*vlan_default/vlan_default/; s/ mcast_startup_query_interval [0-9]+//; s/forward_delay_timer .*//; s/addrgenmode.*//'
ip -n a link set v3 nomaster
ip -n a link set v3 master br0
bridge -n a vlan
bridge -n a fdb
ip -n a link add br1 address 02:00:00:00:00:f1 type bridge vlan_filtering 1 vlan_default_pvid 0 vlan_stats_enabled 1 vlan_protocol 802.1Q
ip -n a link set v3 master br1
bridge -n a vlan
bridge -n a -s vlan
bridge -n a vlan show dev v3
bridge -n a vlan show dev w1
