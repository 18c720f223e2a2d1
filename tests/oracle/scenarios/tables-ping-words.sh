# What ping says of options together: -T with -R, a pattern and -q, -v where the ping is refused.
ip netns add a
ip netns add b
ip -n a link set lo up
ip -n a link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns b
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n a addr add 10.0.0.1/24 brd + dev eth0
ip -n b addr add 10.0.0.2/24 brd + dev eth0
ip netns exec a ping -c 1 -T tsonly -R 10.0.0.2
ip netns exec a ping -c 1 -R -T tsonly 10.0.0.2
ip netns exec a ping -c 1 -R -T bogus 10.0.0.2
ip netns exec a ping -c 1 -T bogus -R 10.0.0.2
ip netns exec a ping -c 1 -R -R 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 1 -p a5 -q 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 1 -q -p a5 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 1 -p a5 -p 5a 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 1 -p '' 10.0.0.2 | sed -E 's/ time.*//; /^rtt|^round/d'
ip netns exec a ping -c 1 -p xy 10.0.0.2
ip netns exec a ping -q -c 1 -p xy 10.0.0.2
ip netns exec a ping -p xy
ip netns exec a ping -p xy -c 0 10.0.0.2
ip netns exec a ping -v -c 1 10.0.0.255
ip netns exec a ping -v -c 1 10.9.9.9
ip netns exec a ping -v -c 1 -4 10.0.0.255
ip netns exec a ping -v -p a5 -c 1 10.0.0.255
