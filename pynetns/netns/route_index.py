"""Longest-prefix match: a table for each /16 by the third byte, disjoint intervals for what is longer or shorter (DESIGN, "FIB").

What Linux finds by walking net/ipv4/fib_trie.c is found here by two or three items of lists. What lies behind the winner of a
prefix (metrics, TOS, scopes, other tables) stays in `RouteTrie.aliases`, in the kernel's order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from pynetns.netns.route_entry import Route
from pynetns.wire.address import mask

Place = tuple[int, int]  # prefix and length
MANY_BUCKETS = 2048
NUMBERS = list(range(0x10001))  # one object for each start, side by side: a bisect among them finds them in the processor's cache
Choose = Callable[[list[Route]], Route | None]


class Intervals(list[Any]):
    """Part of the address space as disjoint intervals, so a look-up is one bisect in C.

    The first half are where an interval begins, the second the winner from there to the next start, None where no prefix matches: one list,
    because each object more that a look-up touches is a cache line that is not there. With 10.0.1.0/28 -> A and 10.0.1.4/30 -> B, the last
    byte of an address is looked up in

        [0, 4, 8, 16, A, B, A, None]

    and 10.0.1.5 is a 5: bisect_right in the first four gives 2, so B. The first start is always 0 and neighbours differ.
    """

    __slots__ = ("places",)

    def __init__(self) -> None:
        super().__init__()
        self.places: set[Place] = set()

    def find(self, at: int) -> Route | None:
        half = len(self) >> 1
        route: Route | None = self[half - 1 + bisect_right(self, at, 0, half)]
        return route

    def build(self, ranges: list[tuple[int, int, Route]], base: Route | None = None) -> None:
        """Paint ranges (start, end, winner) on `base`; they are sorted so that one which lies inside another comes after it.

        A stack of the open ranges gives each piece to the innermost: one pass, however deep prefixes nest.
        """
        starts: list[int] = []
        routes: list[Route | None] = []

        def paint(start: int, winner: Route | None) -> None:
            if starts and starts[-1] == start:
                starts.pop()
                routes.pop()
            if not routes or routes[-1] is not winner:
                starts.append(NUMBERS[start])
                routes.append(winner)

        paint(0, base)
        open_ranges: list[tuple[int, Route | None]] = [(0x10000, base)]
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
        self[:] = (*starts, *routes)

    def repaint(self, start: int, end: int, length: int, winner: Route | None) -> None:
        """The winner of the prefix of `length` that covers [start, end) is another one: a splice of the pieces it touches."""
        half = len(self) // 2
        starts, routes = self[:half], self[half:]
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
                new_starts.append(NUMBERS[at])
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
        self[:] = (*starts[:first], *new_starts, *starts[last:], *routes[:first], *new_routes, *routes[last:])


_NOTHING = Route(0, 0)


class Bucket(list[Any]):
    """The routes of one /16 by the third byte of an address: the winner, None, or `Intervals` where a prefix is longer than /24.

    A table is what a look-up is fastest with: two list items, no call. One that is not built yet is empty, and whoever looks it up builds
    it: a million routes cost nothing until somebody asks.
    """

    __slots__ = ("deep", "places")

    def __init__(self) -> None:
        super().__init__()
        self.places: set[Place] = set()  # /16 to /24
        self.deep: dict[int, Intervals] = {}  # by the third byte: the prefixes that are longer

    @property
    def is_empty(self) -> bool:
        return not self.places and not self.deep


class RouteTrie:
    """The routes of one trie. `choose` says which of a prefix's routes answers a plain look-up; None where none can."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.aliases: dict[Place, list[Route]] = {}  # in the kernel's order: table, TOS and metric of equal prefixes
        self.buckets: dict[int, Bucket] = {}  # by the top 16 bits: prefixes of /16 and longer
        self._table: list[Bucket | None] | None = None  # the same, once there are so many that a dictionary misses the processor's cache
        self.bucket_of: Callable[[int], Bucket | None] = self.buckets.get
        self._short = Intervals()  # of the top 16 bits: the prefixes shorter than /16
        self._sorted: list[Place] | None = None

    def find(self, dst: int) -> Route | None:
        """The winner of the longest prefix that has one."""
        bucket = self.bucket_of(dst >> 16)
        if bucket is not None:
            if not bucket:
                self._build(bucket, dst >> 16)
            route: Any = bucket[dst >> 8 & 255]
            if route.__class__ is Intervals:
                route = route.find(dst & 255)
            if route is not None:
                return route  # type: ignore[no-any-return]
        if not self._short:
            self._short.build(self._ranges(self._short.places))
        return self._short.find(dst >> 16)

    def octets(self, dst: int) -> int:
        """How many octets of an address say what is found, if not fewer than two are asked: no prefix parts those that agree on them."""
        bucket = self.bucket_of(dst >> 16)
        if bucket is None or (not bucket.deep and bucket.places == {(dst & 0xFFFF0000, 16)}):
            return 2
        return 4 if dst >> 8 & 255 in bucket.deep else 3

    def candidates(self, dst: int) -> Iterator[Route]:
        """Every route that matches, the most specific first: what backtracking in the kernel's trie visits."""
        aliases = self.aliases
        for length in range(32, -1, -1):
            yield from aliases.get((dst & mask(length), length), ())

    def changed(self, prefix: int, length: int) -> None:
        """The routes of a prefix are others now: bring the index up to date."""
        place, present = (prefix, length), (prefix, length) in self.aliases
        places = self._places(place)
        if present != (place in places):
            self._sorted = None
            (places.add if present else places.discard)(place)
        if length < 16:
            if self._short:
                self._short.repaint(*_range(prefix, length), length, self._winner(prefix, length, 0))
            return
        bucket = self.buckets[prefix >> 16]
        third = prefix >> 8 & 255
        if length > 24 and not places:
            del bucket.deep[third]
        if bucket.is_empty:
            self._drop(prefix >> 16)
        elif bucket:
            for at in range(third, third + (1 << max(24 - length, 0))):
                bucket[at] = self._element(bucket, prefix & 0xFFFF0000 | at << 8)

    def load(self, routes: Iterable[Route]) -> None:
        """Put many routes behind those that are there, each to be found from the next look-up on."""
        aliases = self.aliases
        for route in routes:
            place = route.prefix, route.length
            known = aliases.get(place)
            if known is None:
                aliases[place] = [route]
                self._places(place).add(place)
            else:
                at = len(known)
                while at and (-known[at - 1].table, -known[at - 1].tos, known[at - 1].metric) > (-route.table, -route.tos, route.metric):
                    at -= 1
                known.insert(at, route)
        self._sorted = None
        self.forget()

    def forget(self) -> None:
        """Routes that answered may not answer now, and the other way round: build every bucket anew when it is next asked."""
        for bucket in (self._short, *self.buckets.values()):
            bucket.clear()

    def places(self) -> list[Place]:
        """Every prefix in the order of a dump: by address, the longest of equal addresses first."""
        if self._sorted is None:
            self._sorted = sorted(self.aliases, key=lambda place: (place[0], -place[1]))
        return self._sorted

    def __iter__(self) -> Iterator[Route]:
        for place in self.places():
            yield from self.aliases[place]

    # --- the index ---------------------------------------------------------------------------------------------------------------

    def _places(self, place: Place) -> set[Place]:
        """Where a prefix is noted, in a bucket that is made for it if there is none."""
        prefix, length = place
        if length < 16:
            return self._short.places
        top = prefix >> 16
        bucket = self.buckets.get(top)
        if bucket is None:
            bucket = self.buckets[top] = Bucket()
            if self._table is not None:
                self._table[top] = bucket
            elif len(self.buckets) > MANY_BUCKETS:
                self._table = [self.buckets.get(key) for key in range(0x10000)]
                self.bucket_of = self._table.__getitem__
        if length <= 24:
            return bucket.places
        deep = bucket.deep.get(prefix >> 8 & 255)
        if deep is None:
            deep = bucket.deep[prefix >> 8 & 255] = Intervals()
        return deep.places

    def _drop(self, top: int) -> None:
        del self.buckets[top]
        if self._table is not None:
            self._table[top] = None

    def _winner(self, prefix: int, length: int, least: int) -> Route | None:
        """The winner of a prefix, or of the next shorter one down to the length `least`."""
        for shorter in range(length, least - 1, -1):
            routes = self.aliases.get((prefix & mask(shorter), shorter))
            if routes and (winner := self.choose(routes)) is not None:
                return winner
        return None

    def _element(self, bucket: Bucket, prefix: int) -> "Route | Intervals | None":
        """What stands in a bucket for one /24."""
        base = self._winner(prefix, 24, 16)
        deep = bucket.deep.get(prefix >> 8 & 255)
        if deep is None:
            return base
        deep.build(self._ranges(deep.places), base)
        return deep

    def _build(self, bucket: Bucket, top: int) -> None:
        """Paint the prefixes in the order of their lengths; then the longer ones on top of that."""
        table: list[Any] = [None] * 256
        for prefix, length in sorted(bucket.places, key=lambda place: place[1]):
            winner = self.choose(self.aliases[prefix, length])
            if winner is not None:
                third, count = prefix >> 8 & 255, 1 << (24 - length)
                table[third:third + count] = [winner] * count
        for third, deep in bucket.deep.items():
            deep.build(self._ranges(deep.places), table[third])
            table[third] = deep
        bucket[:] = table

    def _ranges(self, places: set[Place]) -> list[tuple[int, int, Route]]:
        """The winners of some prefixes, a shorter one before the longer ones inside it."""
        return [(*_range(*place), winner) for place in sorted(places) if (winner := self.choose(self.aliases[place])) is not None]

    def _check(self) -> None:
        """Every invariant of the structure."""
        assert self._table is None or {top: bucket for top, bucket in enumerate(self._table) if bucket is not None} == self.buckets
        noted = set(self._short.places)
        for top, bucket in self.buckets.items():
            assert not bucket.is_empty, "an empty bucket is dropped"
            assert all(16 <= length <= 24 and prefix >> 16 == top for prefix, length in bucket.places)
            noted |= bucket.places
            for third, deep in bucket.deep.items():
                assert deep.places and all(length > 24 and prefix >> 8 == top << 8 | third for prefix, length in deep.places)
                noted |= deep.places
            if bucket:
                assert len(bucket) == 256
                assert all(bucket[at].__class__ is Intervals if at in bucket.deep else bucket[at] is self._winner(top << 16 | at << 8, 24,
                                                                                                                  16)
                           for at in range(256))
        assert noted == set(self.aliases), "every prefix is noted once"
        for lists in (self._short, *(deep for bucket in self.buckets.values() if bucket for deep in bucket.deep.values())):
            if lists:
                starts, routes = lists[:len(lists) // 2], lists[len(lists) // 2:]
                assert starts[0] == 0 and all(a < b for a, b in pairwise(starts)), "starts rise"
                assert all(a is not b for a, b in pairwise(routes)), "neighbours differ"
        for (prefix, length), routes in self.aliases.items():
            assert routes and not prefix & ~mask(length)


def _range(prefix: int, length: int) -> tuple[int, int]:
    """A prefix in the part of the address that its intervals are about, the end not included."""
    if length < 16:
        start, bits = prefix >> 16, 16 - length
    else:
        start, bits = prefix & 0xFF, 32 - length
    return start, start + (1 << bits)
