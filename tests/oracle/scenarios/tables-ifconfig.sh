# ifconfig's words.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
#! sleep 1.2
ip netns exec h ifconfig eth0
ip netns exec h ifconfig
ip netns exec h ifconfig -a
ip netns exec h ifconfig lo up
ip netns exec h ifconfig lo
ip netns exec h ifconfig nosuch
ip netns exec h ifconfig eth0 10.1.0.1 netmask 255.255.0.0
ip netns exec h ifconfig eth0
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h route show
ip netns exec h ifconfig eth0 broadcast 10.1.99.255
ip netns exec h ifconfig eth0 mtu 1400 txqueuelen 50
ip netns exec h ifconfig eth0 promisc
ip netns exec h ifconfig eth0 -arp allmulti
ip netns exec h ifconfig eth0
ip netns exec h ifconfig eth0 -promisc arp -allmulti
ip netns exec h ifconfig eth0:1 10.2.0.1/24
ip netns exec h ifconfig eth0:1
ip netns exec h ifconfig eth0:1 down
ip netns exec h ifconfig eth0 add 10.3.0.1
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip netns exec h ifconfig eth0 hw ether 02:00:00:00:00:77
ip netns exec h ifconfig eth0 down
ip netns exec h ifconfig
ip netns exec h ifconfig eth0 10.4.0.1
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
#! sleep 1.2
ip netns exec h ifconfig eth0
ip netns exec h ifconfig eth0 0.0.0.0
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
