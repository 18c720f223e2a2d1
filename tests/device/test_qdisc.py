"""What waits before a device sends it."""

import pytest

from pynetns import Lab
from pynetns.device.veth import Veth

FRAME = b"\x02\0\0\0\0\x0b" + b"\x02\0\0\0\0\x0a" + b"\x88\xb5" + bytes(86)  # 100 bytes


class Link:
    """Two ends, and what came out of the far one when."""

    def __init__(self, qdisc: str, flow_cache: bool = True, seed: int = 0) -> None:
        self.lab = Lab(seed=seed, flow_cache=flow_cache)
        a, b = self.lab.netns("a"), self.lab.netns("b")
        self.near: Veth
        self.near, self.far = self.lab.veth((a, "eth0"), (b, "eth0"))
        self.near.up()
        self.far.up()
        self.tc(f"qdisc add dev eth0 root {qdisc}")
        self.seen = self.far.capture()

    def tc(self, words: str) -> str:
        result = self.lab["a"].run(f"tc {words}")
        assert result.returncode == 0, result.stderr
        return str(result.stdout)

    def arrivals(self) -> list[float]:
        return [round(at, 6) for at, _, _ in self.seen]


@pytest.mark.parametrize("flow_cache", [True, False])
def test_a_delay_holds_every_frame_back(flow_cache: bool) -> None:
    link = Link("netem delay 100ms", flow_cache)
    for _ in range(3):
        link.near.inject([FRAME] * 20)
        link.lab.advance(0.01)
    assert link.arrivals() == []
    link.lab.advance(1)
    assert link.arrivals() == [0.1] * 20 + [0.11] * 20 + [0.12] * 20


def test_the_same_seed_gives_the_same_jitter_and_loss() -> None:
    def run(seed: int) -> list[float]:
        link = Link("netem delay 100ms 50ms loss 20%", seed=seed)
        link.near.inject([FRAME] * 100)
        link.lab.advance(1)
        return link.arrivals()
    first = run(1)
    assert first == run(1) == sorted(first)
    assert first != run(2)
    assert 50 < len(first) < 100
    assert 0.05 <= min(first) < 0.07
    assert 0.13 < max(first) <= 0.15


def test_a_rate_sends_one_frame_after_the_other() -> None:
    link = Link("netem rate 80kbit")
    link.near.inject([FRAME] * 3)
    link.lab.advance(1)
    assert link.arrivals() == [0.01, 0.02, 0.03]


def test_a_token_bucket_lets_a_burst_pass_and_then_its_rate() -> None:
    link = Link("tbf rate 80kbit burst 200 limit 1000")
    link.near.inject([FRAME] * 20)
    link.lab.advance(1)
    assert link.arrivals() == [0.0, 0.0, *(round(0.01 * n, 6) for n in range(1, 11))]
    assert "(dropped 8, " in link.tc("-s qdisc show dev eth0")


def test_duplicates_and_corruption_are_counted_as_sent() -> None:
    link = Link("netem duplicate 100% corrupt 100%")
    link.near.inject(FRAME)
    frames = [bytes(frame) for _, _, frame in link.seen]
    assert len(frames) == 2
    flipped = [sum((x ^ y).bit_count() for x, y in zip(frame, FRAME, strict=True)) for frame in frames]
    assert flipped == [1, 1]


def test_what_overtakes_leaves_at_once() -> None:
    link = Link("netem delay 100ms reorder 100% gap 3")
    link.near.inject([FRAME] * 6)
    assert len(link.arrivals()) == 2
    link.lab.advance(1)
    assert len(link.arrivals()) == 6


def test_a_discipline_under_another_one_gets_what_that_one_lets_through() -> None:
    link = Link("handle 1: netem delay 100ms")
    link.tc("qdisc add dev eth0 parent 1:1 handle 10: tbf rate 80kbit burst 100 limit 1000")
    link.near.inject([FRAME] * 3)
    link.lab.advance(1)
    assert link.arrivals() == [0.1, 0.11, 0.12]


def test_a_device_that_goes_down_forgets_what_waits() -> None:
    link = Link("netem delay 100ms")
    link.near.inject(FRAME)
    link.near.down()
    link.near.up()
    link.lab.advance(1)
    assert link.arrivals() == []
    assert " backlog 0b 0p" in link.tc("-s qdisc show dev eth0")


def test_a_refused_change_changes_nothing() -> None:
    link = Link("netem delay 100ms")
    before = link.tc("qdisc show")
    for words in ("qdisc add dev eth0 root netem delay 5ms", "qdisc change dev eth0 root netem delay x",
                  "qdisc change dev eth0 root handle 7: pfifo", "qdisc replace dev eth0 root htb",
                  "qdisc del dev eth0 parent 9:1", "qdisc add dev eth0 root"):
        assert link.lab["a"].run(f"tc {words}").returncode != 0
        assert link.tc("qdisc show") == before


def test_paths_that_were_remembered_meet_a_new_discipline() -> None:
    link = Link("pfifo")
    link.tc("qdisc del dev eth0 root")
    link.near.inject([FRAME] * 50)
    assert len(link.arrivals()) == 50
    link.tc("qdisc add dev eth0 root netem loss 100%")
    link.near.inject([FRAME] * 50)
    link.lab.advance(1)
    assert len(link.arrivals()) == 50
