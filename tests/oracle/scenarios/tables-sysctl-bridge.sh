# The bridge's sysctls, and those of an interface that comes and goes.
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
ip netns exec sw sysctl -a | grep '^net.bridge'
ip netns exec sw sysctl net.ipv4.conf.p1.forwarding
ip -n sw link del p1
ip netns exec sw sysctl net.ipv4.conf.p1.forwarding
ip netns exec sw sysctl -w net.ipv4.conf.default.rp_filter=1
ip -n sw link add new0 type veth peer name new1
ip netns exec sw sysctl net.ipv4.conf.new0.rp_filter net.ipv4.conf.p2.rp_filter
ip netns exec sw sysctl -w net.ipv4.ip_forward=1
ip netns exec sw sysctl net.ipv4.conf.new0.forwarding net.ipv4.conf.default.forwarding
ip -n sw link add new2 type bridge
ip netns exec sw sysctl net.ipv4.conf.new2.forwarding net.ipv4.conf.new2.rp_filter
ip netns exec sw sysctl net.bridge.bridge-nf-call-iptables=2
ip netns exec sw sysctl net.bridge.bridge-nf-call-arptables
