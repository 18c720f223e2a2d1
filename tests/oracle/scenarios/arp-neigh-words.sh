# `ip neigh`: states, errors, replace and change.
ip netns add h
ip netns add a
ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n h addr add 10.0.0.1/24 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0
ip -n h neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0
ip -n h neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev eth0 nud reachable
ip -n h neigh add 10.0.0.4 lladdr 02:00:00:00:00:04 dev eth0 nud stale
ip -n h neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev eth0 nud noarp
ip -n h neigh add 10.0.0.6 lladdr 02:00:00:00:00:06 dev eth0 nud none
ip -n h neigh add 10.0.0.7 dev eth0 nud failed
ip -n h neigh add 10.0.0.8 dev eth0
ip -n h neigh add 10.0.0.9 dev eth0 nud reachable
ip -n h neigh add 10.77.0.1 lladdr 02:00:00:00:00:77 dev eth0
ip -n h neigh show | sort
ip -n h neigh show nud permanent | sort
ip -n h neigh show nud stale | sort
ip -n h neigh show nud all | sort
ip -n h neigh show nud noarp
ip -n h neigh show to 10.77.0.0/16
ip -n h neigh show dev eth0 10.0.0.2
ip -n h neigh show unused | sort
ip -n h neigh change 10.0.0.50 lladdr 02:00:00:00:00:50 dev eth0
ip -n h neigh change 10.0.0.2 lladdr 02:00:00:00:00:22 dev eth0
ip -n h neigh replace 10.0.0.50 lladdr 02:00:00:00:00:50 dev eth0 nud stale
ip -n h neigh replace 10.0.0.3 lladdr 02:00:00:00:00:33 dev eth0 nud permanent
ip -n h neigh show | sort
ip -n h neigh get 10.0.0.2 dev eth0
ip -n h neigh get 10.0.0.99 dev eth0
ip -n h neigh get 10.0.0.2
ip -n h neigh del 10.0.0.2 dev eth0
ip -n h neigh del 10.0.0.2 dev eth0
ip -n h neigh show 10.0.0.2
ip -n h neigh show nud all | sort
ip -n h neigh add 10.0.0.99 lladdr 02:00:00:00:00 dev eth0
ip -n h neigh add 10.0.0.99 lladdr zz dev eth0
ip -n h neigh add 10.0.0.99 lladdr 02:00:00:00:00:99
ip -n h neigh add lladdr 02:00:00:00:00:99 dev eth0
ip -n h neigh add 10.0.0.99 lladdr 02:00:00:00:00:99 dev nosuch
ip -n h neigh add 10.0.0.99 lladdr 02:00:00:00:00:99 dev lo
ip -n h neigh add 10.0.0.99 lladdr 02:00:00:00:00:99 dev eth0 nud bogus
ip -n h neigh add 10.0.0.300 lladdr 02:00:00:00:00:99 dev eth0
ip -n h neigh add 10.0.0.99 lladdr 02:00:00:00:00:99 dev eth0 router
ip -n h neigh show nosuch
ip -n h neigh show dev nosuch
ip -n h neigh bogus
