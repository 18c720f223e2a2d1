# ping's rarer options: -r by no router, -B, -Q, -4, -6, the target 0.0.0.0; arping's time-out and short addresses.
#! include routed
ip netns exec left ping -n -r -c 1 -W 0.3 10.0.2.2 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -r -c 1 -W 0.3 10.0.1.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -B -c 1 10.0.1.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -4 -c 1 10.0.1.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -6 -c 1 10.0.1.1
ip netns exec left ping -n -Q 256 -c 1 10.0.1.1
ip netns exec left ping -n -Q x -c 1 10.0.1.1
ip netns exec left ping -n -Q 0xff -c 1 10.0.1.1 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -Q 0x100 -c 1 10.0.1.1
ip netns exec left ping -n -Q -1 -c 1 10.0.1.1 | sed -E "s/ time.*//; /^rtt|^round/d"
ip netns exec left ping -n -c 1 -I 10.0.1.2 0.0.0.0 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -c 1 0 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -b -c 1 0.0.0.0 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left ping -n -b -c 1 -W 0.3 -I 10.0.1.2 10.0.1.255 | sed -E 's/ time.*//; /^rtt|^round/d; /packets transmitted/s/, time.*//'
ip netns exec left arping -w 1 -c 5 -I eth0 10.0.1.77 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec left arping -w 2 -c 2 -I eth0 10.0.1.77 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec left arping -D -w 1 -I eth0 10.0.1.77 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec left arping -A -w 2 -I eth0 10.0.1.2 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec left arping -c 1 -w 1 -I eth0 10.0.257 | sed -E 's/ +[0-9.]+ms$//'
ip netns exec left arping -c 1 -w 1 -I eth0 10.0.1.1.1
