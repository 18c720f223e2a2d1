# A port that leaves takes what was learned there along; a bridge that goes frees its ports.
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
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "b"
#! send b/eth0 raw=ffffffffffff02000000000b88b562
bridge -n sw fdb add 02:00:00:00:00:aa dev p1 master static
bridge -n sw fdb show | grep ' master ' | sort
ip -n sw link set p1 nomaster
bridge -n sw fdb show | grep ' master ' | sort
#! capture
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "1: a is unknown, and p1 no port"
#! send b/eth0 raw=02000000000a02000000000b88b5313a206120697320756e6b6e6f776e2c20616e64207031206e6f20706f7274
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "2: seen by p1 alone"
#! send a/eth0 raw=ffffffffffff02000000000a88b5323a207365656e20627920703120616c6f6e65
ip -n sw link del br0
ip -n sw -br link show type veth | sed 's/@[^ ]*//'
bridge -n sw fdb show | grep -c master
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "3: p2 is nobody's"
#! send b/eth0 raw=02000000000a02000000000b88b5333a207032206973206e6f626f64792773
bridge -n sw link show
ip -n sw link del br0
