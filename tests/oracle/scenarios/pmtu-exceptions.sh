# Path MTUs that were learned: listed, expired, locked, shared by routes of the same next hop, gone with the last.
ip netns add a
ip netns add r
ip netns add b
ip -n r link add ra address 02:00:00:00:00:11 type veth peer name eth0 address 02:00:00:00:00:12 netns a
ip -n r link add rb address 02:00:00:00:00:21 mtu 1400 type veth peer name eth0 address 02:00:00:00:00:22 mtu 1400 netns b
ip -n a addr add 10.0.1.2/24 dev eth0
ip -n b addr add 10.0.2.2/24 dev eth0
ip -n b addr add 10.0.2.3/24 dev eth0
ip -n r addr add 10.0.1.1/24 dev ra
ip -n r addr add 10.0.2.1/24 dev rb
ip -n a link set lo up
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n r link set ra up
ip -n r link set rb up
ip -n a route add default via 10.0.1.1
ip -n b route add default via 10.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1

ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route get 10.0.2.2 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a ping -c 1 -M do -s 1450 10.0.2.2 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n a route get 10.0.2.2 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a -j route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a -d route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a -j -p route get 10.0.2.2 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a ping -c 1 -M do -s 1450 10.0.2.2 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip netns exec a ping -c 1 -M want -s 1450 10.0.2.2 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip netns exec a ping -c 1 -M dont -s 1450 10.0.2.2 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip netns exec a ping -c 1 -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route show table cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route list cached | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route show cache 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route show cache dev eth0 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route get 10.0.2.3 mark 5 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route get 10.0.2.3 oif eth0 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route get 10.0.2.3 from 10.0.1.2 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route get fibmatch 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route flush cache
ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a sysctl -w net.ipv4.route.mtu_expires=3
ip netns exec a ping -c 1 -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
#! sleep 1.5
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
#! sleep 3
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a ping -c 1 -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a sysctl -w net.ipv4.route.mtu_expires=600
ip -n a route flush cache
ip netns exec a sysctl -w net.ipv4.route.min_pmtu=1410
ip netns exec a ping -c 1 -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a -j route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a ping -c 1 -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip netns exec a ping -c 1 -M do -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip netns exec a sysctl -w net.ipv4.route.min_pmtu=552
ip -n a route flush cache
ip netns exec a sysctl -w net.ipv4.ip_no_pmtu_disc=1
ip netns exec a ping -c 1 -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip netns exec a ping -c 1 -M do -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a sysctl -w net.ipv4.ip_no_pmtu_disc=0
ip -n a route flush cache
ip -n a route change default via 10.0.1.1 mtu lock 1450
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a ping -c 1 -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip netns exec a ping -c 1 -M do -s 1430 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route change default via 10.0.1.1 mtu 1450
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a ping -c 1 -M do -s 1400 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route change default via 10.0.1.1
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route show cache | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip netns exec a ping -c 1 -M do -s 1472 10.0.2.3 | grep -v "rtt\|^$" | sed "s, time.*,,"
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route add 10.0.2.3 via 10.0.1.1
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a route del 10.0.2.3
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a link set eth0 mtu 1300
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a link set eth0 mtu 1500
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
ip -n a link set eth0 down
ip -n a link set eth0 up
ip -n a route add default via 10.0.1.1
ip -n a route get 10.0.2.3 | sed -E "s,expires(\":)? ?[0-9]+,expires\1 N,"
