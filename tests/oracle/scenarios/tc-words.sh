# Every form of `tc qdisc` with what pynetns has: netem, tbf, the fifos, roots and what is under them (recorded on a 6.1 kernel).
ip netns add a
ip -n a link add v0 type veth peer name v1
ip -n a link add br0 type bridge
tc -n a qdisc
ip -n a link set v0 up
ip -n a link set v1 up
ip -n a link set lo up
tc -n a qdisc show | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc add dev v0 root netem delay 10ms
tc -n a qdisc show | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -s qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
ip -n a link show v0 | grep -v link/
tc -n a qdisc add dev v0 root netem delay 20ms
tc -n a qdisc change dev v0 root netem delay 20ms 5ms
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc change dev v0 root netem delay 20ms 5ms 25%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc change dev v0 root netem loss 10%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem loss 10% 25%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem loss random 0.3% duplicate 1% corrupt 0.1% delay 100ms
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 10ms reorder 25% 50%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 10ms reorder 25% gap 5
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem reorder 25%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 1mbit
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 256kbit 14 limit 100
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem limit 5
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 100ms 20ms distribution normal
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 100ms distribution normal
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem loss 1% ecn
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 1 loss 100%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 1500us duplicate 1% 3%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 1.5s corrupt 1% 3%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j -p qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem foo
tc -n a qdisc replace dev v0 root netem delay
tc -n a qdisc replace dev v0 root netem delay xx
tc -n a qdisc replace dev v0 root netem loss 101%
tc -n a qdisc replace dev v0 root netem loss x
tc -n a qdisc replace dev v0 root netem limit x
tc -n a qdisc replace dev v0 root netem rate x
tc -n a qdisc del dev v0 root
tc -n a qdisc del dev v0 root
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc add dev v0 root handle 1: netem delay 10ms
tc -n a qdisc add dev v0 parent 1:1 handle 10: tbf rate 256kbit buffer 1600 limit 3000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -s qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc add dev v0 parent 1:2 handle 10: pfifo
tc -n a qdisc add dev v0 parent 2:1 handle 10: pfifo
tc -n a qdisc add dev v0 parent 10:1 handle 1: pfifo
tc -n a qdisc add dev v0 parent 10:1 handle 20: pfifo limit 10
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a class show dev v0
tc -n a qdisc del dev v0 parent 10:1
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc change dev v0 handle 1: netem delay 5ms
tc -n a qdisc change dev v0 parent 1:1 handle 10: tbf rate 1mbit burst 10kb latency 50ms
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root handle 1:
tc -n a qdisc add dev v0 root handle 1: tbf rate 1mbit burst 32kbit latency 400ms
tc -n a qdisc add dev v0 parent 1:1 handle 10: netem delay 10ms
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 1mbit burst 32kbit latency 400ms
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 100kbps burst 5000 limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 0.5mbit burst 5kb latency 70ms peakrate 1mbit minburst 1540
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 1gbit burst 1mb limit 1000000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 1mbit burst 10k
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 1mbit
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate x burst 1 limit 1
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 1mbit burst 10k limit 10k mtu 2000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 512kbit latency 50ms burst 1540
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 1mbit latency 1ms limit 10 burst 1000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf foo
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root tbf rate 1mbit burst 0 limit 100
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root pfifo
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root pfifo limit 10
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root bfifo
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root bfifo limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root bfifo limit 10kb
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root pfifo foo
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root pfifo_fast
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root pfifo_fast foo
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root noqueue
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root nosuch
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root nosuch foo
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc add root netem
tc -n a qdisc add dev nosuch root netem
tc -n a qdisc add dev v0 root
tc -n a qdisc add dev v0
tc -n a qdisc add dev v0 netem
tc -n a qdisc add dev v0 handle x: root netem
tc -n a qdisc add dev v0 parent x: root netem
tc -n a qdisc add dev v0 parent 1:1 root netem
tc -n a qdisc add dev v0 root root netem
tc -n a qdisc add dev v0 root handle 1:5 netem
tc -n a qdisc add dev v0 root handle 5 netem
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 10k limit 10k
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 handle 9: root
tc -n a qdisc del dev v0
tc -n a qdisc show dev nosuch
tc -n a qdisc show root | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc show dev v0 root | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc show foo
tc -n a qdisc foo
tc -n a qdisc help
tc -n a foo
tc -n a
tc -n a filter show dev v0
tc -n a qdisc list | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc ls dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -d qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -V
tc -n a qdisc add dev v1 root pfifo limit 3
ip -n a link show v1 | grep -v link/
ip -n a link set v1 down
ip -n a link show v1 | grep -v link/
tc -n a qdisc show | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc show dev v1 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v1 root
tc -n a qdisc show dev v1 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
ip -n a link set v1 qlen 50
tc -n a qdisc add dev v1 root pfifo
tc -n a qdisc show dev v1 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
ip -n a link set v0 up
ip -n a link set v1 up
tc -n a qdisc replace dev v0 root netem delay 1000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 1500
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 1us
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 100ns
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 15us
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 1500us
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 12.345ms
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 123.456ms
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 1234.5ms
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 12s
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 999us
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 2min
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 1e3ms
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 10ms 5
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 10ms 5ms 12.5%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 10ms 5ms 0.01%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 10ms 0.5
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root netem loss 0.1
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem loss 1
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem loss 0.0001%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem loss 33.333%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem loss 100%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem loss 12.3456%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem loss 50%%
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 1000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 1kbit
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 1.5mbit
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 10mbps
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 1gbit
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 999bit
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 1kibit
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 1Kbps
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 12345bit
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem rate 1tbit
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1500 limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1k limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 10kb limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 10kbit limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1m limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1mb limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1mbit limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 100b limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 0x100 limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 12345 limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1500 limit 1500
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1500 limit 1k
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1500 limit 10kb
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1500 limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1500 limit 1m
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc replace dev v0 root tbf rate 1mbit burst 1500 limit 123456
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root bfifo limit 12345
tc -n a -j -s qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root pfifo_fast
tc -n a -j -s qdisc show | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a qdisc add dev v0 root pfifo
tc -n a -j -s -p qdisc show | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc del dev v0 root
tc -n a -j  qdisc show | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc add dev v0 root netem help
tc -n a qdisc add dev v0 root tbf help
tc -n a qdisc add dev v0 root tbf rate 1mbit burst 10k limit
tc -n a qdisc add dev v0 root pfifo limit x
ip -n a link set v0 mtu 9000
tc -n a qdisc add dev v0 root tbf rate 1mbit burst 1000 limit 10000
tc -n a qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a qdisc replace dev v0 root netem delay 10ms 5ms loss 1% 2% duplicate 3% reorder 10% 20% gap 3 corrupt 2% limit 7 rate 1mbit ecn
tc -n a -s -j qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
tc -n a -s qdisc show dev v0 | sed -E 's/"?refcnt"?:? ?[0-9],? ?//g'
