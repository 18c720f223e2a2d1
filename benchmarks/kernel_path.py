"""The real kernel's virtual devices, driven by packet sockets: from Python, and from C a batch of frames a system call."""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from paths import frame
from peers import INSIDE, why_no_kernel
from report import Peer

FROM_C, FROM_PYTHON = 400_000, 60_000
SEND_C = Path(__file__).with_name("send.c")

# a - bridge - z, and a - router - z. What is for 20.0.0.0 ends in z, which counts and drops it.
BRIDGE = """
ip netns add a; ip netns add sw; ip netns add z
ip -n sw link add br0 type bridge mcast_snooping 0
ip -n sw link set br0 up
ip netns exec sw sysctl -qw net.bridge.bridge-nf-call-iptables=0 2>/dev/null || true
ip -n a link add eth0 address 02:00:00:00:00:0a type veth peer name pa netns sw
ip -n z link add eth0 address 02:00:00:00:00:0b type veth peer name pz netns sw
for port in pa pz; do ip -n sw link set $port master br0; ip -n sw link set $port up; done
ip -n sw link set br0 type bridge ageing_time 0 || true
ip -n a link set eth0 up; ip -n z link set eth0 up; ip -n z addr add 10.0.0.2/24 dev eth0
ip -n sw link set br0 type bridge ageing_time 30000
ip -n sw link set dev br0 up
bridge -n sw fdb replace 02:00:00:00:00:0b dev pz master static
"""
ROUTE = """
ip netns add a; ip netns add r; ip netns add z
ip -n a link add eth0 address 02:00:00:00:00:0a type veth peer name e0 address 02:00:00:00:00:10 netns r
ip -n z link add eth0 address 02:00:00:00:00:0b type veth peer name e1 address 02:00:00:00:00:20 netns r
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
for device in e0 e1; do ip -n r link set $device up; done
ip -n a link set eth0 up; ip -n z link set eth0 up; ip -n z addr add 10.0.2.2/24 dev eth0
ip -n r addr add 10.0.1.1/24 dev e0; ip -n r addr add 10.0.2.1/24 dev e1
ip -n r route add 20.0.0.0/8 via 10.0.2.2
ip -n r neigh replace 10.0.2.2 lladdr 02:00:00:00:00:0b dev e1 nud permanent
"""


@dataclass(frozen=True, slots=True)
class KernelWay:
    """What the kernel is asked to do: set up by a shell script, frames from one device to another one, which counts and drops them."""

    setup: str
    frames: Sequence[bytes]
    first: tuple[str, str] = ("a", "eth0")
    last: tuple[str, str] = ("z", "eth0")
    rules: Mapping[str, str] = field(default_factory=dict)  # for iptables-restore, by namespace
    reply: bytes = b""  # sent back once, before anything is measured


def _plain(destination: str, source: int) -> list[bytes]:
    return [frame(bytes.fromhex(destination), b"\2\0\0\0\0\x0a", 0, source=source)]


WAYS = {"bridge": KernelWay(BRIDGE, _plain("02000000000b", 0x0A000001)), "route": KernelWay(ROUTE, _plain("020000000010", 0x0A000102))}
PYTHON_SENDER = """
import itertools, socket, sys, time
frames, count = [bytes.fromhex(line) for line in open(sys.argv[2])], int(sys.argv[3])
sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
sock.bind((sys.argv[1], 0x0800))
begun = time.perf_counter_ns()
for frame in itertools.islice(itertools.cycle(frames), count):
    sock.send(frame)
print(count, (time.perf_counter_ns() - begun) / count)
"""


@cache
def _compiled(folder: str) -> str:
    """The C program, or why there is none."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return ""
    program = f"{folder}/send"
    done = subprocess.run([compiler, "-O2", "-o", program, str(SEND_C)], capture_output=True, check=False)
    return program if not done.returncode else ""


def kernel_peers(way: str | KernelWay, wanted: bool, least: float) -> list[Peer]:
    """Both senders over one way. `least`: how many times as long as pynetns the C program's frame should take."""
    names = "kernel by C and sendmmsg", "kernel by Python's AF_PACKET"
    if isinstance(way, str):
        way = WAYS[way]
    restore = shutil.which("iptables-legacy-restore") or shutil.which("iptables-restore")
    why = "not asked for" if not wanted else why_no_kernel() or ("needs iptables-restore" if way.rules and not restore else "")
    if why:
        return [Peer(name, skipped=why) for name in names]
    with TemporaryDirectory() as folder:
        program = _compiled(folder)
        Path(folder, "send.py").write_text(PYTHON_SENDER)
        setup = way.setup + _files(way, folder, restore or "")
        senders = ((names[0], program, FROM_C, least), (names[1], f"{sys.executable} {folder}/send.py", FROM_PYTHON, None))
        found = []
        for name, command, count, promised in senders:
            if not command:
                found.append(Peer(name, skipped="no C compiler"))
                continue
            send = f"ip netns exec {way.first[0]} {command} {way.first[1]} {folder}/frames"
            arrived = f"$(ip netns exec {way.last[0]} cat /sys/class/net/{way.last[1]}/statistics/rx_packets)"
            back = f"ip netns exec {way.last[0]} {command} {way.last[1]} {folder}/reply 1 1 > {folder}/answered\n" if way.reply else ""
            script = Path(folder, "script.sh")
            script.write_text(f"""{setup}
{send} 1 1 > {folder}/first
{back}{send} {count // 10}
before={arrived}
for round in 1 2 3 4 5; do {send} {count}; done
after={arrived}
echo arrived $((after - before))
""")
            done = subprocess.run(["unshare", "-m", "-n", "bash", "-c", f"{INSIDE}{script}"], capture_output=True, text=True, timeout=300,
                                  check=False)
            found.append(_judge(name, done, promised))
        _compiled.cache_clear()
    return found


def _files(way: KernelWay, folder: str, restore: str) -> str:
    """Frames and rules as files, and the lines that load the rules."""
    Path(folder, "frames").write_text("".join(f"{each.hex()}\n" for each in way.frames))
    Path(folder, "reply").write_text(f"{way.reply.hex()}\n")
    for namespace, rules in way.rules.items():
        Path(folder, f"{namespace}.rules").write_text(rules)
    return "".join(f"\nip netns exec {namespace} {restore} < {folder}/{namespace}.rules" for namespace in way.rules)


def _judge(name: str, done: "subprocess.CompletedProcess[str]", promised: float | None) -> Peer:
    if done.returncode:
        return Peer(name, skipped=f"failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    lines = done.stdout.split("\n")
    rounds = [line.split() for line in lines[1:6]]
    sent, arrived = sum(int(words[0]) for words in rounds), int(lines[6].split()[1])
    if arrived < sent * 0.99:
        return Peer(name, skipped=f"only {arrived} of {sent} frames arrived")
    times = sorted(float(words[1]) for words in rounds)
    return Peer(name, times[len(times) // 2] / 1e9, least=promised)
