# A station that shows up at another port is sent to there from that frame on, however often.
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
# a/eth0 eth 02:00:00:00:00:0d > 02:00:00:00:00:0c / data "1: d at p1"
#! send a/eth0 raw=02000000000c02000000000d88b5313a2064206174207031
# c/eth0 eth 02:00:00:00:00:0c > 02:00:00:00:00:0d / data "2: to p1"
#! send c/eth0 raw=02000000000d02000000000c88b5323a20746f207031
# b/eth0 eth 02:00:00:00:00:0d > 02:00:00:00:00:0c / data "3: d at p2"
#! send b/eth0 raw=02000000000c02000000000d88b5333a2064206174207032
# c/eth0 eth 02:00:00:00:00:0c > 02:00:00:00:00:0d / data "4: to p2"
#! send c/eth0 raw=02000000000d02000000000c88b5343a20746f207032
# c/eth0 eth 02:00:00:00:00:0d > 02:00:00:00:00:0c / data "5: d at p3, to c: its own port"
#! send c/eth0 raw=02000000000c02000000000d88b5353a20642061742070332c20746f20633a20697473206f776e20706f7274
# c/eth0 eth 02:00:00:00:00:0c > 02:00:00:00:00:0d / data "6: c to d, both at p3"
#! send c/eth0 raw=02000000000d02000000000c88b5363a206320746f20642c20626f7468206174207033
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:0d / data "7: a to d at p3"
#! send a/eth0 raw=02000000000d02000000000a88b5373a206120746f2064206174207033
bridge -n sw fdb show | grep ' master ' | sort
