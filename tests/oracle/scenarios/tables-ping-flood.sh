# A flood: a dot for each request, wiped out by its answer, an E for an error.
ip netns add a
ip netns add b
ip -n a link set lo up
ip -n a link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns b
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n a addr add 10.0.0.1/24 brd + dev eth0
ip -n b addr add 10.0.0.2/24 brd + dev eth0
ip -n a route add default via 10.0.0.2
ip netns exec a ping -c 3 -f 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 1 -f 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 3 -f -q 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 3 -f -W 1 224.0.0.1 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 3 -f -q -W 1 224.0.0.1 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 3 -f -O 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 3 -f -D 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 3 -f -i 0.2 -W 1 10.0.0.9 | sed -E 's/ time.*//; /^rtt|^round/d; s/pipe [0-9]*//'
ip netns exec a ping -c 2 -f -i 0.3 -O -W 1 10.0.0.9 | sed -E 's/ time.*//; /^rtt|^round/d; s/pipe [0-9]*//'
ip netns exec a ping -c 2 -f -i 0.3 -M do -s 1600 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; s/pipe [0-9]*//'
ip netns exec a ping -c 2 -f -q -i 0.3 -M do -s 1600 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d; s/pipe [0-9]*//'
ip netns exec b sysctl -qw net.ipv4.ip_forward=1
ip -n b route add prohibit 192.0.2.0/24
ip netns exec a ping -c 2 -f -i 1.1 192.0.2.1 | sed -E 's/ time.*//; /^rtt|^round/d; s/pipe [0-9]*//'
ip netns exec a ping -c 2 -f -i 1.1 -v 192.0.2.1 | sed -E 's/ time.*//; /^rtt|^round/d; s/pipe [0-9]*//'
ip netns exec a ping -c 2 -f -i 0.3 -r 192.0.2.1 | sed -E 's/ time.*//; /^rtt|^round/d; s/pipe [0-9]*//'
