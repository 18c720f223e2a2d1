# An address with a lifetime goes when it is over, and its routes with it.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.2.0.1/24 dev eth0 valid_lft 2 preferred_lft 1
ip -n h route show
ip -n h addr show dev eth0 dynamic | grep -c 10.2.0.1
ip -n h addr show dev eth0 permanent | grep inet
#! sleep 5
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h route show
