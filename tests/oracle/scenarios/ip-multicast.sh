# A host takes 224.0.0.1 and the groups it is in; without an address it still does.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h maddr show dev eth0 | grep -v -E 'inet6|33:33'
ip -n h maddr add 01:00:5e:01:02:03 dev eth0
ip -n h maddr show dev eth0 | grep -v -E 'inet6|33:33'
ip netns exec h sysctl -w net.ipv4.icmp_echo_ignore_broadcasts=0
#! capture
# a/eth0 eth 02:00:00:00:00:02 > 01:00:5e:00:00:01 / ip 10.0.0.2 > 224.0.0.1 / icmp echo-request id=7 seq=1 / data "1: all hosts"
#! send a/eth0 raw=01005e00000102000000000208004500002810010000400180d10a000002e0000001080035a100070001313a20616c6c20686f737473
# a/eth0 eth 02:00:00:00:00:02 > 01:00:5e:01:02:03 / ip 10.0.0.2 > 239.1.2.3 / icmp echo-request id=7 seq=2 / data "2: not joined by IP"
#! send a/eth0 raw=01005e01020302000000000208004500002f1002000040016fc60a000002ef010203080000be00070002323a206e6f74206a6f696e6564206279204950
# a/eth0 eth 02:00:00:00:00:02 > 02:00:00:00:00:01 / ip 10.0.0.2 > 224.0.0.1 / icmp echo-request id=7 seq=3 / data "3: in a unicast frame"
#! send a/eth0 raw=02000000000102000000000208004500003110030000400180c60a000002e00000010800f3cb00070003333a20696e206120756e6963617374206672616d65
# a/eth0 eth 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff / ip 10.0.0.2 > 224.0.0.1 / icmp echo-request id=7 seq=4 / data "4: in a broadcast frame"
#! send a/eth0 raw=ffffffffffff02000000000208004500003310040000400180c30a000002e000000108009b6500070004343a20696e20612062726f616463617374206672616d65
# a/eth0 eth 02:00:00:00:00:02 > 01:00:5e:00:00:01 / ip 10.0.0.2 > 10.0.0.1 / icmp echo-request id=7 seq=5 / data "5: unicast in a multicast frame"
#! send a/eth0 raw=01005e00000102000000000208004500003b10050000400156bb0a0000020a0000010800279a00070005353a20756e696361737420696e2061206d756c746963617374206672616d65
ip netns exec h ping -n -c 1 -W 0.3 -I eth0 224.0.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n h maddr del 01:00:5e:01:02:03 dev eth0
ip -n h maddr del 01:00:5e:01:02:03 dev eth0
ip netns exec h netstat -gn | grep -v -E 'ff0|inet6'
ip netns exec h nstat -asz | grep -E '^IpExt(In|Out)(Mcast|Bcast)(Pkts|Octets) ' | sed -E 's/ +/ /g'
