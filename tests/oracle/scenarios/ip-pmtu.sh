# Told fragmentation needed, a host keeps the smaller MTU for that destination; flushing the cache forgets it.
#! include routed
ip -n r link set r2 mtu 1400
ip -n right link set eth0 mtu 1400
#! capture
ip netns exec left ping -n -c 1 -s 1450 -M do 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n left route get 10.0.2.2 | sed -E 's/expires [0-9]+sec/expires Nsec/'
ip netns exec left ping -n -c 1 -s 1450 -M do 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 -s 1450 -M dont 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip -n left route show cache | sed -E 's/expires [0-9]+sec/expires Nsec/'
ip -n left route flush cache
ip -n left route get 10.0.2.2
ip -n left route get 10.0.2.3
