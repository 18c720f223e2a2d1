# bridge-nf-call-iptables=0: nothing of an IPv4 header is looked at and nothing is trimmed.
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
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "b is at p2"
#! send b/eth0 raw=ffffffffffff02000000000b88b562206973206174207032
ip netns exec sw sysctl -w net.bridge.bridge-nf-call-iptables=0
#! capture
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / ip 10.0.0.10 > 10.0.0.11 sum=bad / udp 1000 > 9 / data "2: bad checksum"
#! send a/eth0 raw=02000000000b02000000000a08004500002b10010000401103f80a00000a0a00000b03e8000900176710323a2062616420636865636b73756d
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / ip 10.0.0.10 > 10.0.0.11 ver=5 / udp 1000 > 9 / data "3: version 5"
#! send a/eth0 raw=02000000000b02000000000a08005500002810020000401146af0a00000a0a00000b03e8000900142b91333a2076657273696f6e2035
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / ip 10.0.0.10 > 10.0.0.11 ihl=4 / udp 1000 > 9 / data "4: header of 16"
#! send a/eth0 raw=02000000000b02000000000a08004400002b10030000401157ab0a00000a0a00000b03e8000900179199343a20686561646572206f66203136
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / ip 10.0.0.10 > 10.0.0.11 len=100 / udp 1000 > 9 / data "6: longer than the frame"
#! send a/eth0 raw=02000000000b02000000000a08004500006410040000401156710a00000a0a00000b03e800090020e930363a206c6f6e676572207468616e20746865206672616d65
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / ip 10.0.0.10 > 10.0.0.11 / udp 1000 > 9 / data "10: padded" / pad 80
#! send a/eth0 raw=02000000000b02000000000a08004500002610050000401156ae0a00000a0a00000b03e800090012424a31303a2070616464656400000000000000000000000000000000000000000000000000000000
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / ip 10.0.0.10 > 10.0.0.11 / udp 1000 > 9 / data "14: chopped" / chop 30
#! send a/eth0 raw=02000000000b02000000000a08004500002710060000401156ac0a00000a
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0b / ip 10.0.0.10 > 10.0.0.11 opts=07280400 / udp 1000 > 9 / data "15: bad option"
#! send a/eth0 raw=02000000000b02000000000a08004600002e1007000040114a7c0a00000a0a00000b0728040003e800090016629d31353a20626164206f7074696f6e
