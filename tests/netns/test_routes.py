"""Changing routes: what the kernel takes, what it refuses and in which words, and what goes with devices and addresses."""

import errno

import pytest

from pynetns import Lab, NetlinkError, NetNamespace
from pynetns.device.netdevice import NetDevice
from pynetns.netns.route_default import DefaultSelector
from pynetns.netns.route_entry import Route
from pynetns.wire.address import format_ipv4, parse_ipv4


@pytest.fixture
def host() -> NetNamespace:
    lab = Lab()
    host, other = lab.netns("host"), lab.netns("other")
    for name, address in (("eth0", "10.0.0.1/24"), ("eth1", "10.1.0.1/24")):
        near, far = lab.veth((host, name), (other, name))
        near.up()
        far.up()
        near.add_address(address)
    return host


def device(host: NetNamespace, name: str) -> NetDevice:
    return host.devices[name]


def text(route: Route) -> str:
    words = [route.destination] if route.type == "unicast" else [route.type, route.destination]
    words += ["via", route.gateway] if route.via else []
    words += ["dev", route.device.name] if route.device is not None else []
    words += ["metric", str(route.metric)] if route.metric else []
    return " ".join(words)


def made(host: NetNamespace, table: int = 254) -> list[str]:
    """The routes that are not the kernel's own."""
    return [text(route) for route in host.routes.table(table) if route.protocol != 2]


def test_the_gateway_tells_the_device(host: NetNamespace) -> None:
    host.routes.add("default", via="10.1.0.9")
    assert made(host) == ["default via 10.1.0.9 dev eth1"]


def test_a_listing_is_sorted_by_address_then_the_longest_prefix_then_the_metric(host: NetNamespace) -> None:
    for destination, metric in (("10.9.0.0/24", 5), ("10.9.0.0/16", 0), ("10.9.0.0/24", 1), ("default", 0), ("10.9.0.0/32", 0)):
        host.routes.add(destination, dev="eth0", metric=metric)
    assert made(host) == ["default dev eth0", "10.9.0.0 dev eth0", "10.9.0.0/24 dev eth0 metric 1", "10.9.0.0/24 dev eth0 metric 5",
                          "10.9.0.0/16 dev eth0"]


@pytest.mark.parametrize(("destination", "options", "number", "words"), [
    ("default", {"via": "10.77.0.1"}, errno.ENETUNREACH, "Error: Nexthop has invalid gateway."),
    ("default", {"via": "10.0.0.255"}, errno.EINVAL, "Error: Nexthop has invalid gateway."),
    ("default", {"via": "10.0.0.9", "dev": "eth1"}, errno.ENETUNREACH, "Error: Nexthop has invalid gateway."),
    ("default", {}, errno.ENODEV, "RTNETLINK answers: No such device"),
    ("default", {"dev": "lo"}, errno.ENETDOWN, "Error: Device for nexthop is not up."),
    ("default", {"via": "10.0.0.9", "dev": "lo", "onlink": True}, errno.ENETDOWN, "Error: Nexthop device is not up."),
    ("default", {"via": "10.0.0.9", "onlink": True}, errno.ENODEV, "Error: Nexthop device required for onlink."),
    ("default", {"dev": "eth0", "onlink": True}, errno.EINVAL,
     "Error: Invalid flags for nexthop - PERVASIVE and ONLINK can not be set."),
    ("10.9.0.1/24", {"dev": "eth0"}, errno.EINVAL, "Error: Invalid prefix for given prefix length."),
    ("10.9.0.0/24", {"dev": "eth0", "tos": 3}, errno.EINVAL, "Error: Invalid dsfield (tos): ECN bits must be 0."),
    ("10.9.0.0/24", {"dev": "eth0", "src": "10.9.9.9"}, errno.EINVAL, "Error: Invalid prefsrc address."),
    ("10.9.0.0/24", {"dev": "eth0", "scope": "nowhere"}, errno.EINVAL, "Error: Invalid scope."),
    ("10.9.0.0/24", {"via": "10.0.0.9", "scope": "host"}, errno.EINVAL, "Error: Route with host scope can not have a gateway."),
    ("10.9.0.0/24", {"dev": "eth0", "type": "blackhole"}, errno.EINVAL,
     "Error: Gateway, device and multipath can not be specified for this route type."),
    ("10.9.0.0/24", {"dev": "eth0", "type": "local", "scope": "link"}, errno.EINVAL, "Error: Invalid scope."),
])
def test_what_the_kernel_refuses_it_refuses_in_these_words(host: NetNamespace, destination: str, options: dict[str, object], number: int,
                                                           words: str) -> None:
    before = [made(host, table) for table in (254, 255)]
    with pytest.raises(NetlinkError) as caught:
        host.routes.add(destination, **options)
    assert (caught.value.errno, str(caught.value)) == (number, words)
    assert [made(host, table) for table in (254, 255)] == before


