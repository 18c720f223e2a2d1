# /sys/class/net as `cat` sees it.
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
ip netns exec sw cat /sys/class/net/p1/mtu
ip netns exec sw cat /sys/class/net/p1/address
ip netns exec sw cat /sys/class/net/p1/operstate
ip netns exec sw cat /sys/class/net/p1/carrier
ip netns exec sw cat /sys/class/net/br0/bridge/ageing_time
ip netns exec sw cat /sys/class/net/br0/bridge/stp_state
ip netns exec sw cat /sys/class/net/br0/brif/p1/state
ip netns exec sw cat /sys/class/net/p1/brport/hairpin_mode
ip netns exec sw cat /sys/class/net/p1/statistics/rx_packets
ip netns exec sw cat /sys/class/net/nosuch/mtu
