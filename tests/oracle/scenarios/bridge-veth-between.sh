# Two bridges in one namespace, joined by a veth: one Ethernet.
ip netns add sw
ip netns add a
ip netns add b
ip -n sw link add br1 address 02:00:00:00:f1:00 type bridge mcast_snooping 0
ip -n sw link add br2 address 02:00:00:00:f2:00 type bridge mcast_snooping 0
ip -n sw link add t1 address 02:00:00:00:f1:01 type veth peer name t2 address 02:00:00:00:f2:02
ip -n sw link add p1 address 02:00:00:00:ff:01 type veth peer name eth0 address 02:00:00:00:00:0a netns a
ip -n sw link add p2 address 02:00:00:00:ff:02 type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip -n sw link set p1 master br1
ip -n sw link set t1 master br1
ip -n sw link set t2 master br2
ip -n sw link set p2 master br2
ip -n sw link set p1 up
ip -n sw link set p2 up
ip -n sw link set t1 up
ip -n sw link set t2 up
ip -n sw link set br1 up
ip -n sw link set br2 up
ip -n a link set eth0 up
ip -n b link set eth0 up
#! capture
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / data "1: flooded by both"
#! send a/eth0 raw=02000000000b02000000000a88b5313a20666c6f6f64656420627920626f7468
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "2: known to both"
#! send b/eth0 raw=02000000000a02000000000b88b5323a206b6e6f776e20746f20626f7468
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:f1:00 / data "3: to the far bridge"
#! send b/eth0 raw=02000000f10002000000000b88b5333a20746f207468652066617220627269646765
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:f2:02 / data "4: to the near bridge's port"
#! send b/eth0 raw=02000000f20202000000000b88b5343a20746f20746865206e65617220627269646765277320706f7274
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:f1:01 / data "5: to the far bridge's port"
#! send b/eth0 raw=02000000f10102000000000b88b5353a20746f207468652066617220627269646765277320706f7274
bridge -n sw fdb show br br1 | grep ' master ' | sort
bridge -n sw fdb show br br2 | grep ' master ' | sort
bridge -n sw link show | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n sw -br link show type veth | sed 's/@[^ ]*//'
