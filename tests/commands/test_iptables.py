"""`iptables` and `ip6tables`, their -save and -restore and `ipset` against what the real ones printed: the files in test_iptables_goldens
are their words, recorded with iptables-legacy 1.8.9 and ipset 7.17 on Linux 6.18, each file in a network namespace of its own.

Each command stands behind a dollar sign; lines that begin with "< " are its input, those that begin with "E: " its standard error, and the
last line is the exit status in brackets unless it is 0. Dates, the random start of a set's hash and the size of a set are masked.
"""

import re
from pathlib import Path

import pytest

from pynetns import Lab, NetNamespace

GOLDENS = Path(__file__).parent / "test_iptables_goldens"


def recorded(path: Path) -> list[tuple[str, str, str]]:
    """The commands of a golden file, each with its input and its text."""
    parts = re.split(r"^\$ (.*)\n((?:<(?: .*)?\n)*)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    given = ["".join(line[2:] + "\n" if line != "<" else "\n" for line in block.splitlines()) for block in parts[2::3]]
    return list(zip(parts[1::3], given, parts[3::3], strict=True))


def transcript(box: NetNamespace, command: str, given: str) -> str:
    done = box.run(command, given)
    text = re.sub(r"on \w{3} \w{3} +\d+ [\d:]+ \d{4}", "on DATE", done.stdout)
    text = re.sub(r"(initval|Size in memory:) \S+", r"\1 X", text)
    text += "".join(f"E: {line}" for line in done.stderr.splitlines(keepends=True))
    if text and not text.endswith("\n"):
        text += "\n"
    return text + (f"[{done.returncode}]\n" if done.returncode else "")


@pytest.mark.parametrize("path", sorted(GOLDENS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_word_is_the_real_tools(path: Path) -> None:
    box = Lab().netns("box")
    assert [(command, given, transcript(box, command, given)) for command, given, _ in recorded(path)] == recorded(path)


def filled(path: Path) -> tuple[NetNamespace, NetNamespace]:
    """A namespace with all the rules and sets of a golden file, and one with its sets alone."""
    lab = Lab()
    box, copy = lab.netns("box"), lab.netns("copy")
    for command, given, _ in recorded(path):
        keeps = not command.startswith(("ipset flush", "ipset destroy", "iptables -F", "iptables -X", "ip6tables -F", "ip6tables -X"))
        if keeps and re.search("--weekdays [09]", command) is None:  # which prints as no day at all, and that is refused
            box.run(command, given)
    assert copy.run("ipset restore", box.run("ipset save").stdout).returncode == 0
    return box, copy


def tables(box: NetNamespace) -> list[str]:
    """What the -save of both print, a text a table: the kernel lists last what was used first."""
    return sorted(text for program in ("iptables", "ip6tables")
                  for text in re.findall(r"^\*.*?^COMMIT$", box.run(f"{program}-save -c").stdout, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("path", sorted(GOLDENS.glob("*.txt")), ids=lambda path: path.stem)
def test_what_is_saved_restores_to_the_same(path: Path) -> None:
    box, copy = filled(path)
    for program in ("iptables", "ip6tables"):
        done = copy.run(f"{program}-restore -c", box.run(f"{program}-save -c").stdout)
        assert done.returncode == 0, done.stderr
    assert tables(copy) == tables(box)


@pytest.mark.parametrize("command", ["iptables-legacy", "iptables-legacy-save", "iptables-legacy-restore",
                                     "ip6tables-legacy", "ip6tables-legacy-save", "ip6tables-legacy-restore"])
def test_the_legacy_names_are_the_same_programs(command: str) -> None:
    box = Lab().netns("box")
    assert box.run(f"{command} --version").stdout == f"{command.replace('-legacy', '')} v1.8.9 (legacy)\n"


def test_a_set_loads_whole_or_not_at_all() -> None:
    box = Lab().netns("box")
    box.run("iptables -A INPUT -s 10.0.0.1 -j DROP")
    before = box.run("iptables-save").stdout
    done = box.run("iptables-restore", "*filter\n:INPUT DROP\n-A INPUT -j ACCEPT\n-A INPUT -j NOWHERE\nCOMMIT\n")
    assert (done.returncode, done.stderr) != (0, "")
    assert box.run("iptables-save").stdout == before


def test_rules_of_ipv6_are_kept_apart_and_meet_no_packet() -> None:
    box = Lab().netns("box")
    box.run("ip link set lo up")
    box.run("ip6tables -P INPUT DROP")
    box.run("ip6tables -A OUTPUT -j DROP")
    assert box.run("iptables-save").stdout == ""
    assert "1 received" in box.run("ping -c 1 127.0.0.1").stdout
    assert "    0     0 DROP " in box.run("ip6tables -L OUTPUT -v").stdout


def test_a_set_that_a_rule_of_ipv6_names_stays() -> None:
    box = Lab().netns("box")
    box.run("ipset create some hash:ip family inet")
    box.run("ip6tables -A INPUT -m set --match-set some src -j DROP")
    assert "in use" in box.run("ipset destroy some").stderr
