"""Several next hops: shares follow the weights, a flow keeps its path both ways, dead paths are passed over."""

from collections import Counter

import pytest

from pynetns import Lab
from pynetns.netns.fib_multipath import flow_hash, select
from pynetns.netns.namespace import NetNamespace
from pynetns.wire.address import parse_ipv4

SOURCE, TARGET = parse_ipv4("10.9.0.1"), parse_ipv4("20.0.0.0")


@pytest.fixture
def host() -> NetNamespace:
    """Two ways to 20/8, one of a third of the weight."""
    lab = Lab()
    host = lab.netns("host")
    for number in (1, 2):
        near, far = lab.veth((host, f"e{number}"), (lab.netns(f"n{number}"), "eth0"))
        near.up()
        far.up()
        near.add_address(f"10.0.{number}.1/24")
    assert not host.run("ip route add 20.0.0.0/8 nexthop via 10.0.1.2 weight 1 nexthop via 10.0.2.2 weight 3").returncode
    return host


def device_of(host: NetNamespace, dst: int, src: int = SOURCE, ports: tuple[int, int, int] = (0, 0, 0)) -> str:
    route = host.fib.lookup(dst, src=src)
    assert route is not None
    path = select(host, route, flow_hash(host, src, dst, ports))
    assert path.device is not None
    return path.device.name


def shares(host: NetNamespace) -> Counter[str]:
    return Counter(device_of(host, TARGET + number) for number in range(4000))


def test_the_shares_follow_the_weights(host: NetNamespace) -> None:
    counted = shares(host)
    assert 800 < counted["e1"] < 1200
    assert counted["e1"] + counted["e2"] == 4000


def test_only_the_policy_of_ports_looks_at_ports(host: NetNamespace) -> None:
    def ways() -> set[str]:
        return {device_of(host, TARGET, ports=(17, port, 53)) for port in range(100)}

    assert len(ways()) == 1
    host.run("sysctl -w net.ipv4.fib_multipath_hash_policy=1")
    assert len(ways()) == 2


def test_both_directions_of_a_flow_have_one_hash(host: NetNamespace) -> None:
    host.run("sysctl -w net.ipv4.fib_multipath_hash_policy=1")
    for number in range(50):
        there = flow_hash(host, SOURCE, TARGET + number, (6, 4000 + number, 80))
        assert there == flow_hash(host, TARGET + number, SOURCE, (6, 80, 4000 + number))
        assert 0 <= there < 1 << 31


def test_a_dead_path_is_passed_over(host: NetNamespace) -> None:
    host.run("ip link set e2 down")
    assert set(shares(host)) == {"e1"}
    assert "nexthop via 10.0.2.2 dev e2 weight 3 dead linkdown" in host.run("ip route show 20.0.0.0/8").stdout


def test_a_path_without_carrier_is_passed_over_where_that_is_asked_for(host: NetNamespace) -> None:
    host.lab["n2"].run("ip link set eth0 down")
    assert set(shares(host)) == {"e1", "e2"}
    host.run("sysctl -w net.ipv4.conf.e2.ignore_routes_with_linkdown=1")
    assert set(shares(host)) == {"e1"}


def test_a_neighbour_that_failed_is_passed_over_where_that_is_asked_for(host: NetNamespace) -> None:
    host.run("ip neigh replace 10.0.1.2 lladdr 02:00:00:00:00:01 dev e1 nud failed")
    assert set(shares(host)) == {"e1", "e2"}
    host.run("sysctl -w net.ipv4.fib_multipath_use_neigh=1")
    assert set(shares(host)) == {"e2"}