def test_add_takes_one_append_and_prepend_more_replace_and_change_the_first(host: NetNamespace) -> None:
    routes, net = host.routes, "10.9.0.0/24"

    def gateways() -> list[str]:
        return [route.gateway for route in routes if route.destination == net]

    routes.add(net, via="10.0.0.2")
    with pytest.raises(NetlinkError, match="File exists"):
        routes.add(net, via="10.0.0.3")
    routes.append(net, via="10.0.0.3")
    routes.prepend(net, via="10.0.0.4")
    assert gateways() == ["10.0.0.4", "10.0.0.2", "10.0.0.3"]
    with pytest.raises(NetlinkError, match="File exists"):
        routes.append(net, via="10.0.0.2")
    routes.replace(net, via="10.0.0.5")
    routes.change(net, via="10.0.0.6")
    assert gateways() == ["10.0.0.6", "10.0.0.2", "10.0.0.3"]
    with pytest.raises(NetlinkError, match="File exists"):
        routes.replace(net, via="10.0.0.3")
    with pytest.raises(NetlinkError, match="No such file or directory"):
        routes.change("10.10.0.0/24", via="10.0.0.3")
    assert gateways() == ["10.0.0.6", "10.0.0.2", "10.0.0.3"]
    host.fib._check()


def test_a_deletion_means_the_first_route_that_agrees_with_all_that_it_says(host: NetNamespace) -> None:
    routes, net = host.routes, "10.9.0.0/24"
    routes.add(net, via="10.0.0.2", metric=3)
    routes.add(net, via="10.0.0.3", metric=2)
    routes.add(net, via="10.1.0.2", metric=1, proto="static")
    for options in ({"via": "10.0.0.4"}, {"dev": "lo"}, {"metric": 7}, {"proto": "zebra"}, {"type": "blackhole"}, {"scope": "link"},
                    {"tos": 8}, {"src": "10.0.0.1"}, {"mtu": 1400}):
        with pytest.raises(NetlinkError, match="No such process"):
            routes.delete(net, **options)
    routes.delete(net, dev="eth0")
    assert made(host) == [f"{net} via 10.1.0.2 dev eth1 metric 1", f"{net} via 10.0.0.2 dev eth0 metric 3"]
    routes.delete(net)
    assert made(host) == [f"{net} via 10.0.0.2 dev eth0 metric 3"]
    with pytest.raises(NetlinkError, match="FIB table does not exist"):
        routes.delete(net, table=77)


def test_a_gateway_may_be_reached_by_any_route_of_narrower_scope(host: NetNamespace) -> None:
    host.routes.add("192.0.2.7/32", dev="eth1")
    host.routes.add("default", via="192.0.2.7")
    assert made(host) == ["default via 192.0.2.7 dev eth1", "192.0.2.7 dev eth1"]
    with pytest.raises(NetlinkError, match="Nexthop has invalid gateway"):
        host.routes.add("198.51.100.0/24", via="203.0.113.1")  # only by the default route, which is as wide


def test_onlink_believes_that_the_gateway_is_there(host: NetNamespace) -> None:
    host.routes.add("default", via="203.0.113.1", dev="eth0", onlink=True)
    assert made(host) == ["default via 203.0.113.1 dev eth0"]


def test_a_device_that_goes_down_takes_its_routes_and_keeps_its_own_address(host: NetNamespace) -> None:
    host.routes.add("default", via="10.0.0.9")
    host.routes.add("10.9.0.0/16", via="10.1.0.9")
    eth0 = device(host, "eth0")
    eth0.down()
    assert made(host) == ["10.9.0.0/16 via 10.1.0.9 dev eth1"]
    assert [text(route) for route in host.routes.table(255) if route.device is eth0] == ["local 10.0.0.1 dev eth0"]
    eth0.up()
    assert [text(route) for route in host.routes] == ["10.0.0.0/24 dev eth0", "10.1.0.0/24 dev eth1", "10.9.0.0/16 via 10.1.0.9 dev eth1"]


def test_with_its_last_address_a_device_loses_every_route(host: NetNamespace) -> None:
    host.routes.add("10.9.0.0/16", dev="eth0")
    device(host, "eth0").remove_address("10.0.0.1/24")
    assert [text(route) for route in host.routes] == ["10.1.0.0/24 dev eth1"]


def test_routes_whose_source_address_goes_go_with_it(host: NetNamespace) -> None:
    device(host, "eth0").add_address("10.0.5.1/24")
    host.routes.add("10.9.0.0/16", via="10.1.0.9", src="10.0.5.1")
    host.routes.add("10.10.0.0/16", via="10.1.0.9", src="10.0.0.1")
    device(host, "eth0").remove_address("10.0.5.1/24")
    assert made(host) == ["10.10.0.0/16 via 10.1.0.9 dev eth1"]


