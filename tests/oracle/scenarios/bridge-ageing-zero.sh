# ageing_time 0: nothing is remembered, so everything but the bridge's own is flooded.
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
ip -n sw link set br0 type bridge ageing_time 0
#! capture
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "1: a is here"
#! send a/eth0 raw=ffffffffffff02000000000a88b5313a20612069732068657265
bridge -n sw fdb show br br0 dynamic
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "2: to a"
#! send b/eth0 raw=02000000000a02000000000b88b5323a20746f2061
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:ff:00 / data "3: to br0"
#! send b/eth0 raw=02000000ff0002000000000b88b5333a20746f20627230
ip -n sw -d link show br0 | grep -o 'ageing_time [0-9]*'
