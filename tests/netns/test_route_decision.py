"""Which way: the longest prefix, the best metric, and the source that goes with it."""

import pytest

from pynetns import Lab, NetNamespace
from pynetns.wire.address import format_ipv4, parse_ipv4


@pytest.fixture
def host() -> NetNamespace:
    host = Lab().netns("host")
    for number in (1, 2, 3):
        device = host.dummy(f"d{number}")
        device.up()
        device.add_address(f"10.0.{number}.1/24")
    host.lo.up()
    return host


def way(host: NetNamespace, target: str, **options: object) -> tuple[str, str, str]:
    """Device, next hop and source."""
    decision = host.route.output(parse_ipv4(target), **options)  # type: ignore[arg-type]
    return decision.device.name, format_ipv4(decision.next_hop), format_ipv4(decision.src)


def test_the_longest_prefix_wins_whatever_its_metric(host: NetNamespace) -> None:
    host.routes.add("default", via="10.0.1.254")
    host.routes.add("10.8.0.0/16", via="10.0.2.254", metric=500)
    host.routes.add("10.8.8.0/24", via="10.0.3.254", metric=900)
    assert [way(host, target)[0] for target in ("192.0.2.1", "10.8.1.1", "10.8.8.8")] == ["d1", "d2", "d3"]


def test_of_equal_prefixes_the_lowest_metric_wins_and_its_end_brings_the_next(host: NetNamespace) -> None:
    host.routes.add("10.8.0.0/16", via="10.0.1.254", metric=20)
    host.routes.add("10.8.0.0/16", via="10.0.2.254", metric=10)
    assert way(host, "10.8.1.1") == ("d2", "10.0.2.254", "10.0.2.1")
    host.devices["d2"].down()
    assert way(host, "10.8.1.1") == ("d1", "10.0.1.254", "10.0.1.1")


def test_the_source_is_the_routes_own_or_fits_the_next_hop(host: NetNamespace) -> None:
    host.devices["d1"].add_address("10.0.1.77/24")
    host.routes.add("10.8.0.0/16", via="10.0.1.254")
    host.routes.add("10.9.0.0/16", via="10.0.1.254", src="10.0.1.77")
    assert [way(host, target)[2] for target in ("10.8.1.1", "10.9.1.1")] == ["10.0.1.1", "10.0.1.77"]


def test_ones_own_addresses_are_reached_by_lo(host: NetNamespace) -> None:
    assert way(host, "10.0.2.1")[0] == "lo"
    assert way(host, "127.0.0.1") == ("lo", "127.0.0.1", "127.0.0.1")


def test_a_device_that_is_asked_for_is_used(host: NetNamespace) -> None:
    host.routes.add("default", via="10.0.1.254")
    assert way(host, "10.0.1.9", oif=host.devices["d2"])[0] == "d2"


@pytest.mark.parametrize(("kind", "words"), [("unreachable", "No route to host"), ("prohibit", "Permission denied"),
                                             ("blackhole", "Invalid argument")])
def test_special_routes_fail_as_they_are_named(host: NetNamespace, kind: str, words: str) -> None:
    host.routes.add("10.8.0.0/16", type=kind)
    with pytest.raises(OSError, match=words):
        way(host, "10.8.0.1")


def test_without_a_route_there_is_no_way(host: NetNamespace) -> None:
    with pytest.raises(OSError, match="Network is unreachable"):
        way(host, "192.0.2.1")


def test_throw_goes_on_with_the_next_table(host: NetNamespace) -> None:
    host.routes.add("default", via="10.0.1.254")
    host.routes.add("10.8.0.0/16", type="throw")
    with pytest.raises(OSError, match="Network is unreachable"):  # main is the last but default
        way(host, "10.8.0.1")
