# traceroute and tracepath over two routers: every option, what stops a packet, who refuses (times are masked).
ip netns add a
ip -n a link set lo up
ip netns exec a sysctl -qw net.ipv4.ip_forward=1
ip netns add r1
ip -n r1 link set lo up
ip netns exec r1 sysctl -qw net.ipv4.ip_forward=1
ip netns add r2
ip -n r2 link set lo up
ip netns exec r2 sysctl -qw net.ipv4.ip_forward=1
ip netns add b
ip -n b link set lo up
ip netns exec b sysctl -qw net.ipv4.ip_forward=1
ip -n a link add eth0 type veth peer name e0 netns r1
ip -n a addr add 10.0.1.2/24 dev eth0
ip -n r1 addr add 10.0.1.1/24 dev e0
ip -n a link set eth0 up
ip -n r1 link set e0 up
ip -n r1 link add e1 type veth peer name e0 netns r2
ip -n r1 addr add 10.0.2.1/24 dev e1
ip -n r2 addr add 10.0.2.2/24 dev e0
ip -n r1 link set e1 up
ip -n r2 link set e0 up
ip -n r2 link add e1 type veth peer name eth0 netns b
ip -n r2 addr add 10.0.3.1/24 dev e1
ip -n b addr add 10.0.3.2/24 dev eth0
ip -n r2 link set e1 up
ip -n b link set eth0 up
ip -n a route add default via 10.0.1.1
ip -n b route add default via 10.0.3.1
ip -n r1 route add 10.0.3.0/24 via 10.0.2.2
ip -n r2 route add 10.0.1.0/24 via 10.0.2.1
ip netns exec r1 sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns exec r2 sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns exec b sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns exec a ping -c1 -q 10.0.3.2 | grep trans | cut -c1-30
ip netns exec a traceroute 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -q 1 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -m 2 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -f 2 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -f 40 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -I 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -U 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -U -p 5000 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -w 1 -q 1 -m 3 10.0.9.9 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip -n r1 route add unreachable 10.0.9.0/24
ip netns exec a traceroute -n -w 1 -q 2 -m 4 10.0.9.9 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip -n r1 route replace prohibit 10.0.9.0/24
ip netns exec a traceroute -n -w 1 -q 2 -m 4 10.0.9.9 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip -n r1 route replace blackhole 10.0.9.0/24
ip netns exec a traceroute -n -w 0.2 -q 2 -m 4 10.0.9.9 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -w 0.2 -q 2 -m 2 10.0.3.77 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -i eth0 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -i nosuch 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -s 10.0.1.2 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -s 10.0.1.3 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n 10.0.3.2 100 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n 10.0.3.2 10 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n 10.0.3.2 xx | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -F 10.0.3.2 1500 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -F 10.0.3.2 1501 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip -n r1 link set e1 mtu 1400
ip netns exec a traceroute -n -F 10.0.3.2 1500 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -e 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -N 1 -q 1 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -z 10 -q 1 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -t 16 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -r 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -r 10.0.1.1 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n 10.0.1.1 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n 127.0.0.1 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n 10.0.1.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute 10.9.0.1.1 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute nosuchname | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -Z | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -q | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -q 11 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -q 0 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -q x 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -m 0 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -m 256 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -w x 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -4 -n 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -V | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -M icmp -n 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -M foo -n 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -p 40000 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n --sport=1234 -q 1 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -l 3 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n -d -q1 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -nI -q1 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -n --back 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -n 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -b 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -n -m 2 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -n -l 1300 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -n -l 65536 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -n -p 50000 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -n 10.0.1.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -n 10.0.1.1 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip -n r1 route replace unreachable 10.0.9.0/24
ip netns exec a tracepath | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -x | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -V | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath nosuch | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip -n a route del default
ip netns exec a traceroute -n 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a traceroute -nI 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
ip netns exec a tracepath -n 10.0.3.2 | sed -E 's/[0-9]+\.[0-9]{3}ms/T ms/g; s/[0-9]+\.[0-9]{3} ms/T ms/g'
