# `ip -j`: the keys and the types of what is shown.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n a addr add 10.0.0.2/24 dev eth0
ip -n h -j link show eth0 | python3 -c "import json, sys; r = json.load(sys.stdin)[0]; [r.pop(k, 0) for k in ('ifindex', 'link_index', 'link_netnsid', 'link_netns')]; print(sorted(r.items()))"
ip -n h -j -d link show lo | python3 -c "import json, sys; r = json.load(sys.stdin)[0]; print(sorted(k for k in r))"
ip -n h -j -4 addr show eth0 | python3 -c "import json, sys; r = json.load(sys.stdin)[0]; print(sorted(r['addr_info'][0].items()))"
ip -n h -j route show | python3 -c "import json, sys; print([sorted(x.items()) for x in json.load(sys.stdin)])"
ip -n h route add 10.5.0.0/16 via 10.0.0.2 metric 7
ip -n h route add blackhole 10.6.0.0/16
ip -n h -j route show | python3 -c "import json, sys; print([sorted(x.items()) for x in json.load(sys.stdin)])"
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
ip -n h -j neigh show | python3 -c "import json, sys; print([sorted(x.items()) for x in json.load(sys.stdin)])"
ip -n h -j -s link show eth0 | python3 -c "import json, sys; r = json.load(sys.stdin)[0]; print(sorted(r['stats64']['rx']), sorted(r['stats64']['tx']))"
ip -n h -j route get 10.5.1.1 | python3 -c "import json, sys; print([sorted(x.items()) for x in json.load(sys.stdin)])"
ip -n h -j -p neigh show
