"""The life of a neighbour: asked for, reachable, stale, probed, failed."""

import pytest

from pynetns import Lab, NetlinkError
from pynetns.device.capture import Capture
from pynetns.wire.arp import Arp
from support import mac


class Link:
    """a (10.0.0.1) and b (10.0.0.2) on one cable; the reachable time is a fixed 30 seconds."""

    def __init__(self) -> None:
        self.lab = Lab()
        self.a, self.b = self.lab.netns("a"), self.lab.netns("b")
        self.near, self.far = self.lab.veth((self.a, "eth0"), (self.b, "eth0"), mac(1), mac(2))
        for end, address in ((self.near, "10.0.0.1/24"), (self.far, "10.0.0.2/24")):
            end.up()
            end.add_address(address)
        self.a.lo.up()  # errors that a host finds itself come back to it by lo
        self.seen: Capture = self.near.capture()

    def state(self, address: str = "10.0.0.2") -> str | None:
        return next((entry.state for entry in self.a.neigh if entry.ip == address), None)

    def asked(self) -> list[tuple[float, bool]]:
        """When a asked for somebody, and whether everybody heard it."""
        return [(at, frame[:6] == b"\xff" * 6) for at, way, frame in self.seen
                if way == "out" and frame[12:14] == b"\x08\x06" and frame[20:22] == b"\x00\x01"]

    def send(self, address: str = "10.0.0.2") -> None:
        self.a.socket().sendto(b"x", (address, 9))


@pytest.fixture
def link() -> Link:
    return Link()


def test_a_new_neighbour_is_asked_for_and_is_then_reachable(link: Link) -> None:
    assert link.state() is None
    assert link.a.ping("10.0.0.2")
    entry = next(iter(link.a.neigh))
    assert (entry.ip, entry.lladdr, entry.device.name, entry.state) == ("10.0.0.2", mac(2), "eth0", "REACHABLE")
    assert link.asked() == [(0.0, True)]


def test_one_that_does_not_answer_is_asked_three_times_and_then_unreachable(link: Link) -> None:
    result = link.a.ping("10.0.0.9")
    assert link.asked() == [(0.0, True), (1.0, True), (2.0, True)]
    assert (result.received, result.errors, link.lab.now) == (0, 1, 3.0)
    assert [(reply.type, reply.code, reply.source) for reply in result.replies] == [(3, 1, "10.0.0.1")]
    assert link.state("10.0.0.9") == "FAILED"


def test_an_entry_goes_stale_in_silence_and_use_confirms_it(link: Link) -> None:
    link.a.ping("10.0.0.2")
    link.lab.advance(100)
    assert link.state() == "STALE"
    link.send()
    assert link.state() == "DELAY"
    link.lab.advance(5)
    assert link.state() == "REACHABLE"
    assert link.asked()[1:] == [(link.lab.now, False)]  # to its address, not to everybody


def test_a_stale_neighbour_that_is_gone_is_probed_and_forgotten(link: Link) -> None:
    link.a.ping("10.0.0.2")
    link.lab.advance(100)
    link.far.remove_address("10.0.0.2/24")
    begun = link.lab.now
    link.send()
    link.lab.advance(5.5)
    assert link.state() == "PROBE"
    link.lab.advance(6)
    assert link.state() == "FAILED"
    assert [at - begun for at, everybody in link.asked()[1:] if not everybody] == [5.0, 6.0, 7.0]


def test_packets_wait_for_the_answer_and_leave_in_order(link: Link) -> None:
    link.far.down()
    receiver = link.b.socket()
    receiver.bind(("10.0.0.2", 9))
    link.far.up()
    link.a.neigh.flush()
    for number in range(5):
        link.a.socket().sendto(bytes([number]), ("10.0.0.2", 9))
    assert [receiver.recvfrom()[0][0] for _ in range(5)] == [0, 1, 2, 3, 4]


def test_a_permanent_entry_is_never_asked_for_and_never_ages(link: Link) -> None:
    link.a.neigh.add("10.0.0.2", link.near, mac(2))
    link.a.ping("10.0.0.2")
    link.lab.advance(10_000)
    assert (link.state(), link.asked()) == ("PERMANENT", [])
    with pytest.raises(NetlinkError, match="File exists"):
        link.a.neigh.add("10.0.0.2", link.near, mac(3))
    link.a.neigh.add("10.0.0.2", link.near, mac(3), mode="replace")
    assert [entry.lladdr for entry in link.a.neigh] == [mac(3)]


def test_taking_the_device_down_forgets_its_neighbours(link: Link) -> None:
    link.a.ping("10.0.0.2")
    link.near.down()
    assert list(link.a.neigh) == []


def test_an_announcement_updates_who_is_known_and_adds_nobody(link: Link) -> None:
    def announce(address: int, hardware: bytes) -> None:
        arp = Arp(1, hardware, address, bytes(6), address)
        link.far.inject(b"\xff" * 6 + hardware + b"\x08\x06" + arp.emit())

    link.a.ping("10.0.0.2")
    link.lab.advance(2)  # behind locktime
    announce(0x0A000002, bytes.fromhex("020000000007"))
    announce(0x0A000003, bytes.fromhex("020000000008"))
    assert [(entry.ip, entry.lladdr) for entry in link.a.neigh] == [("10.0.0.2", mac(7))]


def test_a_full_table_counts_per_namespace(link: Link) -> None:
    for level in (1, 2, 3):
        link.a.sysctl[f"net.ipv4.neigh.default.gc_thresh{level}"] = 4
    for number in range(10, 20):
        link.send(f"10.0.0.{number}")
    assert [entry.ip for entry in link.a.neigh] == ["10.0.0.10", "10.0.0.11", "10.0.0.12", "10.0.0.13"]
    assert link.b.sysctl["net.ipv4.neigh.default.gc_thresh3"] == 1024
