# `ip addr replace` and `change`: a new one is added, one that is there keeps its place.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h addr replace 10.0.0.2/24 dev eth0
ip -n h addr replace 10.0.0.1/24 dev eth0 brd 10.0.0.77
ip -n h -4 addr show dev eth0 | sed 1d
ip -n h addr change 10.0.0.9/24 dev eth0
ip -n h addr replace 10.0.0.1/24 dev eth0 label eth0:x
ip -n h addr replace 10.1.0.1/24 dev eth0 metric 50
ip -n h route show
ip -n h addr change 10.1.0.1/24 dev eth0 metric 60
ip -n h route show
ip -n h -4 addr show dev eth0 | sed 1d
ip -n h addr add 10.2.0.1/24 dev eth0 valid_lft 1000 preferred_lft 500
ip -n h -4 addr show dev eth0 | grep -c 'valid_lft 1000sec preferred_lft 500sec\|valid_lft 999sec preferred_lft 499sec'
ip -n h addr add 10.2.1.1/24 dev eth0 valid_lft 10 preferred_lft 50
ip -n h addr add 10.2.1.1/24 dev eth0 valid_lft 0
