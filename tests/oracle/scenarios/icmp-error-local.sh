# What a host's own ping is told: unreachable, prohibited, blackholed, no route, host unreachable, TTL expired.
#! include routed
ip -n left route add unreachable 10.71.0.0/16
ip -n left route add prohibit 10.72.0.0/16
ip -n left route add blackhole 10.73.0.0/16
ip -n left route add throw 10.74.0.0/16
ip -n r route add prohibit 10.81.0.0/16
ip -n r route add unreachable 10.82.0.0/16
ip -n r route add blackhole 10.83.0.0/16
#! capture
ip netns exec left ping -n -c 1 -W 1 10.71.0.1
ip netns exec left ping -n -c 1 -W 1 10.72.0.1
ip netns exec left ping -n -c 1 -W 1 10.73.0.1
ip netns exec left ping -n -c 1 -W 0.5 10.74.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -W 1 10.81.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -W 1 10.82.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -W 0.5 10.83.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -W 1 10.99.0.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -W 1 -t 1 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -W 5 10.0.2.99 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -W 5 10.0.1.99 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
