# Two bridges in one namespace share nothing; a route between them makes the host a router.
ip netns add sw
ip netns add a
ip netns add b
ip -n sw link add br1 address 02:00:00:00:f1:00 type bridge mcast_snooping 0
ip -n sw link add br2 address 02:00:00:00:f2:00 type bridge mcast_snooping 0
ip -n sw link add p1 address 02:00:00:00:ff:01 type veth peer name eth0 address 02:00:00:00:00:0a netns a
ip -n sw link add p2 address 02:00:00:00:ff:02 type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip -n sw link set p1 master br1 up
ip -n sw link set p2 master br2 up
ip -n sw link set br1 up
ip -n sw link set br2 up
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n sw addr add 10.0.1.1/24 dev br1
ip -n sw addr add 10.0.2.1/24 dev br2
ip -n a addr add 10.0.1.2/24 dev eth0
ip -n b addr add 10.0.2.2/24 dev eth0
ip -n a route add default via 10.0.1.1
ip -n b route add default via 10.0.2.1
#! capture
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "broadcast stays on its bridge"
#! send a/eth0 raw=ffffffffffff02000000000a88b562726f616463617374207374617973206f6e2069747320627269646765
ip netns exec sw sysctl -w net.ipv4.ip_forward=1
ip netns exec a ping -n -c 2 -i 0.2 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n sw neigh show | sort
ip netns exec sw brctl show
bridge -n sw fdb show | grep ' master ' | sort
ip -n sw -s link show p1 | grep -v -E 'link/|RX errors' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
