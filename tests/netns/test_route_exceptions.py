"""What was learned of single destinations: for how long, by which next hop, and what ends it. The listings' words are in tests/oracle."""

import pytest

from pynetns import Lab
from pynetns.netns.namespace import NetNamespace

FAR = "30.0.0.1"


@pytest.fixture
def host() -> NetNamespace:
    """host - router - far, whose second link takes 1200 bytes."""
    lab = Lab()
    host, router, far = (lab.netns(name) for name in ("host", "router", "far"))
    for left, right, net in ((host, router, 1), (router, far, 2)):
        near, other = lab.veth((left, f"e{net}"), (right, f"f{net}"))
        for device, number in ((near, 1), (other, 2)):
            device.up()
            device.add_address(f"10.0.{net}.{number}/24")
    router.run("sysctl -w net.ipv4.ip_forward=1")
    far.run("ip addr add 30.0.0.1/24 dev f2")
    for namespace, line in ((host, "default via 10.0.1.2"), (router, "30.0.0.0/24 via 10.0.2.2"), (far, "default via 10.0.2.1")):
        assert not namespace.run(f"ip route add {line}").returncode
    for namespace, name in ((router, "e2"), (far, "f2")):
        namespace.run(f"ip link set {name} mtu 1200")
    return host


def learn(host: NetNamespace) -> None:
    assert "(mtu = 1200)" in host.run(f"ping -c 1 -M do -s 1400 {FAR}").stdout


def got(host: NetNamespace) -> str:
    return host.run(f"ip route get {FAR}").stdout


def test_a_smaller_mtu_is_known_for_ten_minutes(host: NetNamespace) -> None:
    learn(host)
    assert "cache expires 599sec mtu 1200" in got(host)
    host.lab.advance(300.0)
    assert "cache expires 299sec mtu 1200" in got(host)
    host.lab.advance(301.0)
    assert "mtu" not in got(host)


def test_only_that_destination_has_it(host: NetNamespace) -> None:
    learn(host)
    assert "mtu" not in host.run("ip route get 30.0.0.2").stdout


def test_the_settings_bound_it(host: NetNamespace) -> None:
    host.run("sysctl -w net.ipv4.route.mtu_expires=60")
    learn(host)
    assert "expires 59sec" in got(host)


@pytest.mark.parametrize("end", ["ip route del default", "ip route flush cache", "ip link set e1 down"])
def test_it_ends_with_its_route_and_by_a_flush(host: NetNamespace, end: str) -> None:
    learn(host)
    assert not host.run("ip route show cache").stdout, "nobody has asked since"
    assert got(host)
    assert host.run("ip route show cache").stdout
    assert not host.run(end).returncode
    assert not host.run("ip route show cache").stdout


def test_a_device_that_takes_less_takes_it_along(host: NetNamespace) -> None:
    learn(host)
    host.run("ip link set e1 mtu 1000")
    assert "mtu 1000" in got(host)
