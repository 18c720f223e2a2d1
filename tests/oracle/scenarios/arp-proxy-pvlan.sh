# proxy_arp_pvlan answers also for addresses that are routed by the very same interface.
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
ip netns exec r sysctl -w net.ipv4.neigh.r1.proxy_delay=0
ip netns exec r sysctl -w net.ipv4.conf.r1.proxy_arp_pvlan=1
#! capture
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.1.9(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a000109
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.2.2(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a000202
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.9(02:00:00:00:01:02) > 10.0.1.9(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001090000000000000a000109
ip netns exec r sysctl -w net.ipv4.conf.r1.proxy_arp_pvlan=0
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.1.9(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a000109
