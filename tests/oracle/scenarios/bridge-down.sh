# A bridge that is down has disabled its ports, passes nothing and has forgotten what it learned; up again it learns anew.
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
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "a"
#! send a/eth0 raw=ffffffffffff02000000000a88b561
ip -n sw link set br0 down
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw link show | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
#! capture
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "1: dropped"
#! send b/eth0 raw=02000000000a02000000000b88b5313a2064726f70706564
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "2: dropped"
#! send b/eth0 raw=ffffffffffff02000000000b88b5323a2064726f70706564
ip -n sw link set br0 up
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "3: flooded"
#! send b/eth0 raw=02000000000a02000000000b88b5333a20666c6f6f646564
bridge -n sw fdb show | grep ' master ' | sort
