# The flags that are set by hand: promisc, allmulticast, arp, multicast, dynamic.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h link set eth0 promisc on
ip -n h link set eth0 allmulticast on
ip -n h link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set eth0 arp off
ip -n h link set eth0 multicast off
ip -n h link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set eth0 promisc off allmulticast off arp on multicast on
ip -n h link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set eth0 dynamic on
ip -n h link set eth0 trailers off
ip -n h link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set eth0 promisc maybe
ip -n h link set eth0 arp
ip -n h -d link show eth0 | grep -o 'promiscuity [0-9]*'
