"""Longest-prefix match: the routes of a trie as disjoint intervals, one small array for each /16 (DESIGN, "FIB").

What Linux finds by walking net/ipv4/fib_trie.c is found here by one dictionary hit and one bisect. What lies behind the winner of a
prefix (metrics, TOS, scopes, other tables) stays in `RouteTrie.aliases`, in the kernel's order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

from pynetns.netns.route_entry import Route
from pynetns.wire.address import mask

Place = tuple[int, int]  # prefix and length
Choose = Callable[[list[Route]], Route | None]


class Bucket:
    """Sixteen bits of address space as disjoint intervals, so a look-up is one bisect in C.

    `starts` are where an interval begins, `routes` the winner from there to the next start, None where no prefix of this bucket
    matches. Bucket 10.0 with 10.0.0.0/16 -> A and 10.0.1.0/24 -> B is

        starts = [0x0000, 0x0100, 0x0200]
        routes = [A,      B,      A     ]

    and 10.0.1.77 is 0x014d: bisect_right gives 2, so index 1, so B. `starts[0]` is always 0 and neighbours differ. A bucket that is not
    built yet has empty lists: the look-up falls off them, and that IndexError is what builds it; a million routes cost nothing until
    somebody asks.
    """

    __slots__ = ("places", "routes", "starts")

    def __init__(self) -> None:
        self.places: set[Place] = set()
        self.starts: list[int] = []
        self.routes: list[Route | None] = []

    def build(self, ranges: list[tuple[int, int, Route]]) -> None:
        """Paint ranges (start, end, winner) that are sorted so that one which lies inside another comes after it.

        A stack of the open ranges gives each piece to the innermost: one pass, however deep prefixes nest.
        """
        starts: list[int] = []
        routes: list[Route | None] = []

        def paint(start: int, winner: Route | None) -> None:
            if starts and starts[-1] == start:
                starts.pop()
                routes.pop()
            if not routes or routes[-1] is not winner:
                starts.append(start)
                routes.append(winner)

        paint(0, None)
        open_ranges: list[tuple[int, Route | None]] = [(0x10000, None)]
        for start, end, winner in ranges:
            while open_ranges[-1][0] <= start:
                closed = open_ranges.pop()[0]
                paint(closed, open_ranges[-1][1])
            paint(start, winner)
            open_ranges.append((end, winner))
        while len(open_ranges) > 1:
            closed = open_ranges.pop()[0]
            if closed < 0x10000:
                paint(closed, open_ranges[-1][1])
        self.starts, self.routes = starts, routes

    def repaint(self, start: int, end: int, length: int, winner: Route | None) -> None:
        """The winner of the prefix of `length` that covers [start, end) is another one: a splice of the pieces it touches."""
        starts, routes = self.starts, self.routes
        first = bisect_right(starts, start) - 1
        last = bisect_left(starts, end)
        pieces = list(zip(starts[first:last], routes[first:last], strict=True))
        after = routes[last - 1]
        new_starts: list[int] = []
        new_routes: list[Route | None] = []
        previous = routes[first - 1] if first else _NOTHING

        def paint(at: int, route: Route | None) -> None:
            nonlocal previous
            if route is not previous:
                new_starts.append(at)
                new_routes.append(route)
                previous = route

        if starts[first] < start:
            paint(starts[first], routes[first])
            pieces[0] = (start, routes[first])
        for at, route in pieces:
            paint(at, winner if route is None or route.length <= length else route)
        if end < (starts[last] if last < len(starts) else 0x10000):
            paint(end, after)
        if last < len(starts) and routes[last] is previous:
            last += 1
        starts[first:last] = new_starts
        routes[first:last] = new_routes


_NOTHING = Route(0, 0)


class RouteTrie:
    """The routes of one trie. `choose` says which of a prefix's routes answers a plain look-up; None where none can."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.aliases: dict[Place, list[Route]] = {}  # in the kernel's order: table, TOS and metric of equal prefixes
        self._buckets: dict[int, Bucket] = {}  # by the top 16 bits: prefixes of /16 and longer
        self._short = Bucket()  # of the top 16 bits: the prefixes shorter than /16
        self._sorted: list[Place] | None = None

    def find(self, dst: int) -> Route | None:
        """The winner of the longest prefix that has one."""
        try:
            bucket = self._buckets.get(dst >> 16)
            if bucket is not None:
                route = bucket.routes[bisect_right(bucket.starts, dst & 0xFFFF) - 1]
                if route is not None:
                    return route
            short = self._short
            return short.routes[bisect_right(short.starts, dst >> 16) - 1]
        except IndexError:
            self._build(dst >> 16)
            return self.find(dst)

    def candidates(self, dst: int) -> Iterator[Route]:
        """Every route that matches, the most specific first: what backtracking in the kernel's trie visits."""
        aliases = self.aliases
        for length in range(32, -1, -1):
            yield from aliases.get((dst & mask(length), length), ())

    def changed(self, prefix: int, length: int) -> None:
        """The routes of a prefix are others now: bring the index up to date."""
        place = (prefix, length)
        routes = self.aliases.get(place)
        bucket = self._bucket(place)
        if routes is None:
            bucket.places.discard(place)
            self._sorted = None
            if not bucket.places and length >= 16:
                del self._buckets[prefix >> 16]
                return
        elif place not in bucket.places:
            bucket.places.add(place)
            self._sorted = None
        if bucket.starts:
            start, end = _range(prefix, length)
            winner = self.choose(routes) if routes else None
            if winner is None:
                winner = self._parent(prefix, length)
            bucket.repaint(start, end, length, winner)

    def forget(self) -> None:
        """Routes that answered may not answer now, and the other way round: build every bucket anew when it is next asked."""
        for bucket in (self._short, *self._buckets.values()):
            bucket.starts, bucket.routes = [], []

    def places(self) -> list[Place]:
        """Every prefix in the order of a dump: by address, the longest of equal addresses first."""
        if self._sorted is None:
            self._sorted = sorted(self.aliases, key=lambda place: (place[0], -place[1]))
        return self._sorted

    def __iter__(self) -> Iterator[Route]:
        for place in self.places():
            yield from self.aliases[place]

    def _bucket(self, place: Place) -> Bucket:
        if place[1] < 16:
            return self._short
        bucket = self._buckets.get(place[0] >> 16)
        if bucket is None:
            bucket = self._buckets[place[0] >> 16] = Bucket()
        return bucket

    def _parent(self, prefix: int, length: int) -> Route | None:
        """The winner of the next shorter prefix in the same bucket."""
        for shorter in range(length - 1, 15 if length >= 16 else -1, -1):
            routes = self.aliases.get((prefix & mask(shorter), shorter))
            if routes and (winner := self.choose(routes)) is not None:
                return winner
        return None

    def _build(self, top: int) -> None:
        """Build what a look-up below `top` needs."""
        bucket = self._buckets.get(top)
        for unbuilt in (bucket, self._short):
            if unbuilt is not None and not unbuilt.starts:
                ranges = []
                for place in sorted(unbuilt.places):  # a shorter prefix before the longer ones inside it
                    winner = self.choose(self.aliases[place])
                    if winner is not None:
                        ranges.append((*_range(*place), winner))
                unbuilt.build(ranges)

    def _check(self) -> None:
        """Every invariant of the structure."""
        assert {p for b in (self._short, *self._buckets.values()) for p in b.places} == set(self.aliases)
        assert all(bucket.places for bucket in self._buckets.values()), "an empty bucket is dropped"
        for top, bucket in [(None, self._short), *self._buckets.items()]:
            for prefix, length in bucket.places:
                assert self.aliases[prefix, length], "a prefix without routes is dropped"
                assert not prefix & ~mask(length) and (length < 16 if top is None else prefix >> 16 == top and length >= 16)
            if not bucket.starts:
                assert not bucket.routes
                continue
            assert bucket.starts[0] == 0 and len(bucket.starts) == len(bucket.routes)
            assert all(a < b < 0x10000 for a, b in zip(bucket.starts, bucket.starts[1:], strict=False)), "starts rise"
            assert all(a is not b for a, b in zip(bucket.routes, bucket.routes[1:], strict=False)), "neighbours differ"
            fresh = Bucket()
            fresh.build([(*_range(*place), winner) for place in sorted(bucket.places)
                         if (winner := self.choose(self.aliases[place])) is not None])
            assert (fresh.starts, fresh.routes) == (bucket.starts, bucket.routes), "what updates made is what building makes"


def _range(prefix: int, length: int) -> tuple[int, int]:
    """A prefix in its bucket's 16 bits, the end not included."""
    if length < 16:
        start, bits = prefix >> 16, 16 - length
    else:
        start, bits = prefix & 0xFFFF, 32 - length
    return start, start + (1 << bits)
