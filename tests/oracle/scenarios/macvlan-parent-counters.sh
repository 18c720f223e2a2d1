# macvlan: random frames and settings, seed 39.
#! include two-hosts
ip -n h1 link add mvaaa link ens33 address 02:42:ac:10:03:40 type macvlan mode vepa
ip -n h1 link set mvaaa netns aaa name eth0
ip -n aaa addr add 172.16.3.100/24 dev eth0
ip -n aaa link set eth0 up
ip -n h1 link add mvccc link ens33 address 02:42:ac:10:03:42 type macvlan mode bridge
ip -n h1 link set mvccc netns ccc name eth0
ip -n ccc addr add 172.16.3.102/24 dev eth0
ip -n ccc link set eth0 up
ip -n h2 link add mvbbb link ens33 address 02:42:ac:10:03:41 type macvlan mode bridge
ip -n h2 link set mvbbb netns bbb name eth0
ip -n bbb addr add 172.16.3.101/24 dev eth0
ip -n bbb link set eth0 up
ip -n sw link set p1 type bridge_slave hairpin on
#! capture
#! send h2/ens33 eth.dst=00:0c:29:00:00:02 eth.src=00:0c:29:00:00:02 len=46
ip -n bbb link set eth0 type macvlan flag null
#! send bbb/eth0 eth.dst=02:42:ac:10:03:42 eth.src=02:42:ac:10:03:41 len=46
#! send aaa/eth0 eth.dst=01:80:c2:00:00:00 eth.src=02:42:ac:10:03:40 len=46
#! send bbb/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:42:ac:10:03:41 len=46
ip -n h1 -s link show ens33 | sed -n 4,6p
#! send h2/ens33 eth.dst=02:42:ac:10:03:40 eth.src=00:0c:29:00:00:02 len=46
ip -n bbb -s link show eth0 | sed -n 4,6p
#! send h2/ens33 eth.dst=00:0c:29:00:00:01 eth.src=02:42:ac:10:03:42 len=46
#! send h2/ens33 eth.dst=00:0c:29:00:00:01 eth.src=00:0c:29:00:00:02 len=46
#! send ccc/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:42:ac:10:03:41 arp.op=request arp.spa=172.16.3.102 arp.tpa=172.16.3.101
