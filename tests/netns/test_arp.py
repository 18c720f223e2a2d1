"""Who is answered, and what is learned from whom (arp_process)."""

import pytest

from pynetns import Lab
from pynetns.wire.address import parse_ipv4, parse_mac
from pynetns.wire.arp import ARPOP_REPLY, ARPOP_REQUEST, Arp
from support import BROADCAST, ethernet, mac

ETH_P_ARP = 0x0806


class Wire:
    """A host h (10.0.0.1/24, 02::1) at the end of a cable; frames come from the other end, where nobody lives."""

    def __init__(self) -> None:
        self.lab = Lab()
        self.host = self.lab.netns("h")
        self.device, self.end = self.lab.veth((self.host, "eth0"), (self.lab.netns("wire"), "eth0"), mac(1), mac(2))
        self.device.up()
        self.end.up()
        self.device.add_address("10.0.0.1/24")
        self.seen = self.end.capture()

    def ask(self, target: str, sender: str = "10.0.0.2", sender_mac: str = mac(2)) -> list[Arp]:
        """Send a request and give what came back."""
        request = Arp(ARPOP_REQUEST, parse_mac(sender_mac), parse_ipv4(sender), bytes(6), parse_ipv4(target))
        self.end.inject(ethernet(sender_mac, BROADCAST, request.emit(), ETH_P_ARP))
        self.lab.advance(1)
        found = [Arp.parse(frame[14:]) for _, way, frame in self.seen if way == "in"]
        self.seen.clear()
        return [arp for arp in found if arp is not None]

    def known(self) -> dict[str, tuple[str | None, str]]:
        return {entry.ip: (entry.lladdr, entry.state) for entry in self.host.neigh}


@pytest.fixture
def wire() -> Wire:
    return Wire()


def test_the_owner_of_an_address_answers_and_remembers_who_asked(wire: Wire) -> None:
    assert wire.ask("10.0.0.1") == [Arp(ARPOP_REPLY, parse_mac(mac(1)), parse_ipv4("10.0.0.1"), parse_mac(mac(2)), parse_ipv4("10.0.0.2"))]
    assert wire.known() == {"10.0.0.2": (mac(2), "STALE")}


@pytest.mark.parametrize("target", ["10.0.0.7", "127.0.0.1", "224.0.0.1", "10.0.0.255"])
def test_others_addresses_are_not_answered_for_and_nobody_is_learned(wire: Wire, target: str) -> None:
    assert (wire.ask(target), wire.known()) == ([], {})


def test_a_probe_for_a_duplicate_is_answered_and_not_learned(wire: Wire) -> None:
    assert [arp.tpa for arp in wire.ask("10.0.0.1", sender="0.0.0.0")] == [0]
    assert wire.known() == {}


@pytest.mark.parametrize("frame", [b"", bytes(27), b"\x00\x02" + bytes(26), b"\x00\x01\x08\x00\x06\x05" + bytes(22)])
def test_garbage_is_dropped(wire: Wire, frame: bytes) -> None:
    wire.end.inject(ethernet(mac(2), BROADCAST, frame, ETH_P_ARP))
    assert ([record for record in wire.seen if record[1] == "in"], wire.known()) == ([], {})


def test_arp_ignore_1_answers_only_for_addresses_of_the_interface_itself(wire: Wire) -> None:
    other = wire.host.dummy("other")
    other.up()
    other.add_address("10.9.0.1/24")
    assert len(wire.ask("10.9.0.1")) == 1
    wire.host.sysctl["net.ipv4.conf.all.arp_ignore"] = 1
    assert wire.ask("10.9.0.1") == []
    assert len(wire.ask("10.0.0.1")) == 1


def test_arp_announce_2_takes_the_address_that_fits_the_network(wire: Wire) -> None:
    wire.host.lo.up()
    wire.host.lo.add_address("192.0.2.1/32")

    def sender() -> str:
        wire.host.neigh.flush()
        wire.host.ping("10.0.0.3", source="192.0.2.1", timeout=0.5)
        arp = next(Arp.parse(frame[14:]) for _, way, frame in wire.seen if way == "in" and frame[12:14] == b"\x08\x06")
        wire.seen.clear()
        wire.lab.advance(5)
        return ".".join(map(str, arp.spa.to_bytes(4, "big"))) if arp else ""

    assert sender() == "192.0.2.1"
    wire.host.sysctl["net.ipv4.conf.all.arp_announce"] = 2
    wire.seen.clear()
    assert sender() == "10.0.0.1"


def test_proxy_arp_answers_for_what_it_would_forward(wire: Wire) -> None:
    behind, _ = wire.lab.veth((wire.host, "eth1"), (wire.lab.netns("behind"), "eth0"))
    behind.up()
    wire.lab["behind"].devices["eth0"].up()
    behind.add_address("10.5.0.1/24")
    wire.host.sysctl["net.ipv4.ip_forward"] = 1
    assert wire.ask("10.5.0.7") == []
    wire.host.sysctl["net.ipv4.conf.eth0.proxy_arp"] = 1
    assert [arp.sha.hex(":") for arp in wire.ask("10.5.0.7")] == [mac(1)]
    assert wire.ask("10.0.0.7") == []  # on the asker's own side


def test_a_device_without_arp_says_nothing(wire: Wire) -> None:
    wire.device.set_arp(on=False)
    assert (wire.ask("10.0.0.1"), wire.known()) == ([], {})
