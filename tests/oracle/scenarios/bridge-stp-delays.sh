# What a bridge accepts as times with and without the spanning tree protocol, and what it does to them when it begins.
ip netns add s1
ip -n s1 link add br0 address 02:00:00:00:00:01 type bridge
ip -n s1 link add p type veth peer name q
ip -n s1 link set p master br0
ip -n s1 link set q up
ip -n s1 link set p up
ip -n s1 link set br0 up
ip netns exec s1 brctl setfd br0 0
ip netns exec s1 cat /sys/class/net/br0/bridge/forward_delay
ip netns exec s1 brctl stp br0 on
ip netns exec s1 cat /sys/class/net/br0/bridge/forward_delay
ip netns exec s1 brctl setfd br0 0
ip netns exec s1 brctl setfd br0 1.99
ip netns exec s1 brctl setfd br0 30
ip netns exec s1 brctl setfd br0 30.01
ip netns exec s1 brctl sethello br0 0.5
ip netns exec s1 brctl sethello br0 10
ip netns exec s1 brctl sethello br0 11
ip netns exec s1 brctl setmaxage br0 5
ip netns exec s1 brctl setmaxage br0 40
ip netns exec s1 brctl setmaxage br0 x
ip netns exec s1 brctl stp br0 maybe
ip netns exec s1 brctl stp br0
ip netns exec s1 brctl stp nobr on
ip netns exec s1 brctl stp q on
ip -n s1 link set br0 type bridge forward_delay 100
ip -n s1 link set br0 type bridge stp_state 0 forward_delay 100
ip -n s1 link set br0 type bridge stp_state 0
ip -n s1 link set br0 type bridge forward_delay 100
ip netns exec s1 cat /sys/class/net/br0/bridge/forward_delay
ip -n s1 link set br0 type bridge stp_state 7
ip netns exec s1 cat /sys/class/net/br0/bridge/stp_state
ip netns exec s1 cat /sys/class/net/br0/bridge/forward_delay
ip -n s1 link set br0 type bridge stp_state x
ip netns exec s1 brctl show
bridge -n s1 link set dev p state 3
ip -n s1 link set p type bridge_slave state 5
ip -n s1 link set p type bridge_slave cost 0
ip -n s1 link set p type bridge_slave cost 65536
ip -n s1 link set p type bridge_slave priority 64
ip -n s1 link set br0 type bridge hello_time 50
ip -n s1 link set br0 type bridge max_age 500
ip -n s1 link set br0 type bridge hello_time 50 priority 3
ip netns exec s1 brctl show | cut -c1-20
