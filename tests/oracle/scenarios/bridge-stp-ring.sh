# Three bridges in a ring: roles, states and times while the root changes, a link is cut, the protocol is turned off.
ip netns add s1
ip netns add s2
ip netns add s3
ip -n s1 link add br0 address 02:00:00:00:00:01 type bridge
ip -n s2 link add br0 address 02:00:00:00:00:02 type bridge
ip -n s3 link add br0 address 02:00:00:00:00:03 type bridge
ip -n s1 link add p2 address 02:00:00:00:01:02 type veth peer name p1 address 02:00:00:00:02:01 netns s2
ip -n s2 link add p3 address 02:00:00:00:02:03 type veth peer name p2 address 02:00:00:00:03:02 netns s3
ip -n s3 link add p1 address 02:00:00:00:03:01 type veth peer name p3 address 02:00:00:00:01:03 netns s1
ip -n s1 link set p2 master br0
ip -n s1 link set p3 master br0
ip -n s2 link set p1 master br0
ip -n s2 link set p3 master br0
ip -n s3 link set p1 master br0
ip -n s3 link set p2 master br0
ip netns exec s1 brctl stp br0 on
ip netns exec s1 brctl stp br0 yes
ip netns exec s2 brctl stp br0 on
ip -n s3 link set br0 type bridge stp_state 1
ip netns exec s1 brctl setfd br0 4
ip netns exec s1 brctl setfd br0 1
ip netns exec s1 brctl setfd br0 31
ip -n s1 link set br0 type bridge forward_delay 100
ip -n s1 link set br0 type bridge forward_delay 3100
ip -n s1 link set br0 type bridge max_age 100
ip -n s1 link set br0 type bridge hello_time 10
ip netns exec s1 brctl setmaxage br0 8
ip netns exec s2 brctl setfd br0 5
ip -n s1 link set p2 up
ip -n s1 link set p3 up
ip -n s2 link set p1 up
ip -n s2 link set p3 up
ip -n s3 link set p1 up
ip -n s3 link set p2 up
ip -n s1 link set br0 up
ip -n s2 link set br0 up
ip -n s3 link set br0 up
ip -n s3 link set p1 type bridge_slave state 3
bridge -n s3 link set dev p1 state 3
#! sleep 10.3
bridge -n s1 link
bridge -n s2 link
bridge -n s3 link
ip netns exec s1 brctl showstp br0 | grep -v 'timer\|flags'
ip netns exec s2 brctl showstp br0 | grep -v 'timer\|flags'
ip netns exec s3 brctl showstp br0 | grep -v 'timer\|flags'
ip -n s3 -d link show br0 | sed 's/hello_timer.*gc_timer *[0-9.]*//'
ip -n s3 -d link show p1 | sed 's/hold_timer.*forward_delay_timer *[0-9.]*//'
ip netns exec s2 brctl setbridgeprio br0 4096
#! sleep 12.3
bridge -n s1 link
bridge -n s2 link
bridge -n s3 link
ip -n s2 link set p1 down
#! sleep 16.4
bridge -n s1 link
bridge -n s2 link
bridge -n s3 link
ip netns exec s3 brctl showstp br0 | grep -v 'timer\|flags'
ip netns exec s2 brctl showstp br0 | grep -v 'timer\|flags'
ip netns exec s2 brctl stp br0 off
#! sleep 0.1
bridge -n s2 link
ip netns exec s2 brctl showstp br0 | grep -v 'timer\|flags'
ip -n s1 link set br0 down
bridge -n s1 link
ip netns exec s1 brctl showstp br0 | grep -v 'timer\|flags'
