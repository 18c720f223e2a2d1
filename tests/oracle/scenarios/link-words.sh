# `ip link` in its short, ordinary, detailed and counting forms.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h link show dev eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h -br link show eth0 | sed 's/@[^ ]*//'
ip -n h -o link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h -d link show eth0 | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//; s/ numtxqueues.*//'
ip -n h -d link show lo | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link set lo up
ip -n h link show lo
ip -n h -br link | sed 's/@[^ ]*//'
ip -n h -s link show lo
ip -n h -s -s link show lo
ip -n h link show up | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link show type veth | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/; s/ link-netns(id)? [^ ]*//'
ip -n h link show type bridge
ip -n h -br -4 addr | sed 's/@[^ ]*//'
ip -n h -br addr show dev eth0 | sed 's/@[^ ]*//'
ip -n h link ls nosuch
ip -n h link show dev nosuch
ip -n h link show type nosuch
