# Ageing takes learned entries; static, externally learned and sticky ones stay. An externally learned one moves and is then an ordinary one.
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
ip -n sw link set br0 type bridge ageing_time 100
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / data "a"
#! send a/eth0 raw=ffffffffffff02000000000a88b561
# b/eth0 eth 02:00:00:00:00:0b > ff:ff:ff:ff:ff:ff / data "b"
#! send b/eth0 raw=ffffffffffff02000000000b88b562
bridge -n sw fdb add 02:00:00:00:00:aa dev p1 master static
bridge -n sw fdb add 02:00:00:00:00:ab dev p1 master dynamic extern_learn
bridge -n sw fdb add 02:00:00:00:00:ac dev p1 master static sticky
bridge -n sw fdb add 02:00:00:00:00:ad dev p1 master dynamic
bridge -n sw fdb show | grep ' master ' | sort
#! sleep 3.5
bridge -n sw fdb show | grep ' master ' | sort
#! capture
# c/eth0 eth 02:00:00:00:00:ab > ff:ff:ff:ff:ff:ff / data "1: the externally learned one at p3"
#! send c/eth0 raw=ffffffffffff0200000000ab88b5313a207468652065787465726e616c6c79206c6561726e6564206f6e65206174207033
# c/eth0 eth 02:00:00:00:00:ac > ff:ff:ff:ff:ff:ff / data "2: the sticky one at p3"
#! send c/eth0 raw=ffffffffffff0200000000ac88b5323a2074686520737469636b79206f6e65206174207033
bridge -n sw fdb show | grep ' master ' | sort
