# proxy_arp on a bridge's interface: asked for an address that it would route elsewhere, the host answers with br0's address.
ip netns add sw
ip netns add a
ip netns add b
ip netns add c
ip -n sw link add br0 address 02:00:00:00:ff:00 type bridge mcast_snooping 0
ip -n sw link add p1 address 02:00:00:00:ff:01 type veth peer name eth0 address 02:00:00:00:00:0a netns a
ip -n sw link add p2 address 02:00:00:00:ff:02 type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip -n sw link add p3 address 02:00:00:00:ff:03 type veth peer name eth0 address 02:00:00:00:00:0c netns c
ip -n sw link set p1 master br0
ip -n sw link set p2 master br0
ip -n sw link set p3 master br0
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n c link set eth0 up
ip -n sw link set p1 up
ip -n sw link set p2 up
ip -n sw link set p3 up
ip -n sw link set br0 up
ip -n sw addr add 10.0.0.1/24 dev br0
ip -n sw link add d0 address 02:00:00:00:dd:00 type veth peer name d1 address 02:00:00:00:dd:01
ip -n sw link set d1 up
ip -n sw link set d0 up
ip -n sw route add 10.9.0.0/16 dev d0
ip netns exec sw sysctl -w net.ipv4.ip_forward=1
ip netns exec sw sysctl -w net.ipv4.conf.br0.proxy_arp=1
ip netns exec sw sysctl -w net.ipv4.neigh.br0.proxy_delay=0
#! capture
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / arp request 10.0.0.10(02:00:00:00:00:0a) > 10.9.0.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff02000000000a0806000108000604000102000000000a0a00000a0000000000000a090001
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / arp request 10.0.0.10(02:00:00:00:00:0a) > 10.0.0.77(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff02000000000a0806000108000604000102000000000a0a00000a0000000000000a00004d
# a/eth0 eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff / arp request 10.0.0.10(02:00:00:00:00:0a) > 192.0.2.1(00:00:00:00:00:00)
#! send a/eth0 raw=ffffffffffff02000000000a0806000108000604000102000000000a0a00000a000000000000c0000201
# a/eth0 eth 02:00:00:00:00:0a > 02:00:00:00:ff:00 / ip 10.0.0.10 > 10.9.0.1 / udp 1000 > 9 / data "routed to d0"
#! send a/eth0 raw=02000000ff0002000000000a08004500002810010000401156b10a00000a0a09000103e800090014a6b4726f7574656420746f206430
