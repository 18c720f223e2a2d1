# When one end of a veth goes, the other goes too, with its addresses and routes; so it does when a namespace goes.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h route add default via 10.0.0.2
ip -n h neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev eth0
ip -n a link del eth0
ip -n h -br link | sed 's/@[^ ]*//' | cut -c1-20
ip -n h route show
ip -n h neigh show
ip -n h addr show dev eth0
ip -n h link add eth1 address 02:00:00:00:00:11 type veth peer name eth1 netns a
ip -n h link set eth1 up
ip -n a link set eth1 up
ip netns del a
#! sleep 0.8
ip -n h -br link | sed 's/@[^ ]*//' | cut -c1-20
ip netns list | sort
