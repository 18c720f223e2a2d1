# The hardware groups of devices, up, down and small: /proc/net/dev_mcast, `ip maddr` and netstat -g.
#! include routed
ip netns exec r cat /proc/net/dev_mcast
ip -n r maddr show dev r1
ip -n r maddr | grep -c link
ip -n r link set r1 down
ip netns exec r cat /proc/net/dev_mcast
ip -n r maddr show dev r1
ip -n r link set r1 up
ip netns exec r cat /proc/net/dev_mcast
ip -n r link set r2 mtu 1000
ip netns exec r cat /proc/net/dev_mcast
ip -n r -4 maddr show dev r2
ip -n r -0 maddr show dev r2
ip -n r -f link maddr show dev r2
ip netns exec r netstat -g -n | grep -v inet6 | grep -v ff0
ip netns exec r cat /proc/net/igmp
ip -n r -j maddr show dev r2 | tr -d '\n'
ip -n r -o maddr show dev r1
