# A veth pair without names gets the first free vethN.
ip netns add h
ip -n h link add type veth
ip -n h link add type veth
ip -n h link add x0 type veth
ip -n h -br link | sed 's/[@ ].*//'
ip -n h link del veth1
ip -n h -br link | sed 's/[@ ].*//'
ip -n h link add type bridge
ip -n h -br link | sed 's/[@ ].*//'
