#!/bin/sh
# A firewall that denies a port (ufw), and a published port that answers

ip netns add host
ip netns add lan
ip -n host link set lo up
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip -n lan link set lo up

ip netns exec host iptables -N ufw-user-input
ip netns exec host iptables -A ufw-user-input -p tcp --dport 22 -j ACCEPT
ip netns exec host iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec host iptables -A INPUT -i lo -j ACCEPT
ip netns exec host iptables -A INPUT -j ufw-user-input
ip netns exec host iptables -P INPUT DROP
ip netns exec host dockerd
ip netns exec host docker run -d --name web -p 8080:80 nginx
ip netns exec host docker run -d --name plain --network host nginx

## The question
ip netns exec host iptables -S INPUT
! ip netns exec lan curl -s -m 2 http://192.168.1.10:80/
ip netns exec lan curl -s -o /dev/null -w '%{http_code}\n' http://192.168.1.10:8080/
#! path
# The firewall lets only port 22 in. It keeps port 80 of the host closed, and
# the published port 8080 is open.

## The cause
ip netns exec host iptables -t nat -S PREROUTING
ip netns exec host iptables -S FORWARD
# DNAT changes the destination before the routing decision. A packet for the
# container is forwarded: it never enters INPUT, where ufw's rules are.

## What fixes it
ip netns exec host iptables -I DOCKER-USER -i ens33 -p tcp -m conntrack --ctorigdstport 8080 -j DROP
! ip netns exec lan curl -s -m 2 http://192.168.1.10:8080/
#! path
ip netns exec host iptables -nvL DOCKER-USER
# DOCKER-USER comes before Docker's own rules. The port there is the
# container's, so ask conntrack for the one that the client used. Or publish on
# 127.0.0.1 only.
