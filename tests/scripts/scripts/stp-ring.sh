#!/bin/bash
# A ring of three bridges with the spanning tree protocol: one port blocks, and takes over when a cable is cut.
set -e
for i in 1 2 3; do
    ip netns add sw$i
    ip netns exec sw$i brctl addbr br0
    ip netns exec sw$i brctl stp br0 on
    ip netns exec sw$i brctl setbridgeprio br0 $((i * 4096))
    ip netns exec sw$i brctl setfd br0 4
    ip netns exec sw$i brctl sethello br0 1
    ip netns exec sw$i brctl setmaxage br0 6
done
wire() { ip link add to$2 netns sw$1 type veth peer name to$1 netns sw$2; }
wire 1 2; wire 2 3; wire 3 1
for i in 1 2 3; do
    for j in 1 2 3; do
        [ $i = $j ] && continue
        ip -n sw$i link set to$j master br0
        ip -n sw$i link set to$j up
    done
    ip -n sw$i link set br0 up
done
sleep 15
for i in 1 2 3; do
    echo "sw$i"
    ip netns exec sw$i bridge link | sed 's/@[^:]*//; s/^[0-9]*: //; s/link-netns[id]* [^ ]*//' | awk '{print $1, $(NF-4), $(NF-3), $(NF-2), $(NF-1), $NF}'
done
ip netns exec sw1 brctl showstp br0 | grep -E 'bridge max age|hello time|state|path cost' | grep -vE 'designated|hello timer' | head -12
for i in 1 2 3; do ip -n sw$i addr add 10.0.0.$i/24 dev br0; done
ip netns exec sw2 ping -c 2 10.0.0.3 | grep received
echo "cut"
ip -n sw1 link set to3 down
sleep 25
ip netns exec sw3 bridge link | grep -o 'state [a-z]*'
ip netns exec sw2 ping -c 1 -W 2 10.0.0.3 | grep received
for i in 1 2 3; do ip netns del sw$i; done
