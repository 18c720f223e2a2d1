# brctl's own words.
ip netns add sw
ip netns add a
ip netns add b
ip netns exec sw brctl addbr br0
ip netns exec sw brctl addbr br0
ip netns exec sw brctl addbr averyverylongname
ip -n sw link set br0 address 02:00:00:00:ff:00
ip -n sw link set br0 type bridge mcast_snooping 0
ip -n sw link add p1 address 02:00:00:00:ff:01 type veth peer name eth0 address 02:00:00:00:00:0a netns a
ip -n sw link add p2 address 02:00:00:00:ff:02 type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip netns exec sw brctl show
ip netns exec sw brctl addif br0 p1 p2
ip netns exec sw brctl show
ip netns exec sw brctl show br0
ip netns exec sw brctl show nosuch
ip netns exec sw brctl setageing br0 100
ip -n sw -d link show br0 | grep -o 'ageing_time [0-9]*'
ip netns exec sw brctl setageing br0 abc
ip netns exec sw brctl setageing nosuch 10
ip netns exec sw brctl setageing br0
ip netns exec sw brctl stp br0 maybe
ip netns exec sw brctl setfd br0 4
ip -n sw -d link show br0 | grep -o ' forward_delay [0-9]*'
ip netns exec sw brctl sethello br0 1
ip netns exec sw brctl setmaxage br0 10
ip netns exec sw brctl setbridgeprio br0 100
ip netns exec sw brctl show
ip netns exec sw brctl hairpin br0 p1 on
bridge -n sw -d link show dev p1 | grep -o 'hairpin [a-z]*'
ip netns exec sw brctl delif br0 p1
ip netns exec sw brctl delif br0 p1
ip netns exec sw brctl show
ip -n sw link set br0 up
ip netns exec sw brctl delbr br0
ip -n sw link set br0 down
ip netns exec sw brctl delbr br0
ip netns exec sw brctl delbr br0
ip netns exec sw brctl delbr p2
ip netns exec sw brctl show
ip netns exec sw brctl bogus
