# What ifconfig refuses.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip netns exec h ifconfig nosuch up
ip netns exec h ifconfig eth0 netmask 255.0.255.0
ip netns exec h ifconfig eth0 10.0.0.300
ip netns exec h ifconfig eth0 mtu 10
ip netns exec h ifconfig eth0 mtu abc
ip netns exec h ifconfig eth0 hw ether zz
ip netns exec h ifconfig eth0 hw ether 01:00:00:00:00:01
ip netns exec h ifconfig eth0 224.0.0.1
ip netns exec h ifconfig nosuch 10.0.0.1
ip netns exec h ifconfig eth0 del 10.9.9.9
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
