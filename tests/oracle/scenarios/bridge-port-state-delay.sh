# A port that is set to listening or learning by hand while the forward delay of its last opening still runs moves on when that is over.
#! include lan
ip -n sw link set br0 type bridge forward_delay 400
ip -n sw link set pa down
ip -n sw link set pa up
#! sleep 1.2
bridge -n sw link set dev pa state learning
bridge -n sw link set dev pb state learning
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
#! capture
#! send a/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:00:00:00:00:0a len=30
bridge -n sw fdb show | grep ' master ' | sort
#! sleep 3.5
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
#! send a/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:00:00:00:00:0a len=31
# what is past does not count
bridge -n sw link set dev pa state learning
#! sleep 5
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
ip -n sw link set pa down
ip -n sw link set pa up
#! sleep 1.2
bridge -n sw link set dev pa state listening
#! send a/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:00:00:00:00:0a len=32
#! sleep 3.5
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
#! sleep 4.2
bridge -n sw link show | grep -oE 'p[abc]|state [a-z]*' | xargs
