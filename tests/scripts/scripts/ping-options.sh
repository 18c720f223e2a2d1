#!/bin/bash
# ping of iputils: IP options, several destinations, sizes and bad words.
x() { echo "\$ $*"; "$@" 2>&1; local r=$?; [ $r = 0 ] || echo "[$r]"; }
ip netns add a; ip netns add b; ip netns add r
ip link add ra netns r type veth peer name eth0 netns a
ip link add rb netns r type veth peer name eth0 netns b
ip -n a addr add 10.0.1.2/24 dev eth0; ip -n b addr add 10.0.2.2/24 dev eth0
ip -n r addr add 10.0.1.1/24 dev ra; ip -n r addr add 10.0.2.1/24 dev rb
for n in a b r; do ip -n $n link set lo up; done
ip -n a link set eth0 up; ip -n b link set eth0 up; ip -n r link set ra up; ip -n r link set rb up
ip -n a route add default via 10.0.1.1; ip -n b route add default via 10.0.2.1
ip netns exec r sysctl -w net.ipv4.ip_forward=1
sleep 1.2
p() { x ip netns exec a ping "$@" | sed -E 's/time=[0-9.]+ ms/time=T/; s/rtt.*/rtt/; s/time [0-9]+ms/time T/; s/, ipg.*//; s/, pipe [0-9]+//; s/^\[[0-9.]+\]/[T]/'; }
p -c 3 -i 0.1 -R 10.0.2.2
p -c 2 -i 0.1 -R -n 10.0.1.1
p -c 2 -i 0.1 -R 127.0.0.1
p -c 2 -i 0.1 -R -q 10.0.2.2
p -c 2 -i 0.1 -T tsonly 10.0.2.2 | sed 's/-\?[0-9]* absolute/N absolute/; s/^\t-\?[0-9]*$/N/'
p -c 2 -i 0.1 -T tsandaddr 10.0.2.2 | sed 's/-\?[0-9]* absolute/N absolute/; s/\t-\?[0-9]*$/N/'
p -c 2 -i 0.1 -T tsprespec 10.0.1.1 10.0.2.2 | sed 's/-\?[0-9]* absolute/N absolute/; s/\t-\?[0-9]*$/N/'
p -c 1 -T tsprespec 10.0.1.1 10.0.2.1 10.0.2.2 | sed 's/-\?[0-9]* absolute/N absolute/; s/\t-\?[0-9]*$/N/'
p -c 1 -T tsprespec 10.0.1.1 10.0.2.1 10.9.9.9 10.9.9.8 10.0.2.2 | sed 's/-\?[0-9]* absolute/N absolute/; s/\t-\?[0-9]*$/N/'
p -c 1 -T foo 10.0.2.2
p -c 1 -T tsonly -R 10.0.2.2
p -c 1 10.0.1.1 10.0.2.2
p -c 1 -R 10.0.1.1 10.0.2.2
p -c 1 10.0.1.1 10.0.2.1 10.0.2.2
p -c 2 -O -W 1 10.0.2.77
p -s 65508 -c 1 10.0.2.2
p -s 20000 -c 1 10.0.2.2
p -s 0 -c 1 10.0.2.2
p -s 8 -c 1 10.0.2.2
p -s 15 -c 1 10.0.2.2
p -s 16 -c 1 10.0.2.2
p -f -c 100 -q 10.0.2.2
p -f -c 10 10.0.2.2
p -l 70000 -c 1 10.0.2.2
p -l 0 -c 1 10.0.2.2
p -w -1 -c 1 10.0.2.2
p -Q 300 -c 1 10.0.2.2
p -Q ff -c 1 10.0.2.2
p -Q 0x -c 1 10.0.2.2
p -t 1 -c 2 -i 0.2 10.0.2.2
p -t 256 -c 1 10.0.2.2
p -c 1 -W 0 10.0.2.2
p -c 1 256.1.1.1
p -c 1 -4 ::1
p -c 1 0x0a000202
p -c 1 -- 10.0.2.2
p -c 1 -p 0f1e2d 10.0.2.2
p -c 1 -p 00112233445566778899aabbccddeeff00 10.0.2.2
p -c 1 -S 10 10.0.2.2
p -c 1 -S 0 10.0.2.2
p -c 1 -e x 10.0.2.2
p -c 1 -e 0 10.0.2.2
