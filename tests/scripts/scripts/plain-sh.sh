#!/bin/bash
# Other programs than bash: sh, awk, python3, xargs and find start network commands too, in namespaces and nested.
set -u
cat > inner.sh <<'IN'
#!/bin/sh
ip netns identify
for i in 1 2; do ip link add br$i type bridge && ip link set br$i up; done
ip -br link | awk '$1 ~ /^br/ {print $1, $2}'
ip netns exec other sh -c 'ip netns identify; ip -br link | wc -l'
exit 3
IN
chmod +x inner.sh
ip netns add one; ip netns add other
ip netns exec one ./inner.sh; echo "status $?"
ip netns exec one sh -c 'ip link show br1 > /dev/null && echo there'
sh -c 'ip link show br1' > /dev/null 2>&1 || echo "not here"
ip netns exec other python3 - <<'IN'
import subprocess
subprocess.run(["ip", "addr", "add", "10.3.0.1/24", "dev", "lo"], check=True)
out = subprocess.check_output(["ip", "-j", "addr", "show", "dev", "lo"], text=True)
import json
print([address["local"] for address in json.loads(out)[0]["addr_info"]])
print(open("/proc/sys/net/ipv4/ip_forward").read().strip(), subprocess.call(["ip", "link", "show", "nosuch"], stderr=subprocess.DEVNULL))
IN
printf 'br1\nbr2\n' | xargs -I{} ip -n one link set {} down
ip -n one -br link | awk '$1 ~ /^br/ {print $1, $2}'
awk 'BEGIN {while (("ip netns" | getline line) > 0) print "netns", line}' | sort
ip netns exec one env FOO=bar sh -c 'echo $FOO $(ip netns identify)'
nsenter --net=/run/netns/one ip -br link show br1 | awk '{print $1}'
unshare -n sh -c 'ip -br link | wc -l'
ip netns exec nosuch true; echo "status $?"
ip -all netns exec ip -br link show lo 2>&1 | grep -c lo
ip netns pids one | wc -l
echo 1 | tee /proc/sys/net/ipv4/ip_forward
cat /proc/sys/net/ipv4/ip_forward
[ -d /sys/class/net/br1 ] || echo "no br1 here"
ip netns exec one sh -c '[ -d /sys/class/net/br1 ] && cat /sys/class/net/br1/operstate'
ls /run/netns | sort
ip netns del one; ip netns del other
