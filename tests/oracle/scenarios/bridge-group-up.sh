# Multicast and broadcast also go up to the bridge's own host, link-local groups end at the port; unknown unicast goes up only to a promiscuous br0.
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
#! capture
# a/eth0 eth 02:00:00:00:00:0a > 01:80:c2:00:00:0e / data "1: LLDP: seen at the port only"
#! send a/eth0 raw=0180c200000e02000000000a88b5313a204c4c44503a207365656e2061742074686520706f7274206f6e6c79
# a/eth0 eth 02:00:00:00:00:0a > 01:00:5e:00:00:05 / data "2: multicast"
#! send a/eth0 raw=01005e00000502000000000a88b5323a206d756c746963617374
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "3: broadcast"
#! send a/eth0 raw=ffffffffffff02000000000a88b5333a2062726f616463617374
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:99 / data "4: unknown"
#! send a/eth0 raw=02000000009902000000000a88b5343a20756e6b6e6f776e
ip -n sw link set br0 promisc on
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:99 / data "5: unknown, br0 is promiscuous"
#! send a/eth0 raw=02000000009902000000000a88b5353a20756e6b6e6f776e2c206272302069732070726f6d697363756f7573
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:0a / data "6: known, br0 sees it"
#! send b/eth0 raw=02000000000a02000000000b88b5363a206b6e6f776e2c206272302073656573206974
ip -n sw link set br0 promisc off
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / data "7: known, br0 does not"
#! send a/eth0 raw=02000000000b02000000000a88b5373a206b6e6f776e2c2062723020646f6573206e6f74
