"""macvlan against drivers/net/macvlan.c: who hears whom in each mode, and what a device refuses."""

import itertools

import pytest

from pynetns import Lab
from pynetns.errors import NetlinkError


def wired(modes: tuple[str, ...]) -> Lab:
    """A host whose eth0 leads to a reflecting switch (a bridge with hairpin) with an outside station, and a child per mode."""
    lab = Lab()
    for name in ("host", "switch", "out"):
        lab.netns(name)
    eth0, port = lab.veth((lab["host"], "eth0"), (lab["switch"], "p0"))
    outside, far = lab.veth((lab["out"], "eth0"), (lab["switch"], "p1"))
    bridge = lab["switch"].bridge("br0")
    for end in (port, far):
        bridge.attach(end)
    for device in (eth0, port, outside, far, bridge):
        device.up()
    outside.add_address("10.0.0.100/24")
    eth0.add_address("10.0.0.200/24")
    for number, mode in enumerate(modes, 1):
        inside = lab.netns(f"c{number}")
        child = lab["host"].macvlan(f"m{number}", eth0, mode)
        child.set_namespace(inside)
        child.up()
        child.add_address(f"10.0.0.{number}/24")
    return lab


def reaches(lab: Lab, who: str, address: str) -> bool:
    return bool(lab[who].ping(address, count=1).received)


@pytest.mark.parametrize(("first", "second"), list(itertools.product(("private", "vepa", "bridge"), repeat=2)))
def test_children_reach_each_other_only_where_both_are_bridges(first: str, second: str) -> None:
    lab = wired((first, second))
    assert reaches(lab, "c1", "10.0.0.2") == (first == second == "bridge")
    assert reaches(lab, "c1", "10.0.0.100") and reaches(lab, "out", "10.0.0.2")


@pytest.mark.parametrize(("first", "second"), list(itertools.product(("private", "vepa", "bridge"), repeat=2)))
def test_a_switch_that_reflects_lets_all_but_private_ones_talk(first: str, second: str) -> None:
    lab = wired((first, second))
    lab["switch"].devices["p0"].port.hairpin = True  # type: ignore[union-attr]
    assert reaches(lab, "c1", "10.0.0.2") == ("private" not in (first, second))


@pytest.mark.parametrize("mode", ["private", "vepa", "bridge"])
def test_a_child_and_its_parent_do_not_talk(mode: str) -> None:
    lab = wired((mode,))
    assert not reaches(lab, "host", "10.0.0.1")
    assert not reaches(lab, "c1", "10.0.0.200")


def test_passthru_has_the_parent_for_itself() -> None:
    lab = wired(("passthru",))
    eth0 = lab["host"].devices["eth0"]
    assert lab["c1"].devices["m1"].mac == eth0.mac and eth0.promiscuity
    assert reaches(lab, "c1", "10.0.0.100")
    with pytest.raises(NetlinkError):
        lab["host"].macvlan("m2", eth0, "bridge")


def test_source_mode_takes_what_given_stations_send_whatever_it_is_for() -> None:
    lab = wired(("source",))
    child = lab["c1"].devices["m1"]
    seen = child.capture()
    frame = lab["host"].devices["eth0"].mac + lab["out"].devices["eth0"].mac + b"\x88\xb5" + bytes(46)
    lab["out"].devices["eth0"].inject(frame)
    assert not list(seen)
    child.add_source(lab["out"].devices["eth0"].mac)  # type: ignore[attr-defined]
    lab["out"].devices["eth0"].inject(frame)
    assert [record[1:] for record in seen] == [("in", frame)]
    child.set_mode("bridge")  # type: ignore[attr-defined]
    child.set_mode("source")  # type: ignore[attr-defined]
    lab["out"].devices["eth0"].inject(frame)
    assert len(list(seen)) == 1, "who leaves source mode forgets its senders"


def test_nodst_keeps_the_frame_from_the_parent() -> None:
    lab = wired(("source",))
    child, eth0, outside = lab["c1"].devices["m1"], lab["host"].devices["eth0"], lab["out"].devices["eth0"]
    child.add_source(outside.mac)  # type: ignore[attr-defined]
    assert reaches(lab, "out", "10.0.0.200")
    child.set_flags(nopromisc=False, nodst=True)  # type: ignore[attr-defined]
    assert not reaches(lab, "out", "10.0.0.200")
    assert eth0.is_up


def test_a_child_goes_with_its_parent() -> None:
    lab = wired(("bridge",))
    lab["host"].devices["eth0"].delete()
    assert "m1" not in lab["c1"].devices
