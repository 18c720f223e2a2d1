# Two links between two bridges: cost, priority, guard, root_block; a third bridge without the protocol between passes the messages on.
ip netns add s1
ip netns add s2
ip netns add s3
ip -n s1 link add br0 address 02:00:00:00:00:01 type bridge forward_delay 200 stp_state 1
ip -n s2 link add br0 address 02:00:00:00:00:02 type bridge stp_state 1 forward_delay 200
ip -n s3 link add br0 address 02:00:00:00:00:03 type bridge
ip -n s1 link add pa address 02:00:00:00:01:02 type veth peer name qa address 02:00:00:00:02:01 netns s2
ip -n s1 link add pb address 02:00:00:00:01:03 type veth peer name qb address 02:00:00:00:02:03 netns s2
ip -n s1 link add pc address 02:00:00:00:01:04 type veth peer name rc address 02:00:00:00:03:01 netns s3
ip -n s3 link add rd address 02:00:00:00:03:02 type veth peer name qd address 02:00:00:00:02:04 netns s2
ip -n s1 link set pa master br0 up
ip -n s1 link set pb master br0 up
ip -n s1 link set pc master br0 up
ip -n s2 link set qa master br0 up
ip -n s2 link set qb master br0 up
ip -n s2 link set qd master br0 up
ip -n s3 link set rc master br0 up
ip -n s3 link set rd master br0 up
ip -n s3 link set br0 up
ip -n s1 link set br0 up
ip -n s2 link set br0 up
#! sleep 10.5
bridge -n s1 link | cut -d: -f2-
bridge -n s2 link | cut -d: -f2-
ip netns exec s2 brctl showstp br0 | grep -v 'timer\|flags'
ip -n s2 link set qa type bridge_slave cost 20
ip -n s2 link set qb type bridge_slave priority 8
ip netns exec s1 brctl setportprio br0 pc 3
ip netns exec s1 brctl setportprio br0 pc 64
ip netns exec s2 brctl setpathcost br0 qa 0
#! sleep 10
ip netns exec s2 brctl showstp br0 | grep -v 'timer\|flags'
bridge -n s2 link set dev qd root_block on
#! sleep 10
bridge -n s2 link | cut -d: -f2-
ip netns exec s2 brctl showstp br0 | grep -v 'timer\|flags'
bridge -n s2 link set dev qd root_block off
bridge -n s1 link set dev pb guard on
ip netns exec s2 brctl setbridgeprio br0 1
#! sleep 10
bridge -n s1 link | cut -d: -f2-
bridge -n s2 link | cut -d: -f2-
ip netns exec s1 brctl showstp br0 | grep -v 'timer\|flags'
ip netns exec s1 cat /sys/class/net/br0/bridge/root_id
ip netns exec s1 cat /sys/class/net/br0/bridge/root_port
ip netns exec s1 cat /sys/class/net/br0/bridge/root_path_cost
ip netns exec s1 cat /sys/class/net/br0/bridge/stp_state
ip netns exec s1 cat /sys/class/net/br0/bridge/forward_delay
ip netns exec s1 cat /sys/class/net/pa/brport/designated_root
ip netns exec s1 cat /sys/class/net/pa/brport/designated_port
ip -n s1 link set pb down
ip -n s1 link set pb up
bridge -n s1 link set dev pb guard off
ip -n s1 link set pa nomaster
#! sleep 6
bridge -n s1 link | cut -d: -f2-
bridge -n s2 link | cut -d: -f2-
ip -n s1 link del br0
bridge -n s1 link
ip -n s2 link set br0 type bridge stp_state 0
bridge -n s2 link | cut -d: -f2-
