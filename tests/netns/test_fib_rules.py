"""Policy routing: random rules and tables against the plainest walk through them, and what a rule costs those who have none."""

import errno
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynetns import Lab
from pynetns.errors import NetlinkError
from pynetns.netns.fib_rules import FibRules, Flow, Rule
from pynetns.netns.namespace import NetNamespace
from pynetns.wire.address import parse_ipv4

FIRST, SECOND, THIRD = (parse_ipv4(f"10.0.0.{number}") for number in (1, 2, 3))


@pytest.fixture
def host() -> NetNamespace:
    host = Lab().netns("host")
    host.dummy("d0").up()
    host.dummy("d1").up()
    return host


def rules(host: NetNamespace) -> FibRules:
    return host.fib.rules


def table_of(host: NetNamespace, dst: str, **conditions: int) -> int | None:
    route = host.fib.lookup(parse_ipv4(dst), **conditions)  # type: ignore[arg-type]
    return route.table if route is not None else None


def test_the_three_rules_are_no_rules_of_somebody(host: NetNamespace) -> None:
    assert not rules(host).custom
    assert [rule.priority for rule in rules(host)] == [0, 32766, 32767]
    rules(host).add(Rule(priority=5, table=10))
    assert rules(host).custom
    rules(host).delete(Rule(priority=5))
    assert rules(host).custom, "as fib_has_custom_rules stays"


def test_a_rule_without_a_priority_goes_before_the_second(host: NetNamespace) -> None:
    assert [rules(host).add(Rule(table=table)).priority for table in (10, 11, 12)] == [32765, 32764, 32763]


def test_the_same_rule_is_not_added_twice(host: NetNamespace) -> None:
    rules(host).add(Rule(priority=5, table=10))
    with pytest.raises(NetlinkError) as refused:
        rules(host).add(Rule(priority=5, table=10))
    assert refused.value.errno == errno.EEXIST
    with pytest.raises(NetlinkError) as refused:
        rules(host).delete(Rule(priority=6))
    assert refused.value.errno == errno.ENOENT


@pytest.mark.parametrize(("rule", "matching", "other"), [
    (Rule(src=FIRST, src_length=32), Flow(THIRD, FIRST), Flow(THIRD, SECOND)),
    (Rule(dst=FIRST & ~0xFF, dst_length=24), Flow(FIRST), Flow(FIRST + 256)),
    (Rule(mark=7, mark_mask=0xF), Flow(FIRST, mark=0x17), Flow(FIRST, mark=6)),
    (Rule(tos=0x10), Flow(FIRST, tos=0x10), Flow(FIRST)),
    (Rule(proto=17), Flow(FIRST, proto=17), Flow(FIRST, proto=6)),
    (Rule(dport=(53, 60)), Flow(FIRST, proto=17, dport=60), Flow(FIRST, proto=17, dport=61)),
    (Rule(sport=(53, 53)), Flow(FIRST, proto=17, sport=53), Flow(FIRST, proto=17, dport=53)),
    (Rule(uids=(1000, 1001)), Flow(FIRST, uid=1001), Flow(FIRST)),
])
def test_what_a_rule_asks_for(rule: Rule, matching: Flow, other: Flow) -> None:
    assert rule.matches(matching)
    assert not rule.matches(other)


def test_goto_goes_on_behind_and_nop_goes_on(host: NetNamespace) -> None:
    host.run("ip route add 20.0.0.0/8 dev d0 table 10")
    host.run("ip route add 20.0.0.0/8 dev d1 table 11")
    for line in ("pref 10 nop", "pref 11 goto 30", "pref 20 table 10", "pref 30 table 11"):
        assert not host.run(f"ip rule add {line}").returncode
    assert table_of(host, "20.0.0.1") == 11
    host.run("ip rule del pref 11")
    assert table_of(host, "20.0.0.1") == 10


def test_a_goto_without_its_target_is_passed_over(host: NetNamespace) -> None:
    host.run("ip route add 20.0.0.0/8 dev d0 table 10")
    host.run("ip rule add pref 11 goto 30")
    host.run("ip rule add pref 20 table 10")
    assert table_of(host, "20.0.0.1") == 10
    assert "goto 30 [unresolved]" in host.run("ip rule").stdout


def test_a_suppressor_wants_a_better_route(host: NetNamespace) -> None:
    host.run("ip route add default dev d0 table 10")
    host.run("ip route add 20.0.0.0/8 dev d0 table 10")
    host.run("ip route add default dev d1")
    host.run("ip rule add pref 10 table 10 suppress_prefixlength 0")
    assert table_of(host, "20.0.0.1") == 10
    assert table_of(host, "30.0.0.1") == 254




ADDRESSES = st.integers(0, 15).map(lambda low: parse_ipv4("20.0.0.0") + low)
LENGTHS = st.sampled_from((0, 28, 30, 31, 32))


@st.composite
def drawn_rules(draw: st.DrawFn) -> Rule:
    src_length, dst_length = draw(LENGTHS), draw(LENGTHS)
    return Rule(
        priority=draw(st.integers(1, 30)), table=draw(st.sampled_from((10, 11, 12))),
        src=draw(ADDRESSES) >> (32 - src_length) << (32 - src_length) if src_length else 0, src_length=src_length,
        dst=draw(ADDRESSES) >> (32 - dst_length) << (32 - dst_length) if dst_length else 0, dst_length=dst_length,
        mark=draw(st.sampled_from((0, 0, 1, 2))), tos=draw(st.sampled_from((0, 0, 0x10))), invert=draw(st.booleans()))


@settings(max_examples=60, deadline=None)
@given(st.lists(drawn_rules(), max_size=12), st.lists(st.tuples(ADDRESSES, LENGTHS, st.sampled_from((10, 11, 12))), max_size=8),
       st.lists(st.tuples(ADDRESSES, ADDRESSES, st.sampled_from((0, 1, 2, 3)), st.sampled_from((0, 0x10))), min_size=1, max_size=20))
def test_a_walk_finds_what_the_plainest_walk_finds(
        made: list[Rule], routes: list[tuple[int, int, int]], flows: list[tuple[int, int, int, int]]) -> None:
    host = Lab().netns("host")
    host.dummy("d0").up()
    listed: list[Rule] = []
    for rule in made:
        with suppress(NetlinkError):  # there already
            rules(host).add(rule)
            listed.append(rule)
    there: dict[int, set[tuple[int, int]]] = {10: set(), 11: set(), 12: set()}
    for address, length, table in routes:
        prefix = address >> (32 - length) << (32 - length) if length else 0
        host.run(f"ip route add {prefix >> 24}.{prefix >> 16 & 255}.{prefix >> 8 & 255}.{prefix & 255}/{length} dev d0 table {table}")
        there[table].add((prefix, length))
    for dst, src, mark, tos in flows:
        expected: tuple[int, int, int] | None = None
        for rule in sorted(listed, key=lambda rule: rule.priority or 0):
            agrees = (src >> (32 - rule.src_length) == rule.src >> (32 - rule.src_length)
                      and dst >> (32 - rule.dst_length) == rule.dst >> (32 - rule.dst_length)
                      and (not rule.mark or mark == rule.mark) and rule.tos in (0, tos))
            if agrees is rule.invert:
                continue
            best = max(((length, prefix) for prefix, length in there[rule.table] if dst >> (32 - length) == prefix >> (32 - length)),
                       default=None)
            if best is not None:
                expected = rule.table, best[1], best[0]
                break
        found = host.fib.lookup(dst, src=src, mark=mark, tos=tos)
        assert (None if found is None else (found.table, found.prefix, found.length)) == expected
    host.fib._check()
