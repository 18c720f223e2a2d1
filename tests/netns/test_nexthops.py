"""Next hops that are things of their own: routes over them follow what happens to them. The commands' words are in tests/oracle."""

import pytest

from pynetns import Lab
from pynetns.netns.namespace import NetNamespace

TAKEN = "RTNETLINK answers: File exists\n"


@pytest.fixture
def host() -> NetNamespace:
    host = Lab().netns("host")
    for number in (1, 2):
        device = host.dummy(f"d{number}")
        device.up()
        device.add_address(f"10.0.{number}.1/24")
    for line in ("id 1 via 10.0.1.2 dev d1", "id 2 via 10.0.2.2 dev d2", "id 10 group 1/2,3"):
        assert not host.run(f"ip nexthop add {line}").returncode
    assert not host.run("ip route add 20.0.0.0/8 nhid 1").returncode
    assert not host.run("ip route add 30.0.0.0/8 nhid 10").returncode
    return host


def routes(host: NetNamespace, which: str) -> str:
    return host.run(f"ip route show {which}").stdout


def test_a_route_goes_where_its_next_hop_goes(host: NetNamespace) -> None:
    assert routes(host, "20.0.0.0/8") == "20.0.0.0/8 nhid 1 via 10.0.1.2 dev d1 \n"
    host.run("ip nexthop replace id 1 via 10.0.2.9 dev d2")
    assert routes(host, "20.0.0.0/8") == "20.0.0.0/8 nhid 1 via 10.0.2.9 dev d2 \n"
    assert host.run("ip route get 20.0.0.1").stdout.startswith("20.0.0.1 via 10.0.2.9 dev d2 src 10.0.2.1")


def test_a_route_goes_with_its_next_hop(host: NetNamespace) -> None:
    host.run("ip nexthop del id 1")
    assert not routes(host, "20.0.0.0/8")
    assert "id 10 group 2,3" in host.run("ip nexthop").stdout, "the group has lost a member"
    host.run("ip nexthop del id 2")
    assert "id 10" not in host.run("ip nexthop").stdout, "a group without members is none"
    assert not routes(host, "30.0.0.0/8")


def test_next_hops_over_a_device_go_when_it_is_down(host: NetNamespace) -> None:
    host.run("ip link set d1 down")
    assert host.run("ip nexthop").stdout.splitlines() == ["id 2 via 10.0.2.2 dev d2 scope link ", "id 10 group 2,3 "]
    assert not routes(host, "20.0.0.0/8")
    assert routes(host, "30.0.0.0/8")


def test_a_black_hole_swallows(host: NetNamespace) -> None:
    refused = host.run("ip nexthop add id 3 blackhole")
    assert refused.stderr == "Error: Device for nexthop is not up.\n", "lo is its device"
    host.lo.up()
    assert not host.run("ip nexthop add id 3 blackhole").returncode
    assert not host.run("ip route add 40.0.0.0/8 nhid 3").returncode
    assert host.run("ip route get 40.0.0.1").stderr == "RTNETLINK answers: Invalid argument\n"


def test_numbers_are_given_out(host: NetNamespace) -> None:
    for _ in range(2):
        assert not host.run("ip nexthop add via 10.0.1.7 dev d1").returncode
    assert len(host.nexthops) == 5


def test_a_number_is_taken_once(host: NetNamespace) -> None:
    done = host.run("ip nexthop add id 1 via 10.0.1.3 dev d1")
    assert (done.returncode, done.stderr) == (2, TAKEN)
