# What cannot be a port, and in which words it is refused.
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
ip -n sw link add br1 address 02:00:00:00:f1:00 type bridge
ip -n sw link set p1 master br1
ip -n sw -br link show master br1 | sed 's/@[^ ]*//'
ip -n sw link set lo master br0
ip -n sw link set br1 master br0
ip -n sw link set br0 master br0
ip -n sw link set p2 master p3
ip -n sw link set p2 master nosuch
ip -n sw link set nosuch master br0
ip -n sw link set p2 master
ip -n sw link add br0 type bridge
ip -n sw link set br0 nomaster
ip -n sw link set p1 nomaster
ip -n sw link set p1 nomaster
bridge -n sw link show | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip netns exec sw brctl addif br0 p2
ip netns exec sw brctl addif br1 p2
ip netns exec sw brctl addif br0 lo
ip netns exec sw brctl addif br0 br1
ip netns exec sw brctl addif br0 nosuch
ip netns exec sw brctl addif nosuch p1
ip netns exec sw brctl delif br0 p1
ip netns exec sw brctl delif br0 nosuch
