"""The spanning tree: loops are cut, and mended when a link is lost."""

from pynetns import Lab
from pynetns.device.bridge import Bridge
from pynetns.device.bridge_port import BLOCKING, FORWARDING, LISTENING
from pynetns.device.veth import Veth
from pynetns.wire import bpdu

BROADCAST = b"\xff" * 6 + b"\x02\0\0\0\0\x63" + b"\x88\xb5" + bytes(46)


class Ring:
    """Bridges 0, 1, 2 … each linked to the next and the last to the first; `links[n]` is the pair from bridge n on."""

    def __init__(self, size: int, stp: bool = True, flow_cache: bool = True) -> None:
        self.lab = Lab(flow_cache=flow_cache)
        self.bridges: list[Bridge] = []
        for number in range(size):
            bridge = self.lab.netns(f"s{number}").bridge("br0", mac=bytes((2, 0, 0, 0, 0, number)))
            bridge.stp.set_enabled(stp)
            self.bridges.append(bridge)
        self.links: list[tuple[Veth, Veth]] = []
        for number, bridge in enumerate(self.bridges):
            after = self.bridges[(number + 1) % size]
            link = self.lab.veth((self.lab[f"s{number}"], "next"), (self.lab[f"s{(number + 1) % size}"], "previous"))
            bridge.attach(link[0])
            after.attach(link[1])
            link[0].up()
            link[1].up()
            self.links.append(link)
        self.station, end = self.lab.veth((self.lab.netns("station"), "eth0"), (self.lab["s0"], "station"))
        self.bridges[0].attach(end)
        end.up()
        self.station.up()
        for bridge in self.bridges:
            bridge.up()

    def states(self) -> list[int]:
        return [port.state for bridge in self.bridges for port in sorted(bridge.ports, key=lambda port: port.port_no)]

    def roots(self) -> set[bytes]:
        return {bridge.stp.designated_root for bridge in self.bridges}

    def broadcasts_seen(self) -> list[int]:
        """How often each bridge's host gets one broadcast of the station."""
        before = [bridge.stats.rx_packets for bridge in self.bridges]
        self.station.inject(BROADCAST)
        return [bridge.stats.rx_packets - count for bridge, count in zip(self.bridges, before, strict=True)]


def test_a_ring_has_one_root_and_one_blocked_port() -> None:
    ring = Ring(5)
    ring.lab.advance(60)
    assert ring.roots() == {ring.bridges[0].identifier}
    assert ring.states().count(BLOCKING) == 1
    assert ring.states().count(FORWARDING) == 10


def test_nothing_passes_while_ports_listen_and_learn() -> None:
    ring = Ring(3)
    ring.lab.advance(10)
    assert ring.states().count(LISTENING) >= 5
    assert ring.broadcasts_seen() == [0, 0, 0]


def test_a_broadcast_reaches_every_bridge_of_a_ring_once() -> None:
    for flow_cache in (True, False):
        ring = Ring(4, flow_cache=flow_cache)
        ring.lab.advance(60)
        assert ring.broadcasts_seen() == [1, 1, 1, 1]
        assert ring.broadcasts_seen() == [1, 1, 1, 1]


def test_a_lost_link_is_replaced_and_remembered_paths_follow() -> None:
    ring = Ring(4)
    ring.lab.advance(60)
    ring.broadcasts_seen()
    ring.links[0][0].down()
    ring.lab.advance(60)
    assert BLOCKING not in ring.states()
    assert ring.broadcasts_seen() == [1, 1, 1, 1]


def test_a_lower_priority_takes_the_root_over() -> None:
    ring = Ring(3)
    ring.lab.advance(60)
    ring.bridges[2].stp.set_priority(0x1000)
    ring.lab.advance(60)
    assert ring.roots() == {ring.bridges[2].identifier}
    assert ring.bridges[2].stp.root_port == 0
    assert ring.broadcasts_seen() == [1, 1, 1]


def test_stations_age_within_the_forward_delay_while_the_topology_changes() -> None:
    ring = Ring(5)
    ring.lab.advance(100)
    bridge = ring.bridges[0]
    assert not bridge.topology_change
    ring.links[1][0].down()  # the bridge behind it finds another way when the old one's message is too old, and tells the root
    while not bridge.topology_change:
        assert ring.lab.now < 200
        ring.lab.advance(1)
    ring.broadcasts_seen()
    assert "station" in {entry.device for entry in bridge.fdb if not entry.state}
    ring.lab.advance(25)
    assert "station" not in {entry.device for entry in bridge.fdb if not entry.state}


def test_a_guarded_port_closes_at_the_first_message() -> None:
    ring = Ring(2)
    guarded = ring.links[0][1].port
    guarded.guard = True
    ring.lab.advance(60)
    assert guarded.state == 0


def test_malformed_messages_are_forgotten() -> None:
    ring = Ring(2)
    ring.lab.advance(60)
    before = ring.states(), ring.roots()
    good = bpdu.frame(b"\x02\0\0\0\0\x63", b"\0\0\0\0\0" + bytes(30))
    for cut in range(14, len(good)):
        ring.station.inject(good[:cut])
    ring.station.inject(good[:17] + b"\0\0\2" + good[20:])  # another version
    assert (ring.states(), ring.roots()) == before


def test_without_the_protocol_its_messages_are_passed_on() -> None:
    ring = Ring(2, stp=False)
    ring.links[0][0].down()
    seen = ring.links[1][0].capture()
    ring.station.inject(bpdu.frame(b"\x02\0\0\0\0\x63", bpdu.TCN))
    assert [direction for _, direction, _ in seen] == ["in"]
