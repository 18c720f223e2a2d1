# The order of interfaces and aliases in ifconfig and netstat; labels that begin with no device's name end the list.
ip netns add a
ip -n a link add eth10 address 02:00:00:00:00:10 type bridge
ip -n a link add eth9 address 02:00:00:00:00:09 type bridge
ip -n a link add eth0 address 02:00:00:00:00:01 type bridge
ip -n a link add brx address 02:00:00:00:00:02 type bridge
ip -n a link add br-10 address 02:00:00:00:00:03 type bridge
ip -n a link add br-9 address 02:00:00:00:00:04 type bridge
ip -n a addr add 10.0.0.1/24 dev eth0 label eth0:1
ip -n a addr add 10.0.1.1/24 dev eth0 label eth0:10
ip -n a addr add 10.0.2.1/24 dev eth0 label eth0:9
ip -n a addr add 10.0.3.1/24 dev eth0 label eth0:web
ip -n a addr add 10.0.4.1/24 dev eth9 label eth9:0
ip netns exec a ifconfig -a -s
ip netns exec a netstat -ia
ip netns exec a ifconfig -a
ip -n a addr add 10.0.9.1/24 dev eth0 label eth0x
ip netns exec a ifconfig -a -s
ip netns exec a netstat -ia
ip netns exec a netstat -i
ip netns exec a ifconfig -s
ip netns exec a ifconfig
ip netns exec a ifconfig eth0:web
ip netns exec a ifconfig eth0x
