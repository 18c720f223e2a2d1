"""`ip` against what the real one printed: the files in test_ip_goldens are its words, recorded with iproute2 6.1.0 on Linux 6.18.

Each command stands behind a dollar sign, with what it wrote below; lines of standard error begin with "E: ", and the last line is the exit
status in brackets unless it is 0. IPv6 was disabled, as it is in a lab.
"""

import json
import re
from pathlib import Path

import pytest

from pynetns import Lab

GOLDENS = Path(__file__).parent / "test_ip_goldens"


def recorded(path: Path) -> list[tuple[str, str]]:
    """The commands of a golden file, each with its text."""
    parts = re.split(r"^\$ (.*)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def transcript(lab: Lab, command: str) -> str:
    done = lab.run(command)
    text = done.stdout + "".join(f"E: {line}" for line in done.stderr.splitlines(keepends=True))
    if text and not text.endswith("\n"):
        text += "\n"
    return text + (f"[{done.returncode}]\n" if done.returncode else "")


@pytest.mark.parametrize("path", sorted(GOLDENS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_word_is_the_real_tools(path: Path) -> None:
    lab = Lab()
    assert [(command, transcript(lab, command)) for command, _ in recorded(path)] == recorded(path)


@pytest.fixture
def lab() -> Lab:
    lab = Lab()
    for line in ("ip netns add a", "ip netns add b", "ip -n a link add eth0 type veth peer name eth0 netns b", "ip -n a link set eth0 up",
                 "ip -n b link set eth0 up", "ip -n a addr add 10.0.0.1/24 dev eth0",
                 "ip -n a neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0"):
        assert lab.run(line).returncode == 0, line
    return lab


@pytest.mark.parametrize(("short", "full"), [
    ("ip a", "ip address show"), ("ip l", "ip link show"), ("ip r", "ip route show"), ("ip ro g 10.0.0.7", "ip route get 10.0.0.7"),
    ("ip n", "ip neighbor show"), ("ip -br a s dev eth0", "ip -brief address show dev eth0"),
    ("ip -4 -o a", "ip -family inet -oneline addr"), ("ip --json l", "ip -json link"), ("ip -c=never r", "ip route"),
    ("ip -color=auto r l", "ip route list"),
])
def test_words_may_be_shortened_as_far_as_the_real_tool_allows(lab: Lab, short: str, full: str) -> None:
    inside = lab["a"]
    assert inside.run(short).stdout == inside.run(full).stdout != ""


def test_a_command_runs_in_the_namespace_that_is_named(lab: Lab) -> None:
    assert lab.run("ip -n a -br addr show dev eth0").stdout.split()[-1] == "10.0.0.1/24"
    assert lab.run("ip netns exec a ip -br addr show dev eth0").stdout.split()[-1] == "10.0.0.1/24"
    assert lab.run("ip -br addr").stdout.split() == ["lo", "DOWN"]


def test_a_device_whose_other_end_is_elsewhere_names_that_namespace(lab: Lab) -> None:
    assert "eth0@if2: " in lab.run("ip -n a link show eth0").stdout
    assert lab.run("ip -n a link show eth0").stdout.endswith(" link-netns b\n")
    assert json.loads(lab.run("ip -n a -j link show eth0").stdout)[0]["link_netnsid"] == 0


def test_a_batch_stops_at_the_first_failure_unless_it_is_forced(lab: Lab, tmp_path: Path) -> None:
    batch = tmp_path / "batch"
    batch.write_text("addr add 10.1.0.1/24 dev eth0  # the first\nlink set nosuch up\n\naddr add \\\n10.2.0.1/24 dev eth0\n")
    done = lab["a"].run(f"ip -batch {batch}")
    assert (done.returncode, done.stderr) == (1, f'Cannot find device "nosuch"\nCommand failed {batch}:2\n')
    assert "10.1.0.1" in lab["a"].run("ip addr").stdout
    assert "10.2.0.1" not in lab["a"].run("ip addr").stdout
    done = lab["a"].run(f"ip -force -batch {batch}")
    assert (done.returncode, done.stderr.count("Command failed")) == (1, 2)
    assert "10.2.0.1" in lab["a"].run("ip addr").stdout


def test_a_batch_may_come_from_standard_input(lab: Lab) -> None:
    assert lab.run("ip -batch -", input="netns add c\nnetns add d\n").returncode == 0
    assert list(lab.namespaces) == ["a", "b", "c", "d"]


def test_what_a_refused_link_asked_for_leaves_nothing_behind(lab: Lab) -> None:
    before = lab["a"].run("ip link").stdout
    for line in ("ip link add x mtu 10 type veth peer name y", "ip link add x type veth peer name eth0",
                 "ip link add x type veth peer name y address 01:00:00:00:00:00", "ip link add x type bridge group_fwd_mask 1",
                 "ip link add x netns nosuch type bridge"):
        assert lab["a"].run(line).returncode in (2, 255), line
    assert lab["a"].run("ip link").stdout == before


def test_a_veth_is_made_with_everything_that_its_words_say(lab: Lab) -> None:
    line = ("ip link add name v0 mtu 1400 address 02:00:00:00:01:01 txqueuelen 5 type veth "
            "peer name v1 netns b address 02:00:00:00:01:02 mtu 1300 up")
    assert lab["a"].run(line).returncode == 0
    near, far = lab["a"].devices["v0"], lab["b"].devices["v1"]
    assert (near.mtu, near.mac.hex(), near.qlen, near.is_up) == (1400, "020000000101", 5, False)
    assert (far.mtu, far.mac.hex(), far.qlen, far.is_up) == (1300, "020000000102", 1000, True)


def test_an_address_with_a_lifetime_goes_when_its_time_is_over(lab: Lab) -> None:
    inside = lab["a"]
    inside.run("ip addr add 10.5.0.1/24 valid_lft 20 preferred_lft 10 dev eth0")
    lab.advance(5.5)
    assert "valid_lft 15sec preferred_lft 5sec" in inside.run("ip addr show dev eth0").stdout
    lab.advance(6)
    assert "deprecated dynamic eth0" in inside.run("ip addr show dev eth0").stdout
    lab.advance(9)
    assert "10.5.0.1" not in inside.run("ip addr show dev eth0").stdout + inside.run("ip route show table all").stdout
