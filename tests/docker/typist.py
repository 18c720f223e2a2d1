"""Somebody at the prompt of a Docker host: what is typed, and what comes back."""

import json
import re
from typing import Any

from pynetns import Lab

HOST = """\
ip netns add host
ip netns add lan
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add 192.168.1.10/24 brd + dev ens33
ip -n lan addr add 192.168.1.20/24 brd + dev eth0
ip -n host link set lo up
ip -n host link set ens33 up
ip -n lan link set eth0 up
"""


class Typist:
    """Types in the namespaces of one lab; with a daemon on `host`, or the one that is started by hand."""

    def __init__(self, *lines: str, daemon: str = "dockerd") -> None:
        self.lab = Lab()
        for line in HOST.splitlines():
            done = self.lab.run(line)
            assert not done.returncode, f"{line}: {done.stderr}"
        for line in (daemon, *lines):
            self.type(line)

    def type(self, line: str, status: int = 0, where: str = "host") -> str:
        """What a line prints, stdout and stderr together; it must end with `status`."""
        done = self.lab.run(f"ip netns exec {where} {line}")
        assert done.returncode == status, f"{line}: {done.returncode}: {done}"
        return str(done)

    def ask(self, line: str) -> tuple[str, str, int]:
        """stdout, stderr and status, ids written as ID."""
        done = self.lab.run(f"ip netns exec host {line}")
        return plain(done.stdout), plain(done.stderr), done.returncode

    def inspect(self, line: str) -> Any:
        return json.loads(self.type(f"docker {line}"))[0]

    def look(self, template: str, name: str) -> str:
        """One value of `docker inspect`."""
        return self.type(f"docker inspect -f '{{{{{template}}}}}' {name}").strip()


def plain(text: str) -> str:
    """Nobody knows an id beforehand."""
    return re.sub(r"\b(dm-|br-)?([0-9a-f]{64}|(?<=-)[0-9a-f]{12})\b", lambda found: f"{found.group(1) or ''}ID", text)
