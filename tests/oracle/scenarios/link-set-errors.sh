# What `ip link set` and `ip link add` refuse.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h link set eth0 mtu 67
ip -n h link set eth0 mtu 68
ip -n h link set eth0 mtu 65536
ip -n h link set eth0 mtu 65535
ip -n h link set eth0 mtu abc
ip -n h link set lo mtu 70000
ip -n h link set eth0 address 01:00:00:00:00:01
ip -n h link set eth0 address 00:00:00:00:00:00
ip -n h link set eth0 address 02:00:00:00:00
ip -n h link set eth0 address zz:00:00:00:00:01
ip -n h link set eth0 name eth0
ip -n h link set eth0 name a/b
ip -n h link set eth0 name averyverylongname
ip -n h link set eth0 name lo
ip -n h link set eth0 name new0
ip -n h link set eth0 down
ip -n h link set eth0 name new0
ip -n h -br link show new0 | sed 's/@[^ ]*//'
ip -n h link set new0 bogus
ip -n h link set new0 up down
ip -n h link set
ip -n h link set up
ip -n h link add
ip -n h link add x0
ip -n h link add x0 type veth peer name x0
ip -n h link add x0 type veth peer name lo
ip -n h link add averyverylongname type veth
ip -n h link add a/b type veth
ip -n h link add new0 type bridge
ip -n h link add x0 type nosuch
ip -n h link add x0 type veth peer name y0 netns nosuch
ip -n h link del lo
ip -n h link del nosuch
ip -n h link del
ip -n h link bogus
ip -n h -br link | sed 's/@[^ ]*//'
