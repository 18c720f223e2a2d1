#!/bin/sh
# What goes wrong while one learns: names, addresses, states, each message and status.
run() { echo "\$ $*"; "$@"; echo "= $?"; }
run ip netns add a
run ip netns add a
run ip netns add ../x
run ip netns del b
run ip netns exec b ls
run ip netns exec a nosuchprogram
run ip netns exec a false
run ip link add v0 type veth peer name v0
run ip link add v0 type veth peer name v1
run ip link add v0 type veth peer name v2
run ip link add averyveryverylongname type bridge
run ip link add b0 type nosuch
run ip link set v9 up
run ip link set v1 netns nosuch
run ip link set v1 netns a
run ip link set v1 up
run ip addr add 10.0.0.1 dev v0
run ip addr add 10.0.0.1/24 dev v0
run ip addr add 10.0.0.1/24 dev v0
run ip addr add 10.0.0.300/24 dev v0
run ip addr del 10.0.0.9/24 dev v0
run ip addr del 10.0.0.1 dev v0
run ip route add 10.1.0.0/16 via 10.0.0.254
run ip link set v0 up
run ip route add 10.1.0.0/16 via 10.0.0.254
run ip route add 10.1.0.0/16 via 10.0.0.253
run ip route add 10.2.0.0/16 via 172.16.0.1
run ip route del 10.9.0.0/16
run ip route add default via 10.0.0.254 dev nosuch
run ip route
run ip link set v0 mtu 60
run ip link set v0 mtu 70000
run ip link set v0 address 00:11:22:33:44
run ip link set v0 address 01:00:5e:00:00:01
run ip link set v0 name br0
run ip link set v0 down
run ip link set v0 name br0
run ip route show table all
run ip link del br0
run ip link del br0
run ip -n a link show v1
run ip nosuch
run ip link nosuch
run ip addr
run ip -4 -o addr show dev lo
run ip route get 10.0.0.1
run ip neigh add 10.0.0.3 dev lo
run ip neigh show
run ip netns del a
