"""Docker's iptables rules, case by case: what the daemon leaves against what Docker's own commands leave (cases/*.json)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pynetns import Lab

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
SETUP = """\
ip netns add host
ip netns add lan
ip -n host link add eth0 type veth peer name eth0 netns lan
ip -n host addr add 192.0.2.10/24 dev eth0
ip -n host addr add 192.168.1.2/24 dev eth0
ip -n host link set lo up
ip -n host link set eth0 up
ip -n lan link set eth0 up
"""


def saved(case: dict[str, Any], name: str) -> dict[str, list[str]]:
    """Each table after the case's commands, bridges by the case's own names for them."""
    lab = Lab()

    def run(line: str) -> str:
        done = lab.run(line)
        assert not done.returncode, f"{line}: {done.stderr}"
        return str(done.stdout)

    for line in SETUP.splitlines():
        run(line)
    if "forwarding-was-on" in name:
        run("ip netns exec host sysctl -w net.ipv4.ip_forward=1")
    run(" ".join(["ip netns exec host dockerd --engine-version", case["docker"], *case.get("daemon", [])]))
    inside = "ip netns exec host "
    for line in case["commands"]:
        found = re.search(r"nsenter .*}} ([^)]+)\)", line)
        if found:
            inside = f"ip netns exec host docker exec --privileged {found[1]} "
        else:
            run(f"ip netns exec host {line}")
    names = {run(f"ip netns exec host docker network inspect -f {{{{.Id}}}} {network}").strip()[:12]: placeholder
             for network, placeholder in case.get("bridges", {}).items()}
    tables = {}
    for table in case["iptables_save"]:
        text = run(f"{inside}iptables-save -t {table}")
        for identifier, placeholder in names.items():
            text = text.replace(f"br-{identifier}", placeholder)
        tables[table] = text.splitlines()
    return tables


def comparable(lines: list[str]) -> list[str]:
    """Without counters and comments; the resolver's ports are random. A table that nobody touched may be missing."""
    kept = []
    for raw in lines:
        line = re.sub(r"\[\d+:\d+\]", "[0:0]", raw.strip())
        line = re.sub(r"(127\.0\.0\.11):\d+", r"\1:P", re.sub(r"(-s 127\.0\.0\.11/32 .*--sport) \d+", r"\1 P", line))
        if line and not line.startswith("#"):
            kept.append(line)
    untouched = all(line[0] in "*:C" and " - " not in line and "DROP" not in line for line in kept)
    return [] if untouched else kept


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_rules_are_dockers_letter_by_letter_and_in_order(path: Path) -> None:
    case = json.loads(path.read_text())
    got = saved(case, path.stem)
    for table, wanted in case["iptables_save"].items():
        assert comparable(got[table]) == comparable(wanted), table
