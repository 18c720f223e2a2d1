# macvlan: random frames and settings, seed 80.
#! include two-hosts
ip -n h1 link add mvaaa link ens33 address 02:42:ac:10:03:40 type macvlan mode bridge
ip -n h1 link set mvaaa netns aaa name eth0
ip -n aaa addr add 172.16.3.100/24 dev eth0
ip -n aaa link set eth0 up
ip -n h1 link add mvccc link ens33 address 02:42:ac:10:03:42 type macvlan mode bridge
ip -n h1 link set mvccc netns ccc name eth0
ip -n ccc addr add 172.16.3.102/24 dev eth0
ip -n ccc link set eth0 up
ip -n h2 link add mvbbb link ens33 address 02:42:ac:10:03:41 type macvlan mode source
ip -n h2 link set mvbbb netns bbb name eth0
ip -n bbb addr add 172.16.3.101/24 dev eth0
ip -n bbb link set eth0 up
ip -n bbb link set eth0 type macvlan macaddr add 00:0c:29:00:00:01
ip -n bbb link set eth0 type macvlan macaddr add 02:42:ac:10:03:41
#! capture
#! send h2/ens33 eth.dst=02:42:ac:10:03:42 eth.src=00:0c:29:00:00:02 ip.src=172.16.3.142 ip.dst=172.16.3.102 icmp.type=8 len=16
ip -n bbb maddr add 01:00:5e:00:00:05 dev eth0
#! send ccc/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:42:ac:10:03:42 arp.op=request arp.spa=172.16.3.102 arp.tpa=172.16.3.101
ip -n h1 -d link show ens33 | grep -o 'promiscuity [0-9]*'
ip -n ccc link set eth0 allmulticast on
ip -n ccc link set eth0 promisc off
ip -n aaa -s link show eth0 | sed -n 4,6p
#! send ccc/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=00:0c:29:00:00:01 arp.op=request arp.spa=172.16.3.102 arp.tpa=172.16.3.102
#! send ccc/eth0 eth.dst=02:42:ac:10:03:42 eth.src=02:42:ac:10:03:40 len=46
#! send bbb/eth0 eth.dst=00:0c:29:00:00:02 eth.src=02:42:ac:10:03:41 ip.src=172.16.3.101 ip.dst=172.16.3.142 icmp.type=8 len=16
#! send ccc/eth0 eth.dst=00:0c:29:00:00:01 eth.src=02:42:ac:10:03:42 ip.src=172.16.3.102 ip.dst=172.16.3.141 icmp.type=8 len=16
ip -n ccc -d link show eth0 | grep -o 'promiscuity [0-9]*'
ip -n ccc link set eth0 address 02:42:00:00:00:03
ip -n aaa link set eth0 promisc off
