"""VLAN devices against net/8021q: what is tagged, who hears it, and how a VLAN follows its parent."""

import pytest

from pynetns import Lab
from pynetns.errors import NetlinkError


def wired() -> Lab:
    """Two hosts on one cable, each with eth0.10 and eth0.20."""
    lab = Lab()
    one, two = lab.netns("one"), lab.netns("two")
    for number, end in enumerate(lab.veth((one, "eth0"), (two, "eth0")), 1):
        end.up()
        for vlan in (10, 20):
            device = end.namespace.vlan(f"eth0.{vlan}", end, vlan)
            device.up()
            device.add_address(f"10.0.{vlan}.{number}/24")
    return lab


def test_frames_are_tagged_on_the_cable_and_not_in_the_vlan() -> None:
    lab = wired()
    outer, inner = lab["two"].devices["eth0"].capture(), lab["two"].devices["eth0.10"].capture()
    assert lab["one"].ping("10.0.10.2", count=1).received == 1
    assert {frame[12:16] for _, _, frame in outer} == {bytes.fromhex("8100000a")}
    assert {frame[12:14] for _, _, frame in inner} == {b"\x08\x00", b"\x08\x06"}


def test_vlans_of_one_cable_do_not_hear_each_other() -> None:
    lab = wired()
    other = lab["two"].devices["eth0.20"].capture()
    lab["one"].ping("10.0.10.2", count=1)
    assert not list(other)


def test_a_frame_of_an_unknown_vlan_is_nobodys() -> None:
    lab = wired()
    eth0 = lab["one"].devices["eth0"]
    eth0.inject(lab["two"].devices["eth0"].mac + eth0.mac + bytes.fromhex("8100001e0800") + bytes(46))
    assert lab["two"].devices["eth0"].stats.rx_packets == 1
    assert not lab["two"].mib.IpInReceives.packets


def test_a_vlan_goes_down_with_its_parent_and_comes_up_again() -> None:
    lab = wired()
    eth0, vlan = lab["one"].devices["eth0"], lab["one"].devices["eth0.10"]
    eth0.down()
    assert not vlan.is_up
    with pytest.raises(NetlinkError, match="Network is down"):
        vlan.up()
    eth0.up()
    assert vlan.is_up
    eth0.delete()
    assert "eth0.10" not in lab["one"].devices


def test_one_id_once_for_each_parent() -> None:
    lab = wired()
    eth0 = lab["one"].devices["eth0"]
    with pytest.raises(NetlinkError, match="VLAN device already exists"):
        lab["one"].vlan("again", eth0, 10)
    with pytest.raises(NetlinkError, match="Invalid VLAN id"):
        lab["one"].vlan("again", eth0, 4095)
    lab["one"].vlan("service", eth0, 10, 0x88A8)


@pytest.mark.parametrize(("line", "status", "words"), [
    ("link add link eth0 name v type vlan id 10", 2, "Error: 8021q: VLAN device already exists.\n"),
    ("link add link eth0 name v type vlan id 5000", 2, "Error: 8021q: Invalid VLAN id.\n"),
    ("link add link eth0 name v type vlan", 2, "Error: 8021q: VLAN properties not specified.\n"),
    ("link add link eth0 name v type vlan gvrp on", 2, "Error: 8021q: VLAN id not specified.\n"),
    ("link add link eth0 name v type vlan id x", 255, 'argument "x" is wrong: id is invalid'),
    ("link add link eth0 name v type vlan id 7 gvrp maybe", 1, 'argument of "gvrp" must be "on" or "off", not "maybe"'),
    ("link add link eth0 name v type vlan idle 7", 1, 'vlan: unknown command "idle"?')])
def test_ip_link_refuses_in_its_own_words(line: str, status: int, words: str) -> None:
    lab = wired()
    done = lab.run(f"ip -n one {line}")
    assert done.returncode == status
    assert words in done.stderr
    assert "v" not in lab["one"].devices


def test_ip_link_shows_what_a_vlan_is() -> None:
    lab = wired()
    lab.run("ip -n one link add link eth0 name v type vlan protocol 802.1ad id 7 reorder_hdr off loose_binding on")
    text = str(lab.run("ip -n one -d link show v"))
    assert "vlan protocol 802.1ad id 7 <LOOSE_BINDING> " in text and "minmtu 0 maxmtu 65535" in text
