"""Rows about bash scripts: how long they take with `pynetns exec`, and on the real kernel as root (tests/scripts/both.py has both)."""

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from report import Finding, Peer
from slow_path import Bench, expect

ROOT = Path(__file__).resolve().parents[1]
_spec = importlib.util.spec_from_file_location("both", ROOT / "tests" / "scripts" / "both.py")
assert _spec is not None and _spec.loader is not None
both = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(both)

_NAMESPACES = """\
for i in $(seq 1 {count}); do
    ip netns add n$i
    ip link add v$i type veth peer name p$i
    ip link set p$i netns n$i
    ip addr add 10.$i.0.1/24 dev v$i
    ip link set v$i up
    ip -n n$i addr add 10.$i.0.2/24 dev p$i
    ip -n n$i link set p$i up
    ip netns exec n$i iptables -P FORWARD DROP
    ip -br link show v$i | grep -c v$i >> counted
done
wc -l < counted
"""
_WAITING = """\
ip link set lo up
for i in $(seq 1 {count}); do
    ping -q -c 3 -i 0.2 127.0.0.1 | grep received
    sleep 0.3
done
"""


def commands(bench: Bench) -> Finding:
    """A script that only sets up."""
    count = 5 if bench.smoke else 50
    return _compared(bench, "commands", f"a script of {10 * count} commands", _NAMESPACES.format(count=count), f"{count}\n", 1 / 6)


def waiting(bench: Bench) -> Finding:
    """A script that pings and sleeps."""
    count = 2 if bench.smoke else 10
    line = "3 packets transmitted, 3 received, 0% packet loss, time T\n"
    return _compared(bench, "waiting", f"{count} times three pings and a sleep", _WAITING.format(count=count), line * count, 1.0)


def client(bench: Bench) -> Finding:
    """What a command costs a program that is not bash, beside a Python that does nothing."""
    count = 5 if bench.smoke else 40
    script = f"i=0; while [ $i -lt {count} ]; do ip link show lo > /dev/null || exit 1; i=$((i + 1)); done"

    def session(argv: list[str]) -> float:
        begun = perf_counter()
        done = subprocess.run([sys.executable, "-m", "pynetns", "exec", "--", *argv], env=os.environ | {"PYTHONPATH": str(ROOT)},
                              check=False)
        expect(done.returncode == 0, f"{argv} in a session")
        return perf_counter() - begun

    def nothing() -> float:
        begun = perf_counter()
        for _ in range(count):
            subprocess.run([sys.executable, "-I", "-S", "-c", ""], check=True)
        return (perf_counter() - begun) / count

    rounds = bench.rounds(5, lambda: (session(["sh", "-c", script]) - session(["true"])) / count)
    empty = min(nothing() for _ in range(1 if bench.smoke else 3))
    return Finding("client", "one command from a shell that has no functions", f"{count} commands answered", rounds,
                   limit=None if bench.smoke else empty + 0.005, peers=[Peer("an empty python3 -I -S", empty)])


def _compared(bench: Bench, name: str, what: str, script: str, expected: str, least: float) -> Finding:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "script.sh")
        file.write_text(script)

        def once(run: Callable[[Path, Path], tuple[str, int]]) -> float:
            with tempfile.TemporaryDirectory() as cwd:
                begun = perf_counter()
                text, status = run(file, Path(cwd))
                seconds = perf_counter() - begun
            expect("\n".join(both.tidy(text)) + "\n" == expected and status == 0, f"{name}: {text!r}")
            return seconds

        rounds = bench.rounds(5, lambda: once(both.here))
        peers = []
        if bench.kernel and not bench.smoke:
            peers = ([Peer("the kernel", min(once(both.on_kernel) for _ in range(2)), least=least)] if os.getuid() == 0 else
                     [Peer("the kernel", skipped="needs root")])
    return Finding(name, what, "the output is right", rounds, peers=peers)


ROWS: dict[str, Callable[[Bench], Finding]] = {"commands": commands, "waiting": waiting, "client": client}
