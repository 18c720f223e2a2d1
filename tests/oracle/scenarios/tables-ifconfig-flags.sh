# Flags that mean nothing but are shown: NOTRAILERS, DYNAMIC, PORTSEL, AUTOMEDIA; labels that are no devices.
ip netns add a
ip -n a link add eth0 address 02:00:00:00:00:01 type veth peer name eth1 address 02:00:00:00:00:02
ip -n a link set eth0 trailers off
ip -n a link set eth1 dynamic on
ip netns exec a ifconfig -a
ip netns exec a netstat -i
ip netns exec a netstat -ia
ip netns exec a ifconfig -s -a
ip netns exec a ifconfig eth0 trailers
ip netns exec a ifconfig eth0
ip netns exec a ifconfig eth0 -trailers
ip netns exec a ifconfig eth0
ip -n a link show eth0
ip netns exec a ifconfig eth1 dynamic
ip netns exec a ifconfig eth1
ip netns exec a ifconfig eth1 -dynamic
ip netns exec a ifconfig eth1
ip -n a link show eth1
ip -n a addr add 10.0.0.1/24 dev eth0 label eth0:one
ip -n a addr add 10.0.0.2/24 dev eth0 label eth0
ip netns exec a ifconfig -a
ip netns exec a ifconfig eth0:one
ip netns exec a ifconfig eth0:two
ip netns exec a ifconfig eth0 add 10.0.0.50/24
ip netns exec a ifconfig eth0 add 10.0.0.50
ip netns exec a ifconfig -a
ip netns exec a ifconfig eth0 del 10.0.0.50
ip netns exec a ifconfig eth0 del 10.0.0.51
ip -n a addr show
