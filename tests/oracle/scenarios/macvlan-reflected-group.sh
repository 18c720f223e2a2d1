# macvlan: random frames and settings, seed 124.
#! include two-hosts
ip -n h1 link add mvaaa link ens33 address 02:42:ac:10:03:40 type macvlan mode bridge
ip -n h1 link set mvaaa netns aaa name eth0
ip -n aaa addr add 172.16.3.100/24 dev eth0
ip -n aaa link set eth0 up
ip -n h1 link add mvccc link ens33 address 02:42:ac:10:03:42 type macvlan mode source
ip -n h1 link set mvccc netns ccc name eth0
ip -n ccc addr add 172.16.3.102/24 dev eth0
ip -n ccc link set eth0 up
ip -n ccc link set eth0 type macvlan macaddr add 02:42:ac:10:03:40
ip -n ccc link set eth0 type macvlan macaddr add 02:42:ac:10:03:42
ip -n h2 link add mvbbb link ens33 address 02:42:ac:10:03:41 type macvlan mode private
ip -n h2 link set mvbbb netns bbb name eth0
ip -n bbb addr add 172.16.3.101/24 dev eth0
ip -n bbb link set eth0 up
#! capture
ip -n aaa link set eth0 type macvlan mode source
ip -n h1 link set ens33 promisc on
ip -n bbb -s link show eth0 | sed -n 4,6p
ip -n bbb link set eth0 type macvlan flag null
#! send bbb/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=00:0c:29:00:00:01 arp.op=request arp.spa=172.16.3.101 arp.tpa=172.16.3.102
#! send aaa/eth0 eth.dst=02:42:ac:10:03:40 eth.src=02:42:ac:10:03:40 ip.src=172.16.3.100 ip.dst=172.16.3.100 icmp.type=8 len=16
#! send h1/ens33 eth.dst=02:42:ac:10:03:40 eth.src=00:0c:29:00:00:01 ip.src=172.16.3.141 ip.dst=172.16.3.100 icmp.type=8 len=16
ip -n aaa link set eth0 promisc on
#! send aaa/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:42:ac:10:03:41 arp.op=request arp.spa=172.16.3.100 arp.tpa=172.16.3.100
ip -n bbb link set eth0 promisc off
#! send aaa/eth0 eth.dst=02:42:ac:10:03:40 eth.src=02:42:ac:10:03:40 ip.src=172.16.3.100 ip.dst=172.16.3.100 icmp.type=8 len=16
#! send aaa/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:42:ac:10:03:40 arp.op=request arp.spa=172.16.3.100 arp.tpa=172.16.3.141
ip -n bbb -s link show eth0 | sed -n 4,6p
