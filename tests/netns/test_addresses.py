"""Addresses of devices: who is primary, what follows when it goes, and which address a host chooses."""

import pytest

from pynetns import Error, Lab, NetlinkError, NetNamespace
from pynetns.device.netdevice import NetDevice
from pynetns.netns.route_entry import HOST, LINK, UNIVERSE
from pynetns.wire.address import format_ipv4, parse_ipv4


@pytest.fixture
def host() -> NetNamespace:
    lab = Lab()
    host, other = lab.netns("host"), lab.netns("other")
    near, far = lab.veth((host, "eth0"), (other, "eth0"))
    near.up()
    far.up()
    return host


@pytest.fixture
def eth0(host: NetNamespace) -> NetDevice:
    return host.devices["eth0"]


def listed(host: NetNamespace) -> list[str]:
    return [f"{ifa}{' secondary' if ifa.secondary else ''}" for ifa in host.addresses]


def routes(host: NetNamespace, table: int = 254) -> list[str]:
    return [f"{route.type} {route.destination} src {format_ipv4(route.src)}" for route in host.routes.table(table)]


def test_the_second_address_of_a_network_is_secondary_and_stands_behind_every_primary(host: NetNamespace, eth0: NetDevice) -> None:
    for text in ("10.0.0.1/24", "10.0.0.2/24", "10.1.0.1/24", "10.0.0.3/25"):
        eth0.add_address(text)
    assert listed(host) == ["10.0.0.1/24", "10.1.0.1/24", "10.0.0.3/25", "10.0.0.2/24 secondary"]


def test_primaries_of_a_nearer_scope_stand_first(host: NetNamespace, eth0: NetDevice) -> None:
    eth0.add_address("10.0.0.1/24")
    eth0.add_address("10.1.0.1/24", scope="link")
    eth0.add_address("10.2.0.1/24", scope="host")
    assert listed(host) == ["10.2.0.1/24", "10.1.0.1/24", "10.0.0.1/24"]


def test_secondaries_go_with_their_primary(host: NetNamespace, eth0: NetDevice) -> None:
    for text in ("10.0.0.1/24", "10.0.0.2/24", "10.0.0.3/24", "10.1.0.1/24"):
        eth0.add_address(text)
    eth0.remove_address("10.0.0.1/24")
    assert listed(host) == ["10.1.0.1/24"]
    assert routes(host) == ["unicast 10.1.0.0/24 src 10.1.0.1"]


def test_with_promote_secondaries_the_first_takes_the_place_and_becomes_the_source(host: NetNamespace, eth0: NetDevice) -> None:
    host.sysctl["net.ipv4.conf.eth0.promote_secondaries"] = 1
    for text in ("10.0.0.1/24", "10.0.0.2/24", "10.0.0.3/24", "10.1.0.1/24"):
        eth0.add_address(text)
    eth0.remove_address("10.0.0.1/24")
    assert listed(host) == ["10.1.0.1/24", "10.0.0.2/24", "10.0.0.3/24 secondary"]
    assert routes(host) == ["unicast 10.0.0.0/24 src 10.0.0.2", "unicast 10.1.0.0/24 src 10.1.0.1"]
    assert routes(host, 255) == ["local 10.0.0.2 src 10.0.0.2", "local 10.0.0.3 src 10.0.0.2", "broadcast 10.0.0.255 src 10.0.0.2",
                                 "local 10.1.0.1 src 10.1.0.1", "broadcast 10.1.0.255 src 10.1.0.1"]


def test_an_address_that_is_there_already_is_refused_and_nothing_moves(host: NetNamespace, eth0: NetDevice) -> None:
    eth0.add_address("10.0.0.1/24")
    before = listed(host), routes(host), routes(host, 255)
    with pytest.raises(NetlinkError, match=r"Error: ipv4: Address already assigned\."):
        eth0.add_address("10.0.0.1/24")
    with pytest.raises(NetlinkError, match=r"Error: ipv4: Invalid scope value\."):
        eth0.add_address("10.0.0.7/24", scope="link")
    with pytest.raises(NetlinkError, match=r"Error: ipv4: Address not found\."):
        eth0.remove_address("10.0.0.2/24")
    with pytest.raises(Error, match='any valid prefix is expected rather than "10\\.0\\.0\\.300/24"'):
        eth0.add_address("10.0.0.300/24")
    with pytest.raises(TypeError, match="braodcast"):
        eth0.add_address("10.0.0.9/24", braodcast="+")
    assert (listed(host), routes(host), routes(host, 255)) == before


