# Frames from a station refresh it, frames to it do not.
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
ip -n sw link set br0 type bridge ageing_time 200
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "a"
#! send a/eth0 raw=ffffffffffff02000000000a88b561
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "b"
#! send b/eth0 raw=ffffffffffff02000000000b88b562
#! sleep 1.2
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / data "a is refreshed, b is not"
#! send a/eth0 raw=02000000000b02000000000a88b561206973207265667265736865642c2062206973206e6f74
#! sleep 1.2
#! capture
# c/eth0 eth 02:00:00:00:00:0c > 02:00:00:00:00:0a / data "1: known still"
#! send c/eth0 raw=02000000000a02000000000c88b5313a206b6e6f776e207374696c6c
# c/eth0 eth 02:00:00:00:00:0c > 02:00:00:00:00:0b / data "2: too old, flooded"
#! send c/eth0 raw=02000000000b02000000000c88b5323a20746f6f206f6c642c20666c6f6f646564
#! sleep 4.5
# c/eth0 eth 02:00:00:00:00:0c > 02:00:00:00:00:0a / data "3: flooded"
#! send c/eth0 raw=02000000000a02000000000c88b5333a20666c6f6f646564
bridge -n sw fdb show br br0 dynamic
