"""The FIB: longest-prefix match against the plainest possible one, its invariants after every step, and its speed's preconditions."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynetns.netns.fib import Fib
from pynetns.netns.route_entry import ERROR_TYPES, HOST, LINK, TABLE_DEFAULT, TABLE_LOCAL, Route
from pynetns.wire.address import mask, parse_ipv4


@dataclass(eq=False)
class Conf:
    ignoring: bool = False

    def orconf(self, name: str) -> int:
        return int(self.ignoring)


class FakeDevice:
    """As much of a device as the FIB looks at."""

    def __init__(self, ignoring: bool = False) -> None:
        self.carrier = True
        self.conf = Conf(ignoring)
        self.in_dev = self


DEVICES = [FakeDevice(), FakeDevice(), FakeDevice(ignoring=True)]


def route(text: str, **fields: object) -> Route:
    address, _, length = text.partition("/")
    fields.setdefault("device", DEVICES[0])
    fields.setdefault("next_scope", HOST)
    return Route(parse_ipv4(address), int(length or 32), **fields)  # type: ignore[arg-type]


def fib_of(*routes: Route) -> Fib:
    fib = Fib()
    for each in routes:
        fib.insert(each)
    return fib


def brute_force(routes: list[Route], dst: int, tos: int = 0, oif: object = None, scope: int = 0, ignore: bool = False) -> Route | None:
    """The kernel's rule said as a sort: longest prefix, then table, TOS, metric."""
    matching = [r for r in routes if (dst & mask(r.length)) == r.prefix and r.table != TABLE_DEFAULT]
    for r in sorted(matching, key=lambda r: (-r.length, -r.table, -r.tos, r.metric)):
        if (r.tos and r.tos != tos) or r.scope < scope:
            continue
        if r.type in ERROR_TYPES:
            return None if r.type == "throw" else r
        if (oif is not None and r.device is not oif) or (r.ignored and not ignore):
            continue
        return r
    return None


def test_the_longest_prefix_wins() -> None:
    wide, narrow, host = route("10.0.0.0/8"), route("10.1.0.0/16"), route("10.1.2.3/32")
    fib = fib_of(wide, narrow, host)
    addresses = ("10.9.9.9", "10.1.0.0", "10.1.2.3", "10.1.2.4", "11.0.0.0")
    assert [fib.lookup(parse_ipv4(address)) for address in addresses] == [wide, narrow, host, narrow, None]


def test_the_default_route_serves_what_no_bucket_knows() -> None:
    default, one = route("0.0.0.0/0"), route("192.168.1.0/24")
    fib = fib_of(one, default)
    assert fib.lookup_many([parse_ipv4("192.168.1.9"), parse_ipv4("192.168.2.9"), parse_ipv4("1.1.1.1")]) == [one, default, default]


def test_of_equal_prefixes_the_local_table_comes_first_then_the_lowest_metric() -> None:
    cheap, dear = route("10.0.0.1/32", metric=5), route("10.0.0.1/32", metric=9)
    local = route("10.0.0.1/32", type="local", table=TABLE_LOCAL, scope=HOST)
    fib = Fib()
    fib.insert(dear)
    fib.insert(cheap, before=dear)
    assert fib.lookup(parse_ipv4("10.0.0.1")) is cheap
    fib.insert(local)
    assert fib.lookup(parse_ipv4("10.0.0.1")) is local
    fib.remove(local)
    fib.remove(cheap)
    assert fib.lookup(parse_ipv4("10.0.0.1")) is dear
    fib._check()


def test_a_throw_route_ends_the_table_and_the_next_one_is_asked() -> None:
    fib = fib_of(route("10.0.0.0/8"), route("10.1.0.0/16", type="throw", device=None))
    assert fib.lookup(parse_ipv4("10.1.2.3")) is None
    last = route("0.0.0.0/0", table=TABLE_DEFAULT)
    fib.insert(last)
    assert fib.lookup(parse_ipv4("10.1.2.3")) is last
    assert fib.lookup(parse_ipv4("10.2.0.0")) == route("10.0.0.0/8")


def test_an_unreachable_route_is_an_answer() -> None:
    unreachable = route("10.1.0.0/16", type="unreachable", device=None)
    assert fib_of(route("10.0.0.0/8"), unreachable).lookup(parse_ipv4("10.1.2.3"), oif=DEVICES[1]) is unreachable  # type: ignore[arg-type]


def test_a_route_without_carrier_is_passed_over_only_where_the_setting_says_so() -> None:
    device = FakeDevice(ignoring=True)
    fallback, best = route("10.0.0.0/8"), route("10.1.0.0/16", device=device)
    fib = fib_of(fallback, best)
    device.carrier = False
    fib.forget()
    assert fib.lookup(parse_ipv4("10.1.2.3")) is fallback
    assert fib.lookup(parse_ipv4("10.1.2.3"), ignore_linkstate=True) is best
    device.conf.ignoring = False
    fib.forget()
    assert fib.lookup(parse_ipv4("10.1.2.3")) is best