def test_losing_carrier_marks_routes_and_only_the_setting_makes_them_useless(host: NetNamespace) -> None:
    host.routes.add("10.9.0.0/16", via="10.0.0.9")
    host.routes.add("default", via="10.1.0.9")
    host.lab["other"].devices["eth0"].down()
    target = parse_ipv4("10.9.0.1")
    assert [route.destination for route in host.routes if route.linkdown] == ["10.0.0.0/24", "10.9.0.0/16"]
    assert host.fib.lookup(target).gateway == "10.0.0.9"  # type: ignore[union-attr]
    host.sysctl["net.ipv4.conf.eth0.ignore_routes_with_linkdown"] = 1
    host.fib.forget()
    assert host.fib.lookup(target).gateway == "10.1.0.9"  # type: ignore[union-attr]
    host.lab["other"].devices["eth0"].up()
    assert host.fib.lookup(target).gateway == "10.0.0.9"  # type: ignore[union-attr]
    host.fib._check()


def test_the_source_of_a_packet_is_the_routes_own_else_one_of_the_gateways_network(host: NetNamespace) -> None:
    device(host, "eth0").add_address("10.2.0.1/24")
    host.routes.add("10.9.0.0/16", via="10.2.0.9")
    host.routes.add("10.10.0.0/16", via="10.2.0.9", src="10.1.0.1")
    found = [host.fib.lookup(parse_ipv4(dst)) for dst in ("10.9.0.1", "10.10.0.1")]
    assert [format_ipv4(host.routes.source(route)) for route in found if route is not None] == ["10.2.0.1", "10.1.0.1"]


def test_metrics_are_cut_to_what_a_packet_can_hold(host: NetNamespace) -> None:
    host.routes.add("10.9.0.0/16", via="10.0.0.9", mtu=100_000, advmss=70_000, hoplimit=300, lock="mtu")
    route = next(route for route in host.routes if route.protocol != 2)
    assert (route.mtu, route.advmss, route.hoplimit, route.mtu_lock) == (65520, 65495, 255, True)


def test_a_word_that_is_no_option_is_refused(host: NetNamespace) -> None:
    with pytest.raises(TypeError, match="gateway"):
        host.routes.add("default", gateway="10.0.0.9")
    assert made(host) == []


def test_several_next_hops_share_the_destinations_by_weight_and_each_keeps_its_own(host: NetNamespace) -> None:
    assert host.lab.run("ip -n host route add default nexthop via 10.0.0.9 weight 1 nexthop via 10.1.0.9 weight 3").returncode == 0
    destinations = range(0x08000000, 0x08000000 + 4000 * 4099, 4099)

    def gateways() -> list[int]:
        return [host.route.output(dst).gateway for dst in destinations]

    first = gateways()
    assert 0.2 < first.count(0x0A000009) / len(first) < 0.3
    assert gateways() == first
    eth1 = device(host, "eth1")
    assert host.route.output(0x08080808, oif=eth1).gateway == 0x0A010009
    eth1.down()
    assert set(gateways()) == {0x0A000009}
    device(host, "eth0").down()
    assert made(host) == []
    host.fib._check()


def test_of_several_default_routes_the_host_stays_with_a_gateway_that_answers(host: NetNamespace) -> None:
    """The steps and answers are the kernel's, taken from `ip route get` after each change."""
    eth0, selector = device(host, "eth0"), DefaultSelector(host)
    for gateway in ("10.0.0.2", "10.0.0.3", "10.0.0.4"):
        host.routes.append("default", via=gateway)

    def chosen() -> str:
        found = host.fib.lookup(0x08080808)
        assert found is not None
        return selector.choose(found).gateway

    def neighbour(address: str, state: str, mac: str | None = None) -> None:
        host.neigh.add(address, eth0, mac, state, "replace")

    assert chosen() == "10.0.0.2"  # nothing is known of any: the first
    neighbour("10.0.0.2", "failed")
    assert [chosen(), chosen()] == ["10.0.0.3", "10.0.0.3"]
    neighbour("10.0.0.3", "failed")
    assert chosen() == "10.0.0.4"
    neighbour("10.0.0.4", "stale", "02:00:00:00:00:04")
    assert [chosen(), chosen()] == ["10.0.0.4", "10.0.0.4"]
    neighbour("10.0.0.3", "reachable", "02:00:00:00:00:03")
    assert chosen() == "10.0.0.3"
    neighbour("10.0.0.3", "failed")
    neighbour("10.0.0.4", "failed")
    assert [chosen() for _ in range(4)] == ["10.0.0.4", "10.0.0.2", "10.0.0.2", "10.0.0.3"]
