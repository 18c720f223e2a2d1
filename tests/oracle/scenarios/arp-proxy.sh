# proxy_arp answers for what is routed by another interface, an entry by hand for one such address; never for a probe from 0.0.0.0, nor without forwarding.
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
ip -n r route add 172.16.0.0/16 via 10.0.1.9
ip netns exec r sysctl -w net.ipv4.conf.r1.proxy_arp=1
ip netns exec r sysctl -w net.ipv4.neigh.r1.proxy_delay=0
#! capture
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.2.2(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a000202
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.1.9(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a000109
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 172.16.0.1(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a000102000000000000ac100001
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 192.0.2.1(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a000102000000000000c0000201
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 0.0.0.0(02:00:00:00:01:02) > 10.0.2.2(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff02000000010208060001080006040001020000000102000000000000000000000a000202
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.2.2(02:00:00:00:01:02) > 10.0.2.2(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0002020000000000000a000202
# right/eth0 eth 02:00:00:00:02:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.2.2(02:00:00:00:02:02) > 10.0.1.2(00:00:00:00:00:00)
#! send right/eth0 raw=ffffffffffff020000000202080600010800060400010200000002020a0002020000000000000a000102
ip -n r neigh add proxy 10.0.1.77 dev r1
ip -n r neigh show proxy
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.1.77(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a00014d
ip -n r neigh add proxy 10.0.2.77 dev r1
ip netns exec r sysctl -w net.ipv4.conf.r1.proxy_arp=0
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.2.77(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a00024d
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.1.77(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a00014d
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.2.2(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a000202
ip netns exec r sysctl -w net.ipv4.ip_forward=0
# left/eth0 eth 02:00:00:00:01:02 > ff:ff:ff:ff:ff:ff / arp request 10.0.1.2(02:00:00:00:01:02) > 10.0.1.77(00:00:00:00:00:00)
#! send left/eth0 raw=ffffffffffff020000000102080600010800060400010200000001020a0001020000000000000a00014d
ip -n r neigh show | sort
