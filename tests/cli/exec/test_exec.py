"""`pynetns exec`: a real bash whose network commands go to a lab, seen from outside."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pynetns.cli.exec.command import main  # noqa: F401 - what is tested is there, whatever the machine allows

ROOT = Path(__file__).resolve().parents[3]
BASE = [sys.executable, "-m", "pynetns", "exec"]


def run(script: str, *options: str, program: tuple[str, ...] = ("bash", "-c"), cwd: Path | None = None, text: str = "",
        ) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*BASE, *options, "--", *program, script], input=text, capture_output=True, text=True, timeout=60, cwd=cwd,
                          env=os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"})


def _why_not() -> str:
    if not shutil.which("bash"):
        return "no bash"
    done = run("true")
    return "" if done.returncode == 0 else f"no sessions on this machine: {done.stderr.strip()}"


pytestmark = pytest.mark.skipif(bool(_why_not()), reason=_why_not())

PAIR = """
ip netns add a; ip netns add b
ip link add eth0 netns a type veth peer name eth0 netns b
for n in a b; do ip -n $n link set eth0 up; ip -n $n link set lo up; done
ip -n a addr add 10.0.0.1/24 dev eth0; ip -n b addr add 10.0.0.2/24 dev eth0
"""


def test_commands_of_a_script_share_one_lab() -> None:
    done = run(PAIR + "ip netns exec a ping -c 1 10.0.0.2 | grep received; ip netns | sort")
    assert done.stdout == "1 packets transmitted, 1 received, 0% packet loss, time 0ms\na\nb\n"
    assert done.returncode == 0


def test_a_scripts_status_is_the_sessions() -> None:
    assert run("exit 7").returncode == 7
    assert run("ip link show nosuch").returncode == 1
    assert run("kill -TERM $$").returncode == 128 + signal.SIGTERM
    assert run("", program=("nosuchprogram",)).returncode == 127


def test_errors_and_pipes_and_here_documents_are_bashs() -> None:
    done = run('x=$(ip link show nosuch 2>&1); echo "[$x] $?"\n'
               "ip -batch - <<END\nlink add br0 type bridge\nlink set br0 up\nEND\n"
               "ip -br link show br0 | awk '{print $1}' | tr a-z A-Z\n"
               "iptables-restore <<< $'*filter\\n-A INPUT -j DROP\\nCOMMIT' && iptables -S INPUT\n"
               "iptables-save | iptables-restore && echo again\n"
               "iptables-restore <(iptables-save) && echo from a substitution")
    assert done.stdout == ('[Device "nosuch" does not exist.] 1\nBR0\n-P INPUT ACCEPT\n-A INPUT -j DROP\nagain\nfrom a substitution\n')


def test_set_e_stops_at_a_command_that_fails() -> None:
    done = run("set -e; ip link add b0 type bridge; ip link add b0 type bridge; echo not reached")
    assert (done.stdout, done.stderr, done.returncode) == ("", "RTNETLINK answers: File exists\n", 2)


def test_set_x_shows_a_command_and_nothing_of_how_it_is_done() -> None:
    assert run("set -x; ip netns add a; ip netns exec a true; sudo ip netns del a").stderr == (
        "+ ip netns add a\n+ ip netns exec a true\n+ sudo ip netns del a\n")


def test_set_u_and_traps_do_not_meet_what_is_inside() -> None:
    done = run("set -Eeuo pipefail; trap 'echo ERR' ERR; trap 'echo EXIT' EXIT; ip netns add a; ip netns add a || echo said; ip netns")
    assert done.stdout == "said\na\nEXIT\n"


def test_time_is_the_labs() -> None:
    start = time.monotonic()
    assert run("sleep 1d; sleep infinity & kill $!; echo awake").stdout == "awake\n"
    assert time.monotonic() - start < 20  # a day has passed


def test_date_tells_the_labs_time() -> None:
    done = run("a=$(date +%s); sleep 100; b=$(date +%s); echo $((b - a)); sh -c 'date -u +%F'; date -u -d @0 +%F; date -u +%T")
    assert done.stdout == "100\n2025-01-01\n1970-01-01\n00:01:40\n"


def test_a_loop_that_polls_without_a_pause_does_not_wait_for_ever() -> None:
    done = run("ip link add br0 type bridge stp_state 1; ip link add v0 type veth peer name v1; ip link set v0 master br0 up\n"
               "ip link set v1 up; ip link set br0 up; t0=$(date +%s)\n"
               "until bridge link show dev v0 | grep -q forwarding || [ $(($(date +%s) - t0)) -gt 60 ]; do :; done; bridge link | wc -l")
    assert done.stdout == "1\n"


def test_real_time_keeps_to_the_machines() -> None:
    start = time.monotonic()
    run("sleep 0.8", "--real-time")
    assert time.monotonic() - start > 0.8


def test_what_runs_in_the_background_keeps_its_place_in_time() -> None:
    done = run("(sleep 2; echo two) & (sleep 1; echo one) & sleep 1.5; echo between; sleep 1; echo last; wait")
    assert done.stdout.split() == ["one", "between", "two", "last"]


def test_a_ping_in_the_background_is_stopped_by_a_signal() -> None:
    done = run(PAIR + "ip netns exec a ping 10.0.0.2 > out & sleep 2.5; kill -INT $!; wait $!; echo $?; tail -2 out | head -1; rm out",
               cwd=Path("/tmp"))
    assert done.stdout == "0\n3 packets transmitted, 3 received, 0% packet loss, time 2000ms\n"


def test_tcpdump_in_the_background_writes_what_it_saw_when_it_is_ended(tmp_path: Path) -> None:
    done = run(PAIR + "ip netns exec b tcpdump -ni eth0 -w seen.pcap icmp 2>log & sleep 0.5\n"
               "ip netns exec a ping -q -c 2 10.0.0.2 >/dev/null; kill $!; wait $!; echo $?; tail -3 log | head -1\n"
               "tcpdump -nr seen.pcap 2>/dev/null | wc -l", cwd=tmp_path)
    assert done.stdout == "0\n4 packets captured\n4\n"


@pytest.mark.parametrize("command", [
    "sh -c 'ip link show lo'", "echo lo | xargs ip link show", "env A=1 ip link show lo", "/sbin/ip link show lo",
    "python3 -c 'import os; os.system(\"ip link show lo\")'", "exec ip link show lo", "command ip link show lo", "sudo -E ip link show lo",
    "awk 'BEGIN {system(\"ip link show lo\")}'", "timeout 5 ip link show lo", "nsenter -t $$ -n ip link show lo"])
def test_a_command_is_the_labs_however_it_is_started(command: str) -> None:
    done = run(command)
    assert done.stdout.startswith("1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN"), done.stderr


def test_programs_run_in_namespaces_nested_too() -> None:
    done = run(PAIR + "ip netns exec a bash -c 'ip netns identify; ip netns exec b sh -c \"ip netns identify; ip -br link show lo\"'\n"
               "ip netns exec b awk 'BEGIN {print \"awk\"}'; ip netns exec a nosuchprogram; echo $?\n"
               "ip netns exec a sleep 100 & sleep 1\n"
               "unshare -n ip -br link; nsenter --net=/run/netns/a ip netns identify; ip netns pids a | wc -l")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["a", "b", "lo", "awk", "1", "lo", "a", "1"]
    assert done.stderr == 'exec of "nosuchprogram" failed: No such file or directory\n'


def test_timeout_ends_programs_and_commands_at_the_labs_time() -> None:
    done = run("timeout 3 ping 127.0.0.1 >/dev/null; echo $?; timeout 2 sh -c 'sleep 60; echo no'; echo $?; timeout 9 sleep 1; echo $?\n"
               "timeout -s INT 2 tcpdump -i lo; echo $?; timeout 1 nosuch; echo $?")
    assert done.stdout.split() == ["2", "124", "0", "1", "127"]  # lo is down, so neither has anything to wait for


def test_files_of_the_lab_are_read_and_written() -> None:
    done = run(PAIR + "ip netns exec a bash -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; sysctl -n net.ipv4.ip_forward'\n"
               "cat /proc/sys/net/ipv4/ip_forward; ls /run/netns; [ -e /sys/class/net/eth0 ] || echo none here\n"
               "ip netns exec b cat /sys/class/net/eth0/mtu; sysctl -n net.ipv4.ip_forward > /proc/sys/net/ipv4/conf/lo/log_martians")
    assert done.stdout == "1\n0\na\nb\nnone here\n1500\n"


def test_what_nobody_has_fails_by_name_and_is_reported() -> None:
    done = run("tc qdisc add dev lo root hfsc; echo $?; ip tunnel add x; echo $?", "--report")
    assert "0" not in done.stdout.split()
    assert "pynetns: used: ip (1)" in done.stderr
    assert "pynetns: missing: " in done.stderr


def test_an_uplink_answers_as_the_world() -> None:
    done = run("ip route; ping -c 1 -W 1 8.8.8.8 | grep -c 'bytes from'; ping -c 1 -W 1 10.0.2.1 | grep -c 'bytes from'",
               "--uplink", "eth0:10.0.2.15/24")
    assert done.stdout == "default via 10.0.2.1 dev eth0 \n10.0.2.0/24 dev eth0 proto kernel scope link src 10.0.2.15 \n1\n1\n"


def test_the_namespace_of_a_container_can_be_given_a_name() -> None:
    done = run("docker run -d --name c1 nginx >/dev/null; pid=$(docker inspect -f '{{.State.Pid}}' c1)\n"
               "ln -s /proc/$pid/ns/net /var/run/netns/c1 && readlink /run/netns/c1 | sed s/$pid/PID/\n"
               "ip netns exec c1 ip -br addr show eth0\n"
               "ip link add q type veth peer name w; ip link set w netns $pid; nsenter -t $pid -n ip -br link show w | cut -c1-2\n"
               "rm /run/netns/c1; ip netns; docker ps -q | wc -l", "--docker")
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["/proc/PID/ns/net"], ["eth0@if4", "UP", "172.17.0.2/16"], ["w@"], ["1"]], done.stderr


def test_what_a_script_leaves_running_ends_with_the_session() -> None:
    start = time.monotonic()
    done = run("ip link set lo up; python3 -c 'import time; time.sleep(300)' & sh -c 'ping 127.0.0.1 >/dev/null' & tcpdump -i lo &\n"
               "(trap '' TERM; cat /dev/zero >/dev/null) & echo $! $(jobs | wc -l)")
    assert done.stdout.split()[1] == "4"
    assert time.monotonic() - start < 20
    assert not Path(f"/proc/{done.stdout.split()[0]}").exists()


@pytest.mark.parametrize("script", ["ip link set lo up; ping -i 9 127.0.0.1", "trap '' TERM; python3 -c 'import time; time.sleep(300)'"])
def test_a_session_that_is_told_to_end_does(script: str) -> None:
    session = subprocess.Popen([*BASE, "--real-time", "--", "bash", "-c", f"echo begun; {script}"], stdout=subprocess.PIPE, text=True,
                               env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert session.stdout is not None
    assert session.stdout.readline() == "begun\n"
    session.terminate()
    assert session.wait(20) in (128 + signal.SIGTERM, 128 + signal.SIGKILL)
    session.stdout.close()


def test_captures_of_every_interface_are_left(tmp_path: Path) -> None:
    run(PAIR + "ip netns exec a ping -c 1 10.0.0.2", "--pcap", str(tmp_path / "captures"))
    names = sorted(path.name for path in (tmp_path / "captures").iterdir())
    assert names == ["a.eth0.pcap", "a.lo.pcap", "b.eth0.pcap", "b.lo.pcap", "lo.pcap"]


def test_a_state_is_the_lab_that_the_next_run_begins_with(tmp_path: Path) -> None:
    state = str(tmp_path / "lab")
    run(PAIR + "echo 1 > /proc/sys/net/ipv4/ip_forward; ip netns exec a iptables-restore <<< $'*filter\\n-A INPUT -j DROP\\nCOMMIT'\n"
        "ip -batch <(echo link add br0 type bridge); sleep 9 & sleep 5", "--state", state)
    look = ("ip netns | sort; cat /proc/sys/net/ipv4/ip_forward; ip netns exec a iptables -S INPUT; ip -br link show br0 | cut -c1-8\n"
            "ip -n b addr")
    first = run(look, "--state", state)
    assert first.stdout.startswith("a\nb\n1\n-P INPUT ACCEPT\n-A INPUT -j DROP\nbr0     \n1: lo: <LOOPBACK,UP,LOWER_UP>")
    assert run(look, "--state", state).stdout == first.stdout
    assert run("true", "--state", state, "--seed", "5").stderr.startswith(f"pynetns: {state}: written with other options")
    Path(state).write_text("{}")
    assert (done := run("true", "--state", state)).returncode == 2
    assert done.stderr == f"pynetns: {state}: not a state of pynetns exec\n"


def test_where_nobody_may_have_namespaces_nothing_is_run(tmp_path: Path) -> None:
    inside = f"echo 0 > /proc/sys/user/max_user_namespaces && {sys.executable} -m pynetns exec -- touch {tmp_path}/ran"
    done = subprocess.run(["unshare", "--user", "--map-root-user", "sh", "-c", inside], capture_output=True, text=True,
                          env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert done.returncode == 2
    assert done.stderr.startswith("pynetns: this machine lets nobody have user, mount and network namespaces")
    assert not list(tmp_path.iterdir())


def _of_the_machine() -> str:
    """What is the machine's own: its network settings, devices, addresses, rules, names of namespaces, and /etc."""
    digest = hashlib.sha256()
    for folder in ("/proc/sys/net", "/proc/sys/kernel/hostname"):
        for path in sorted(Path(folder).rglob("*")) or [Path(folder)]:
            try:
                digest.update(str(path).encode() + (path.read_bytes() if path.is_file() and "conntrack_count" not in path.name else b""))
            except OSError:
                continue
    listed = ["/run/netns", "/sys/class/net", "/etc"]
    digest.update(repr([sorted(os.listdir(folder)) if Path(folder).is_dir() else None for folder in listed]).encode())
    for command in (["ip", "addr"], ["ip", "route", "show", "table", "all"], ["iptables-legacy-save"], ["hostname"]):
        if shutil.which(command[0]):
            text = subprocess.run(command, capture_output=True, text=True).stdout
            digest.update("\n".join(line for line in text.splitlines() if not line.startswith("#")).encode())
    return digest.hexdigest()


