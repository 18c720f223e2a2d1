"""The forwarding information base: tables of routes and the look-up (net/ipv4/fib_trie.c, fib_rules.c).

Without rules of one's own, Linux keeps the tables local and main in one trie: the longest prefix of both wins, and of equal prefixes
local comes first. Then TOS, then the metric, then the order of insertion.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypedDict, Unpack

from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import Scheduler
from pynetns.device.table import Watchers
from pynetns.netns.route_entry import ERROR_TYPES, TABLE_DEFAULT, TABLE_LOCAL, TABLE_MAIN, Route
from pynetns.netns.route_index import RouteTrie
from pynetns.wire.address import ipv4_is_lbcast, ipv4_is_multicast, ipv4_is_zeronet

__all__ = ["Fib", "Route"]

Watcher = Callable[[int, int], None]


class LookupConditions(TypedDict, total=False):
    """What a look-up may ask for beside the destination."""

    src: int
    tos: int
    oif: NetDevice | None
    scope: int
    ignore_linkstate: bool


class Fib:
    """Every table of a namespace. It stores and finds; what may be stored is decided in `routes`.

    `watchers` are called with each prefix and length whose routes changed, before a packet can see the change; (0, 0) with `everything`
    changed, after a carrier went or came where that matters.
    """

    def __init__(self, scheduler: Scheduler | None = None) -> None:
        self._scheduler = scheduler or Scheduler()
        self._asked = -1  # the last plain look-up, and its answer
        self._answer: Route | None = None
        self.paths = Watchers(self._scheduler)  # remembered paths by the /16 that they looked up: "no longer prefix" is in it
        self.watchers: list[Watcher] = [self._forget_paths]
        self._skipped_linkdown = False  # a route without carrier was passed over when the index was made
        self._odd = 0  # throw routes, routes of several paths, and the table default: they make a look-up more than one step
        self._tos = 0  # routes with a TOS: without them the plain winner serves every TOS
        self.merged = RouteTrie(self._choose)
        self._others: dict[int, RouteTrie] = {}
        self.tables: set[int] = {TABLE_LOCAL, TABLE_MAIN}

    # --- look-up -----------------------------------------------------------------------------------------------------------------

    def lookup(self, dst: int, **conditions: Unpack[LookupConditions]) -> Route | None:
        """Where a packet goes, or None where there is no route: fib_lookup(). A route of type unreachable, prohibit or blackhole is an
        answer; `src` is here for callers that have rules in mind: none of the tables asks for it.

        The plain winner is the first route that matches; if it meets every other condition too, it is the answer to those as well. Keywords
        as a dictionary are what a look-up without any is fastest with: 85 ns where the same was asked before, with five defaults 120.
        """
        if conditions or self._scheduler.recorder is not None or self._odd:
            return self._lookup(dst, **conditions)
        if dst == self._asked:
            return self._answer
        self._asked = dst
        bucket = self.merged.bucket_of(dst >> 16)
        if bucket:
            route = bucket[dst >> 8 & 255]
            if route.__class__ is Route:
                self._answer = route
                return self._answer
        self._answer = self.merged.find(dst)
        return self._answer

    def _lookup(self, dst: int, *, src: int = 0, tos: int = 0, oif: NetDevice | None = None, scope: int = 0,
                ignore_linkstate: bool = False) -> Route | None:
        self.paths.note(dst >> 16)
        route = self.merged.find(dst)
        if self._odd:
            return self._slow(dst, src, tos, oif, scope, ignore_linkstate)
        if tos or oif is not None or scope or ignore_linkstate:
            if route is None:
                return self._slow(dst, src, tos, oif, scope, ignore_linkstate) if self._tos or self._skipped_linkdown else None
            if ((tos and self._tos) or route.scope < scope or (ignore_linkstate and self._skipped_linkdown)
                    or (oif is not None and route.device is not oif and route.type not in ERROR_TYPES)):
                return self._slow(dst, src, tos, oif, scope, ignore_linkstate)
        return route

    def lookup_many(self, addresses: Iterable[int]) -> list[Route | None]:
        """Plain look-ups, one after the other: `lookup` for each address, in a loop of C."""
        return list(map(self.lookup if self._odd else self.merged.find, addresses))

    def load(self, routes: Iterable[Route]) -> None:
        """Insert many routes at once, without a word to anybody for each of them: a million take seconds."""
        by_table: dict[int, list[Route]] = {}
        for route in routes:
            by_table.setdefault(route.table, []).append(route)
            if route.type == "throw" or route.paths or route.tos:
                self._count(route, 1)
        for table, many in by_table.items():
            self._make(table).load(many)
        self.forget()

    def lookup_table(self, table: int, dst: int, *, tos: int = 0, oif: NetDevice | None = None, scope: int = 0,
                     ignore_linkstate: bool = False) -> Route | None:
        """fib_table_lookup() in one table; None where the table has no answer or is not there. Local and main are one."""
        self.paths.note(dst >> 16)
        trie = self.trie(table)
        return self._search(trie, dst, 0, tos, oif, scope, ignore_linkstate) if trie is not None else None

    def address_type(self, address: int, device: NetDevice | None = None) -> str:
        """What an address is to this host: "local", "broadcast", "multicast", "unicast" (inet_addr_type, inet_dev_addr_type)."""
        self.paths.note(address >> 16)
        if ipv4_is_zeronet(address) or ipv4_is_lbcast(address):
            return "broadcast"
        if ipv4_is_multicast(address):
            return "multicast"
        route = self.lookup_table(TABLE_LOCAL, address) if self._odd else self.merged.find(address)
        if route is None or route.type in ERROR_TYPES or (device is not None and route.device is not device):
            return "unicast"
        return route.type

    def _slow(self, dst: int, src: int, tos: int, oif: NetDevice | None, scope: int, ignore_linkstate: bool) -> Route | None:
        """Main with local in it, then, where a throw route or none answered, the table default."""
        route = self._search(self.merged, dst, src, tos, oif, scope, ignore_linkstate)
        if (route is None or route.type == "throw") and TABLE_DEFAULT in self._others:
            route = self._search(self._others[TABLE_DEFAULT], dst, src, tos, oif, scope, ignore_linkstate)
        return None if route is None or route.type == "throw" else route

    @staticmethod
    def _search(trie: RouteTrie, dst: int, src: int, tos: int, oif: NetDevice | None, scope: int, ignore_linkstate: bool) -> Route | None:
        """The last step of fib_table_lookup(), alias by alias."""
        for route in trie.candidates(dst):
            if (route.tos and route.tos != tos) or route.scope < scope:
                continue
            if route.type in ERROR_TYPES:
                return route
            if route.paths:
                path = _path(route, dst, src, oif, ignore_linkstate)
                if path is not None:
                    return path
            elif not (route.ignored and not ignore_linkstate) and (oif is None or route.device is oif):
                return route
        return None

    def _choose(self, routes: list[Route]) -> Route | None:
        """Which route of a prefix answers a plain look-up."""
        for route in routes:
            if route.tos:
                continue
            if route.type not in ERROR_TYPES and route.ignored:
                self._skipped_linkdown = True
                continue
            return route
        return None

    # --- contents ----------------------------------------------------------------------------------------------------------------

    def trie(self, table: int) -> RouteTrie | None:
        return self.merged if table in (TABLE_LOCAL, TABLE_MAIN) else self._others.get(table)

    def table(self, table: int) -> Iterator[Route]:
        """The routes of one table in the order of a dump."""
        trie = self.trie(table)
        if trie is None:
            return iter(())
        return (route for route in list(trie) if route.table == table) if trie is self.merged else iter(list(trie))

    def aliases(self, table: int, prefix: int, length: int) -> list[Route]:
        """The routes of one prefix in one table, in order: by TOS downwards, then by metric upwards."""
        trie = self.trie(table)
        routes = trie.aliases.get((prefix, length), []) if trie is not None else []
        return [route for route in routes if route.table == table]

    def insert(self, route: Route, before: Route | None = None) -> None:
        """Put a route before another of its prefix and table, or behind all of them."""
        trie = self._make(route.table)
        place = (route.prefix, route.length)
        routes = trie.aliases.setdefault(place, [])
        if before is not None:
            at = next(i for i, other in enumerate(routes) if other is before)
        else:
            at = len(routes)
            while at and routes[at - 1].table < route.table:
                at -= 1
        routes.insert(at, route)
        self._count(route, 1)
        self._changed(trie, *place)

    def replace(self, old: Route, new: Route) -> None:
        """Put a route in the place of another of the same prefix, TOS and metric."""
        trie = self._make(old.table)
        routes = trie.aliases[old.prefix, old.length]
        routes[next(i for i, other in enumerate(routes) if other is old)] = new
        self._count(old, -1)
        self._count(new, 1)
        self._changed(trie, old.prefix, old.length)

    def remove(self, route: Route) -> None:
        trie = self._make(route.table)
        place = (route.prefix, route.length)
        routes = [other for other in trie.aliases[place] if other is not route]
        if routes:
            trie.aliases[place] = routes
        else:
            del trie.aliases[place]
        self._count(route, -1)
        self._changed(trie, *place)

    def remove_where(self, condition: Callable[[Route], bool]) -> list[Route]:
        """fib_flush(): drop every route of every table that meets a condition."""
        gone = [route for trie in (self.merged, *self._others.values()) for routes in trie.aliases.values() for route in routes
                if condition(route)]
        for route in gone:
            self.remove(route)
        return gone

    def add_table(self, table: int) -> None:
        """fib_new_table(): a table is there from the first route on, even when the last is gone."""
        self._make(table)

    def forget(self) -> None:
        """A carrier came or went, or ignore_routes_with_linkdown changed: which routes answer is to be found again."""
        self._skipped_linkdown = False
        self._asked = -1
        for trie in (self.merged, *self._others.values()):
            trie.forget()
        for watcher in self.watchers:
            watcher(0, 0)

    def __len__(self) -> int:
        return sum(len(routes) for trie in (self.merged, *self._others.values()) for routes in trie.aliases.values())

    def _make(self, table: int) -> RouteTrie:
        trie = self.trie(table)
        if trie is None:
            trie = self._others[table] = RouteTrie(self._choose)
            self.tables.add(table)
            if table == TABLE_DEFAULT:
                self._odd += 1
        return trie

    def _count(self, route: Route, change: int) -> None:
        if route.type == "throw" or route.paths:
            self._odd += change
        if route.tos:
            self._tos += change

    def _forget_paths(self, prefix: int, length: int) -> None:
        """A route of this prefix came or went: what looked below it, or in its /16, must look again."""
        if length >= 16:
            self.paths.changed(prefix >> 16)
            return
        first = prefix >> 16
        last = first + (1 << max(16 - length, 0)) - 1
        keys = range(first, first + 1) if first == last else [key for key in self.paths.watched() if first <= key <= last]
        for key in keys:
            self.paths.changed(key)

    def _changed(self, trie: RouteTrie, prefix: int, length: int) -> None:
        self._asked = -1
        trie.changed(prefix, length)
        for watcher in self.watchers:
            watcher(prefix, length)

    def _check(self) -> None:
        """Every invariant: the tries' own, and the order of equal prefixes."""
        for trie in (self.merged, *self._others.values()):
            trie._check()
            for routes in trie.aliases.values():
                keys = [(-route.table, -route.tos, route.metric) for route in routes]
                assert keys == sorted(keys), "aliases are ordered by table and TOS downwards, then by metric"


def _path(route: Route, dst: int, src: int, oif: NetDevice | None, ignore_linkstate: bool) -> Route | None:
    """fib_select_multipath(): one of several next hops by a hash of both addresses, in proportion to their weights. The kernel's hash has a
    key that no one knows; this one is the same in every run."""
    alive = [path for path in route.paths if not path.dead and not (path.ignored and not ignore_linkstate)
             and (oif is None or path.device is oif)]
    if not alive or oif is not None:
        return alive[0] if alive else None
    share = ((src * 0x9E3779B1 ^ dst * 0x85EBCA77) & 0xFFFFFFFF) * sum(path.weight for path in alive) >> 32
    for path in alive:
        share -= path.weight
        if share < 0:
            break
    return path
