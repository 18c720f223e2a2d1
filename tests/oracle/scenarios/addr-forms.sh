# Scopes, labels, peers and broadcast addresses.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth0 scope link
ip -n h addr add 10.2.0.1/24 dev eth0 scope host
ip -n h addr add 10.3.0.1/24 brd 10.3.0.99 dev eth0
ip -n h addr add 10.4.0.1/24 broadcast - dev eth0
ip -n h addr add 10.5.0.1/24 brd + dev eth0 label eth0:five
ip -n h addr add 10.6.0.1 peer 10.6.0.2 dev eth0
ip -n h addr add 10.7.0.1 peer 10.7.1.0/24 dev eth0
ip -n h addr add 10.8.0.1/31 dev eth0
ip -n h addr add 10.8.0.5/32 dev eth0
ip -n h addr add 10.9.0.1/30 brd + dev eth0
ip -n h addr add 10.9.1.1/31 brd + dev eth0
ip -n h addr add local 10.9.2.1/24 dev eth0
ip -n h addr add 10.9.3.1/24 dev eth0 noprefixroute
ip -n h -4 addr show dev eth0 | sed 1d
ip -n h route show
ip -n h route show table local | sort
ip -n h addr show label eth0:five | sed 1d
ip -n h -o -4 addr show scope link | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h -o -4 addr show to 10.9.0.0/16 | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h -o -4 addr show to 10.8.0.5 | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h -o -4 addr show primary | wc -l
