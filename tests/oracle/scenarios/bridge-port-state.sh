# A disabled or listening port passes nothing, a learning one learns only; a blocking one forwards at once when there is no STP.
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
bridge -n sw link show | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/'
#! capture
bridge -n sw link set dev p1 state 0
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "1: disabled"
#! send a/eth0 raw=ffffffffffff02000000000a88b5313a2064697361626c6564
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "2: not to p1"
#! send b/eth0 raw=ffffffffffff02000000000b88b5323a206e6f7420746f207031
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw link set dev p1 state 1
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "3: listening"
#! send a/eth0 raw=ffffffffffff02000000000a88b5333a206c697374656e696e67
bridge -n sw link set dev p1 state 2
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "4: learning"
#! send a/eth0 raw=ffffffffffff02000000000a88b5343a206c6561726e696e67
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "5: known, but not forwarding"
#! send b/eth0 raw=02000000000a02000000000b88b5353a206b6e6f776e2c20627574206e6f7420666f7277617264696e67
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw link set dev p1 state 3
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "6: forwarding"
#! send a/eth0 raw=ffffffffffff02000000000a88b5363a20666f7277617264696e67
bridge -n sw link set dev p1 state 4
# a/eth0 eth 02:00:00:00:00:0d > ff:ff:ff:ff:ff:ff / data "7: state 4, blocking, does not last without STP"
#! send a/eth0 raw=ffffffffffff02000000000d88b5373a20737461746520342c20626c6f636b696e672c20646f6573206e6f74206c61737420776974686f757420535450
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw link show | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/'
bridge -n sw link set dev p1 state 5
bridge -n sw link set dev p1 state forwarding
bridge -n sw link set dev p1 state nonsense
bridge -n sw link set dev br0 state 3
bridge -n sw link set dev p1 state
bridge -n sw link set state 3
bridge -n sw link show dev p1 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/'
