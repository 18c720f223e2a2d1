"""Rows about the FIB: loading it, one route more, random look-ups and repeated ones, at 1,000, 100,000 and 1,000,000 routes, beside C."""

import gc
from random import Random
from time import perf_counter

import libraries
from report import Finding, Peer
from unit import Unit

from pynetns import Lab
from pynetns.netns.fib import Fib
from pynetns.netns.route_entry import Route

SIZES = (1_000, 100_000, 1_000_000)
LOOKUPS = 100_000
LENGTHS = (24,) * 55 + (23,) * 9 + (22,) * 10 + (21,) * 5 + (20,) * 5 + (19,) * 4 + (18,) * 2 + (17, 16, 16)  # much as on the Internet


def prefixes(count: int, rng: Random) -> list[tuple[int, int]]:
    """Different ones, spread as providers' are: many in one /16."""
    tops = [rng.randrange(1 << 8, 224 << 8) for _ in range(min(max(count // 8, 64), 40_000))]
    found: dict[tuple[int, int], None] = {}
    while len(found) < count:
        length = rng.choice(LENGTHS)
        found[(rng.choice(tops) << 16 | rng.randrange(1 << 16)) >> (32 - length) << (32 - length), length] = None
    return list(found)


def fib(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    found = []
    for count in SIZES[:1] if smoke else SIZES:
        found += _at(count, unit, smoke)
    return found


def _at(count: int, unit: Unit, smoke: bool) -> list[Finding]:
    rng = Random(count)
    places = prefixes(count, rng)
    namespace = Lab().netns("r")
    device = namespace.lo
    begun = perf_counter()
    table = Fib(namespace.scheduler)
    table.load(Route(prefix, length, device=device) for prefix, length in places)
    load = Finding(f"fib, {count:,} routes loaded", "", f"{len(table):,} routes", [perf_counter() - begun],
                   limit=15 if count == SIZES[2] else None)
    addresses = [rng.choice(places)[0] | rng.randrange(256) for _ in range(LOOKUPS)]
    _prove(table, places, addresses[:2000])
    others = []
    for name, make in libraries.indexes():
        try:
            others.append((name, make(places)))
        except ImportError as error:
            others.append((name, str(error)))
    random = Finding(f"fib, {count:,} routes, a random look-up", "", "2,000 checked against every prefix length", steps=1)
    bulk = Finding(f"fib, {count:,} routes, a random look-up in bulk", "", "the same answers", steps=1)
    again = Finding(f"fib, {count:,} routes, a repeated look-up", "", "", steps=1, limit_in_units=3)
    times: dict[str, list[float]] = {name: [] for name, look in others if not isinstance(look, str)}
    if table.lookup_many(addresses) != list(map(table.lookup, addresses)):
        raise SystemExit("not measured: the bulk look-up has other answers")
    for _ in range(1 if smoke else 7):
        gc.collect()
        unit_ns = unit.sample()
        _note(random, _loop(table.lookup, addresses), unit_ns)
        begun = perf_counter()
        table.lookup_many(addresses)
        _note(bulk, (perf_counter() - begun) / LOOKUPS, unit_ns)
        _note(again, _loop(table.lookup, addresses[:1] * 20_000), unit_ns)
        for name, look in others:
            if not isinstance(look, str):
                times[name].append(_loop(look, addresses))
    for name, look in others:
        least = 1 / 0.7 if name == "pytricia" and count > SIZES[0] else None
        random.peers.append(Peer(name, skipped=look) if isinstance(look, str) else Peer(name, sorted(times[name])[len(times[name]) // 2],
                                                                                        least=least))
    more = Finding(f"fib, {count:,} routes, one more", "", "", limit=50e-6)
    for number in range(101):
        extra = Route(rng.randrange(1 << 24, 223 << 24) & ~0xFF, 25, device=device)
        begun = perf_counter()
        table.insert(extra)
        more.rounds.append(perf_counter() - begun)
        if table.lookup(extra.prefix) is not extra:
            raise SystemExit(f"not measured: the route that was added as number {number} is not found")
    return [load, random, bulk, again, more]


def _note(row: Finding, seconds: float, unit_ns: float) -> None:
    row.rounds.append(seconds)
    row.in_units.append(seconds * 1e9 / unit_ns)


def _loop(look: object, addresses: list[int]) -> float:
    begun = perf_counter()
    for address in addresses:
        look(address)  # type: ignore[operator]
    return (perf_counter() - begun) / len(addresses)


def _prove(table: Fib, places: list[tuple[int, int]], addresses: list[int]) -> None:
    """Longest prefix by trying every length."""
    known = set(places)
    for address in addresses:
        wanted = next(((prefix, length) for length in range(32, -1, -1)
                       if (prefix := address >> (32 - length) << (32 - length), length) in known), None)
        route = table.lookup(address)
        if (None if route is None else (route.prefix, route.length)) != wanted:
            raise SystemExit(f"not measured: {address:#x} is answered with {route}, not {wanted}")


ROWS = {"fib": fib}
