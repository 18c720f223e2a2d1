# What `bridge fdb` refuses, and in which words.
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
bridge -n sw fdb add 02:00:00:00:00:aa dev nosuch master
bridge -n sw fdb add 02:00:00:00:00:zz dev p1 master
bridge -n sw fdb add 01:00:5e:00:00:09 dev p1 master
bridge -n sw fdb add ff:ff:ff:ff:ff:ff dev p1 master static
bridge -n sw fdb add 00:00:00:00:00:00 dev p1 master static
bridge -n sw fdb add dev p1 master
bridge -n sw fdb add 02:00:00:00:00:aa master
bridge -n sw fdb del 02:00:00:00:00:77 dev p1 master
bridge -n sw fdb add 02:00:00:00:00:aa dev lo master
bridge -n sw fdb add 02:00:00:00:00:ad dev br0 self local
bridge -n sw fdb add 02:00:00:00:00:ae dev p1 master bogus
bridge -n sw fdb show dev nosuch
bridge -n sw fdb show br nosuch
bridge -n sw fdb del 02:00:00:00:ff:01 dev p1 master
bridge -n sw fdb bogus
bridge -n sw fdb show | sort
