# What `ip route get ... notify` says, and next hops whose first disagrees with what stands before them.
#! include routed
ip -n r route get 10.0.2.2 notify
ip -n r route get 10.0.2.2 from 10.0.1.2 iif r1 notify
ip -n r -j route get 10.0.2.2 notify
ip -n r route get 224.0.0.1 oif r1 notify
ip -n r route get 10.0.1.255 notify
ip -n r route add 10.9.0.0/16 dev r1 nexthop via 10.0.2.2
ip -n r route add 10.9.0.0/16 via 10.0.1.2 nexthop via 10.0.2.2
ip -n r route add 10.9.0.0/16 realm 5 nexthop via 10.0.2.2
ip -n r route add unreachable 10.9.0.0/16 dev r1 nexthop via 10.0.2.2
ip -n r route add 10.9.0.0/16 scope host dev r1 nexthop via 10.0.2.2
ip -n r route add 10.9.0.0/16 via 10.0.2.2 nexthop via 10.0.2.2
ip -n r route add 10.8.0.0/16 dev r2 nexthop via 10.0.2.2 dev r2 nexthop via 10.0.1.2 dev r1
ip -n r route add 10.7.0.0/16 onlink nexthop via 10.0.2.2
ip -n r route add 10.6.0.0/16 realm 5 nexthop via 10.0.2.2 realm 5 nexthop via 10.0.1.2
ip -n r route show
ip -n r link show lo | head -1
ip -n r link set lo multicast on
ip -n r link show lo | head -1
ip netns exec r ifconfig lo | head -1
