# JSON: what the listing leaves out is an empty object, what the kernel leaves out is nothing; the link mode; protodown.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n h link add br0 address 02:00:00:00:00:f0 type bridge
ip -n h link set eth0 up
ip -n h -j link show up | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show up | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show up | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show type veth | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show type veth | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show type veth | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show type nosuch | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show type nosuch | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show type nosuch | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show type bridge | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show type bridge | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show type bridge | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show master br0 | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show master br0 | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show master br0 | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show group 7 | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show group 7 | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show group 7 | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show nomaster | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show nomaster | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show nomaster | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show type bridge_slave | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show type bridge_slave | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show type bridge_slave | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show type macvlan | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show type macvlan | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show type macvlan | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show type dummy | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show type dummy | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show type dummy | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j link show type vxlan | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -p link show type vxlan | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j -br link show type vxlan | sed -E 's/.*"ifname": ?(.[a-z0-9]*.).*/\1/' | tr -d '\n'
ip -n h -j addr show up
ip -n h -j -p addr show up
ip -n h -j addr show type veth
ip -n h -j -p addr show type veth
ip -n h -j addr show to 10.0.0.0/8
ip -n h -j -p addr show to 10.0.0.0/8
ip -n h -j addr show scope host
ip -n h -j -p addr show scope host
ip -n h -j addr show dev eth0 scope link
ip -n h -j -p addr show dev eth0 scope link
ip -n h link set eth0 mode dormant
ip -n h link show eth0
ip -n h link set eth0 mode default
ip -n h link show eth0
ip -n h link set eth0 mode x
ip -n h link set eth0 protodown on
ip -n h link set br0 protodown off
ip -n h link set lo protodown on
ip -n h link set eth0 protodown maybe
