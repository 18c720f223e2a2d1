# Frames with a length in the place of a type are bridged like others; the host's own end in its LLC and are not counted as dropped.
#! include lan
#! capture
#! send a/eth0 raw=ffffffffffff02000000000a0005aaaa03000000
#! send a/eth0 raw=02000000000b02000000000a0005ffff0000
#! send a/eth0 raw=0200000000f002000000000a0005424203000000
#! send a/eth0 raw=0200000000f002000000000a0005ffff00000000
#! send a/eth0 raw=0200000000f002000000000a05dcffff00000000
#! send a/eth0 raw=0200000000f002000000000a05ddffff00000000
#! send a/eth0 raw=0200000000f002000000000a05ffffff00000000
#! send a/eth0 raw=0200000000f002000000000a0600ffff00000000
#! send a/eth0 raw=0200000000f002000000000a0000
# VLAN tags: behind another VLAN's tag nothing is looked at, behind VLAN 0's everything
#! send a/eth0 raw=0200000000f002000000000a810000050005aaaa03000000
#! send a/eth0 raw=0200000000f002000000000a810000050800aaaa03000000
#! send a/eth0 raw=0200000000f002000000000a81000005810000060005aaaa03000000
#! send a/eth0 raw=0200000000f002000000000a81000000810000060005aaaa03000000
#! send a/eth0 raw=0200000000f002000000000a8100000088b5aaaa03000000
ip -n sw -s link show br0 | grep -v -E 'link/' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/'
ip -n b -s link show eth0 | grep -v -E 'link/' | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/'
bridge -n sw fdb show | grep ' master ' | sort
