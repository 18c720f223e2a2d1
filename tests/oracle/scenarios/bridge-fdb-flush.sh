# `bridge fdb flush` and `type bridge fdb_flush` forget what was learned and keep what was set by hand; for a port only `fdb_flush` does.
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
bridge -n sw fdb add 02:00:00:00:00:aa dev p1 master static
bridge -n sw fdb flush dev br0
bridge -n sw fdb show | grep ' master ' | sort
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "a"
#! send a/eth0 raw=ffffffffffff02000000000a88b561
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "b"
#! send b/eth0 raw=ffffffffffff02000000000b88b562
bridge -n sw fdb add 02:00:00:00:00:aa dev p1 master static
ip -n sw link set br0 type bridge fdb_flush
bridge -n sw fdb show | grep ' master ' | sort
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "a"
#! send a/eth0 raw=ffffffffffff02000000000a88b561
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "b"
#! send b/eth0 raw=ffffffffffff02000000000b88b562
ip -n sw link set p1 type bridge_slave fdb_flush
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw fdb flush dev p1
bridge -n sw fdb flush dev p2 master
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw fdb flush dev nosuch
bridge -n sw fdb flush
