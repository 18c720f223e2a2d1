"""A bridge: what it learns, where frames go, and what ports may be told."""

import pytest

from pynetns import Lab, LoopError, NetlinkError
from pynetns.device.bridge_port import BLOCKING, DISABLED, FORWARDING, LEARNING
from support import BROADCAST, Lan, ethernet, mac, make_lan

A, B, C, ROAMER, UNKNOWN = mac(1), mac(2), mac(3), mac(0x77), mac(0x99)
GROUP = "01:00:5e:00:00:fb"


@pytest.fixture
def lan() -> Lan:
    return make_lan()


def test_an_unknown_station_is_flooded_to_and_a_known_one_is_not(lan: Lan) -> None:
    lan["a"].inject(ethernet(A, B))
    assert lan.heard() == {"b": 1, "c": 1}
    lan["b"].inject(ethernet(B, A))
    assert lan.heard() == {"a": 1}
    lan["a"].inject(ethernet(A, B))
    assert lan.heard() == {"b": 1}
    assert lan.learned() == {A: "pa", B: "pb"}


def test_a_station_that_moves_is_found_on_its_new_port(lan: Lan) -> None:
    lan["a"].inject(ethernet(ROAMER, BROADCAST))
    lan["b"].inject(ethernet(ROAMER, BROADCAST))
    assert lan.learned() == {ROAMER: "pb"}
    lan.heard()
    lan["c"].inject(ethernet(C, ROAMER))
    assert lan.heard() == {"b": 1}


def test_a_frame_to_its_own_source_goes_nowhere(lan: Lan) -> None:
    lan["a"].inject(ethernet(ROAMER, ROAMER))
    assert lan.heard() == {}
    assert lan.learned() == {ROAMER: "pa"}


@pytest.mark.parametrize("source", ["00:00:00:00:00:00", GROUP, BROADCAST])
def test_a_source_that_can_be_no_station_is_dropped_and_not_learned(lan: Lan, source: str) -> None:
    lan["a"].inject(ethernet(source, BROADCAST))
    assert (lan.heard(), lan.learned()) == ({}, {})


@pytest.mark.parametrize("destination", ["01:80:c2:00:00:01", "01:80:c2:00:00:02", "01:80:c2:00:00:0e"])
def test_frames_of_the_link_itself_stay_on_it(lan: Lan, destination: str) -> None:
    lan["a"].inject(ethernet(A, destination))
    assert lan.heard() == {}


def test_without_a_spanning_tree_its_frames_pass_so_that_others_find_loops(lan: Lan) -> None:
    lan["a"].inject(ethernet(A, "01:80:c2:00:00:00"))
    assert lan.heard() == {"b": 1, "c": 1}


def test_the_group_forward_mask_lets_frames_of_the_link_pass(lan: Lan) -> None:
    lan.bridge.group_fwd_mask = 1 << 0x0E
    lan["a"].inject(ethernet(A, "01:80:c2:00:00:0e"))
    assert lan.heard() == {"b": 1, "c": 1}


def test_a_silent_station_is_forgotten_and_a_talking_one_is_not(lan: Lan) -> None:
    lan["a"].inject(ethernet(A, BROADCAST))
    lan["b"].inject(ethernet(B, BROADCAST))
    for _ in range(4):
        lan.lab.advance(100)
        lan["b"].inject(ethernet(B, BROADCAST))
    assert lan.learned() == {B: "pb"}


def test_the_ageing_time_is_settable_and_zero_learns_nothing(lan: Lan) -> None:
    lan.bridge.set_ageing(10)
    lan["a"].inject(ethernet(A, BROADCAST))
    lan.lab.advance(9)
    assert lan.learned() == {A: "pa"}
    lan.lab.advance(2)
    assert lan.learned() == {}
    lan.bridge.set_ageing(0)
    lan["a"].inject(ethernet(A, BROADCAST))
    assert lan.learned() == {}


def test_static_entries_neither_age_nor_are_they_learned_twice(lan: Lan) -> None:
    lan.bridge.fdb.add(ROAMER, "pc", "static")
    lan["a"].inject(ethernet(A, ROAMER))
    lan.lab.advance(1000)
    lan.heard()
    lan["a"].inject(ethernet(A, ROAMER))
    assert lan.heard() == {"c": 1}
    with pytest.raises(NetlinkError, match="File exists"):
        lan.bridge.fdb.add(ROAMER, "pb", "static")
    lan.bridge.fdb.delete(ROAMER, "pc")
    with pytest.raises(NetlinkError, match="No such file or directory"):
        lan.bridge.fdb.delete(ROAMER, "pc")


def test_hairpin_sends_a_frame_back_out_of_the_port_it_came_from(lan: Lan) -> None:
    lan.ports["a"].hairpin = True
    lan["a"].inject(ethernet(A, BROADCAST))
    assert lan.heard() == {"a": 1, "b": 1, "c": 1}


def test_isolated_ports_hear_only_the_others(lan: Lan) -> None:
    lan.ports["a"].isolated = lan.ports["b"].isolated = True
    lan["a"].inject(ethernet(A, BROADCAST))
    assert lan.heard() == {"c": 1}
    lan["c"].inject(ethernet(C, BROADCAST))
    assert lan.heard() == {"a": 1, "b": 1}


