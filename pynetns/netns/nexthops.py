"""Nexthop objects: next hops with a number of their own, and groups of them, that routes refer to (net/ipv4/nexthop.c).

A route over an object holds a copy of its next hops; when the object changes so do the routes, when it goes they go.
"""

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError
from pynetns.netns.route_entry import HOST, LINK, UNIVERSE, Route
from pynetns.netns.route_request import RouteRequest, create_path

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

Member = tuple[int, int]  # a nexthop's number and its weight


@dataclass(frozen=True, slots=True)
class Resilient:
    """The settings of a resilient group, in seconds. Its buckets are not kept: a flow finds its next hop as in other groups."""

    buckets: int = 0
    idle_timer: int = 120
    unbalanced_timer: int = 0


@dataclass(frozen=True, slots=True)
class Nexthop:
    """One object; `number` 0 in a request lets the kernel choose."""

    number: int = 0
    device: NetDevice | None = None
    via: int = 0
    onlink: bool = False
    blackhole: bool = False
    fdb: bool = False
    protocol: int = 0
    group: tuple[Member, ...] = ()
    resilient: Resilient | None = None
    scope: int = UNIVERSE  # how far the next hop is
    family_known: bool = True  # nh_family is not AF_UNSPEC

    @property
    def members(self) -> tuple[int, ...]:
        return tuple(number for number, _ in self.group)


