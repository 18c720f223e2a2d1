# A rename works while the interface is up; addresses, routes, neighbours and sysctls follow.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h route add 10.9.0.0/16 via 10.0.0.2
ip -n h neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev eth0 nud permanent
ip -n h link set eth0 name wan0
ip -n h route show
ip -n h neigh show
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
ip netns exec h sysctl net.ipv4.conf.wan0.forwarding
ip netns exec h sysctl net.ipv4.conf.eth0.forwarding
ip -n h link set eth0 up
ip -n h link set wan0 alias uplink
ip -n h link show wan0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set wan0 alias ""
ip -n h link set wan0 txqueuelen 77
ip -n h link show wan0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set wan0 group 5
ip -n h link show group 5 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set dev wan0 txqlen 10 mtu 1400
ip -n h link show wan0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h addr show label wan0 | grep inet | sed -E 's/^[0-9]+: //; s/\\.*//'
ip -n h link property add dev wan0 altname uplinkname
ip -n h link show uplinkname | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