@pytest.mark.parametrize(("switch", "unicast", "group", "broadcast"), [
    ("flood", {"c": 1}, {"b": 1, "c": 1}, {"b": 1, "c": 1}),
    ("mcast_flood", {"b": 1, "c": 1}, {"c": 1}, {"b": 1, "c": 1}),
    ("bcast_flood", {"b": 1, "c": 1}, {"b": 1, "c": 1}, {"c": 1}),
])
def test_each_kind_of_flooding_has_its_switch(lan: Lan, switch: str, unicast: dict[str, int], group: dict[str, int],
                                              broadcast: dict[str, int]) -> None:
    setattr(lan.ports["b"], switch, False)
    found = []
    for destination in (UNKNOWN, GROUP, BROADCAST):
        lan["a"].inject(ethernet(A, destination))
        found.append(lan.heard())
    assert found == [unicast, group, broadcast]


def test_a_port_without_learning_learns_nothing(lan: Lan) -> None:
    lan.ports["a"].learning = False
    lan["a"].inject(ethernet(A, BROADCAST))
    assert (lan.heard(), lan.learned()) == ({"b": 1, "c": 1}, {})


@pytest.mark.parametrize(("state", "heard", "learned"), [
    (FORWARDING, {"b": 1, "c": 1}, {A: "pa"}), (LEARNING, {}, {A: "pa"}), (BLOCKING, {}, {}), (DISABLED, {}, {}),
])
def test_a_ports_state_says_what_it_takes(lan: Lan, state: int, heard: dict[str, int], learned: dict[str, str]) -> None:
    lan.ports["a"].state = state
    lan["a"].inject(ethernet(A, BROADCAST))
    assert (lan.heard(), lan.learned()) == (heard, learned)


def test_only_forwarding_ports_are_sent_to(lan: Lan) -> None:
    lan.ports["b"].state = BLOCKING
    lan["a"].inject(ethernet(A, BROADCAST))
    assert lan.heard() == {"c": 1}


def test_a_port_that_goes_down_loses_what_was_learned_there(lan: Lan) -> None:
    for name, source in (("a", A), ("b", B)):
        lan[name].inject(ethernet(source, BROADCAST))
    lan.switch.devices["pa"].down()
    assert lan.learned() == {B: "pb"}
    assert lan.ports["a"].state == DISABLED


def test_a_frame_to_the_bridges_own_address_is_its_hosts(lan: Lan) -> None:
    capture = lan.bridge.capture()
    lan["a"].inject(ethernet(A, mac(0xF0)))
    lan["a"].inject(ethernet(A, mac(0xF01)))  # a port's address is local too
    assert [way for _, way, _ in capture] == ["in", "in"]
    assert lan.heard() == {}


def test_the_bridge_takes_its_ports_lowest_address_unless_it_was_given_one() -> None:
    lab = Lab()
    switch, other = lab.netns("sw"), lab.netns("other")
    free, given = switch.bridge("free"), switch.bridge("given", mac=mac(0xF0))
    for number in (9, 3, 6):
        for bridge in (free, given):
            port, _ = lab.veth((switch, f"{bridge.name}{number}"), (other, f"{bridge.name}{number}"), mac(number))
            bridge.attach(port)
    assert (free.mac.hex(":"), given.mac.hex(":")) == (mac(3), mac(0xF0))
    switch.devices["free3"].delete()
    assert free.mac.hex(":") == mac(6)


def test_the_bridges_mtu_is_the_smallest_of_its_ports_until_somebody_sets_it(lan: Lan) -> None:
    lan.switch.devices["pb"].set_mtu(1200)
    assert lan.bridge.mtu == 1200
    lan.bridge.set_mtu(1300)
    lan.switch.devices["pc"].set_mtu(1000)
    assert lan.bridge.mtu == 1300


def test_what_can_be_no_port_is_refused_and_nothing_changes(lan: Lan) -> None:
    other = lan.switch.bridge("br1")
    for device, words in ((other, "Error: Can not enslave a bridge to a bridge."), (lan.switch.lo, "RTNETLINK answers: Invalid argument"),
                          (lan["a"], "RTNETLINK answers: Invalid argument")):
        with pytest.raises(NetlinkError) as caught:
            lan.bridge.attach(device)
        assert str(caught.value) == words
    assert [port.device.name for port in lan.bridge.ports] == ["pc", "pb", "pa"]
    assert other.master is None


def test_a_deleted_bridge_frees_its_ports(lan: Lan) -> None:
    lan.bridge.delete()
    assert {name: device.master for name, device in lan.switch.devices.items()} == dict.fromkeys(("lo", "pa", "pb", "pc"))
    lan["a"].inject(ethernet(A, BROADCAST))
    assert lan.heard() == {}


def test_a_loop_of_bridges_ends_in_an_error_that_says_so_and_the_lab_lives_on() -> None:
    lab = Lab(work_limit=10_000)
    host = lab.netns("host")
    bridges = [host.bridge(f"br{number}") for number in range(2)]
    for cable in range(2):
        ends = lab.veth((host, f"a{cable}"), (host, f"b{cable}"))
        for bridge, end in zip(bridges, ends, strict=True):
            bridge.attach(end)
            end.up()
    for bridge in bridges:
        bridge.up()
    with pytest.raises(LoopError, match="switching loop"):
        bridges[0].inject(ethernet(A, BROADCAST))
    host.devices["a1"].down()
    before = bridges[1].stats.rx_packets
    bridges[0].inject(ethernet(A, BROADCAST))
    assert bridges[1].stats.rx_packets == before + 1
