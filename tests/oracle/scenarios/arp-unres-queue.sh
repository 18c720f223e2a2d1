# How much waits for a neighbour is bounded in bytes of memory (unres_qlen counts full frames); the oldest is dropped first, one always fits.
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
ip netns exec r sysctl net.ipv4.neigh.r2.unres_qlen
ip netns exec r sysctl net.ipv4.neigh.r2.unres_qlen_bytes
ip netns exec r sysctl -w net.ipv4.neigh.r2.unres_qlen=2
ip netns exec r sysctl net.ipv4.neigh.r2.unres_qlen_bytes
#! capture
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1001 > 9 / data "first"
#! send left/eth0 raw=02000000010102000000010208004500002110010000401153c80a0001020a00020203e90009000d98016669727374
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1002 > 9 / data "second"
#! send left/eth0 raw=02000000010102000000010208004500002210020000401153c60a0001020a00020203ea0009000e9fa27365636f6e64
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1003 > 9 / data "third"
#! send left/eth0 raw=02000000010102000000010208004500002110030000401153c60a0001020a00020203eb0009000da3017468697264
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1004 > 9 / data "fourth"
#! send left/eth0 raw=02000000010102000000010208004500002210040000401153c40a0001020a00020203ec0009000e948f666f75727468
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1005 > 9 / data "fifth"
#! send left/eth0 raw=02000000010102000000010208004500002110050000401153c40a0001020a00020203ed0009000daffc6669667468
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1006 > 9 / data "sixth"
#! send left/eth0 raw=02000000010102000000010208004500002110060000401153c30a0001020a00020203ee0009000d90fb7369787468
# right/eth0 eth 02:00:00:00:02:02 > 02:00:00:00:02:01 / arp reply 10.0.2.2(02:00:00:00:02:02) > 10.0.2.1(02:00:00:00:02:01)
#! send right/eth0 raw=020000000201020000000202080600010800060400020200000002020a0002020200000002010a000201
ip netns exec r sysctl -w net.ipv4.neigh.r2.unres_qlen_bytes=0
ip -n r neigh flush all
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.2.2 / udp 1007 > 9 / data "not kept"
#! send left/eth0 raw=02000000010102000000010208004500002410070000401153bf0a0001020a00020203ef0009001026696e6f74206b657074
# right/eth0 eth 02:00:00:00:02:02 > 02:00:00:00:02:01 / arp reply 10.0.2.2(02:00:00:00:02:02) > 10.0.2.1(02:00:00:00:02:01)
#! send right/eth0 raw=020000000201020000000202080600010800060400020200000002020a0002020200000002010a000201
