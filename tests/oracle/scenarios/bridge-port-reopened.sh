# A port disabled by hand is opened again by whatever makes the kernel look at its device: another setting, an alias, a group.
#! include lan
bridge -n sw link set dev pa state disabled
bridge -n sw link set dev pa learning on
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
ip -n sw link set pa type bridge_slave learning on
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
bridge -n sw link set dev pa state 0
ip -n sw link set pa alias first
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
bridge -n sw link set dev pa state 0
ip -n sw link set pa group 5
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
bridge -n sw link set dev pa state 0
ip -n sw link set pa mtu 1400
ip -n sw link set pa promisc on
ip -n sw link set pa txqueuelen 50
ip netns exec sw brctl hairpin br0 pa on
ip -n sw link set br0 type bridge ageing_time 100
ip -n sw link set br0 type bridge priority 5
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
ip -n sw link set pa arp off
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
bridge -n sw link set dev pa state 0
ip -n sw link set pa multicast off
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
