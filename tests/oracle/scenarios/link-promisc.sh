# A promiscuous interface sees frames for others, but the host does not act on them.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
#! capture
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:99 / ip 10.0.0.2 > 10.0.0.1 / icmp echo-request id=7 seq=1 / data "for another station"
#! send a/eth0 raw=02000000009902000000000208004500002f10010000400156cb0a0000020a0000010800c7a600070001666f7220616e6f746865722073746174696f6e
ip -n h link set eth0 promisc on
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:99 / ip 10.0.0.2 > 10.0.0.1 / icmp echo-request id=7 seq=2 / data "for another station"
#! send a/eth0 raw=02000000009902000000000208004500002f10020000400156ca0a0000020a0000010800c7a500070002666f7220616e6f746865722073746174696f6e
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / ip 10.0.0.2 > 10.0.0.1 / icmp echo-request id=7 seq=3 / data "broadcast frame"
#! send a/eth0 raw=ffffffffffff02000000000208004500002b10030000400156cd0a0000020a0000010800bf4a0007000362726f616463617374206672616d65
