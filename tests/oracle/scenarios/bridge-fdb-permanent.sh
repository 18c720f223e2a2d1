# A permanent entry is the bridge's own: frames to it go up, not out of the port.
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
bridge -n sw fdb add 02:00:00:00:00:aa dev p1 master permanent
bridge -n sw fdb add 02:00:00:00:00:ab dev p1 master local
bridge -n sw fdb add 02:00:00:00:00:ac dev br0 self permanent
bridge -n sw fdb show | sort
#! capture
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:aa / data "1: to a permanent entry"
#! send b/eth0 raw=0200000000aa02000000000b88b5313a20746f2061207065726d616e656e7420656e747279
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:ab / data "2: to a local entry"
#! send b/eth0 raw=0200000000ab02000000000b88b5323a20746f2061206c6f63616c20656e747279
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:ac / data "3: to an entry of br0"
#! send b/eth0 raw=0200000000ac02000000000b88b5333a20746f20616e20656e747279206f6620627230
# a/eth0 eth 02:00:00:00:00:aa > 02:00:00:00:00:0b / data "4: from it: passes, the entry stays"
#! send a/eth0 raw=02000000000b0200000000aa88b5343a2066726f6d2069743a207061737365732c2074686520656e747279207374617973
# c/eth0 eth 02:00:00:00:00:ac > 02:00:00:00:00:0b / data "5: from br0's entry"
#! send c/eth0 raw=02000000000b0200000000ac88b5353a2066726f6d20627230277320656e747279
bridge -n sw fdb show | sort
