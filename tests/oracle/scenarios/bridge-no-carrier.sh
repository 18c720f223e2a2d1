# A bridge without a working port has no carrier, and its routes are marked so.
ip netns add sw
ip netns add a
ip -n sw link add br0 address 02:00:00:00:ff:00 type bridge mcast_snooping 0
ip -n sw addr add 10.0.0.1/24 dev br0
ip -n sw -br link show br0
ip -n sw link set br0 up
#! sleep 1.2
ip -n sw -br link show br0
ip -n sw route show
ip -n sw link add p1 address 02:00:00:00:ff:01 type veth peer name eth0 address 02:00:00:00:00:0a netns a
ip -n sw link set p1 master br0 up
#! sleep 1.2
ip -n sw -br link show br0
ip -n a link set eth0 up
#! sleep 1.2
ip -n sw -br link show br0
ip -n sw route show
ip -n a link set eth0 down
#! sleep 1.2
ip -n sw -br link show br0
ip -n sw route show
ip -n sw link del p1
#! sleep 1.2
ip -n sw -br link show br0