class Nexthops:
    """The nexthop objects of one namespace, by number."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self._known: dict[int, Nexthop] = {}
        self._last = 0
        self.watchers: list[Callable[[str, Nexthop], None]] = []  # called with "new" or "del"

    def __iter__(self) -> Iterator[Nexthop]:
        return iter([self._known[number] for number in sorted(self._known)])

    def __contains__(self, number: int) -> bool:
        return number in self._known

    def __len__(self) -> int:
        return len(self._known)

    def get(self, number: int) -> Nexthop:
        known = self._known.get(number)
        if known is None:
            raise NetlinkError(errno.ENOENT)
        return known

    # --- changes -----------------------------------------------------------------------------------------------------------------

    def add(self, wanted: Nexthop, replacing: bool = False) -> Nexthop:
        """RTM_NEWNEXTHOP: rtm_to_nh_config(), nexthop_add()."""
        self._check(wanted)
        if replacing and not wanted.number:
            raise NetlinkError(errno.EINVAL, "Replace requires nexthop id")
        if not wanted.number:
            wanted = replace(wanted, number=self._unused())
        wanted = self._complete(wanted)
        old = self._known.get(wanted.number)
        if old is not None:
            if not replacing:
                raise NetlinkError(errno.EEXIST)
            self._check_replacement(old, wanted)
        self._known[wanted.number] = wanted
        for watcher in self.watchers:
            watcher("new", wanted)
        self._update_routes(wanted.number)
        return wanted

    def delete(self, number: int) -> None:
        """RTM_DELNEXTHOP."""
        if not number:
            raise NetlinkError(errno.EINVAL, "Invalid nexthop id")
        self._remove(self.get(number))

    def flush_device(self, device: NetDevice) -> None:
        """nexthop_flush_dev(): the device is down, gone or without carrier, and so are the next hops over it."""
        for number in sorted(self._known):
            known = self._known.get(number)
            if known is not None and known.device is device:
                self._remove(known)

    def _remove(self, gone: Nexthop) -> None:
        """remove_nexthop(): out of its groups, of which an empty one goes too, and with its routes."""
        del self._known[gone.number]
        for watcher in self.watchers:
            watcher("del", gone)
        self.namespace.fib.remove_where(lambda route: route.nexthop == gone.number)
        for number in sorted(self._known):
            group = self._known.get(number)
            if group is None or gone.number not in group.members:
                continue
            rest = replace(group, group=tuple(member for member in group.group if member[0] != gone.number))
            if not rest.group:
                self._remove(group)
                continue
            self._known[number] = rest
            for watcher in self.watchers:
                watcher("new", rest)
            self._update_routes(number, told=False)

    def _unused(self) -> int:
        """nh_find_unused_id()."""
        while True:
            self._last += 1
            if self._last not in self._known:
                return self._last

    # --- what is refused ---------------------------------------------------------------------------------------------------------

    def _check(self, wanted: Nexthop) -> None:
        """rtm_to_nh_config()."""
        if not wanted.group and not wanted.family_known:
            raise NetlinkError(errno.EINVAL, "Invalid address family")
        if wanted.fdb and (wanted.device is not None or wanted.blackhole):
            raise NetlinkError(errno.EINVAL, "Fdb attribute can not be used with encap, oif or blackhole")
        if wanted.fdb and wanted.onlink:
            raise NetlinkError(errno.EINVAL, "Unsupported nexthop flags in ancillary header")
        if wanted.group:
            if wanted.family_known:
                raise NetlinkError(errno.EINVAL, "Invalid family for group")
            self._check_group(wanted)
            return
        device = wanted.device
        if wanted.blackhole:
            if wanted.via or device is not None:
                raise NetlinkError(errno.EINVAL, "Blackhole attribute can not be used with gateway, oif, encap or fdb")
            return
        if wanted.fdb:
            return
        if device is None:
            raise NetlinkError(errno.EINVAL, "Device attribute required for non-blackhole and non-fdb nexthops")
        if not device.is_up:
            raise NetlinkError(errno.ENETDOWN, "Nexthop device is not up")
        if not device.carrier:
            raise NetlinkError(errno.ENETDOWN, "Carrier for nexthop device is down")
        if not wanted.via and wanted.onlink:
            raise NetlinkError(errno.EINVAL, "ONLINK flag can not be set for nexthop without a gateway")

    def _check_group(self, wanted: Nexthop) -> None:
        """nh_check_attr_group()."""
        if len(set(wanted.members)) != len(wanted.members):
            raise NetlinkError(errno.EINVAL, "Nexthop id can not be used twice in a group")
        for number in wanted.members:
            known = self._known.get(number)
            if known is None:
                raise NetlinkError(errno.EINVAL, "Invalid nexthop id")
            if known.group:
                kind = "Resilient" if known.resilient else "Hash-threshold"
                raise NetlinkError(errno.EINVAL, f"{kind} group can not be a nexthop within a group")
            if known.blackhole and len(wanted.group) > 1:
                raise NetlinkError(errno.EINVAL, "Blackhole nexthop can not be used in a group with more than 1 path")
            if known.fdb and not wanted.fdb:
                raise NetlinkError(errno.EINVAL, "Non FDB nexthop group cannot have fdb nexthops")
            if wanted.fdb and not known.fdb:
                raise NetlinkError(errno.EINVAL, "FDB nexthop group can only have fdb nexthops")
        if wanted.resilient is not None and not wanted.resilient.buckets:
            raise NetlinkError(errno.EINVAL, "Number of buckets needs to be non-0")

    def _complete(self, wanted: Nexthop) -> Nexthop:
        """nexthop_create_ipv4(): where the next hop is, and how far."""
        if wanted.group or wanted.fdb:
            return replace(wanted, scope=LINK) if wanted.fdb and wanted.via else wanted
        if wanted.blackhole:
            if not self.namespace.lo.is_up:
                raise NetlinkError(errno.ENETDOWN, "Device for nexthop is not up")
            return replace(wanted, device=self.namespace.lo)
        path = create_path(self.namespace, RouteRequest(0, 0, scope=UNIVERSE if wanted.via else LINK, device=wanted.device, via=wanted.via,
                                                        onlink=wanted.onlink))
        return replace(wanted, scope=path.next_scope)

    def _check_replacement(self, old: Nexthop, new: Nexthop) -> None:
        """replace_nexthop()."""
        if new.group and not old.group:
            raise NetlinkError(errno.EINVAL, "Can not replace a nexthop with a nexthop group")
        if old.group and not new.group:
            raise NetlinkError(errno.EINVAL, "Can not replace a nexthop group with a nexthop")
        if bool(old.resilient) is not bool(new.resilient):
            raise NetlinkError(errno.EINVAL, "Can not replace a nexthop group with one of a different type")
        if new.blackhole and any(old.number in group.members and len(group.group) > 1 for group in self):
            raise NetlinkError(errno.EINVAL, "Blackhole nexthop can not be a member of a group with more than one path")

    def check_scope(self, number: int, scope: int) -> None:
        """fib_check_nexthop(): may a route of this scope go there?"""
        known = self.get(number)
        if known.fdb:
            raise NetlinkError(errno.EINVAL, "Route cannot point to a fdb nexthop")
        if known.group and scope == HOST:
            raise NetlinkError(errno.EINVAL, "Route with host scope can not have multiple nexthops")
        for member in [self.get(each) for each in known.members] or [known]:
            if scope == HOST and member.via:
                raise NetlinkError(errno.EINVAL, "Route with host scope can not have a gateway")
            if member.onlink and scope >= LINK:
                raise NetlinkError(errno.EINVAL, "Scope mismatch with nexthop")

    # --- routes ------------------------------------------------------------------------------------------------------------------

    def route_over(self, route: Route) -> Route:
        """A route with the next hops that its object has now."""
        known = self.get(route.nexthop)
        members = [(self.get(number), weight) for number, weight in known.group] or [(known, 1)]
        kind = route.asked_type or route.type
        paths = tuple(replace(
            route, device=member.device, via=member.via, onlink=member.onlink, next_scope=member.scope, weight=weight, paths=(),
            asked_type=kind, dead=False,
            type="blackhole" if member.blackhole else kind) for member, weight in members)
        return replace(paths[0], paths=paths if len(paths) > 1 else (), weight=1)

    def _update_routes(self, number: int, told: bool = True) -> None:
        """The routes over an object, or over a group that it is in, take its new next hops."""
        concerned = {number, *(group.number for group in self if number in group.members)}
        fib = self.namespace.fib
        for table in sorted(fib.tables):
            for route in [each for each in fib.table(table) if each.nexthop in concerned]:
                new = self.route_over(route)
                fib.replace(route, new)
                if told:
                    self.namespace.rtnetlink.tell("route", "new", new)