@pytest.mark.skipif(os.getuid() != 0, reason="only root could change anything")
def test_nothing_of_the_machine_changes_though_root_runs_it() -> None:
    before = _of_the_machine()
    done = run("""
        for f in /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/all/rp_filter /proc/sys/net/core/somaxconn; do echo 1 > $f; done
        sysctl -w net.ipv4.conf.default.proxy_arp=1; /sbin/sysctl -w net.ipv4.ip_forward=1
        echo pwned > /proc/sys/kernel/hostname; hostname pwned
        ip netns add there; ln -s /proc/$$/ns/net /run/netns/mine; mkdir -p /etc/netns/there; echo x > /etc/netns/there/hosts
        ip link add br0 type bridge; ip addr add 10.77.0.1/16 dev br0; ip link set br0 up; ip route add 10.78.0.0/16 via 10.77.0.2
        sh -c '/sbin/ip link add br1 type bridge; /usr/sbin/iptables -P INPUT DROP; iptables -t nat -A POSTROUTING -j MASQUERADE'
        python3 -c 'import subprocess; subprocess.run(["/usr/sbin/ip", "link", "set", "lo", "down"])'
        modprobe dummy; ip link set lo down; echo 9000 > /sys/class/net/lo/mtu; /usr/sbin/ifconfig lo 127.0.0.2
        busybox ip link add br2 type bridge; nsenter -t 1 -n ip link add br3 type bridge
        ip netns exec there sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward' | tail -1
    """)
    assert done.stdout.splitlines()[-1:] == ["1"], done.stderr
    assert _of_the_machine() == before
