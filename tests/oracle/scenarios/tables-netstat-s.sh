# netstat -s, the sections of IP, ICMP and UDP.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 / icmp echo-request id=7 seq=1 / data "one"
#! send a/eth0 raw=02000000000102000000000208004500001f10010000400156db0a0000020a00000108002389000700016f6e65
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 / udp 1000 > 9 / data "closed"
#! send a/eth0 raw=02000000000102000000000208004500002210020000401156c70a0000020a00000103e80009000eaf9a636c6f736564
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.1 sum=bad / udp 1000 > 9 / data "bad"
#! send a/eth0 raw=02000000000102000000000208004500001f100300004011039c0a0000020a00000103e80009000b2183626164
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 10.0.0.9 / udp 1000 > 9 / data "not ours"
#! send a/eth0 raw=02000000000102000000000208004500002410040000401156bb0a0000020a00000903e800090010235a6e6f74206f757273
ip netns exec h netstat -s | sed -n '/^Ip:/,/^Tcp:/p'
ip netns exec h netstat -s -u | sed -n '/^Udp:/,/^UdpLite:/p'
ip netns exec h netstat -s -w | sed -n '/^Icmp:/,/^IcmpMsg:/p'
