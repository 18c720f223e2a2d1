# A Docker host's rules and others, 210 frames drawn from them and their neighbours one off, seed 5: every counter and frame is the kernel's (37 of 41 rules hit by the five).
#! include docker
#! include docker-rules
#! include verdict-rules
#! capture
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.9 udp.sport=40001 udp.dport=8081 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 ip.tos=16 ip.df tcp.sport=40001 tcp.dport=8443 tcp.flags=S tcp.seq=1001 tcp.ack=0 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.17.0.1 ip.df tcp.sport=2001 tcp.dport=5353 tcp.flags=A tcp.seq=1001 tcp.ack=0 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=40000 udp.dport=80 data=616263
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 icmp.type=8 icmp.id=2 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=40000 tcp.dport=40000 tcp.flags=F tcp.seq=1000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 tcp.sport=2001 tcp.dport=2001 tcp.flags=FA tcp.seq=1001 tcp.ack=1001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 tcp.sport=2001 tcp.dport=2000 tcp.flags=A tcp.seq=2000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=5353 tcp.flags=S tcp.seq=1000 tcp.ack=2001 len=10
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 icmp.type=0 icmp.id=2 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 udp.sport=40000 udp.dport=443 len=40
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.17.0.1 udp.sport=2000 udp.dport=40000 len=100
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 tcp.sport=2000 tcp.dport=2001 tcp.flags=F tcp.seq=2000 tcp.ack=0 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=22 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 udp.sport=40000 udp.dport=2001 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 udp.sport=40001 udp.dport=9999 data=616263
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.255 udp.sport=2000 udp.dport=8080 data=616263
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 ip.tos=8 tcp.sport=2000 tcp.dport=443 tcp.flags=S tcp.seq=1001 tcp.ack=0 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=2001 data=616263
#! send c1/eth0 eth.dst=02:42:ac:11:00:03 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.17.0.3 tcp.sport=2000 tcp.dport=9999 tcp.flags=FA tcp.seq=2000 tcp.ack=1001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=5353 data=616263
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=81 tcp.flags=PA tcp.seq=2000 tcp.ack=2001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 udp.sport=40001 udp.dport=5353 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.ttl=2 udp.sport=2000 udp.dport=81 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.tos=8 tcp.sport=2000 tcp.dport=8081 tcp.flags=RA tcp.seq=1001 tcp.ack=0 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 icmp.type=8 icmp.id=2 icmp.seq=1 len=56
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.9 ip.ttl=2 icmp.type=8 icmp.id=3 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=79 tcp.flags=R tcp.seq=2000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=40001 udp.dport=9999 len=10
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.17.0.1 udp.sport=2000 udp.dport=8081 len=34
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 udp.sport=2000 udp.dport=81 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 tcp.sport=80 tcp.dport=8080 tcp.flags=S tcp.seq=2000 tcp.ack=0 len=10
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 ip.tos=8 tcp.sport=2000 tcp.dport=40001 tcp.flags=S tcp.seq=1001 tcp.ack=2001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=40000 udp.dport=80 len=100
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.255 tcp.sport=2001 tcp.dport=443 tcp.flags=S tcp.seq=2000 tcp.ack=1001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=2000 tcp.flags=S tcp.seq=2000 tcp.ack=0 len=10
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=443 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=2001 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 icmp.type=8 icmp.id=1 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 udp.sport=9999 udp.dport=40001 data=616263
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 ip.tos=8 tcp.sport=2001 tcp.dport=8443 tcp.flags=S tcp.seq=1001 tcp.ack=0 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 tcp.sport=2000 tcp.dport=23 tcp.flags=RA tcp.seq=1000 tcp.ack=0 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 tcp.sport=22 tcp.dport=8081 tcp.flags=S tcp.seq=2000 tcp.ack=1001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.tos=8 udp.sport=2001 udp.dport=8080 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 tcp.sport=53 tcp.dport=2001 tcp.flags=S tcp.seq=2000 tcp.ack=0 len=0
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.17.0.1 tcp.sport=2000 tcp.dport=8443 tcp.flags=R tcp.seq=1001 tcp.ack=1001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=2000 tcp.dport=2000 tcp.flags=S tcp.seq=1000 tcp.ack=2001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.9 tcp.sport=40001 tcp.dport=40000 tcp.flags=FA tcp.seq=2000 tcp.ack=0 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 ip.tos=8 ip.df tcp.sport=40001 tcp.dport=2000 tcp.flags=S tcp.seq=1000 tcp.ack=2001 len=0
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.9 tcp.sport=2000 tcp.dport=79 tcp.flags=SA tcp.seq=1000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=40000 tcp.dport=443 tcp.flags=F tcp.seq=1000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 udp.sport=2000 udp.dport=9999 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 ip.ttl=3 udp.sport=2000 udp.dport=53 data=616263
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.1 tcp.sport=40000 tcp.dport=22 tcp.flags=S tcp.seq=2000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.255 icmp.type=8 icmp.id=2 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 tcp.sport=40001 tcp.dport=22 tcp.flags=S tcp.seq=1000 tcp.ack=1001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=23 tcp.flags=SA tcp.seq=1000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.255 udp.sport=2000 udp.dport=79 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.tos=8 ip.df udp.sport=2001 udp.dport=2000 data=616263
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 ip.tos=16 tcp.sport=40000 tcp.dport=22 tcp.flags=F tcp.seq=1001 tcp.ack=2001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=8.8.8.8 udp.sport=53 udp.dport=443 data=616263
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.1 ip.df icmp.type=8 icmp.id=1 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=80 tcp.flags=S tcp.seq=1000 tcp.ack=1001 len=10
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 udp.sport=8080 udp.dport=2000 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.17.0.2 tcp.sport=8443 tcp.dport=80 tcp.flags=S tcp.seq=1000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=0 icmp.id=2 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=2001 tcp.dport=81 tcp.flags=A tcp.seq=2000 tcp.ack=2001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.tos=8 udp.sport=40000 udp.dport=8080 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.17.0.1 ip.ttl=3 ip.df tcp.sport=40000 tcp.dport=81 tcp.flags=F tcp.seq=1001 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 ip.tos=16 udp.sport=40001 udp.dport=80 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 tcp.sport=40001 tcp.dport=9999 tcp.flags=S tcp.seq=1000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 tcp.sport=80 tcp.dport=81 tcp.flags=A tcp.seq=1001 tcp.ack=1001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 tcp.sport=2001 tcp.dport=8443 tcp.flags=S tcp.seq=2000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.17.0.3 ip.ttl=2 ip.tos=16 ip.df tcp.sport=40000 tcp.dport=22 tcp.flags=S tcp.seq=1001 tcp.ack=2001 len=0
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=80 tcp.flags=A tcp.seq=2000 tcp.ack=2001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 tcp.sport=2001 tcp.dport=22 tcp.flags=R tcp.seq=2000 tcp.ack=1001 len=0
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 udp.sport=40000 udp.dport=8080 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.tos=16 udp.sport=2000 udp.dport=80 len=40
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 tcp.sport=2001 tcp.dport=23 tcp.flags=SA tcp.seq=1000 tcp.ack=1001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.ttl=1 udp.sport=2001 udp.dport=9999 len=100
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=443 len=34
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.9 udp.sport=2000 udp.dport=8080 len=40
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 ip.ttl=3 udp.sport=2000 udp.dport=9999 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 icmp.type=8 icmp.id=3 icmp.seq=1 len=8
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.9 tcp.sport=9999 tcp.dport=2001 tcp.flags=R tcp.seq=1000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.df icmp.type=8 icmp.id=2 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 tcp.sport=40001 tcp.dport=5353 tcp.flags=SA tcp.seq=2000 tcp.ack=1001 len=10
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.1 tcp.sport=2000 tcp.dport=23 tcp.flags=S tcp.seq=2000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 tcp.sport=8081 tcp.dport=81 tcp.flags=S tcp.seq=2000 tcp.ack=2001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=40000 udp.dport=81 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.ttl=2 udp.sport=40001 udp.dport=443 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 ip.ttl=2 udp.sport=23 udp.dport=40000 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=17 icmp.id=2 icmp.seq=1 len=8
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.1 tcp.sport=9999 tcp.dport=81 tcp.flags=SA tcp.seq=1001 tcp.ack=1001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.17.0.1 ip.tos=16 tcp.sport=40000 tcp.dport=5353 tcp.flags=S tcp.seq=2000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=40000 udp.dport=40001 len=40
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.ttl=1 tcp.sport=2000 tcp.dport=23 tcp.flags=R tcp.seq=1000 tcp.ack=0 len=0
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.255 udp.sport=2000 udp.dport=23 len=40
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.tos=8 icmp.type=0 icmp.id=1 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 ip.ttl=2 ip.tos=8 icmp.type=8 icmp.id=2 icmp.seq=1 len=56
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=8081 tcp.flags=S tcp.seq=1000 tcp.ack=0 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=17 icmp.id=2 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.255 ip.tos=8 tcp.sport=79 tcp.dport=9999 tcp.flags=F tcp.seq=1001 tcp.ack=0 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.17.0.3 udp.sport=2000 udp.dport=22 len=40
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=2000 udp.dport=22 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.17.0.1 ip.tos=16 udp.sport=2001 udp.dport=5353 len=10
#! send c1/eth0 eth.dst=02:42:ac:11:00:03 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.17.0.3 udp.sport=2001 udp.dport=8081 len=100
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 tcp.sport=2000 tcp.dport=8443 tcp.flags=FA tcp.seq=1000 tcp.ack=0 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.tos=8 tcp.sport=40001 tcp.dport=9999 tcp.flags=FA tcp.seq=1000 tcp.ack=0 len=10
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.17.0.1 icmp.type=17 icmp.id=1 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.tos=16 icmp.type=8 icmp.id=1 icmp.seq=1 len=56
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=40001 data=616263
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 udp.sport=40001 udp.dport=23 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 tcp.sport=2000 tcp.dport=40001 tcp.flags=PA tcp.seq=1000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.255 tcp.sport=40000 tcp.dport=80 tcp.flags=RA tcp.seq=1000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.17.0.2 udp.sport=2000 udp.dport=40001 data=616263
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.17.0.1 tcp.sport=80 tcp.dport=79 tcp.flags=SA tcp.seq=1000 tcp.ack=2001 len=10
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 tcp.sport=40000 tcp.dport=81 tcp.flags=FA tcp.seq=1000 tcp.ack=2001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 icmp.type=17 icmp.id=1 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.df tcp.sport=40001 tcp.dport=80 tcp.flags=PA tcp.seq=1000 tcp.ack=1001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 ip.df tcp.sport=2000 tcp.dport=8081 tcp.flags=A tcp.seq=1001 tcp.ack=1001 len=0
#! send c2/eth0 eth.dst=02:42:ac:11:00:02 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.17.0.2 icmp.type=17 icmp.id=3 icmp.seq=1 len=56
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=81 tcp.flags=S tcp.seq=1000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.df icmp.type=8 icmp.id=2 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 udp.sport=40001 udp.dport=23 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 ip.ttl=2 icmp.type=0 icmp.id=2 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.255 udp.sport=40001 udp.dport=2000 len=34
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.17.0.1 ip.tos=16 tcp.sport=40001 tcp.dport=22 tcp.flags=S tcp.seq=2000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 ip.tos=16 tcp.sport=40001 tcp.dport=8080 tcp.flags=S tcp.seq=1000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 ip.ttl=1 tcp.sport=2000 tcp.dport=8081 tcp.flags=S tcp.seq=2000 tcp.ack=0 len=10
#! send c2/eth0 eth.dst=02:42:ac:11:00:02 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.17.0.2 udp.sport=2001 udp.dport=8081 len=40
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=81 tcp.flags=A tcp.seq=1001 tcp.ack=0 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 ip.tos=16 tcp.sport=8081 tcp.dport=79 tcp.flags=S tcp.seq=2000 tcp.ack=2001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=8.8.8.8 udp.sport=40001 udp.dport=443 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=40000 tcp.dport=443 tcp.flags=SA tcp.seq=1000 tcp.ack=0 len=10
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.9 icmp.type=17 icmp.id=2 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.17.0.1 ip.tos=16 icmp.type=8 icmp.id=2 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 icmp.type=8 icmp.id=3 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.df udp.sport=40000 udp.dport=81 len=100
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 udp.sport=40001 udp.dport=40000 len=40
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=8.8.8.8 tcp.sport=2001 tcp.dport=8443 tcp.flags=PA tcp.seq=2000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=8081 udp.dport=53 len=34
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.17.0.1 icmp.type=17 icmp.id=1 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=2001 tcp.dport=22 tcp.flags=RA tcp.seq=2000 tcp.ack=2001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=2000 tcp.dport=2000 tcp.flags=R tcp.seq=2000 tcp.ack=2001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=2000 udp.dport=2000 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=17 icmp.id=2 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 udp.sport=2001 udp.dport=2000 len=34
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=2000 tcp.dport=443 tcp.flags=S tcp.seq=1000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 udp.sport=40001 udp.dport=22 data=616263
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.9 ip.tos=8 tcp.sport=2001 tcp.dport=2001 tcp.flags=FA tcp.seq=1001 tcp.ack=1001 len=0
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=8.8.8.8 tcp.sport=2000 tcp.dport=9999 tcp.flags=FA tcp.seq=1000 tcp.ack=0 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=8 icmp.id=1 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 ip.ttl=3 udp.sport=40001 udp.dport=8443 len=10
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=53 tcp.flags=RA tcp.seq=1000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 icmp.type=8 icmp.id=1 icmp.seq=1 len=56
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 udp.sport=40000 udp.dport=80 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 tcp.sport=9999 tcp.dport=53 tcp.flags=PA tcp.seq=1001 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.255 udp.sport=8081 udp.dport=5353 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=40001 udp.dport=8080 len=34
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.1 tcp.sport=40001 tcp.dport=2000 tcp.flags=A tcp.seq=1001 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.tos=8 udp.sport=2000 udp.dport=9999 data=616263
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.1 tcp.sport=8443 tcp.dport=22 tcp.flags=F tcp.seq=1000 tcp.ack=0 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 ip.df icmp.type=0 icmp.id=3 icmp.seq=1 len=8
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.1 tcp.sport=8080 tcp.dport=40000 tcp.flags=S tcp.seq=1000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.17.0.3 udp.sport=40001 udp.dport=79 len=100
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=40000 tcp.dport=443 tcp.flags=RA tcp.seq=1001 tcp.ack=0 len=0
#! send c2/eth0 eth.dst=02:42:ac:11:00:02 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.17.0.2 icmp.type=0 icmp.id=1 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=8 icmp.id=3 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=8081 tcp.dport=40001 tcp.flags=FA tcp.seq=2000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=0 icmp.id=3 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 tcp.sport=40001 tcp.dport=79 tcp.flags=R tcp.seq=1000 tcp.ack=1001 len=0
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 tcp.sport=2001 tcp.dport=23 tcp.flags=S tcp.seq=1001 tcp.ack=1001 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 ip.ttl=1 ip.tos=16 ip.df tcp.sport=40001 tcp.dport=2001 tcp.flags=R tcp.seq=1000 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=2000 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 ip.ttl=1 tcp.sport=40001 tcp.dport=79 tcp.flags=S tcp.seq=1001 tcp.ack=2001 len=0
#! send ext/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.255 tcp.sport=2000 tcp.dport=81 tcp.flags=RA tcp.seq=1000 tcp.ack=2001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 ip.tos=16 tcp.sport=40000 tcp.dport=8443 tcp.flags=SA tcp.seq=1001 tcp.ack=2001 len=0
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 tcp.sport=40001 tcp.dport=22 tcp.flags=A tcp.seq=2000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=8 icmp.id=3 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=40001 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=2001 tcp.dport=81 tcp.flags=RA tcp.seq=1000 tcp.ack=0 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 ip.ttl=2 udp.sport=40001 udp.dport=8081 len=40
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 udp.sport=2000 udp.dport=8443 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=8 icmp.id=2 icmp.seq=1 len=56
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.141 icmp.type=8 icmp.id=1 icmp.seq=1 len=56
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 icmp.type=8 icmp.id=1 icmp.seq=1 len=8
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 tcp.sport=8443 tcp.dport=8443 tcp.flags=R tcp.seq=1000 tcp.ack=1001 len=0
#! send c1/eth0 eth.dst=02:42:ac:11:00:03 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.17.0.3 ip.df tcp.sport=8080 tcp.dport=2001 tcp.flags=SA tcp.seq=2000 tcp.ack=0 len=0
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.17.0.1 udp.sport=40000 udp.dport=80 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 icmp.type=17 icmp.id=3 icmp.seq=1 len=56
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 ip.tos=8 udp.sport=40001 udp.dport=22 len=34
#! send c1/eth0 eth.dst=02:42:ac:11:00:03 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.17.0.3 udp.sport=2001 udp.dport=8081 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.3 udp.sport=40001 udp.dport=53 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 tcp.sport=40000 tcp.dport=22 tcp.flags=S tcp.seq=2000 tcp.ack=1001 len=0
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 ip.tos=16 udp.sport=2001 udp.dport=2001 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.9 ip.dst=172.16.3.141 udp.sport=2000 udp.dport=8443 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.1 ip.tos=8 udp.sport=40001 udp.dport=22 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=2001 udp.dport=2000 data=616263
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.17.0.2 udp.sport=79 udp.dport=80 data=616263
#! send c2/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:03 ip.src=172.17.0.3 ip.dst=172.16.3.141 icmp.type=8 icmp.id=3 icmp.seq=1 len=8
#! send c1/eth0 eth.dst=02:42:d2:1d:22:a5 eth.src=02:42:ac:11:00:02 ip.src=172.17.0.2 ip.dst=172.16.3.1 udp.sport=40000 udp.dport=2000 len=10
#! send ext/eth0 eth.dst=00:0c:29:81:ed:94 eth.src=3e:22:fb:a1:32:64 ip.src=172.16.3.1 ip.dst=172.16.3.141 udp.sport=40001 udp.dport=443 len=100
ip netns exec host iptables-save -c | grep -v '^#'
