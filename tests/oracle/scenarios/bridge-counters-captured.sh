# A frame of a protocol that nobody handles counts as dropped on receipt, but not while somebody captures there.
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
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "before"
#! send a/eth0 raw=ffffffffffff02000000000a88b56265666f7265
ip -n sw -s link show br0 | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n b -s link show eth0 | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
#! capture
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "while capturing"
#! send a/eth0 raw=ffffffffffff02000000000a88b57768696c6520636170747572696e67
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / data "for b"
#! send a/eth0 raw=02000000000b02000000000a88b5666f722062
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0c / data "for c, flooded to b: for another host"
#! send a/eth0 raw=02000000000c02000000000a88b5666f7220632c20666c6f6f64656420746f20623a20666f7220616e6f7468657220686f7374
ip -n sw -s link show br0 | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n b -s link show eth0 | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
