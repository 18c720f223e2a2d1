# Entries by hand: a second add is an error, also for another port; a static entry moves with its station as a learned one does.
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
bridge -n sw fdb add 02:00:00:00:00:aa dev p1 master static
bridge -n sw fdb add 02:00:00:00:00:aa dev p1 master static
bridge -n sw fdb add 02:00:00:00:00:aa dev p2 master static
bridge -n sw fdb add 02:00:00:00:00:ab dev p2 master dynamic
bridge -n sw fdb add 02:00:00:00:00:ac dev p3 master
bridge -n sw fdb show | grep ' master ' | sort
#! capture
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:00:aa / data "1: to a static entry of the port itself: nowhere"
#! send a/eth0 raw=0200000000aa02000000000a88b5313a20746f20612073746174696320656e747279206f662074686520706f727420697473656c663a206e6f7768657265
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:aa / data "2: to the static entry"
#! send b/eth0 raw=0200000000aa02000000000b88b5323a20746f207468652073746174696320656e747279
# c/eth0 eth 02:00:00:00:00:aa > 02:00:00:00:ff:aa / data "3: the static station shows up at p3"
#! send c/eth0 raw=02000000ffaa0200000000aa88b5333a20746865207374617469632073746174696f6e2073686f7773207570206174207033
bridge -n sw fdb show | grep ' master ' | sort
# b/eth0 eth 02:00:00:00:00:0b > 02:00:00:00:00:aa / data "4: it has moved, and is static there"
#! send b/eth0 raw=0200000000aa02000000000b88b5343a20697420686173206d6f7665642c20616e6420697320737461746963207468657265
# c/eth0 eth 02:00:00:00:00:ab > 02:00:00:00:ff:aa / data "5: the dynamic one moves"
#! send c/eth0 raw=02000000ffaa0200000000ab88b5353a207468652064796e616d6963206f6e65206d6f766573
bridge -n sw fdb show | grep ' master ' | sort
bridge -n sw fdb replace 02:00:00:00:00:aa dev p2 master static
bridge -n sw fdb del 02:00:00:00:00:aa dev p1 master
bridge -n sw fdb del 02:00:00:00:00:aa dev p2 master
bridge -n sw fdb del 02:00:00:00:00:aa dev p2 master
bridge -n sw fdb show | grep ' master ' | sort
