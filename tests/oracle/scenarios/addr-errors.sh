# What `ip addr` refuses, and in which words.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr add 10.0.0.1/25 dev eth0
ip -n h addr add 10.0.0.1/33 dev eth0
ip -n h addr add 10.0.0/24 dev eth0
ip -n h addr add 10.0.1 dev eth0
ip -n h addr add 224.0.0.5/24 dev eth0
ip -n h addr add 0.0.0.0/24 dev eth0
ip -n h addr add 255.255.255.255 dev eth0
ip -n h addr add 127.0.0.2/8 dev eth0
ip -n h addr add 240.0.0.1/24 dev eth0
ip -n h addr add 10.9.9.9/24
ip -n h addr add dev eth0
ip -n h addr add 10.9.9.9/24 dev
ip -n h addr add 10.9.9.9/24 dev eth0 label wrong
ip -n h addr add 10.9.9.9/24 dev eth0 scope bogus
ip -n h addr add 10.9.9.9/24 dev eth0 bogus
ip -n h addr add bogus dev eth0
ip -n h addr add 10.9.9.9/24 brd bogus dev eth0
ip -n h addr del 10.0.0.1 dev eth0
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr del 10.0.0.1/25 dev eth0
ip -n h addr del 10.77.0.1/24 dev eth0
ip -n h addr del 10.0.0.1/24
ip -n h addr del 10.0.0.1/24 dev nosuch
ip -n h addr show dev nosuch
ip -n h addr bogus
ip -n h addr flush
ip -n h addr show bogus
ip -n h -o -4 addr show | sed -E 's/^[0-9]+: //; s/\\.*//'