def test_the_type_of_an_address() -> None:
    local = route("10.0.0.1/32", type="local", table=TABLE_LOCAL, scope=HOST, device=DEVICES[0])
    fib = fib_of(route("10.0.0.0/24", scope=LINK), local, route("10.0.0.255/32", type="broadcast", table=TABLE_LOCAL, scope=LINK))
    types = {a: fib.address_type(parse_ipv4(a)) for a in ("10.0.0.1", "10.0.0.2", "10.0.0.255", "224.0.0.5", "255.255.255.255", "0.0.0.0")}
    assert types == {"10.0.0.1": "local", "10.0.0.2": "unicast", "10.0.0.255": "broadcast", "224.0.0.5": "multicast",
                     "255.255.255.255": "broadcast", "0.0.0.0": "broadcast"}
    assert fib.address_type(parse_ipv4("10.0.0.1"), DEVICES[1]) == "unicast"  # type: ignore[arg-type]


def test_a_watcher_hears_of_each_prefix_that_changes_and_of_no_other() -> None:
    fib, heard = Fib(), []
    fib.watchers.append(lambda prefix, length: heard.append((prefix, length)))
    one = route("10.0.0.0/24")
    fib.insert(one)
    fib.lookup(parse_ipv4("10.0.0.1"))
    fib.remove(one)
    assert heard == [(0x0A000000, 24), (0x0A000000, 24)]


prefixes = st.tuples(st.sampled_from((0x0A000000, 0x0A010000, 0x0A0100F0, 0xC0000000)), st.integers(0, 0x1FFFF), st.integers(0, 32)).map(
    lambda t: ((t[0] ^ t[1]) & mask(t[2]), t[2]))
entries = st.builds(
    lambda place, kind, device, table, tos, metric, scope: Route(
        *place, type=kind, device=None if kind in ERROR_TYPES else device, table=table, tos=tos, metric=metric, scope=scope,
        next_scope=HOST),
    prefixes, st.sampled_from(("unicast", "unicast", "unicast", "local", "unreachable", "throw")), st.sampled_from(DEVICES),
    st.sampled_from((254, 254, 255)), st.sampled_from((0, 0, 0, 8)), st.integers(0, 2), st.sampled_from((0, 253, 254)))


def place_of(fib: Fib, new: Route) -> Route | None:
    """Where the kernel puts a new route among those of its prefix."""
    return next((r for r in fib.aliases(new.table, new.prefix, new.length) if (-r.tos, r.metric) > (-new.tos, new.metric)), None)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_after_any_changes_every_look_up_agrees_with_brute_force(data: st.DataObject) -> None:
    for device in DEVICES:
        device.carrier = True
    fib, routes = Fib(), []
    for step in range(data.draw(st.integers(1, 25))):
        what = data.draw(st.sampled_from(("insert", "insert", "insert", "remove", "carrier")))
        if what == "insert":
            new = data.draw(entries)
            key = (new.prefix, new.length, new.table, new.tos, new.metric)
            if key in {(r.prefix, r.length, r.table, r.tos, r.metric) for r in routes}:
                continue
            routes.append(new)
            fib.insert(new, place_of(fib, new))
        elif what == "remove" and routes:
            fib.remove(routes.pop(data.draw(st.integers(0, len(routes) - 1))))
        elif what == "carrier":
            DEVICES[2].carrier = not DEVICES[2].carrier
            fib.forget()
        fib._check()
        edges = {0x0A000000, 0xFFFFFFFE} | {r.prefix for r in routes} | {(r.prefix + (1 << 32 - r.length)) & 0xFFFFFFFF for r in routes}
        edges |= {edge - 1 & 0xFFFFFFFF for edge in edges}
        for dst in sorted(edges) if step % 3 == 0 else sorted(edges)[:4]:
            assert fib.lookup(dst) is brute_force(routes, dst)
            alike = dst ^ data.draw(st.integers(0, (1 << 32 - 8 * fib.merged.octets(dst)) - 1))
            assert list(fib.merged.candidates(alike)) == list(fib.merged.candidates(dst)), "its octets say what is found"
            tos, scope, ignore = data.draw(st.sampled_from((0, 8))), data.draw(st.sampled_from((0, 253))), data.draw(st.booleans())
            oif = data.draw(st.sampled_from((None, *DEVICES)))
            assert fib.lookup(dst, tos=tos, oif=oif, scope=scope, ignore_linkstate=ignore) is brute_force(  # type: ignore[arg-type]
                routes, dst, tos, oif, scope, ignore)


@pytest.mark.parametrize("count", [20_000])
def test_adding_many_routes_builds_nothing_until_somebody_asks(count: int) -> None:
    fib = Fib()
    for i in range(count):
        fib.insert(Route(i << 8, 24, device=DEVICES[i % 2]))  # type: ignore[arg-type]
    assert not any(fib.merged.buckets.values())
    assert all(fib.lookup(i << 8 | 7).prefix == i << 8 for i in range(0, count, 97))  # type: ignore[union-attr]
    fib._check()
