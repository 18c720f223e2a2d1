"""A pair of devices: carrier, counters, MTU, moves, and one end taking the other along."""

import pytest

from pynetns import Error, Lab, NetlinkError
from pynetns.device.veth import Veth
from support import ethernet, mac

FRAME = ethernet(mac(1), mac(2))


@pytest.fixture
def pair() -> tuple[Veth, Veth]:
    lab = Lab()
    near, far = lab.veth((lab.netns("a"), "eth0"), (lab.netns("b"), "eth1"), mac(1), mac(2))
    near.up()
    far.up()
    return near, far


def test_a_frame_goes_across_and_both_ends_count_it(pair: tuple[Veth, Veth]) -> None:
    near, far = pair
    seen = far.capture()
    near.inject(FRAME)
    assert list(seen) == [(0.0, "in", FRAME)]
    sent, received = dict(near.stats), dict(far.stats)
    assert {name: value for name, value in sent.items() if value} == {"tx_packets": 1, "tx_bytes": len(FRAME)}
    assert received["rx_packets"] == 1
    assert received["rx_bytes"] == len(FRAME)


@pytest.mark.parametrize(("near_up", "far_up"), [(False, False), (True, False), (False, True), (True, True)])
def test_there_is_a_carrier_where_both_ends_are_up(pair: tuple[Veth, Veth], near_up: bool, far_up: bool) -> None:
    near, far = pair
    (near.up if near_up else near.down)()
    (far.up if far_up else far.down)()
    assert (near.carrier, far.carrier) == (near_up and far_up, near_up and far_up)
    assert (near.operstate == "UP") is (near_up and far_up)


def test_without_a_carrier_a_frame_is_dropped_where_it_was_sent(pair: tuple[Veth, Veth]) -> None:
    near, far = pair
    far.down()
    near.inject(FRAME)
    assert (near.stats.tx_packets, near.stats.tx_dropped, far.stats.rx_packets) == (0, 1, 0)


@pytest.mark.parametrize("frame", [b"", FRAME[:13], FRAME[:14] + bytes(1501), FRAME[:12] + b"\x81\x00\x00\x01" + bytes(1503)])
def test_a_frame_that_can_not_be_sent_is_counted_and_goes_nowhere(pair: tuple[Veth, Veth], frame: bytes) -> None:
    near, far = pair
    near.inject(frame)
    assert (near.stats.tx_packets, near.stats.tx_dropped, far.stats.rx_packets) == (0, 1, 0)


@pytest.mark.parametrize("frame", [FRAME[:14], FRAME[:14] + bytes(1500), FRAME[:12] + b"\x81\x00\x00\x01" + bytes(1502)])
def test_the_shortest_and_the_longest_frame_pass(pair: tuple[Veth, Veth], frame: bytes) -> None:
    near, far = pair
    seen = far.capture()
    near.inject([frame])
    assert seen.frames == [frame]


def test_the_far_ends_mtu_counts_too(pair: tuple[Veth, Veth]) -> None:
    near, far = pair
    far.set_mtu(100)
    near.inject([FRAME[:14] + bytes(104), FRAME[:14] + bytes(105)])  # the kernel leaves room for a VLAN tag
    assert (near.stats.tx_packets, near.stats.tx_dropped, far.stats.rx_packets, far.stats.rx_dropped) == (1, 1, 1, far.stats.rx_dropped)


def test_deleting_one_end_takes_the_other_along(pair: tuple[Veth, Veth]) -> None:
    near, far = pair
    near.delete()
    assert list(near.namespace.devices) == list(far.namespace.devices) == ["lo"]  # type: ignore[comparison-overlap]


def test_deleting_a_namespace_takes_the_other_end_along(pair: tuple[Veth, Veth]) -> None:
    _, far = pair
    lab = far.namespace.lab  # type: ignore[attr-defined]
    lab.delete("a")
    assert list(far.namespace.devices) == ["lo"]
    assert list(lab.namespaces) == ["b"]


def test_a_device_that_moves_goes_down_and_loses_its_addresses(pair: tuple[Veth, Veth]) -> None:
    near, far = pair
    near.add_address("10.0.0.1/24")
    near.set_namespace(far.namespace, "moved")
    assert (near.name, near.is_up, list(near.namespace.devices)) == ("moved", False, ["lo", "eth1", "moved"])
    assert not list(far.namespace.addresses)  # type: ignore[attr-defined]
    near.up()
    assert far.carrier


def test_a_name_that_is_taken_or_can_be_none_is_refused(pair: tuple[Veth, Veth]) -> None:
    near, far = pair
    host = near.namespace
    for name in ("", ".", "..", "a/b", "a b", "x" * 16):
        with pytest.raises(Error):
            near.rename(name)
    with pytest.raises(NetlinkError, match="File exists"):
        near.rename("lo")
    near.rename("eth1")
    with pytest.raises(NetlinkError, match="same name exists in the target netns"):
        near.set_namespace(far.namespace)
    assert list(host.devices) == ["lo", "eth1"]
    assert near.namespace is host