@pytest.mark.parametrize(("text", "options", "main", "local"), [
    ("10.0.0.1/31", {}, ["unicast 10.0.0.0/31 src 10.0.0.1"], ["local 10.0.0.1 src 10.0.0.1"]),
    ("10.0.0.1/32", {}, [], ["local 10.0.0.1 src 10.0.0.1"]),
    ("10.0.0.1", {"peer": "10.9.0.1"}, ["unicast 10.9.0.1 src 10.0.0.1"], ["local 10.0.0.1 src 10.0.0.1"]),
    ("10.0.0.1/24", {"noprefixroute": True}, [], ["local 10.0.0.1 src 10.0.0.1", "broadcast 10.0.0.255 src 10.0.0.1"]),
    ("10.0.0.1/24", {"broadcast": "-"}, ["unicast 10.0.0.0/24 src 10.0.0.1"],
     ["broadcast 10.0.0.0 src 10.0.0.1", "local 10.0.0.1 src 10.0.0.1", "broadcast 10.0.0.255 src 10.0.0.1"]),
    ("0.0.0.0/24", {}, [], []),
])
def test_the_routes_that_an_address_brings(host: NetNamespace, eth0: NetDevice, text: str, options: dict[str, object], main: list[str],
                                           local: list[str]) -> None:
    eth0.add_address(text, **options)
    assert (routes(host), routes(host, 255)) == (main, local)
    if main or local:
        host.addresses.delete(eth0, parse_ipv4("10.0.0.1"))
    assert (routes(host), routes(host, 255)) == ([], [])


def test_lo_has_its_address_from_the_first_time_that_it_is_up(host: NetNamespace) -> None:
    assert listed(host) == []
    host.lo.up()
    host.lo.down()
    host.lo.up()
    assert listed(host) == ["127.0.0.1/8"]
    assert routes(host, 255) == ["local 127.0.0.0/8 src 127.0.0.1", "local 127.0.0.1 src 127.0.0.1",
                                 "broadcast 127.255.255.255 src 127.0.0.1"]


def test_the_labels_follow_the_name_of_the_device(host: NetNamespace, eth0: NetDevice) -> None:
    eth0.add_address("10.0.0.1/24")
    eth0.add_address("10.1.0.1/24", label="eth0:web")
    eth0.add_address("10.2.0.1/24")
    eth0.down()
    eth0.rename("wan")
    assert [ifa.label for ifa in host.addresses] == ["wan", "wan:web", "wan:3"]


def test_a_source_is_chosen_from_the_network_of_the_destination_else_the_first(host: NetNamespace, eth0: NetDevice) -> None:
    eth0.add_address("10.0.0.1/24")
    eth0.add_address("10.0.0.2/24")
    eth0.add_address("10.1.0.1/24")
    choose = host.addresses.select
    assert [format_ipv4(choose(eth0, parse_ipv4(dst), UNIVERSE)) for dst in ("10.1.0.9", "10.0.0.9", "8.8.8.8")] == [
        "10.1.0.1", "10.0.0.1", "10.0.0.1"]
    assert choose(host.lo, 0, UNIVERSE) == parse_ipv4("10.0.0.1")


def test_only_an_address_that_exists_there_is_confirmed(host: NetNamespace, eth0: NetDevice) -> None:
    eth0.add_address("10.0.0.1/24")
    confirm = host.addresses.confirm
    ours, neighbour, stranger = parse_ipv4("10.0.0.1"), parse_ipv4("10.0.0.2"), parse_ipv4("10.7.0.1")
    assert confirm(eth0, neighbour, ours, LINK) == ours
    assert confirm(None, neighbour, 0, HOST) == ours
    assert confirm(eth0, stranger, ours, LINK) == 0
    assert confirm(eth0, neighbour, neighbour, LINK) == 0
    assert host.addresses.on_link(eth0, neighbour, ours)
    assert not host.addresses.on_link(eth0, neighbour, stranger)
    assert host.addresses.find_device(ours) is eth0
    assert host.addresses.find_device(neighbour) is None


def test_a_device_that_is_too_small_for_ipv4_loses_its_addresses(host: NetNamespace) -> None:
    host.lo.up()
    host.lo.set_mtu(67)
    assert listed(host) == []
    with pytest.raises(NetlinkError, match="No buffer space available"):
        host.lo.add_address("127.0.0.1/8")
    host.lo.set_mtu(68)
    host.lo.add_address("127.0.0.1/8")
    assert listed(host) == ["127.0.0.1/8"]


def test_a_device_that_moves_takes_no_address_along(host: NetNamespace, eth0: NetDevice) -> None:
    eth0.add_address("10.0.0.1/24")
    host.routes.add("10.9.0.0/16", via="10.0.0.7")
    eth0.set_namespace(host.lab["other"], "eth9")
    assert (listed(host), routes(host), routes(host, 255)) == ([], [], [])
    assert listed(host.lab["other"]) == []
