"""A bridge that filters by VLAN keeps networks apart, and remembered paths too."""

import pytest

from pynetns import Lab
from pynetns.device.bridge import Bridge
from pynetns.device.veth import Veth

A, B, C = (bytes((2, 0, 0, 0, 0, last)) for last in (10, 11, 12))
BROADCAST = b"\xff" * 6
PAYLOAD = b"\x88\xb5" + bytes(46)


def tag(vid: int) -> bytes:
    return b"\x81\x00" + vid.to_bytes(2, "big")


class Lan:
    """Stations a and c are in VLAN 10 without tags, b is a trunk of 10 and 20."""

    def __init__(self, flow_cache: bool) -> None:
        self.lab = Lab(flow_cache=flow_cache)
        switch = self.lab.netns("sw")
        self.bridge: Bridge = switch.bridge("br0")
        self.stations: dict[str, Veth] = {}
        for name, mac in zip("abc", (A, B, C), strict=True):
            self.stations[name], port = self.lab.veth((self.lab.netns(name), "eth0"), (switch, f"p{name}"), mac)
            self.bridge.attach(port)
            port.up()
            self.stations[name].up()
        self.bridge.up()
        for command in ("ip link set br0 type bridge vlan_filtering 1 vlan_stats_enabled 1", "bridge vlan del dev pa vid 1",
                        "bridge vlan add dev pa vid 10 pvid untagged", "bridge vlan add dev pc vid 10 pvid untagged",
                        "bridge vlan add dev pb vid 10", "bridge vlan add dev pb vid 20"):
            assert self.lab["sw"].run(command).returncode == 0
        self.seen = {name: station.capture() for name, station in self.stations.items()}

    def received(self) -> dict[str, list[bytes]]:
        """What each station got since the last time."""
        found = {name: [bytes(frame) for _, direction, frame in seen if direction == "in"] for name, seen in self.seen.items()}
        for seen in self.seen.values():
            seen.clear()
        return found


@pytest.fixture(params=[True, False], ids=["flow cache", "slow path"])
def lan(request: pytest.FixtureRequest) -> Lan:
    return Lan(request.param)


def test_a_broadcast_stays_in_its_vlan_and_is_tagged_on_the_trunk(lan: Lan) -> None:
    for _ in range(3):
        lan.stations["a"].inject(BROADCAST + A + PAYLOAD)
        assert lan.received() == {"a": [], "b": [BROADCAST + A + tag(10) + PAYLOAD], "c": [BROADCAST + A + PAYLOAD]}


def test_a_tag_of_another_vlan_goes_nowhere(lan: Lan) -> None:
    lan.stations["b"].inject(BROADCAST + B + tag(20) + PAYLOAD)
    lan.stations["b"].inject(BROADCAST + B + tag(30) + PAYLOAD)
    assert lan.received() == {"a": [], "b": [], "c": []}


def test_stations_are_learned_by_vlan(lan: Lan) -> None:
    lan.stations["b"].inject(BROADCAST + B + tag(20) + PAYLOAD)
    lan.stations["c"].inject(B + C + PAYLOAD)  # unknown in VLAN 10: flooded
    assert lan.received()["a"] == [B + C + PAYLOAD]
    lan.stations["b"].inject(BROADCAST + B + tag(10) + PAYLOAD)
    lan.received()
    lan.stations["c"].inject(B + C + PAYLOAD)
    assert lan.received() == {"a": [], "b": [B + C + tag(10) + PAYLOAD], "c": []}
    assert {(entry.vlan, entry.device) for entry in lan.bridge.fdb if entry.mac == "02:00:00:00:00:0b"} == {(10, "pb"), (20, "pb")}


def test_a_change_of_a_vlan_is_felt_by_the_next_frame(lan: Lan) -> None:
    for _ in range(3):
        lan.stations["a"].inject([BROADCAST + A + PAYLOAD] * 20)
    lan.received()
    lan.lab["sw"].run("bridge vlan del dev pc vid 10")
    lan.stations["a"].inject([BROADCAST + A + PAYLOAD] * 20)
    assert lan.received() == {"a": [], "b": [BROADCAST + A + tag(10) + PAYLOAD] * 20, "c": []}
    lan.lab["sw"].run("ip link set br0 type bridge vlan_filtering 0")
    lan.stations["a"].inject(BROADCAST + A + PAYLOAD)
    assert lan.received() == {"a": [], "b": [BROADCAST + A + PAYLOAD], "c": [BROADCAST + A + PAYLOAD]}


def test_the_counters_of_a_vlan_count_what_is_behind_the_ethernet_header(lan: Lan) -> None:
    lan.stations["a"].inject([BROADCAST + A + PAYLOAD] * 5)
    stats = lan.stations["a"].peer.port.vlan_group.vlans[10].stats
    assert (stats.rx.packets, stats.rx.bytes) == (5, 5 * 46)
    assert (stats.tx.packets, stats.tx.bytes) == (10, 10 * 46)


def test_a_bridge_that_nobody_asked_has_no_vlans() -> None:
    lab = Lab()
    lab.run("ip link add br0 type bridge")
    assert lab.run("bridge vlan show").stdout == "port              vlan-id  \n"
    assert "vlan 1" not in lab.run("bridge fdb show").stdout
