# brctl showmacs: port numbers, local or not; the timer is masked.
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
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "a"
#! send a/eth0 raw=ffffffffffff02000000000a88b561
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "b"
#! send b/eth0 raw=ffffffffffff02000000000b88b562
bridge -n sw fdb add 02:00:00:00:00:aa dev p3 master static
ip netns exec sw brctl showmacs br0 | sed -E 's/ +[0-9]+\.[0-9]+$//' | sort
ip netns exec sw brctl showmacs nosuch
ip netns exec sw brctl showmacs
ip -n sw link set p2 nomaster
ip -n sw link set p2 master br0
ip netns exec sw brctl showmacs br0 | sed -E 's/ +[0-9]+\.[0-9]+$//' | sort
ip netns exec sw brctl showstp br0 | grep -E 'p[123] \(|port id|state' | sed -E 's/\t+/ /g'
