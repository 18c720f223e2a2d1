# With promote_secondaries the next address takes the place of the primary that goes.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip netns exec h sysctl -w net.ipv4.conf.eth0.promote_secondaries=1
ip -n h addr add 10.0.0.2/24 dev eth0
ip -n h addr add 10.0.0.3/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth0
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h route show
ip -n h addr del 10.0.0.1/24 dev eth0
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h route show
ip -n h route show table local
ip -n h addr del 10.0.0.2/24 dev eth0
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h route show
