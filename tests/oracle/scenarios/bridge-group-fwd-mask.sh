# group_fwd_mask lets chosen link-local groups through; bits 0, 1 and 2 are refused; the STP group passes anyway while STP is off.
ip netns add sw
ip netns add a
ip netns add b
ip netns add c
ip -n sw link add br0 address 02:00:00:00:ff:00 type bridge mcast_snooping 0
ip -n sw link add p1 address 02:00:00:00:ff:01 type veth peer name eth0 address 02:00:00:00:00:0a netns a
ip -n sw link add p2 address 02:00:00:00:ff:02 type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip -n sw link add p3 address 02:00:00:00:ff:03 type veth peer name eth0 address 02:00:00:00:00:0c netns c
ip -n sw link set p1 master br0
ip -n sw link set p2 master br0
ip -n sw link set p3 master br0
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n c link set eth0 up
ip -n sw link set p1 up
ip -n sw link set p2 up
ip -n sw link set p3 up
ip -n sw link set br0 up
ip -n sw link set br0 type bridge group_fwd_mask 1
ip -n sw link set br0 type bridge group_fwd_mask 2
ip -n sw link set br0 type bridge group_fwd_mask 4
ip -n sw link set br0 type bridge group_fwd_mask 0x4008
ip -n sw -d link show br0 | grep -o 'group_fwd_mask [x0-9a-f]*'
#! capture
# a/eth0 eth 02:00:00:00:00:0a > 01:80:c2:00:00:00 / data "1: STP"
#! send a/eth0 raw=0180c200000002000000000a88b5313a20535450
# a/eth0 eth 02:00:00:00:00:0a > 01:80:c2:00:00:01 / data "2: pause"
#! send a/eth0 raw=0180c200000102000000000a88b5323a207061757365
# a/eth0 eth 02:00:00:00:00:0a > 01:80:c2:00:00:02 / data "3: slow protocols"
#! send a/eth0 raw=0180c200000202000000000a88b5333a20736c6f772070726f746f636f6c73
# a/eth0 eth 02:00:00:00:00:0a > 01:80:c2:00:00:03 / data "4: bit 3 is set"
#! send a/eth0 raw=0180c200000302000000000a88b5343a20626974203320697320736574
# a/eth0 eth 02:00:00:00:00:0a > 01:80:c2:00:00:0e / data "5: LLDP: bit 14 is set"
#! send a/eth0 raw=0180c200000e02000000000a88b5353a204c4c44503a2062697420313420697320736574
# a/eth0 eth 02:00:00:00:00:0a > 01:80:c2:00:00:0f / data "6: bit 15 is not"
#! send a/eth0 raw=0180c200000f02000000000a88b5363a20626974203135206973206e6f74
# a/eth0 eth 02:00:00:00:00:0a > 01:80:c2:00:00:10 / data "7: outside of the range"
#! send a/eth0 raw=0180c200001002000000000a88b5373a206f757473696465206f66207468652072616e6765
bridge -n sw fdb show | grep ' master ' | sort
ip -n sw link set br0 type bridge group_fwd_mask 0
ip -n sw link set p1 type bridge_slave group_fwd_mask 0x4000
# a/eth0 eth 02:00:00:00:00:0a > 01:80:c2:00:00:0e / data "8: by the port's mask"
#! send a/eth0 raw=0180c200000e02000000000a88b5383a2062792074686520706f72742773206d61736b
# b/eth0 eth 02:00:00:00:00:0b > 01:80:c2:00:00:0e / data "9: not that of p2"
#! send b/eth0 raw=0180c200000e02000000000b88b5393a206e6f742074686174206f66207032
