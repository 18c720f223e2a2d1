#!/usr/bin/env python3
"""Run bash scripts on the real kernel and with `pynetns exec`, and compare what they print.

    sudo python3 tests/scripts/both.py [--record] SCRIPT.sh ...

On the kernel a script runs as root in network, mount, UTS and process namespaces of its own with an empty /run/netns and an /etc of its
own, IPv6 off in each namespace that it makes: nothing of the machine is touched, and what it leaves running ends with it. Times, MAC
addresses, process numbers and names that the kernel draws are not compared. `--record` writes what the kernel's run printed to
expected/NAME.txt, which test_scripts.py compares with where there is no root.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIMIT = int(os.environ.get("LIMIT", "120"))  # seconds

# On the kernel `ip` also turns IPv6 off in a new namespace, and sets what a freshly booted kernel has: nothing inherits that.
_IP = """\
#!/bin/bash
case " $* " in
    *" netns add "*) ;;
    *) exec {ip} "$@" ;;
esac
{ip} "$@" || exit
words=" $* "
name=${{words##* netns add }}
exec {ip} netns exec ${{name%% *}} {settle}
"""
_SETTLE = """\
#!/bin/bash
{sysctl} -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 net.ipv4.ip_forward=0 \
    net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.all.accept_redirects=1 \
    net.ipv4.conf.default.accept_redirects=1 net.ipv4.conf.all.send_redirects=1 net.ipv4.conf.default.send_redirects=1
"""
_START = """\
mkdir {folder}/etc {folder}/work && mount -t overlay none /etc -o lowerdir=/etc,upperdir={folder}/etc,workdir={folder}/work
mount -t tmpfs none /run/netns && mount -t sysfs none /sys && {settle} && cd "$1" && export PATH="{folder}:$PATH" && shift && exec "$@"
"""


def on_kernel(script: Path, cwd: Path) -> tuple[str, int]:
    """What the script printed, errors among the rest, and its status."""
    with tempfile.TemporaryDirectory() as folder:
        real = {name: subprocess.run(["sh", "-c", f"command -v {name}"], capture_output=True, text=True, check=True).stdout.strip()
                for name in ("ip", "sysctl")}
        settle = Path(folder, "settle")
        settle.write_text(_SETTLE.format(**real))
        wrapper = Path(folder, "ip")
        wrapper.write_text(_IP.format(**real, settle=settle))
        for tool in ("iptables", "iptables-save", "iptables-restore"):
            legacy = Path("/usr/sbin", tool.replace("iptables", "iptables-legacy", 1))
            if legacy.exists():
                Path(folder, tool).symlink_to(legacy)
        sudo = Path(folder, "sudo")  # everybody is root there
        sudo.write_text('#!/bin/sh\nwhile case $1 in -*) true ;; *) false ;; esac; do shift; done\nexec "$@"\n')
        for path in (settle, wrapper, sudo):
            path.chmod(0o755)
        start = _START.format(settle=settle, folder=folder)
        return _run(["unshare", "--net", "--mount", "--uts", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", "-c", start, "sh",
                     str(cwd), "bash", str(script)], cwd)


def here(script: Path, cwd: Path, *options: str) -> tuple[str, int]:
    """The same with pynetns."""
    environment = {"PYTHONPATH": str(ROOT)}
    return _run([sys.executable, "-m", "pynetns", "exec", *options, "--", "bash", str(script)], cwd, environment)


def _run(argv: list[str], cwd: Path, environment: dict[str, str] | None = None) -> tuple[str, int]:
    done = subprocess.run(argv, cwd=cwd, env=os.environ | {"LC_ALL": "C.UTF-8"} | (environment or {}), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT, check=False)
    return done.stdout.decode("utf-8", "replace"), done.returncode


_NOISE = (
    (re.compile(r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b"), "MAC"),
    (re.compile(r"time=[0-9.]+ ms"), "time=T ms"),
    (re.compile(r"rtt min/avg/max/mdev = [0-9./]+ ms(?:, pipe \d+)?(?:, ipg/ewma [0-9./]+ ms)?"), "rtt T"),
    (re.compile(r", time \d+ms"), ", time T"),
    (re.compile(r"^\d\d:\d\d:\d\d\.\d{6} ", re.MULTILINE), "T "),
    (re.compile(r" +\d+\.\d+ms$", re.MULTILINE), " T"),
    (re.compile(r"\d+\.\d{3} ms"), "T ms"),
    (re.compile(r"(expires|used|age|updated|timer|valid_lft|preferred_lft) +[0-9./]+(?:sec)?"), r"\1 T"),
    (re.compile(r"\b(id|seq|ident|win|ack) (?:0x)?[0-9a-f]+"), r"\1 N"),
    (re.compile(r"(TTL|ttl)=(\d+) ID=\d+"), r"\1=\2 ID=N"),
    (re.compile(r"\bveth[0-9a-f]{7,8}\b"), "vethN"),
    (re.compile(r"line \d+: +\d+ (Terminated|Killed|Hangup)"), r"line N: \1"),
    (re.compile(r"\[\d+\] \d+"), "[N] PID"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [+-]\d{4}"), "DATE"),
    (re.compile(r"/tmp/(tmp\.)?\w+"), "/tmp/NAME"),
    (re.compile(r"/\S*/([\w.-]+\.sh)\b"), r"\1"),
    (re.compile(r"[ \t]+"), " "),
    (re.compile(r" $", re.MULTILINE), ""),
)


def tidy(text: str) -> list[str]:
    """The lines without what differs from run to run."""
    for pattern, plain in _NOISE:
        text = pattern.sub(plain, text)
    return text.splitlines()


def differences(expected: str, got: str) -> list[str]:
    """A unified diff of what counts."""
    return list(difflib.unified_diff(tidy(expected), tidy(got), "kernel", "pynetns", lineterm="", n=2))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scripts", nargs="*", type=Path, default=sorted((HERE / "scripts").glob("*.sh")))
    parser.add_argument("--record", action="store_true", help="write expected/NAME.txt")
    parser.add_argument("--option", action="append", default=[], help="of pynetns exec, such as --no-flow-cache")
    options = parser.parse_args()
    equal = 0
    for script in options.scripts:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            try:
                expected, status = on_kernel(script.resolve(), Path(one))
                got, mine = here(script.resolve(), Path(other), *options.option)
            except subprocess.TimeoutExpired as late:
                print(f"LATE    {script.name}: {late.cmd[0]}")
                continue
        found = differences(expected, got)
        if status != mine:
            found.append(f"status: {status} on the kernel, {mine} here")
        equal += not found
        print(f"{'DIFFERS' if found else 'agrees '} {script.name} ({len(tidy(expected))} lines)")
        print("".join(f"    {line}\n" for line in found), end="")
        if options.record:
            (HERE / "expected" / f"{script.stem}.txt").write_text(f"{expected}\nstatus {status}\n")
    print(f"{equal} of {len(options.scripts)} scripts agree with the kernel")
    return int(equal != len(options.scripts))


if __name__ == "__main__":
    sys.exit(main())
