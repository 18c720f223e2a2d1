# What `ip rule` takes, prints and refuses.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n h link set eth0 up
ip -n a link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h rule
ip -n h rule add
ip -n h rule del
ip -n h rule add from 10.1.0.0/16 table 100
ip -n h rule add from 10.1.0.0/16 table 100
ip -n h rule add from 10.1.0.0/16 table 100 pref 32765
ip -n h rule add from 10.1.0.1 to 10.2.0.0/24 lookup 100 pref 100
ip -n h rule add fwmark 1 table 101
ip -n h rule add fwmark 0x10/0xff table 102
ip -n h rule add fwmark 0/0xff table 102
ip -n h rule add iif eth0 table 103
ip -n h rule add oif eth1 table 103
ip -n h rule add dev eth7 table 104
ip -n h rule add tos 0x10 table 105
ip -n h rule add tos 0x11 table 105
ip -n h rule add dsfield 8 table 105
ip -n h rule add ipproto tcp dport 80 table 106
ip -n h rule add ipproto udp sport 100-200 dport 300-400 table 106
ip -n h rule add ipproto 99 table 107
ip -n h rule add ipproto bogus table 107
ip -n h rule add dport 400-300 table 107
ip -n h rule add dport x table 107
ip -n h rule add sport 0-5 table 107
ip -n h rule add uidrange 100-200 table 108
ip -n h rule add uidrange 100 table 108
ip -n h rule add pref 500 goto 1000
ip -n h rule add pref 501 goto 32766
ip -n h rule add pref 502 goto 100
ip -n h rule add pref 503 goto x
ip -n h rule add pref 600 nop
ip -n h rule add pref 700 from 1.2.3.4 blackhole
ip -n h rule add pref 701 from 1.2.3.5 unreachable
ip -n h rule add pref 702 from 1.2.3.6 prohibit
ip -n h rule add pref 703 from 1.2.3.6 throw
ip -n h rule add pref 704 from 1.2.3.6 type blackhole
ip -n h rule add pref 705 not from 10.0.0.0/8 table 110
ip -n h rule add pref 706 table main suppress_prefixlength 0
ip -n h rule add pref 707 table main suppress_ifgroup default
ip -n h rule add pref 708 table main sup_pl 8 sup_group 5
ip -n h rule add pref 709 table main suppress_prefixlength -1
ip -n h rule add pref 710 lookup default protocol static
ip -n h rule add pref 711 lookup default protocol 200
ip -n h rule add pref 712 lookup default realms 1/2
ip -n h rule add pref 713 lookup default realms 5
ip -n h rule add pref 714 l3mdev
ip -n h rule add pref 715 l3mdev table 4
ip -n h rule add pref 716 from 1.2.3.4/33 table 5
ip -n h rule add pref 717 from bogus table 5
ip -n h rule add pref 718 table bogus
ip -n h rule add pref 719 table 0
ip -n h rule add pref 720 table 4294967295
ip -n h rule add pref 721 table 1000
ip -n h rule add pref x table 1
ip -n h rule add bogus
ip -n h rule add fwmark x table 1
ip -n h rule add fwmark 1/x table 1
ip -n h rule add iif name-that-is-too-long table 1
ip -n h rule add oif a/b table 1
ip -n h rule add tun_id 5 table 1 pref 730
ip -n h rule add nat 1.2.3.4 pref 731
ip -n h rule add from default table 4 pref 732
ip -n h rule add to 5.0.0.0/8 pref 733
ip -n h rule add order 734 table 9
ip -n h rule add from 10.5.0.0/16
ip -n h rule
ip -n h -d rule
ip -n h -j rule
ip -n h -j -p rule show pref 100
ip -n h rule show table 100
ip -n h rule show from 10.1.0.0/16
ip -n h rule show to 10.2.0.0/24
ip -n h rule list not
ip -n h rule list bogus
ip -n h rule list table x
ip -n h rule bogus
ip -n h -N rule show pref 706
ip -4 -n h rule show pref 706
ip -n h rule show iif eth0
ip -n h rule del pref 706
ip -n h rule del pref 706
ip -n h rule del from 10.1.0.0/16
ip -n h rule del from 10.1.0.0/16 table 100
ip -n h rule del from 10.1.0.0/16 table 100
ip -n h rule del fwmark 1
ip -n h rule del fwmark 0x10
ip -n h rule del goto 1000
ip -n h rule del blackhole
ip -n h rule del iif eth0
ip -n h rule del table 106
ip -n h rule del not
ip -n h rule del to 1.2.3.4
ip -n h rule del unreachable pref 701
ip -n h rule
ip -n h rule flush table 106
ip -n h rule flush from 10.0.0.0/8
ip -n h rule
ip -n h rule flush
ip -n h rule
ip -n h rule add table main
ip -n h rule add table 7
ip -n h rule
ip -n h rule del pref 0
ip -n h rule
ip -n h rule add from all lookup local pref 10
ip -n h rule
