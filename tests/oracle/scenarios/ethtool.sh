# What ethtool is told by veth, bridge, loopback and macvlan devices: settings, driver, features and their changes, refusals.
ip netns add a
ip -n a link add v0 type veth peer name v1
ip -n a link add br0 type bridge
ip -n a link add m0 link v0 type macvlan mode bridge
ip -n a link set v0 up
ip -n a link set v1 up
ip -n a link set v1 master br0
ip -n a link set br0 up
ip netns exec a ethtool v0
ip netns exec a ethtool br0
ip netns exec a ethtool lo
ip netns exec a ethtool m0
ip netns exec a ethtool nosuch
ip netns exec a ethtool
ip netns exec a ethtool -i v0
ip netns exec a ethtool -i br0
ip netns exec a ethtool -i lo
ip netns exec a ethtool -i m0
ip netns exec a ethtool -k v0
ip netns exec a ethtool -k br0
ip netns exec a ethtool -k lo
ip netns exec a ethtool -k m0
ip netns exec a ethtool -K v0 tx off
ip netns exec a ethtool -K v0 rx off
ip netns exec a ethtool -k v0
ip netns exec a ethtool -K v0 tx on
ip netns exec a ethtool -K v0 gso off tso off gro off
ip netns exec a ethtool -k v0 | grep -v fixed
ip netns exec a ethtool -K v0 gro on
ip netns exec a ethtool -K v0 tso on
ip netns exec a ethtool -K v0 gso on
ip netns exec a ethtool -K v0 nosuch on
ip netns exec a ethtool -K v0 tx maybe
ip netns exec a ethtool -K v0 lro on
ip netns exec a ethtool -K br0 tx off
ip netns exec a ethtool -K lo tx off
ip netns exec a ethtool -S v0
ip netns exec a ethtool -S br0
ip netns exec a ethtool -S lo
ip netns exec a ethtool -a v0
ip netns exec a ethtool -c v0
ip netns exec a ethtool -g v0
ip netns exec a ethtool -l v0
ip netns exec a ethtool -P v0 | sed 's/..:..:..:..:..:../MAC/'
ip netns exec a ethtool -P br0 | sed 's/..:..:..:..:..:../MAC/'
ip netns exec a ethtool -T v0
ip netns exec a ethtool -T lo
ip netns exec a ethtool -T br0
ip netns exec a ethtool -n v0
ip netns exec a ethtool -x v0
ip netns exec a ethtool -m v0
ip netns exec a ethtool -e v0
ip netns exec a ethtool -d v0
ip netns exec a ethtool -u v0
ip netns exec a ethtool -t v0
ip netns exec a ethtool -r v0
ip netns exec a ethtool -p v0 1
ip netns exec a ethtool -s v0 speed 100
ip netns exec a ethtool -s v0 speed 100 duplex full autoneg off
ip netns exec a ethtool v0
ip netns exec a ethtool -A v0 rx on
ip netns exec a ethtool -C v0 rx-usecs 3
ip netns exec a ethtool -G v0 rx 100
ip netns exec a ethtool -L v0 rx 1 tx 1
ip netns exec a ethtool --show-eee v0
ip netns exec a ethtool --show-priv-flags v0
ip netns exec a ethtool --show-fec v0
ip netns exec a ethtool --show-features v0 | head -5
ip netns exec a ethtool --driver v0 | head -2
ip netns exec a ethtool --statistics v0 | head -2
ip netns exec a ethtool --version
ip netns exec a ethtool -Z v0
ip -n a link set v1 down
ip netns exec a ethtool v0
ip -n a link set v0 down
ip netns exec a ethtool v0
ip netns exec a ethtool -i nosuch
ip netns exec a ethtool -k nosuch
ip netns exec a ethtool -K nosuch tx off
ip netns exec a ethtool -S nosuch
ip netns exec a ethtool -a nosuch
ip netns exec a ethtool --offload v1 tx off
