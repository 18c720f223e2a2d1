"""The forwarding information base: tables of routes and the look-up (net/ipv4/fib_trie.c, fib_rules.c).

Without rules of one's own, Linux keeps the tables local and main in one trie: the longest prefix of both wins, and of equal prefixes
local comes first. Then TOS, then the metric, then the order of insertion. The first rule that is made or deleted parts them for good.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypedDict, Unpack

from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import Scheduler
from pynetns.device.table import Watchers
from pynetns.device.vrf import table_of
from pynetns.netns.fib_rules import FibRules, Flow, Rule
from pynetns.netns.route_entry import ERROR_TYPES, TABLE_DEFAULT, TABLE_LOCAL, TABLE_MAIN, Route
from pynetns.netns.route_index import RouteTrie
from pynetns.wire.address import ipv4_is_lbcast, ipv4_is_multicast, ipv4_is_zeronet

__all__ = ["Fib", "Route"]

Watcher = Callable[[int, int], None]
Ports = tuple[int, int, int]  # protocol, source and destination port, of which only rules ask
_NO_PORTS = (0, 0, 0)
# What a rule of these actions answers; "unreachable" is as good as no route.
_VERDICTS = {"blackhole": Route(0, 0, "blackhole"), "prohibit": Route(0, 0, "prohibit"), "unreachable": None}


class LookupConditions(TypedDict, total=False):
    """What a look-up may ask for beside the destination."""

    src: int
    tos: int
    oif: NetDevice | None
    scope: int
    ignore_linkstate: bool
    iif: NetDevice | None
    mark: int
    ports: Ports
    uid: int
    l3mdev: NetDevice | None


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
        self.gone: list[Callable[[Route], None]] = []  # called with each route that was taken out
        self._skipped_linkdown = False  # a route without carrier was passed over when the index was made
        self._odd = 0  # throw routes, the table default, and rules: they make a look-up more than one step
        self._tos = 0  # routes with a TOS: without them the plain winner serves every TOS
        self.merged = RouteTrie(self._choose)
        self._others: dict[int, RouteTrie] = {}
        self.tables: set[int] = {TABLE_LOCAL, TABLE_MAIN}
        self.multipath = 0  # how many routes have several paths
        self.rules = FibRules(self, self._scheduler.flush)

    # --- look-up -----------------------------------------------------------------------------------------------------------------

    def lookup(self, dst: int, **conditions: Unpack[LookupConditions]) -> Route | None:
        """Where a packet goes, or None where there is no route: fib_lookup(). A route of type unreachable, prohibit or blackhole is an
        answer; which of several paths is another question: `fib_multipath.select`. What only rules ask for costs nothing without them.

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

    def _lookup(self, dst: int, *, src: int = 0, tos: int = 0, oif: NetDevice | None = None, scope: int = 0, ignore_linkstate: bool = False,
                iif: NetDevice | None = None, mark: int = 0, ports: Ports = _NO_PORTS, uid: int = 0,
                l3mdev: NetDevice | None = None) -> Route | None:
        self.paths.note(dst >> 16)
        if not self._odd:
            if tos or oif is not None or scope or ignore_linkstate:
                return self._find(self.merged, dst, tos, oif, scope, ignore_linkstate)
            return self.merged.find(dst)
        if self.rules.custom:
            return self._by_rules(update_flow(Flow(dst, src, tos, iif, oif, mark, *ports, uid, l3mdev)), scope, ignore_linkstate)
        route = self._find(self.merged, dst, tos, oif, scope, ignore_linkstate)
        if (route is None or route.type == "throw") and TABLE_DEFAULT in self._others:
            route = self._find(self._others[TABLE_DEFAULT], dst, tos, oif, scope, ignore_linkstate)
        return None if route is None or route.type == "throw" else route

    def _by_rules(self, flow: Flow, scope: int, ignore_linkstate: bool) -> Route | None:
        """fib_rules_lookup() with fib4_rule_action() and fib4_rule_suppress()."""
        for rule in self.rules.walk(flow):
            if rule.action != "table":
                return _VERDICTS.get(rule.action, _VERDICTS["blackhole"])
            trie = self.trie(_table_of(rule, flow))
            if trie is None:
                continue
            route = self._find(trie, flow.dst, flow.tos, flow.oif, scope, ignore_linkstate)
            if route is None or route.type == "throw":
                continue
            if route.type not in ERROR_TYPES and (route.length <= rule.suppress_length or (
                    rule.suppress_group != -1 and route.device is not None and route.device.group == rule.suppress_group)):
                continue
            return route
        return None

    def _find(self, trie: RouteTrie, dst: int, tos: int, oif: NetDevice | None, scope: int, ignore_linkstate: bool) -> Route | None:
        """fib_table_lookup() in one trie: the plain winner where it meets every condition, else alias by alias."""
        route = trie.find(dst)
        if tos or oif is not None or scope or ignore_linkstate:
            if route is None:
                return self._search(trie, dst, tos, oif, scope, ignore_linkstate) if self._tos or self._skipped_linkdown else None
            if ((tos and self._tos) or route.scope < scope or (ignore_linkstate and self._skipped_linkdown)
                    or (oif is not None and (route.device is not oif or route.paths) and route.type not in ERROR_TYPES)):
                return self._search(trie, dst, tos, oif, scope, ignore_linkstate)
        return route

    def octets(self, dst: int) -> int:
        """How many octets of a destination say by which route a packet goes; all where more than one look-up or the whole address does."""
        return 4 if self._odd or self._tos or self.multipath else self.merged.octets(dst)

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
        return self._search(trie, dst, tos, oif, scope, ignore_linkstate) if trie is not None else None

    def address_type(self, address: int, device: NetDevice | None = None, table: int = TABLE_LOCAL) -> str:
        """What an address is to this host: "local", "broadcast", "multicast", "unicast" (inet_addr_type, inet_dev_addr_type). `table` is
        another where the address is a VRF's."""
        self.paths.note(address >> 16)
        if ipv4_is_zeronet(address) or ipv4_is_lbcast(address):
            return "broadcast"
        if ipv4_is_multicast(address):
            return "multicast"
        route = self.lookup_table(table, address) if self._odd or table != TABLE_LOCAL else self.merged.find(address)
        if route is None or route.type in ERROR_TYPES or (device is not None and route.device is not device):
            return "unicast"
        return route.type

    @staticmethod
    def _search(trie: RouteTrie, dst: int, tos: int, oif: NetDevice | None, scope: int, ignore_linkstate: bool) -> Route | None:
        """The last step of fib_table_lookup(), alias by alias."""
        for route in trie.candidates(dst):
            if (route.tos and route.tos != tos) or route.scope < scope:
                continue
            if route.type in ERROR_TYPES:
                return route
            if route.paths:
                if any(not path.unusable(ignore_linkstate) and oif in (None, path.device) for path in route.paths):
                    return route
            elif not (route.ignored and not ignore_linkstate) and (oif is None or route.device is oif):
                return route
        return None

    def _choose(self, routes: list[Route]) -> Route | None:
        """Which route of a prefix answers a plain look-up."""
        for route in routes:
            if route.tos:
                continue
            if route.type not in ERROR_TYPES and (all(path.unusable() for path in route.paths) if route.paths else route.ignored):
                self._skipped_linkdown = True
                continue
            return route
        return None

    # --- contents ----------------------------------------------------------------------------------------------------------------

    def trie(self, table: int) -> RouteTrie | None:
        known = self._others.get(table)
        return self.merged if known is None and table in (TABLE_LOCAL, TABLE_MAIN) else known

    def unmerge(self) -> None:
        """fib_unmerge(): the first rule parts local and main, and they stay apart."""
        if TABLE_LOCAL in self._others:
            return
        routes = list(self.merged)
        for table in (TABLE_LOCAL, TABLE_MAIN):
            trie = self._others[table] = RouteTrie(self._choose)
            trie.load(route for route in routes if route.table == table)
        self.merged = RouteTrie(self._choose)
        self._odd += 1
        self.forget()

    def empty_table(self) -> int:
        """fib_empty_table(): the first number that is no table's yet, which becomes one."""
        table = next(number for number in range(1, 0xFFFFFFFF) if number not in self.tables)
        self._make(table)
        return table

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
        if route.type == "throw" or route.paths or route.tos:
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
        self._say_gone(old)

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
        self._say_gone(route)

    def _say_gone(self, route: Route) -> None:
        for listener in self.gone:
            listener(route)

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
        if route.type == "throw":
            self._odd += change
        if route.paths:
            self.multipath += change
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


def _table_of(rule: Rule, flow: Flow) -> int:
    """fib_rule_get_table(): an l3mdev rule's is that of the packet's VRF."""
    return table_of(flow.l3mdev) if rule.l3mdev else rule.table


def update_flow(flow: Flow) -> Flow:
    """l3mdev_update_flow(): the VRF of a device that is a part of one, or that is one."""
    device = flow.oif if flow.oif is not None else flow.iif
    master = device.l3mdev if device is not None else None
    if master is None:
        return flow
    if flow.oif is not None:
        return flow._replace(l3mdev=flow.l3mdev or master, oif=None if flow.oif is master else flow.oif)
    return flow._replace(l3mdev=flow.l3mdev or master)
