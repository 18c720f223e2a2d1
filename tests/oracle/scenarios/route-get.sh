# `ip route get` with from, iif, oif, tos; for local, broadcast, multicast; and its errors.
ip netns add left
ip netns add r
ip netns add right
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip -n r link add r1 address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns left
ip -n r link add r2 address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns right
ip -n left link set eth0 up
ip -n right link set eth0 up
ip -n r link set r1 up
ip -n r link set r2 up
ip -n r addr add 10.0.1.1/24 dev r1
ip -n r addr add 10.0.2.1/24 dev r2
ip -n r neigh add 10.0.1.2 lladdr 02:00:00:00:01:02 dev r1 nud permanent
ip -n r neigh add 10.0.2.2 lladdr 02:00:00:00:02:02 dev r2 nud permanent
ip -n r route add 10.5.0.0/16 via 10.0.2.2
ip -n r route add 10.6.0.0/16 via 10.0.2.2 tos 0x10
ip -n r route add unreachable 10.7.0.0/16
ip -n r route add blackhole 10.8.0.0/16
ip -n r route add prohibit 10.9.0.0/16
ip -n r route get 10.5.0.1
ip -n r route get 10.5.0.1 from 10.0.1.1
ip -n r route get 10.5.0.1 from 10.0.1.2
ip -n r route get 10.5.0.1 from 10.0.1.2 iif r1
ip -n r route get 10.5.0.1 iif r1
ip -n r route get 10.5.0.1 from 127.0.0.1 iif r1
ip -n r route get 10.5.0.1 from 10.0.1.1 iif r1
ip -n r route get 10.5.0.1 oif r1
ip -n r route get 10.5.0.1 oif r2
ip -n r route get 10.6.0.1
ip -n r route get 10.6.0.1 tos 0x10
ip -n r route get 10.0.1.1
ip -n r route get 10.0.1.1 from 10.0.1.2 iif r1
ip -n r route get 10.0.1.255
ip -n r route get 10.0.1.255 from 10.0.1.2 iif r1
ip -n r route get 255.255.255.255
ip -n r route get 255.255.255.255 oif r2
ip -n r route get 224.0.0.1
ip -n r route get 224.0.0.1 oif r1
ip -n r route get 127.0.0.1
ip -n r route get 0.0.0.0
ip -n r route get 10.7.0.1
ip -n r route get 10.8.0.1
ip -n r route get 10.9.0.1
ip -n r route get 10.7.0.1 from 10.0.1.2 iif r1
ip -n r route get 192.0.2.1
ip -n r route get 192.0.2.1 oif r1
ip -n r route get 192.0.2.1 from 10.0.1.2 iif r1
ip -n r route get 10.5.0.0/16
ip -n r route get
ip -n r route get bogus
ip -n r route get 10.5.0.1 oif nosuch
ip -n r route get 10.5.0.1 iif nosuch
ip -n r route get fibmatch 10.5.0.1
ip -n r route get fibmatch 192.0.2.1
ip -n r route get to 10.5.0.1
ip -n r -o route get 10.5.0.1
