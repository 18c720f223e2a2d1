"""VRFs: a table for each, the rule that leads there, and what passes the device. The texts follow Documentation/networking/vrf.rst."""

import pytest

from pynetns import Lab
from pynetns.netns.namespace import NetNamespace

RED, BLUE = "red", "blue"


@pytest.fixture
def host() -> NetNamespace:
    """A host with two networks of the same addresses, each in a VRF of its own; on each a station 10.0.0.2."""
    lab = Lab()
    host = lab.netns("host")
    host.lo.up()
    for number, (name, vrf) in enumerate((("a", RED), ("b", BLUE)), 1):
        station = lab.netns(name)
        near, far = lab.veth((host, f"eth{number}"), (station, "eth0"))
        host.vrf(vrf, table=10 * number).up()
        near.up()
        far.up()
        near.add_address("10.0.0.1/24")
        far.add_address("10.0.0.2/24")
        near.set_master(host.devices[vrf])
    return host


def text(host: NetNamespace, line: str) -> str:
    done = host.run(line)
    assert not done.returncode, done.stderr
    return done.stdout


def test_the_first_vrf_makes_the_rule_that_finds_the_tables(host: NetNamespace) -> None:
    assert text(host, "ip rule").splitlines()[1] == "1000:\tfrom all lookup [l3mdev-table]"
    text(host, "ip rule del pref 1000")
    host.vrf("green", table=30)
    assert "1000" not in text(host, "ip rule")


def test_what_a_member_is_told_is_in_the_table_of_its_vrf(host: NetNamespace) -> None:
    assert text(host, "ip route show") == ""
    assert text(host, "ip route show vrf red") == "10.0.0.0/24 dev eth1 proto kernel scope link src 10.0.0.1 \n"
    assert text(host, "ip route show table 20 type local") == "local 10.0.0.1 dev eth2 proto kernel scope host src 10.0.0.1 \n"
    assert text(host, "ip route get 10.0.0.2 vrf blue").startswith("10.0.0.2 dev eth2 table 20 src 10.0.0.1 uid 0")
    assert host.run("ip route get 10.0.0.2").stderr == "RTNETLINK answers: Network is unreachable\n"


def test_the_same_address_is_another_station_in_another_vrf(host: NetNamespace) -> None:
    for vrf, station in ((RED, "a"), (BLUE, "b")):
        before = host.lab[station].mib.IcmpInMsgs.packets
        assert host.ping("10.0.0.2", device=vrf).received == 1
        assert host.lab[station].mib.IcmpInMsgs.packets == before + 1
    assert host.run("ping -c1 10.0.0.2").stderr == "ping: connect: Network is unreachable\n"
    assert "1 received" in text(host, "ip vrf exec red ping -c1 10.0.0.2")


def test_a_station_is_answered_in_its_vrf(host: NetNamespace) -> None:
    assert host.lab["a"].ping("10.0.0.1").received == host.lab["b"].ping("10.0.0.1").received == 1


def test_a_vrf_reaches_its_own_addresses_through_itself(host: NetNamespace) -> None:
    capture = host.devices[RED].capture()
    assert host.ping("10.0.0.1", device=RED).received == 1
    assert [direction for _, direction, _ in capture] == ["out", "out"]


def test_who_captures_on_a_vrf_sees_what_its_members_send_and_receive(host: NetNamespace) -> None:
    capture = host.devices[RED].capture()
    assert host.ping("10.0.0.2", device=RED).received == 1
    assert [(direction, frame[34]) for _, direction, frame in capture] == [("out", 8), ("out", 0)]
    assert host.ping("10.0.0.2", device=BLUE).received == 1
    assert len(list(capture)) == 2


def test_a_socket_of_no_vrf_hears_its_members_only_where_a_setting_says_so(host: NetNamespace) -> None:
    server = host.socket()
    server.bind(("0.0.0.0", 7))
    client = host.lab["a"].socket()
    client.sendto(b"one", ("10.0.0.1", 7))
    with pytest.raises(BlockingIOError):
        server.recvfrom(100)
    host.sysctl["net.ipv4.udp_l3mdev_accept"] = 1
    client.sendto(b"two", ("10.0.0.1", 7))
    assert server.recvfrom(100)[0] == b"two"


def test_a_socket_that_is_bound_to_a_vrf_hears_its_members_alone(host: NetNamespace) -> None:
    server = host.socket()
    server.setsockopt(1, 25, b"red")
    server.bind(("10.0.0.1", 7))
    for station in ("a", "b"):
        client = host.lab[station].socket()
        client.sendto(station.encode(), ("10.0.0.1", 7))
    assert server.recvfrom(100)[0] == b"a"
    with pytest.raises(BlockingIOError):
        server.recvfrom(100)


def test_a_packet_is_forwarded_within_its_vrf(host: NetNamespace) -> None:
    lab = host.lab
    far = lab.netns("far")
    near, end = lab.veth((host, "eth3"), (far, "eth0"))
    near.up()
    end.up()
    near.set_master(host.devices[RED])
    near.add_address("10.3.0.1/24")
    end.add_address("10.3.0.2/24")
    far.routes.add("default", via="10.3.0.1")
    for station in ("a", "b"):
        lab[station].routes.add("default", via="10.0.0.1")
    host.sysctl["net.ipv4.ip_forward"] = 1
    assert lab["a"].ping("10.3.0.2").received == 1
    assert lab["b"].ping("10.3.0.2").received == 0


def test_who_leaves_a_vrf_takes_its_addresses_along(host: NetNamespace) -> None:
    host.devices["eth1"].set_master(None)
    assert text(host, "ip route show") == "10.0.0.0/24 dev eth1 proto kernel scope link src 10.0.0.1 \n"
    assert text(host, "ip route show vrf red") == ""
    host.devices[BLUE].delete()
    assert "eth2" in text(host, "ip route show")


@pytest.mark.parametrize(("line", "status", "words"), [
    ("ip link add g type vrf", 2, "Error: VRF table id is missing.\n"),
    ("ip link add g type vrf table 0", 2, "Error: Invalid VRF table id.\n"),
    ("ip link add g type vrf table x", 255, 'Error: argument "x" is wrong: invalid table ID\n\n'),
    ("ip link set lo master red", 2, "Error: Can not enslave loopback device to a VRF.\n"),
    ("ip link set blue master red", 2, "Error: Can not enslave an L3 master device to a VRF.\n"),
    ("ip link set eth1 vrf eth2", 255, 'Error: argument "eth2" is wrong: Not a valid VRF name\n\n'),
    ("ip vrf show x", 1, "Invalid VRF\n"),
    ("ip route add vrf x default via 10.0.0.2", 255, 'Error: argument "x" is wrong: Invalid VRF\n\n'),
])
def test_what_is_refused(host: NetNamespace, line: str, status: int, words: str) -> None:
    done = host.run(line)
    assert (done.returncode, done.stderr) == (status, words)
