# net-tools' route: its table, add, del and their errors.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip netns exec h route add -net 10.1.0.0 netmask 255.255.0.0 gw 10.0.0.2
ip netns exec h route add -net 10.2.0.0/16 gw 10.0.0.2 metric 5
ip netns exec h route add -host 10.3.0.1 gw 10.0.0.2
ip netns exec h route add -host 10.3.0.2 dev eth0
ip netns exec h route add default gw 10.0.0.2
ip netns exec h route add -net 10.4.0.0/16 reject
ip netns exec h route add -net 10.5.0.0/16 dev eth0 mss 1000 window 2000
ip -n h route add blackhole 10.6.0.0/16
ip -n h route add 10.7.0.0/16 via 10.0.0.2 mtu 1300
ip netns exec h route -n
ip netns exec h route -ne
ip netns exec h route -nee
ip netns exec h netstat -rn
ip netns exec h cat /proc/net/route
ip -n h route show
ip netns exec h route add -net 10.1.0.0 netmask 255.255.0.0 gw 10.0.0.2
ip netns exec h route add -net 10.1.0.1 netmask 255.255.0.0 gw 10.0.0.2
ip netns exec h route add -net 10.8.0.0/16 gw 192.0.2.1
ip netns exec h route add -net 10.8.0.0/16 dev nosuch
ip netns exec h route add -net 10.8.0.0/16
ip netns exec h route add default gw 10.0.0.2
ip netns exec h route del -net 10.1.0.0/16
ip netns exec h route del -net 10.1.0.0/16
ip netns exec h route del default
ip netns exec h route del default
ip netns exec h route del -host 10.3.0.1
ip netns exec h route del -net 10.2.0.0/16 gw 10.0.0.9
ip netns exec h route del -net 10.4.0.0/16 reject
ip netns exec h route -n
