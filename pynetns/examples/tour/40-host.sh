#!/bin/sh
# host: no namespace of its own

ip netns add host
ip -n host link set lo up
ip netns add lan
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip netns exec host dockerd

ip netns exec host docker run -d --name web --network host nginx
ip netns exec host docker exec web ip -br link
# The container's interfaces are the host's: no veth, no address of its own,
# no NAT, and nothing to publish.

ip netns exec host docker network inspect -f '{{range .Containers}}{{.Name}} "{{.IPv4Address}}" "{{.MacAddress}}"{{println}}{{end}}' host
# The network knows the container, but there is no address to tell.

ip netns exec lan curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.10/
#! path
# Its port 80 is the host's port 80: the shortest way, and the first container
# that takes a port has it.
