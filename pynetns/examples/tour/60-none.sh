#!/bin/sh
# none: a namespace with nothing in it

ip netns add host
ip -n host link set lo up
ip netns exec host dockerd

ip netns exec host docker run -itd --name alone --network none busybox
ip netns exec host docker exec alone ip -br addr
# Only lo. Whatever this container is to reach, somebody has to wire.

! ip netns exec host docker exec alone ping -c 1 172.17.0.1
#! path
# No route leads anywhere, so nothing is sent: the error is the container's own.
