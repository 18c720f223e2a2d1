# What leaves is counted piece by piece: OutTransmits and OutOctets of a datagram that the host, or the router, cuts.
#! include routed
ip -n r link set r2 mtu 600
ip netns exec left ping -n -q -c 1 -s 3000 10.0.1.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left nstat -asz | grep -E '^Ip.*(Out|Frag|Reasm).* [1-9][0-9]* ' | sed -E 's/ +/ /g'
ip netns exec left ping -n -q -c 1 -s 1000 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec r nstat -asz | grep -E '^Ip.*(Out|Forw|Frag|Reasm).* [1-9][0-9]* ' | sed -E 's/ +/ /g'
ip netns exec left ping -n -q -b -c 1 -W 0.3 -s 2000 10.0.1.255 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left nstat -asz | grep -E '^Ip.*(Out|Frag|Reasm).* [1-9][0-9]* ' | sed -E 's/ +/ /g'
ip netns exec left netstat -s | grep -i transmit
# a link too small: not one piece leaves where DF is set
ip netns exec left ping -n -q -c 1 -M do -s 1000 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec r nstat -asz | grep -E '^Ip.*(Out|Forw|Frag|Reasm).* [1-9][0-9]* ' | sed -E 's/ +/ /g'
ip netns exec left ping -n -c 1 -M do -s 1000 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -b -c 1 -M want 10.0.1.255
ip netns exec left ping -n -c 1 -W 0.3 -M dont 224.0.0.1
ip netns exec left ping -n -b -c 1 -W 0.3 -s 2000 10.0.1.255 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -b -c 1 -W 0.3 -s 2000 10.0.1.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
