# macvlan's and vlan's options: what is taken, what is refused, in whose words, and what is shown.
ip netns add zz
ip -n zz link add d0 address 02:00:00:00:0d:00 type veth peer name d1 address 02:00:00:00:0d:01
ip -n zz link add link d0 name m address 02:00:00:00:0d:05 type macvlan foo
ip -n zz link add link d0 name m address 02:00:00:00:0d:06 type macvlan mode foo
ip -n zz link add link d0 name m address 02:00:00:00:0d:07 type macvlan help
ip -n zz link add link d0 name xa address 02:00:00:00:0d:08 type macvlan mode source macaddr add 02:00:00:00:00:01
ip -n zz link set dev xa type macvlan macaddr add 02:00:00:00:00:02
ip -n zz -d link show xa | grep -o 'macvlan mode.*addrgen'
ip -n zz link set dev xa type macvlan macaddr add 02:00:00:00:00:02
ip -n zz link set xa type macvlan macaddr set 02:00:00:00:00:03 02:00:00:00:00:04
ip -n zz -d link show xa | grep -o 'macvlan mode.*addrgen'
ip -n zz link set xa type macvlan macaddr del 02:00:00:00:00:09
ip -n zz link set xa type macvlan macaddr add 01:00:00:00:00:09
ip -n zz link set xa type macvlan macaddr flush
ip -n zz -d link show xa | grep -o 'macvlan mode.*addrgen'
ip -n zz link set xa type macvlan mode bridge
ip -n zz link set xa type macvlan macaddr add 02:00:00:00:00:02
ip -n zz link set xa type macvlan mode passthru
ip -n zz link set xa type macvlan mode source
ip -n zz link set xa type macvlan macaddr add 02:00:00:00:00:02
ip -n zz link set xa type macvlan mode private
ip -n zz -d link show xa | grep -o 'macvlan mode.*addrgen'
ip -n zz link set xa type macvlan mode source
ip -n zz -d link show xa | grep -o 'macvlan mode.*addrgen'
ip -n zz link add link d0 name n1 address 02:00:00:00:0d:1b type macvlan mode passthru
ip -n zz link del xa
ip -n zz link add link d0 name n1 address 02:00:00:00:0d:1d type macvlan mode passthru flag nopromisc
ip -n zz -d link show n1 | grep -o 'macvlan mode.*addrgen'
ip -n zz link set n1 type macvlan mode passthru flag null
ip -n zz -d link show n1 | grep -o 'macvlan mode.*addrgen'
ip -n zz link set n1 type macvlan flag nopromisc
ip -n zz link set n1 type macvlan mode bridge
ip -n zz -d link show n1 | grep -o 'macvlan mode.*addrgen'
ip -n zz link add link d0 name o1 address 02:00:00:00:0d:24 type macvlan mode bridge
ip -n zz link add link d0 name o1 address 02:00:00:00:0d:25 type macvlan mode passthru
ip -n zz link set n1 type macvlan mode bridge flag nodst
ip -n zz -d link show n1 | grep -o 'macvlan mode.*addrgen'
ip -n zz link del n1
ip -n zz link add link d0 name o1 address 02:00:00:00:0d:29 type macvlan mode bridge macaddr add 02:00:00:00:00:02
ip -n zz link add link d0 name o2 address 02:00:00:00:0d:2a type macvlan mode vepa macaddr flush
ip -n zz link add link d0 name o3 address 02:00:00:00:0d:2b type macvlan mode bridge flag nopromisc nodst
ip -n zz link add link d0 name o3 address 02:00:00:00:0d:2c type macvlan mode source macaddr set
ip -n zz -d link show o3 | grep -o 'macvlan mode.*addrgen'
ip -n zz link set d0 type macvlan mode bridge
ip -n zz link set o1 type vlan id 5
ip -n zz link add link d0 name o5 address 02:00:00:00:0d:30 type macvlan mode bridge flag
ip -n zz link add link d0 name o6 address 02:00:00:00:0d:31 type macvlan bcqueuelen
ip -n zz link add link d0 name o7 address 02:00:00:00:0d:32 type macvlan macaddr
ip -n zz link add link d0 name o8 address 02:00:00:00:0d:33 type macvlan nopromisc
ip -n zz link add link o3 name oo type macvlan mode bridge address 02:00:00:00:00:aa
ip -n zz link set o3 type macvlan bcqueuelen 2000
ip -n zz -d link show oo | grep -o 'macvlan mode.*addrgen'
ip -n zz link set oo type macvlan flag nodst
ip -n zz -d link show oo | grep -o 'macvlan mode.*addrgen'
ip -n zz link set oo type macvlan bclim 5
ip -n zz link set oo type macvlan macaddr foo
ip -n zz link set oo type macvlan macaddr add zz
ip -n zz link set oo type macvlan bcqueuelen zz
ip -n zz link set oo type macvlan
ip -n zz link set oo type macvlan mode
ip -n zz -d link show o3 | grep -o 'macvlan mode.*addrgen'
ip -n zz link add link d0 name v1 address 02:00:00:00:0d:40 type vlan idd 5
ip -n zz link add link d0 name v1 address 02:00:00:00:0d:41 type vlan id
ip -n zz link add link d0 name v1 address 02:00:00:00:0d:42 type vlan id zz
ip -n zz link add link d0 name v1 address 02:00:00:00:0d:43 type vlan id 7 protocol foo
ip -n zz link add link d0 name v1 address 02:00:00:00:0d:44 type vlan id 7 reorder_hdr foo
ip -n zz link add link d0 name o9 address 02:00:00:00:0d:45 type macvlan mode bridge mtu 9000
ip -n zz link add name o9 type macvlan mode bridge
ip -n zz link add link lo name o9 type macvlan mode bridge
ip -n zz -br link show type macvlan
ip -n zz link set d0 up
ip -n zz link set oo up
ip -n zz link set d0 mtu 1300
ip -n zz -br link
ip -n zz -br link
ip -n zz link set o3 type macvlan macaddr add 02:00:00:00:00:05
ip -n zz link set o3 type macvlan macaddr add 02:00:00:00:00:06
ip -n zz link set o3 type macvlan macaddr add 02:00:00:00:00:07
ip -n zz link set o3 type macvlan macaddr add 02:00:00:00:00:01
ip -n zz link set o3 type macvlan macaddr add 02:00:00:00:00:02
ip -n zz -d link show o3 | grep -o 'macvlan mode.*addrgen'
ip -n zz -d -j link show o3 | grep -o '"linkinfo.*inet6'
