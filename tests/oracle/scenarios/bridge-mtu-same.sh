# Setting a bridge's MTU to what it is already is no choice: it still follows its ports.
#! include lan
ip -n sw link set br0 mtu 1500
ip -n sw link set pa mtu 1300
ip -n sw link show br0 | grep -o 'mtu [0-9]*'
ip -n sw link set br0 mtu 1200
ip -n sw link show br0 | grep -o 'mtu [0-9]*'
ip -n sw link set pb mtu 1000
ip -n sw link show br0 | grep -o 'mtu [0-9]*'
ip -n sw link set br0 mtu 67
ip -n sw link set br0 mtu 1600
ip -n sw link show br0 | grep -o 'mtu [0-9]*'
ip netns exec sw ifconfig br0 mtu 1400
ip netns exec sw cat /sys/class/net/br0/mtu
