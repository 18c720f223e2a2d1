#!/bin/bash
# Lists of addresses that rules refer to.
set -u
ip netns add fw
ip netns exec fw bash <<'IN'
ipset create bad hash:ip
ipset create nets hash:net comment
ipset create ports bitmap:port range 1-1024
ipset create short hash:ip timeout 60
for i in $(seq 1 5); do ipset add bad 192.0.2.$i; done
ipset add bad 192.0.2.3; echo "status $?"
ipset add -exist bad 192.0.2.3; echo "status $?"
ipset add nets 10.0.0.0/8 comment "private"
ipset add nets 192.168.0.0/16
ipset add ports 22; ipset add ports 80-82
ipset add short 203.0.113.9 timeout 5
ipset test bad 192.0.2.4; echo "status $?"
ipset test bad 192.0.2.44; echo "status $?"
ipset test nets 10.1.2.3; echo "status $?"
ipset list ports
ipset list nets | tail -2 | sort
ipset list -n
iptables -A INPUT -m set --match-set bad src -j DROP
iptables -A INPUT -p tcp -m set --match-set ports dst -j ACCEPT
iptables -S INPUT
ipset destroy bad; echo "status $?"
ipset save ports
ipset swap bad nets; echo "status $?"
sleep 6
ipset list short | tail -1
iptables -F
ipset flush bad
ipset list bad | grep -c '^192'
ipset destroy
ipset list -n | wc -l
ipset add nosuch 1.2.3.4; echo "status $?"
ipset create x hash:nosuch; echo "status $?"
IN
ip netns del fw
