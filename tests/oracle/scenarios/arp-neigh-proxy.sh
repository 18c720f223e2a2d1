# Proxied entries: added twice is fine, shown only when asked for.
ip netns add left
ip netns add r
ip netns add right
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip -n r link add r1 address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns left
ip -n r link add r2 address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns right
ip -n left link set eth0 up
ip -n right link set eth0 up
ip -n r link set r1 up
ip -n r link set r2 up
ip -n r addr add 10.0.1.1/24 dev r1
ip -n r addr add 10.0.2.1/24 dev r2
ip -n r neigh add proxy 10.0.1.77 dev r1
ip -n r neigh add proxy 10.0.1.77 dev r1
ip -n r neigh add proxy 10.0.1.78 dev r2
ip -n r neigh show
ip -n r neigh show proxy | sort
ip -n r neigh show proxy dev r1
ip -n r neigh del proxy 10.0.1.77 dev r2
ip -n r neigh del proxy 10.0.1.77 dev r1
ip -n r neigh del proxy 10.0.1.77 dev r1
ip -n r neigh show proxy | sort
