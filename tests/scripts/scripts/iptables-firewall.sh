#!/bin/bash
# A host's firewall, as people write it: own chains, limits, logging, saving and restoring, mistakes.
set -u
ip netns add fw
ip netns exec fw bash <<'IN'
IPT=iptables
$IPT -F; $IPT -X
$IPT -P INPUT DROP
$IPT -P FORWARD DROP
$IPT -P OUTPUT ACCEPT
$IPT -N LOGDROP
$IPT -A LOGDROP -m limit --limit 5/min --limit-burst 10 -j LOG --log-prefix "dropped: " --log-level 4
$IPT -A LOGDROP -j DROP
$IPT -A INPUT -i lo -j ACCEPT
$IPT -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
$IPT -A INPUT -m conntrack --ctstate INVALID -j LOGDROP
for port in 22 80 443; do
    $IPT -A INPUT -p tcp --dport $port -m conntrack --ctstate NEW -j ACCEPT
done
$IPT -A INPUT -p udp -m multiport --dports 53,67:68 -j ACCEPT
$IPT -A INPUT -p icmp --icmp-type echo-request -m limit --limit 1/s -j ACCEPT
$IPT -A INPUT -s 192.0.2.0/24 -p tcp -m tcp --dport 3306 -m comment --comment "the database's friends" -j ACCEPT
$IPT -A INPUT -p tcp --syn -m connlimit --connlimit-above 20 -j REJECT --reject-with tcp-reset
$IPT -A INPUT -j LOGDROP
echo "--- rules"; $IPT -S
echo "--- list"; $IPT -L -n --line-numbers
$IPT -D INPUT 3
$IPT -I INPUT 1 -s 198.51.100.7 -j DROP
$IPT -R INPUT 1 -s 198.51.100.8 -j DROP
$IPT -C INPUT -s 198.51.100.8 -j DROP; echo "there: $?"
$IPT -C INPUT -s 198.51.100.9 -j DROP; echo "not there: $?"
echo "--- mistakes"
$IPT -A INPUT -p tcp --dport http -j ACCEPTED; echo "status $?"
$IPT -A NOSUCH -j ACCEPT; echo "status $?"
$IPT -A INPUT --dport 80 -j ACCEPT; echo "status $?"
$IPT -X LOGDROP; echo "status $?"
$IPT -N LOGDROP; echo "status $?"
$IPT -D INPUT 99; echo "status $?"
$IPT -P LOGDROP DROP; echo "status $?"
$IPT -t nat -A INPUT -j MASQUERADE; echo "status $?"
$IPT -A INPUT -s 300.1.1.1 -j DROP; echo "status $?"
echo "--- saved"
iptables-save > rules.v4
grep -v '^#' rules.v4
$IPT -F
$IPT -P INPUT ACCEPT
iptables-restore < rules.v4 && iptables-save | grep -c '^-A'
echo '*filter
:INPUT ACCEPT [0:0]
-A INPUT -j NOWHERE
COMMIT' | iptables-restore; echo "status $?"
$IPT -L INPUT -n | head -3
ip link set lo up
ping -c 1 127.0.0.1 | grep -o '[0-9] received'
$IPT -nvL OUTPUT | head -1
IN
ip netns del fw
