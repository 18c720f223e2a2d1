# arp_notify announces the interface's addresses when it comes up or its hardware address changes.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_notify=1
ip -n h addr add 10.0.0.5/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth0
#! capture
ip -n h link set eth0 address 02:00:00:00:00:77
ip -n h addr add 10.2.0.1/24 dev eth0
ip -n h link set eth0 down
ip -n h link set eth0 up
#! sleep 0.3
ip netns exec h sysctl -w net.ipv4.conf.eth0.arp_notify=0
ip -n h link set eth0 address 02:00:00:00:00:78
