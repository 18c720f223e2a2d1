# What else is said of bridges: statistics, the multicast database, backup ports, settings of no effect, words that are not known.
#! include lan
bridge -n sw -s -d link show
bridge -n sw -s link
bridge -n sw -j -s -d link | head -c 300
bridge -n sw mdb show
bridge -n sw mdb
bridge -n sw -d mdb show
bridge -n sw -j mdb show
bridge -n sw mdb show dev br0
bridge -n sw mdb foo
bridge -n sw mdb help
ip -n sw link set br0 type bridge mcast_snooping 1
bridge -n sw mdb show
ip -n sw link xstats type bridge
ip -n sw link xstats type bridge dev br0
ip -n sw link xstats type bridge_slave
ip -n sw link xstats type bridge_slave dev pa
ip -n sw link afstats
ip -n sw link set br0 type bridge mcast_stats_enabled 1
ip -n sw link set br0 type bridge mcast_router 2
ip -n sw link set br0 type bridge mcast_query_interval 500
ip -n sw link set br0 type bridge mcast_igmp_version 3
ip -n sw link set br0 type bridge mcast_hash_max 512
ip -n sw link set pa type bridge_slave mcast_router 2
ip -n sw -d link show br0 | sed 's/gc_timer *[0-9.]*//'
bridge -n sw link set dev pa mcast_router 0
bridge -n sw -d link show dev pa
ip -n sw link set pa type bridge_slave backup_port pb
bridge -n sw link set dev pa backup_port pb
bridge -n sw -d link show dev pa
bridge -n sw link set dev pa nobackup_port
bridge -n sw link set dev pa learning_sync on
bridge -n sw link set dev pa hwmode vepa
bridge -n sw link set dev pa self
bridge -n sw link set dev br0 cost 3
bridge -n sw link set dev pa vlan_tunnel on
ip -n sw link set pa type bridge_slave locked on learning off
bridge -n sw -d link show dev pa
ip -n sw link show type bridge_slave | grep -v link/
ip -n sw link show master br0 | grep -v link/
ip -n sw -br link show master br0 | cut -d' ' -f1
bridge -n sw link help
bridge -n sw foo
bridge
ip -n sw link set pa type bridge_slave locked off learning on backup_port pb
ip -n sw -d link show pa | grep -o 'backup_port.*addrgen'
bridge -n sw link set dev pa backup_port pa
bridge -n sw link set dev pa backup_port br0
bridge -n sw link set dev pa backup_port nosuch
ip -n sw link set pa type bridge_slave backup_port nosuch
#! capture
#! send a/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:00:00:00:00:0a len=46
#! send c/eth0 eth.dst=02:00:00:00:00:0a eth.src=02:00:00:00:00:0c len=46
ip -n sw link set pa type bridge_slave learning on
bridge -n sw fdb add 02:00:00:00:00:0a dev pa master static
ip -n a link set eth0 down
#! sleep 1.2
#! send c/eth0 eth.dst=02:00:00:00:00:0a eth.src=02:00:00:00:00:0c len=46
bridge -n sw fdb show br br0 | grep -v self | sort
ip -n sw link set pb nomaster
bridge -n sw -d link show dev pa | tail -1
ip -n a link set eth0 up
#! sleep 1.2
#! send c/eth0 eth.dst=02:00:00:00:00:0a eth.src=02:00:00:00:00:0c len=46
