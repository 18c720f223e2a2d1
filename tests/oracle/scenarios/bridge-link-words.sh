# `bridge link show`, with and without -d, and the flags of `ip -d link`.
ip netns add sw
ip netns add a
ip netns add b
ip netns add c
ip -n sw link add br0 address 02:00:00:00:ff:00 type bridge mcast_snooping 0
ip -n sw link add p1 address 02:00:00:00:ff:01 type veth peer name eth0 address 02:00:00:00:00:0a netns a
ip -n sw link add p2 address 02:00:00:00:ff:02 type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip -n sw link add p3 address 02:00:00:00:ff:03 type veth peer name eth0 address 02:00:00:00:00:0c netns c
ip -n sw link set p1 master br0
ip -n sw link set p2 master br0
ip -n sw link set p3 master br0
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n c link set eth0 up
ip -n sw link set p1 up
ip -n sw link set p2 up
ip -n sw link set p3 up
ip -n sw link set br0 up
bridge -n sw link show | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
bridge -n sw -d link show dev p1 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
bridge -n sw link set dev p1 hairpin on learning off flood off mcast_flood off bcast_flood off cost 7 priority 9
bridge -n sw -d link show dev p1 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
bridge -n sw link set dev p1 guard on root_block on fastleave on neigh_suppress on
bridge -n sw -d link show dev p1 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
bridge -n sw link set dev nosuch hairpin on
bridge -n sw link set dev p1 hairpin maybe
bridge -n sw link set dev p1 bogus on
bridge -n sw link set dev br0 hairpin on
bridge -n sw link show dev nosuch
bridge -n sw link show master br0 | wc -l
bridge -n sw -j link show dev p2 | python3 -c "import json, sys; r = json.load(sys.stdin)[0]; r.pop('ifindex'); r.pop('link_netnsid', 0); print(sorted(r.items()))"
