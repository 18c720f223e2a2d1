# Words for wrong words.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h bogus
ip -n h -bogus link
ip -n h link show dev
ip -n h addr add
ip -n h neigh add
ip -n h neigh del
ip -n h -4
ip -n h -o
ip -n h link set dev eth0 mtu
ip -n h link add link
ip -n h link add type
ip -n h link add x0 type veth peer
ip -n h addr show dev
ip -n h route get 10.0.0.1 oif
ip -n h neigh show dev
ip -n h -br -c link show lo | cat
ip netns exec h brctl
ip netns exec h brctl addbr
ip netns exec h brctl addif br0
ip netns exec h brctl show a b | head -1
ip netns exec h bridge bogus
ip netns exec h bridge fdb show brport
ip netns exec h route bogus
ip netns exec h route add
ip netns exec h route del
ip netns exec h netstat -bogus
ip netns exec h arp -bogus
ip netns exec h nosuchcommand
ip -n h link set eth0 master
ip -n h addr add 10.0.0.5/24 dev eth0 peer
ip -n h addr add 10.0.0.5/24 label
ip -n h link show eth0 eth1
