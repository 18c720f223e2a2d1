# A protocol that nobody handles: protocol unreachable; a forwarded one passes.
ip netns add left
ip netns add r
ip netns add right
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip -n r link add r1 address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns left
ip -n r link add r2 address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns right
ip -n left link set eth0 up
ip -n right link set eth0 up
ip -n r link set r1 up
ip -n r link set r2 up
ip -n r addr add 10.0.1.1/24 dev r1
ip -n r addr add 10.0.2.1/24 dev r2
ip -n r neigh add 10.0.1.2 lladdr 02:00:00:00:01:02 dev r1 nud permanent
ip -n r neigh add 10.0.2.2 lladdr 02:00:00:00:02:02 dev r2 nud permanent
#! capture
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.1 proto=253 / data "to the router"
#! send left/eth0 raw=0200000001010200000001020800450000211001000040fd53dd0a0001020a000101746f2074686520726f75746572
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.1 proto=0 / data "protocol 0"
#! send left/eth0 raw=02000000010102000000010208004500001e10020000400054dc0a0001020a00010170726f746f636f6c2030
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.1 proto=255 / data "protocol 255"
#! send left/eth0 raw=0200000001010200000001020800450000201003000040ff53da0a0001020a00010170726f746f636f6c20323535
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.1 proto=132 / data "SCTP"
#! send left/eth0 raw=020000000101020000000102080045000018100500004084545b0a0001020a00010153435450
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / ip 10.0.1.2 > 10.0.1.255 proto=253 / data "broadcast"
#! send left/eth0 raw=ffffffffffff02000000010208004500001d1006000040fd52de0a0001020a0001ff62726f616463617374
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.1 proto=253
#! send left/eth0 raw=0200000001010200000001020800450000141007000040fd53e40a0001020a000101
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 proto=253 / data "in transit"
#! send left/eth0 raw=02000000010102000000010208004500001e1008000040fd52d80a0001020a000202696e207472616e736974
ip netns exec r nstat -asz | grep -E '^(IpInUnknownProtos|IcmpOutDestUnreachs|IcmpMsgOutType3|IpInDelivers) ' | sed -E 's/ +/ /g'
