# Isolated ports do not reach each other, only the others and the bridge itself.
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
bridge -n sw link set dev p1 isolated on
bridge -n sw link set dev p2 isolated on
ip -n sw addr add 10.0.0.1/24 dev br0
#! capture
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "1: broadcast"
#! send a/eth0 raw=ffffffffffff02000000000a88b5313a2062726f616463617374
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "2: known, but isolated"
#! send b/eth0 raw=02000000000a02000000000b88b5323a206b6e6f776e2c206275742069736f6c61746564
# c/eth0 eth 02:00:00:00:00:0c > 02:00:00:00:00:0a / data "3: from a port that is not"
#! send c/eth0 raw=02000000000a02000000000c88b5333a2066726f6d206120706f72742074686174206973206e6f74
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / data "4: known, both isolated"
#! send a/eth0 raw=02000000000b02000000000a88b5343a206b6e6f776e2c20626f74682069736f6c61746564
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:99 / data "5: unknown"
#! send a/eth0 raw=02000000009902000000000a88b5353a20756e6b6e6f776e
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / arp request 10.0.0.10(02:00:00:00:00:0a) > 10.0.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff02000000000a0806000108000604000102000000000a0a00000a0000000000000a000001
bridge -n sw -d link show dev p1 | grep -o 'isolated [a-z]*'
ip -n sw -d link show p1 | grep -o 'isolated [a-z]*'
bridge -n sw link set dev p1 isolated off
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / data "6: one of them only"
#! send a/eth0 raw=02000000000b02000000000a88b5363a206f6e65206f66207468656d206f6e6c79
