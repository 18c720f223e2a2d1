"""What was learned of single destinations: a smaller path MTU, a better gateway (struct fib_nh_exception of net/ipv4/route.c).

The kernel keeps it with the next hop, and routes that differ in nothing but their destination share their next hops (fib_find_info()): what
was learned by one holds for the others too, and is gone with the last of them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND, Scheduler
from pynetns.device.table import Table
from pynetns.netns.route_entry import Route

if TYPE_CHECKING:
    from pynetns.netns.fib import Fib

ANY = -1  # no destination: what depends on it depends on there being no exception at all
FNHE_MAX = 10240  # FNHE_HASH_SIZE * FNHE_RECLAIM_DEPTH


class RouteException:
    """What was learned for one destination by one next hop. `expires` 0: never."""

    __slots__ = ("bound", "dst", "expires", "gateway", "locked", "mtu", "route")

    def __init__(self, dst: int, route: Route) -> None:
        self.dst = dst
        self.route = route
        self.mtu = 0
        self.locked = False
        self.gateway = 0
        self.expires = 0
        self.bound = False  # somebody asked for the destination since: only then is it listed

    def seconds_left(self, now: int) -> int:
        """As people are told, a moment later: 600 seconds that begin now are 599 and a bit."""
        return max(self.expires - now - 1, 0) // SECOND


class RouteExceptions:
    """The exceptions of one namespace, by destination."""

    def __init__(self, scheduler: Scheduler, fib: "Fib") -> None:
        self._scheduler = scheduler
        self._fib = fib
        self._known: Table[int, tuple[RouteException, ...]] = Table(scheduler)
        fib.gone.append(self._route_gone)

    def __iter__(self) -> Iterator[RouteException]:
        return (exception for each in self._known.values() for exception in each)

    def __len__(self) -> int:
        return len(self._known)

    def find(self, dst: int, route: Route | None) -> RouteException | None:
        """find_exception(): what is known of a destination by a route's next hop. What has expired goes."""
        if not len(self._known):
            self._known.watchers.note(ANY)
            return None
        known = self._known.look(dst)
        if known is None or route is None:
            return None
        for exception in known:
            if exception.route is route or exception.route.same_info(route):
                if exception.expires and self._scheduler.now > exception.expires:
                    self._drop(exception)
                    return None
                return exception
        return None

    def make(self, dst: int, route: Route) -> RouteException:
        """update_or_create_fnhe(): the one to be changed; paths that knew nothing of it, or what it was, are forgotten."""
        exception = self.find(dst, route)
        if exception is None:
            while len(self._known) >= FNHE_MAX:
                self._known.remove(next(iter(self._known)))
            exception = RouteException(dst, route)
        if not len(self._known):
            self._known.watchers.changed(ANY)
        others = tuple(each for each in self._known.look(dst) or () if each is not exception)
        self._known.put(dst, (*others, exception))
        return exception

    def _drop(self, gone: RouteException) -> None:
        rest = tuple(each for each in self._known.look(gone.dst) or () if each is not gone)
        if rest:
            self._known.put(gone.dst, rest)
        else:
            self._known.remove(gone.dst)

    def forget(self, exception: RouteException) -> None:
        """What was learned was wrong."""
        if exception in (self._known.look(exception.dst) or ()):
            self._drop(exception)

    def clear(self) -> None:
        self._known.clear()

    def device_mtu(self, device: NetDevice, old: int, new: int) -> None:
        """fib_nhc_update_mtu(): a path takes no more than its first device, and as much where that was all that limited it."""
        if not self._known:
            return
        for exception in list(self):
            if exception.route.device is not device:
                continue
            if exception.locked:
                if new <= exception.mtu:
                    exception.mtu, exception.locked = new, False
            elif new < exception.mtu or old == exception.mtu:
                exception.mtu = new
            self._known.watchers.changed(exception.dst)

    def _route_gone(self, route: Route) -> None:
        """free_fib_info_rcu(), where no other route has the same next hop."""
        if not self._known:
            return
        for path in route.paths or (route,):
            for exception in [each for each in self if each.route is path or each.route.same_info(path)]:
                if not any(path.same_info(hop) for other in self._fib.table(route.table) if other is not route
                           for hop in other.paths or (other,)):
                    self._drop(exception)
