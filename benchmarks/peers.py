"""The same topologies by others: the real `ip` and `ping` on this machine's kernel, in namespaces of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from report import Peer

ROOT = Path(__file__).resolve().parents[1]
# A private /run/netns: names need no prefix, nothing of the machine is touched, and all of it is gone with the shell.
INSIDE = "mount --make-rprivate / && mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns && exec bash -e "


@cache
def why_no_kernel() -> str:
    """Empty where the kernel can be measured, else why not."""
    if not hasattr(os, "geteuid") or os.geteuid():
        return "needs root"
    missing = [tool for tool in ("unshare", "ip", "ping", "bash", "mount") if not shutil.which(tool)]
    if missing:
        return f"needs {', '.join(missing)}"
    trial = subprocess.run(["unshare", "-m", "-n", "bash", "-c", f"{INSIDE}-c 'ip link add br0 type bridge && ip link add v0 type veth'"],
                           capture_output=True, check=False)
    return "" if not trial.returncode else "no namespaces, veth or bridge here"


def by_kernel(lines: Iterable[str], limit: float = 900) -> Peer:
    """Run a script on the kernel; every line of it has to succeed."""
    name = "the same script by ip(8) on this kernel"
    if why_no_kernel():
        return Peer(name, skipped=why_no_kernel())
    with TemporaryDirectory() as folder:
        script = Path(folder, "script.sh")
        script.write_text("\n".join(lines) + "\n")
        return _timed(name, ["unshare", "-m", "-n", "bash", "-c", f"{INSIDE}{script}"], limit)


def by_script(lines: Iterable[str], limit: float = 900) -> Peer:
    """The same script by `python3 -m pynetns run`: start-up and the parsing of every command included."""
    with TemporaryDirectory() as folder:
        script = Path(folder, "script.sh")
        script.write_text("\n".join(lines) + "\n")
        return _timed("as a script by pynetns run", [sys.executable, "-m", "pynetns", "run", str(script)], limit)


def _timed(name: str, command: list[str], limit: float) -> Peer:
    begun = perf_counter()
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return Peer(name, skipped=f"not done after {limit:.0f} s")
    seconds = perf_counter() - begun
    if done.returncode:
        return Peer(name, skipped=f"failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    return Peer(name, seconds)
