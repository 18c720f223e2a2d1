# What `ip addr flush` takes, by interface, prefix, label and scope.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.1.0.1/24 dev eth0
ip -n h addr add 10.2.0.1/24 dev eth0 label eth0:two
ip -n h addr add 10.3.0.1/24 dev eth0 scope link
ip -n h addr add 10.0.0.5/24 dev eth0
ip -n h addr flush dev eth0 to 10.1.0.0/16
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h addr flush dev eth0 label eth0:two
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h addr flush dev eth0 scope link
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h addr flush dev eth0 secondary
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h addr flush dev nosuch
ip -n h -s addr flush dev eth0
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h addr flush dev eth0
ip -n h route show table all | grep -v -E '^(ff|fe|local ::|multicast|anycast)'
