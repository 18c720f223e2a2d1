# ipfrag_high_thresh bounds the memory for fragments; ipfrag_max_dist the disorder of one sender.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip netns exec h sysctl net.ipv4.ipfrag_high_thresh net.ipv4.ipfrag_low_thresh net.ipv4.ipfrag_time net.ipv4.ipfrag_max_dist
ip netns exec h sysctl -w net.ipv4.ipfrag_low_thresh=0
ip netns exec h sysctl -w net.ipv4.ipfrag_high_thresh=0
#! capture
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 id=1 mf / icmp echo-request id=7 seq=1 / count 100 / cut 0 64
#! send a/eth0 raw=02000000000102000000000208004500005400012000400146a60a0000020a00000108005c2a00070001000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 id=1 / icmp echo-request id=7 seq=1 / count 100 / cut 64 44
#! send a/eth0 raw=02000000000102000000000208004500004000010008400166b20a0000020a00000138393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60616263
ip netns exec h sysctl -w net.ipv4.ipfrag_high_thresh=4194304
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 id=2 mf / icmp echo-request id=7 seq=1 / count 100 / cut 0 64
#! send a/eth0 raw=02000000000102000000000208004500005400022000400146a50a0000020a00000108005c2a00070001000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 id=2 / icmp echo-request id=7 seq=1 / count 100 / cut 64 44
#! send a/eth0 raw=02000000000102000000000208004500004000020008400166b10a0000020a00000138393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60616263
ip netns exec h sysctl -w net.ipv4.ipfrag_low_thresh=9999999
ip netns exec h nstat -asz | grep -E '^IpReasm' | sed -E 's/ +/ /g'
