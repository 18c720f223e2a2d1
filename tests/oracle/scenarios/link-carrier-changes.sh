# How often the carrier came and went: from the making of a pair on, for a bridge with its ports.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip netns exec h cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n h -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip netns exec a cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n a -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set eth0 up
#! sleep 1.3
ip netns exec h cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n h -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip netns exec a cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n a -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n a link set eth0 up
#! sleep 1.3
ip netns exec h cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n h -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip netns exec a cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n a -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n a link set eth0 down
#! sleep 1.3
ip netns exec h cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n h -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n a link set eth0 up
#! sleep 1.3
ip netns exec h cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n h -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip netns exec h cat /sys/class/net/lo/carrier_changes /sys/class/net/lo/carrier_up_count /sys/class/net/lo/carrier_down_count
ip -n h -s -s link show lo | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set lo up
#! sleep 1.3
ip netns exec h cat /sys/class/net/lo/carrier_changes /sys/class/net/lo/carrier_up_count /sys/class/net/lo/carrier_down_count
ip -n h -s -s link show lo | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link add br0 address 02:00:00:00:00:f0 type bridge mcast_snooping 0
ip netns exec h cat /sys/class/net/br0/carrier_changes /sys/class/net/br0/carrier_up_count /sys/class/net/br0/carrier_down_count
ip -n h -s -s link show br0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set br0 up
#! sleep 1.3
ip netns exec h cat /sys/class/net/br0/carrier_changes /sys/class/net/br0/carrier_up_count /sys/class/net/br0/carrier_down_count
ip -n h -s -s link show br0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set eth0 master br0
#! sleep 1.3
ip netns exec h cat /sys/class/net/br0/carrier_changes /sys/class/net/br0/carrier_up_count /sys/class/net/br0/carrier_down_count
ip -n h -s -s link show br0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip netns exec h cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n h -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set eth0 down
#! sleep 1.3
ip netns exec h cat /sys/class/net/br0/carrier_changes /sys/class/net/br0/carrier_up_count /sys/class/net/br0/carrier_down_count
ip -n h -s -s link show br0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip netns exec h cat /sys/class/net/eth0/carrier_changes /sys/class/net/eth0/carrier_up_count /sys/class/net/eth0/carrier_down_count
ip -n h -s -s link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set br0 down
#! sleep 1.3
ip netns exec h cat /sys/class/net/br0/carrier_changes /sys/class/net/br0/carrier_up_count /sys/class/net/br0/carrier_down_count
ip -n h -s -s link show br0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set eth0 up
ip -n h link set br0 up
#! sleep 1.3
ip netns exec h cat /sys/class/net/br0/carrier_changes /sys/class/net/br0/carrier_up_count /sys/class/net/br0/carrier_down_count
ip -n h -s -s link show br0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set eth0 nomaster
#! sleep 1.3
ip netns exec h cat /sys/class/net/br0/carrier_changes /sys/class/net/br0/carrier_up_count /sys/class/net/br0/carrier_down_count
ip -n h -s -s link show br0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link add br1 type bridge mcast_snooping 0
ip netns exec h cat /sys/class/net/br1/carrier_changes /sys/class/net/br1/carrier_up_count /sys/class/net/br1/carrier_down_count
ip netns exec h brctl addbr br2
ip netns exec h cat /sys/class/net/br2/carrier_changes /sys/class/net/br2/carrier_up_count /sys/class/net/br2/carrier_down_count
ip -n h link set eth0 netns a name moved
#! sleep 1.3
ip netns exec a cat /sys/class/net/moved/carrier_changes /sys/class/net/moved/carrier_up_count /sys/class/net/moved/carrier_down_count
ip -n a -s -s link show moved | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
