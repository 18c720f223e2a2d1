# What a delay, a loss, a rate and a token bucket do to pings (recorded on a 6.1 kernel).
ip netns add a
ip netns add b
ip -n a link add eth0 address 02:00:00:00:00:0a type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip -n a addr add 10.0.0.1/24 dev eth0
ip -n b addr add 10.0.0.2/24 dev eth0
ip -n a link set eth0 up
ip -n b link set eth0 up
ip netns exec a ping -c 1 -q 10.0.0.2 | sed -E 's/time [0-9].*//; s/rtt.*//'
tc -n a qdisc add dev eth0 root netem delay 100ms
ip netns exec a ping -c 3 -i 0.3 10.0.0.2 | sed -E 's/time=(10[0-9]).*/time=\1/; s/rtt.*//; s/time [0-9].*//'
tc -n b qdisc add dev eth0 root netem delay 50ms
ip netns exec a ping -c 3 -i 0.05 10.0.0.2 | sed -E 's/time=(15[0-9]).*/time=15/; s/rtt.*//; s/time [0-9].*//; s/, pipe.*//'
tc -n a qdisc show dev eth0 | sed 's/refcnt [0-9]//'
tc -n b qdisc show dev eth0 | sed 's/refcnt [0-9]//'
tc -n b qdisc change dev eth0 root netem loss 100%
ip netns exec a ping -c 3 -i 0.2 -W 1 -q 10.0.0.2 | sed -E 's/time [0-9].*//'
tc -n b qdisc show dev eth0 | sed 's/refcnt [0-9]//'
tc -n b qdisc show dev eth0 | sed 's/refcnt [0-9]//'
tc -n b qdisc del dev eth0 root
tc -n a qdisc replace dev eth0 root netem rate 80kbit
ip netns exec a ping -c 2 -i 0.3 -s 958 10.0.0.2 | sed -E 's/time=10[0-9].* ms/time=100/; s/rtt.*//; s/time [0-9].*//'
ip netns exec a ping -c 3 -i 0.01 -s 958 10.0.0.2 | sed -E 's/time=([0-9])[0-9]*[.]?.* ms/time=\1/; s/rtt.*//; s/time [0-9].*//; s/, pipe.*//'
tc -n a qdisc show dev eth0 | sed 's/refcnt [0-9]//'
tc -n a qdisc del dev eth0 root
tc -n a qdisc add dev eth0 root tbf rate 80kbit burst 1500 latency 300ms
tc -n a qdisc show dev eth0 | sed 's/refcnt [0-9]//; s/overlimits [0-9]*//'
tc -n a qdisc add dev eth0 parent 8004:1 handle 10: netem delay 100ms
tc -n a qdisc add dev eth0 parent 8005:1 handle 10: netem delay 100ms
tc -n a qdisc del dev eth0 root
tc -n a qdisc add dev eth0 root handle 1: netem delay 100ms
tc -n a qdisc add dev eth0 parent 1:1 handle 10: tbf rate 80kbit burst 1500 latency 300ms
ip netns exec a ping -c 3 -i 0.01 -W 1 -s 958 10.0.0.2 | sed -E 's/time=([0-9])[0-9]*[.]?.* ms/time=\1/; s/rtt.*//; s/time [0-9].*//; s/, pipe.*//'
tc -n a qdisc show dev eth0 | sed 's/refcnt [0-9]//; s/overlimits [0-9]*//'
tc -n a qdisc del dev eth0 root
tc -n a qdisc add dev eth0 root pfifo limit 3
ip netns exec a ping -c 3 -i 0.01 -W 1 -q 10.0.0.2 | sed -E 's/time [0-9].*//; s/rtt.*//'
tc -n a qdisc show dev eth0 | sed 's/refcnt [0-9]//; s/overlimits [0-9]*//'
ip -n a link set eth0 down
tc -n a qdisc show dev eth0 | sed 's/refcnt [0-9]//; s/overlimits [0-9]*//'
ip -n a link set eth0 up
ip netns exec a ping -c 1 -W 1 -q 10.0.0.2 | sed -E 's/time [0-9].*//; s/rtt.*//'
