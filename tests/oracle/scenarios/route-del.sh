# What `ip route del` needs: any of the matching; the first is taken; wrong details match nothing.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h route add 10.1.0.0/16 via 10.0.0.2
ip -n h route add 10.1.0.0/16 via 10.0.0.3 metric 10
ip -n h route add 10.1.0.0/16 via 10.0.0.4 metric 20
ip -n h route add 10.1.0.0/16 via 10.0.0.5 tos 8
ip -n h route del 10.1.0.0/16 via 10.0.0.99
ip -n h route del 10.1.0.0/16 metric 30
ip -n h route del 10.1.0.0/16 proto static
ip -n h route del 10.1.0.0/16 dev lo
ip -n h route del 10.1.0.0/16 scope host
ip -n h route del 10.1.0.0/16 src 10.0.0.1
ip -n h route del 10.1.0.0/16 via 10.0.0.4
ip -n h route show
ip -n h route del 10.1.0.0/16
ip -n h route show
ip -n h route del 10.1.0.0/16 tos 8
ip -n h route del 10.1.0.0/16
ip -n h route del 10.1.0.0/16
ip -n h route show
ip -n h route del 10.0.0.0/24
ip -n h route show
ip -n h route get 10.0.0.2
ip -n h route del local 10.0.0.1 table local
ip -n h route show table local
ip -n h route del default
ip -n h route del 10.7.0.0/16 via bogus
ip -n h route add 10.8.0.0/16 via 10.0.0.2
