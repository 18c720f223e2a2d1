#!/bin/sh
# container: two containers in one namespace

ip netns add host
ip -n host link set lo up
ip netns exec host dockerd

ip netns exec host docker run -itd --name busybox busybox
ip netns exec host docker run -d --name web --network container:busybox nginx
ip netns exec host docker exec busybox ifconfig eth0
ip netns exec host docker exec web ip -br addr show eth0
# The second container got no interface: both look at the same eth0, with the
# same MAC and address. A Kubernetes pod is built like this.

ip netns exec host docker exec busybox wget -q -O /dev/null http://127.0.0.1/
#! path
# They reach each other on 127.0.0.1, and can not both listen on port 80.
