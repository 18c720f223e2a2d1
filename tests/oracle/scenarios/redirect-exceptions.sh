# A redirect is kept for its destination: listed, flushed, gone with its route.
ip netns add h
ip netns add r1
ip netns add r2
ip netns add b
ip -n b link add br0 type bridge
ip -n b link add p1 type veth peer name eth0 address 02:00:00:00:00:01 netns h
ip -n b link add p2 type veth peer name eth0 address 02:00:00:00:00:02 netns r1
ip -n b link add p3 type veth peer name eth0 address 02:00:00:00:00:03 netns r2
ip -n b link set br0 up
ip -n b link set p1 master br0 up
ip -n b link set p2 master br0 up
ip -n b link set p3 master br0 up
ip -n h link set eth0 up
ip -n r1 link set eth0 up
ip -n r2 link set eth0 up
ip -n r2 link set lo up
ip -n h addr add 172.16.1.1/24 dev eth0
ip -n r1 addr add 172.16.1.253/24 dev eth0
ip -n r2 addr add 172.16.1.254/24 dev eth0
ip -n r2 addr add 172.16.2.2/32 dev lo
ip netns exec r1 sysctl -qw net.ipv4.ip_forward=1
ip netns exec r2 sysctl -qw net.ipv4.ip_forward=1
ip -n r1 route add 172.16.2.0/24 via 172.16.1.254
ip -n h route add 172.16.2.0/24 via 172.16.1.253
#! sleep 1.2
ip netns exec h ping -c 1 172.16.2.2 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n h route get 172.16.2.2
ip netns exec h ping -c 3 -i 0.5 172.16.2.2 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n h route get 172.16.2.2
ip -n h route show cache
ip -n h -j route get 172.16.2.2
ip -n r1 route get 172.16.2.2 from 172.16.1.1 iif eth0
ip -n r1 -j route get 172.16.2.2 from 172.16.1.1 iif eth0
ip -n r2 link set eth0 mtu 1300
ip netns exec h ping -c 1 172.16.2.2 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n h route flush cache
ip -n h route get 172.16.2.2
ip netns exec h ping -c 3 -i 0.5 172.16.2.2 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n h route get 172.16.2.2
ip -n h route replace 172.16.2.0/24 via 172.16.1.254
ip -n h route get 172.16.2.2
