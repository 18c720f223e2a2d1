# Frames for the router that it will not forward: to itself by another way, link-local, from group frames; TTL is looked at only when a route exists.
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
ip -n r route add throw 10.6.0.0/16
ip -n r route add unreachable 10.7.0.0/16
#! capture
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 169.254.3.4 / udp 1000 > 9 / data "link-local, no route"
#! send left/eth0 raw=020000000101020000000102080045000030100100004011b2b80a000102a9fe030403e80009001ccbd36c696e6b2d6c6f63616c2c206e6f20726f757465
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.6.0.1 / udp 1000 > 9 / data "throw"
#! send left/eth0 raw=02000000010102000000010208004500002110020000401155c20a0001020a06000103e80009000d89027468726f77
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.7.0.1 ttl=1 / udp 1000 > 9 / data "unreachable, ttl 1"
#! send left/eth0 raw=02000000010102000000010208004500002e10030000011194b30a0001020a07000103e80009001ab87c756e726561636861626c652c2074746c2031
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.3 / udp 1000 > 9 / data "back where it came from: forwarded, asked for"
#! send left/eth0 raw=020000000101020000000102080045000049100400004011549c0a0001020a00010303e800090035aa936261636b2077686572652069742063616d652066726f6d3a20666f727761726465642c2061736b656420666f72
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 10.0.1.2 / udp 1000 > 9 / data "to the sender itself"
#! send left/eth0 raw=02000000010102000000010208004500003010050000401154b50a0001020a00010203e80009001c42d1746f207468652073656e64657220697473656c66
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:01 / ip 10.0.1.2 > 255.255.255.255 / udp 1000 > 9 / data "limited broadcast in a unicast frame"
#! send left/eth0 raw=0200000001010200000001020800450000401006000040115fa60a000102ffffffff03e80009002c42cf6c696d697465642062726f61646361737420696e206120756e6963617374206672616d65
# left/eth0 eth 02:00:00:00:01:02 > 02:00:00:00:01:99 / ip 10.0.1.2 > 10.0.2.2 / udp 1000 > 9 / data "frame for another"
#! send left/eth0 raw=02000000019902000000010208004500002d10070000401153b60a0001020a00020203e80009001933ef6672616d6520666f7220616e6f74686572
