"""Which of several default routes: fib_select_default() and fib_detect_death() of net/ipv4/fib_semantics.c.

Of default routes with the same metric the host prefers one whose gateway answers. Only what the host itself sends is chosen so, and only
while it is not bound to a device.
"""

from typing import TYPE_CHECKING

from pynetns.netns.route_entry import LINK, TABLE_MAIN, Route

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_VALID = frozenset(("PERMANENT", "NOARP", "REACHABLE", "PROBE", "STALE", "DELAY"))


class DefaultSelector:
    """The choice of one namespace. It remembers for the first of the routes which it took last (fa_default), to stay with it."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self._last: dict[Route, int] = {}

    def choose(self, found: Route, tos: int = 0) -> Route:
        """The route to take where the look-up found `found`: itself, unless it is one of several default routes."""
        if found.length or found.type != "unicast" or found.table != TABLE_MAIN or found.paths:
            return found
        routes = self.namespace.fib.aliases(TABLE_MAIN, 0, 0)
        if len(routes) < 2:
            return found
        candidates = self._candidates(found, routes, tos)
        if len(candidates) < 2:
            self._last[found] = -1
            return found
        before = self._last.get(found, -1)
        last_resort = -1
        for order, route in enumerate(candidates):
            state = self._state(route)
            if state in ("", "REACHABLE") or (state in _VALID and order != before):
                self._last[found] = order
                return route
            if state in _VALID or (last_resort < 0 and order > before and state != "INCOMPLETE"):
                last_resort = order
        self._last[found] = last_resort
        return candidates[last_resort] if last_resort >= 0 else found

    @staticmethod
    def _candidates(found: Route, routes: list[Route], tos: int) -> list[Route]:
        """`found` and the gateways behind it that are as good."""
        candidates: list[Route] = []
        metric, last_tos = found.metric, 0
        for route in routes:
            if route.tos and route.tos != tos:
                continue
            if route.metric > metric and route.tos == last_tos:
                if last_tos:
                    continue
                break
            last_tos, metric = route.tos, route.metric
            if route.scope != found.scope or route.type != "unicast" or not route.via or route.next_scope != LINK:
                continue
            if not candidates and route is not found:
                return []
            candidates.append(route)
        return candidates

    def _state(self, route: Route) -> str:
        """What is known of a gateway; "" for nothing, which counts as alive."""
        assert route.device is not None
        entry = self.namespace.neigh.find(route.via, route.device)
        return "" if entry is None else entry.state
