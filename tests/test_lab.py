"""A lab: namespaces, command lines, and the same bytes for the same seed."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pynetns import Error, Lab
from support import make_routed, udp_packet

ROOT = Path(__file__).parents[1]

STORY = """
from pynetns import Lab
import hashlib
lab = Lab(seed=SEED, flow_cache=CACHE)
digest = hashlib.sha256()
hosts = [lab.netns(f"h{n}") for n in range(6)]
switch = lab.netns("sw")
bridge = switch.bridge("br0")
captures = []
for n, host in enumerate(hosts, 1):
    end, port = lab.veth((host, "eth0"), (switch, f"p{n}"))
    bridge.attach(port)
    end.add_address(f"10.0.0.{n}/24")
    for device in (end, port):
        captures.append(device.capture())
        device.up()
bridge.up()
for host in hosts:
    for n in (1, 4, 9):
        host.ping(f"10.0.0.{n}", size=2000)
for line in ("ip -d addr", "ip neigh", "ip -s link", "nstat -asz", "bridge fdb"):
    for host in (*hosts, switch):
        done = host.run(line)
        digest.update((done.stdout + done.stderr).encode())
for capture in captures:
    digest.update(repr(capture.nanoseconds).encode())
print(digest.hexdigest(), lab.now)
"""


def tell(seed: int, hash_seed: str, cache: bool = True) -> str:
    script = STORY.replace("SEED", str(seed)).replace("CACHE", str(cache))
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONHASHSEED": hash_seed})
    return done.stdout


def test_the_same_seed_gives_the_same_bytes_at_the_same_times_whatever_python_hashes() -> None:
    stories = {tell(7, hash_seed) for hash_seed in ("0", "1", "4711")}
    assert len(stories) == 1
    assert stories.isdisjoint({tell(8, "0")})


def test_the_flow_cache_changes_nothing_in_the_story() -> None:
    assert tell(7, "0", cache=True) == tell(7, "0", cache=False)


def test_namespaces_are_found_by_name_in_order_of_creation() -> None:
    lab = Lab()
    made = [lab.netns(name) for name in ("z", "a", "m")]
    assert list(lab.namespaces) == ["z", "a", "m"]
    assert lab["a"] is made[1]
    assert "a" in lab
    assert lab.host not in lab.namespaces.values()
    assert (lab.host.name, list(lab.host.devices)) == (None, ["lo"])


@pytest.mark.parametrize(("action", "words"), [
    (lambda lab: lab.netns("a"), 'Cannot create namespace file "/run/netns/a": File exists'),
    (lambda lab: lab.netns("x/y"), 'Invalid netns name "x/y"'),
    (lambda lab: lab.netns(""), 'Invalid netns name ""'),
    (lambda lab: lab["b"], 'Cannot open network namespace "b": No such file or directory'),
    (lambda lab: lab.delete("b"), 'Cannot remove namespace file "/run/netns/b": No such file or directory'),
])
def test_what_can_not_be_is_refused_in_the_tools_words_and_nothing_changes(action: Callable[[Lab], object], words: str) -> None:
    lab = Lab()
    lab.netns("a")
    with pytest.raises(Error) as caught:
        action(lab)
    assert str(caught.value) == words
    assert list(lab.namespaces) == ["a"]


def test_a_deleted_namespace_is_gone_with_its_devices_and_its_name_is_free() -> None:
    lab = Lab()
    lab.veth((lab.netns("a"), "eth0"), (lab.netns("b"), "eth0"))
    lab.delete("a")
    assert (list(lab.namespaces), list(lab["b"].devices)) == (["b"], ["lo"])
    assert list(lab.netns("a").devices) == ["lo"]


def test_one_end_that_can_not_be_made_leaves_no_other() -> None:
    lab = Lab()
    a, b = lab.netns("a"), lab.netns("b")
    b.dummy("eth0")
    with pytest.raises(Error, match="File exists"):
        lab.veth((a, "eth0"), (b, "eth0"))
    with pytest.raises(Error, match="File exists"):
        lab.veth((a, "eth1"), (a, "eth1"))
    assert list(a.devices) == ["lo"]


def test_a_command_line_gives_output_errors_and_a_status() -> None:
    lab = Lab()
    lab.netns("a")
    done = lab.run("ip netns list")
    assert (done.stdout, done.stderr, done.returncode, str(done)) == ("a\n", "", 0, "a\n")
    missing = lab.run("nosuch 'a b'")
    assert (missing.stdout, missing.stderr, missing.returncode) == ("", "nosuch: command not found\n", 127)
    assert lab.run("").returncode == 0
    assert lab.run("echo 'a  b' c\\ d \"e\"").stdout == "a  b c d e\n"
    assert lab.run("echo a | cat > b").stdout == "a | cat > b\n"
    assert lab.run("echo 'a").returncode == 2


def test_a_line_runs_in_the_namespace_it_is_typed_in() -> None:
    lab = Lab()
    a = lab.netns("a")
    a.dummy("d0")
    assert a.run("ip link show dev d0").returncode == lab.run("ip netns exec a ip link show dev d0").returncode == 0
    assert a.run("ip link show dev d0").stdout == lab.run("ip -n a link show dev d0").stdout
    assert lab.run("ip link show dev d0").returncode == 1
    assert lab.run("ip netns exec a nosuch").returncode == 1


def test_commands_that_wait_move_the_clock_and_others_take_no_time() -> None:
    lab = Lab()
    lab.run("ip link")
    assert lab.now == 0
    lab.run("sleep 1.5")
    assert lab.now == 1.5
    lab.host.lo.up()
    lab.run("ping -c 3 -i 0.2 127.0.0.1")
    assert lab.now == pytest.approx(1.9)


def test_each_injection_is_over_before_the_next_begins() -> None:
    routed = make_routed()
    routed.lab["right"].neigh.flush()
    routed.router.neigh.flush()
    for _ in range(2):
        routed.send(udp_packet("10.0.1.2", "10.0.2.2"))
    asked, answered, packet = (bytes.fromhex(words) for words in ("0806", "0806", "0800"))
    seen = [(way, frame[12:14]) for _, way, frame in routed.at_right]
    assert seen[:3] == [("in", asked), ("out", answered), ("in", packet)]  # the first packet is there before the second is sent
    assert seen.count(("in", packet)) == 2
