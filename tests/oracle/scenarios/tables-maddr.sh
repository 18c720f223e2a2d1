# `ip maddr`, /proc/net/igmp and dev_mcast: the groups of an interface that is up with an address.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h maddr show dev eth0 | grep -v -E 'inet6|33:33'
ip -n h link set eth0 down
ip -n h maddr show dev eth0 | grep -v -E 'inet6|33:33'
ip -n h link set eth0 up
ip -n h addr flush dev eth0
ip -n h maddr show dev eth0 | grep -v -E 'inet6|33:33'
ip -n h maddr show dev nosuch
ip netns exec h ipmaddr show dev eth0 | grep -v -E 'inet6|33:33'
