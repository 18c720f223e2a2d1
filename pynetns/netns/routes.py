"""Changing routes, by hand and as addresses and devices come and go (net/ipv4/fib_frontend.c, fib_semantics.c)."""

import errno
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pynetns.device.netdevice import CHANGE, CHANGEMTU, CHANGEUPPER, DOWN, UNREGISTER, UP, NetDevice
from pynetns.device.vrf import table_of
from pynetns.errors import NetlinkError
from pynetns.netns.address_entry import InterfaceAddress
from pynetns.netns.route_entry import HOST, LINK, NOWHERE, PROTO_KERNEL, TABLE_LOCAL, TABLE_MAIN, Route
from pynetns.netns.route_request import RouteRequest, create_route
from pynetns.netns.route_text import read_deletion, read_route
from pynetns.wire.address import ipv4_is_zeronet, mask

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

__all__ = ["Route", "RouteRequest", "Routes"]

# What a request may do, by the flags that iproute2 sets: NLM_F_CREATE, _EXCL, _REPLACE, _APPEND.
_CREATE, _EXCL, _REPLACE, _APPEND = 1, 2, 4, 8
MODES = {"add": _CREATE | _EXCL, "append": _CREATE | _APPEND, "prepend": _CREATE, "replace": _CREATE | _REPLACE, "change": _REPLACE,
         "test": _EXCL}


class Routes:
    """The routes of a namespace. Iterates over the table main in the order of `ip route`."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.fib = namespace.fib

    def __iter__(self) -> Iterator[Route]:
        return self.fib.table(TABLE_MAIN)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def table(self, number: int) -> Iterator[Route]:
        return self.fib.table(number)

    # --- what people type --------------------------------------------------------------------------------------------------------

    def add(self, destination: str, **options: Any) -> None:
        """`ip route add DESTINATION`, options as its words: via, dev (a device or its name), src, metric, table, scope, onlink, type,
        proto, tos, and the metrics (mtu, advmss, hoplimit, ...); `lock` names the metrics that are locked."""
        self.request(read_route(self.namespace, destination, options), "add")

    def append(self, destination: str, **options: Any) -> None:
        self.request(read_route(self.namespace, destination, options), "append")

    def prepend(self, destination: str, **options: Any) -> None:
        self.request(read_route(self.namespace, destination, options), "prepend")

    def replace(self, destination: str, **options: Any) -> None:
        self.request(read_route(self.namespace, destination, options), "replace")

    def change(self, destination: str, **options: Any) -> None:
        self.request(read_route(self.namespace, destination, options), "change")

    def delete(self, destination: str, **options: Any) -> None:
        """`ip route del DESTINATION`: the first route of that prefix and TOS that agrees with every option given."""
        self.delete_request(read_deletion(self.namespace, destination, options))

    def flush(self, table: int = TABLE_MAIN) -> None:
        """Drop every route of a table."""
        self.fib.remove_where(lambda route: route.table == table)

    # --- requests ----------------------------------------------------------------------------------------------------------------

    def request(self, request: RouteRequest, mode: str = "add") -> None:
        """RTM_NEWROUTE: fib_table_insert(). Of equal prefix, TOS and metric, `add` takes one, `append` puts the next behind, `prepend`
        before, `replace` and `change` put it in the place of the first."""
        flags = MODES[mode]
        request.check()
        self.fib.add_table(request.table)
        route = create_route(self.namespace, request)
        aliases = self.fib.aliases(route.table, route.prefix, route.length)
        equals = [other for other in aliases if other.tos == route.tos and other.metric == route.metric]
        behind = [other for other in aliases if (-other.tos, other.metric) > (-route.tos, route.metric)]
        before = behind[0] if behind else None
        if equals:
            if flags & _EXCL:
                raise NetlinkError(errno.EEXIST)
            known = next((other for other in equals if route.same_info(other)), None)
            if flags & _REPLACE:
                if known is None:
                    self.fib.replace(equals[0], route)
                    self.namespace.rtnetlink.tell("route", "new", route)
                elif known is not equals[0]:
                    raise NetlinkError(errno.EEXIST)
                return
            if known is not None:
                raise NetlinkError(errno.EEXIST)
            if not flags & _APPEND:
                before = equals[0]
        if not flags & _CREATE:
            raise NetlinkError(errno.ENOENT)
        self.fib.insert(route, before)
        self.namespace.rtnetlink.tell("route", "new", route)

    def delete_request(self, request: RouteRequest) -> None:
        """RTM_DELROUTE: fib_table_delete()."""
        request.check()
        if request.nexthop and request.nexthop not in self.namespace.nexthops:
            raise NetlinkError(errno.EINVAL, "Nexthop id does not exist")
        if request.table not in self.fib.tables:
            raise NetlinkError(errno.ESRCH, "FIB table does not exist")
        for route in self.fib.aliases(request.table, request.prefix, request.length):
            if request.matches(route):
                self.remove(route)
                return
        raise NetlinkError(errno.ESRCH)

    def remove(self, route: Route) -> None:
        """Take one route out, and tell."""
        self.fib.remove(route)
        self.namespace.rtnetlink.tell("route", "del", route)

    def is_gateway(self, gateway: int, device: NetDevice) -> bool:
        """Is an address the gateway of any route over a device? ip_fib_check_default(), which asks that of a redirect."""
        return any(path.via == gateway and path.device is device for number in self.fib.tables for route in self.fib.table(number)
                   for path in route.paths or (route,))

    def source(self, route: Route) -> int:
        """The address that a packet by this route gets: its `src`, else one of its device's in the gateway's network
        (fib_result_prefsrc)."""
        return route.src or self.namespace.addresses.select(route.device, route.via, route.scope)

    # --- addresses come and go ---------------------------------------------------------------------------------------------------

    def address_added(self, ifa: InterfaceAddress) -> None:
        """fib_inetaddr_event(), NETDEV_UP."""
        self.add_address_routes(ifa)
        self._revive(ifa.device)

    def address_removed(self, ifa: InterfaceAddress) -> None:
        """fib_inetaddr_event(), NETDEV_DOWN: with its last address a device loses every route."""
        self.remove_address_routes(ifa)
        if not ifa.device.in_dev.addresses:
            self._disable(ifa.device, force=True)

    def add_address_routes(self, ifa: InterfaceAddress) -> None:
        """fib_add_ifaddr(): the address itself at once, its network and broadcast addresses while the device is up."""
        device, primary = ifa.device, ifa
        if ifa.secondary:
            found = self.namespace.addresses.by_prefix(device, ifa.network, ifa.length)
            if found is None:
                return
            primary = found
        self._magic("add", "local", ifa.local, 32, primary)
        if not device.is_up:
            return
        if ifa.broadcast and ifa.broadcast != 0xFFFFFFFF:
            self._magic("add", "broadcast", ifa.broadcast, 32, primary)
            self._forget_failed(ifa.broadcast, device)
        if not ipv4_is_zeronet(ifa.network) and not ifa.secondary and (ifa.network != ifa.local or ifa.length < 32):
            if not ifa.noprefixroute:
                self._magic("add", _direct(device), ifa.network, ifa.length, primary, ifa.metric)
            if ifa.length < 31:
                self._magic("add", "broadcast", _last(ifa), 32, primary)
                self._forget_failed(_last(ifa), device)

    def remove_address_routes(self, ifa: InterfaceAddress, promoted_from: InterfaceAddress | None = None) -> None:
        """fib_del_ifaddr(): take away what add_address_routes() made, but for what another address of the device still needs. While a
        secondary is promoted, `promoted_from` is the primary that goes, and its network counts as gone."""
        device, primary = ifa.device, ifa
        last, first = _last(ifa), ifa.network
        network = False
        if ifa.secondary:
            found = self.namespace.addresses.by_prefix(device, first, ifa.length)
            if found is None or (promoted_from is not None and promoted_from is not found):
                return
            primary = found
        elif not ipv4_is_zeronet(first) and (first != ifa.local or ifa.length < 32):
            if not ifa.noprefixroute:
                self._magic("delete", _direct(device), first, ifa.length, primary)
            network = True
        needed, gone = (set(), True) if device.in_dev.dead else self._still_needed(ifa, primary, promoted_from)
        if ifa.broadcast not in needed:
            self._magic("delete", "broadcast", ifa.broadcast, 32, primary)
        if network and ifa.length < 31:
            for edge in (last, first):
                if edge not in needed:
                    self._magic("delete", "broadcast", edge, 32, primary)
        if ("local", ifa.local) not in needed:
            self._magic("delete", "local", ifa.local, 32, primary)
            table = table_of(ifa.device)
            if gone and self.fib.address_type(ifa.local, table=table or TABLE_LOCAL) != "local":
                for route in self.fib.remove_where(lambda route: route.src == ifa.local and route.table == (table or TABLE_MAIN)):
                    self.namespace.rtnetlink.tell("route", "del", route)

    def _still_needed(self, ifa: InterfaceAddress, primary: InterfaceAddress,
                      promoted_from: InterfaceAddress | None) -> tuple[set[Any], bool]:
        """Which broadcast addresses (as numbers) and whether the address itself (as a pair) the device's other addresses need, made with
        the same source; and whether the address is missing from the list."""
        needed: set[Any] = set()
        gone, other_primary_same_source = True, False
        current: InterfaceAddress | None = None
        for other in ifa.device.in_dev.addresses:
            if other is ifa:
                gone = False
                continue
            if promoted_from is not None and _same_network(other, promoted_from):
                continue
            if other.secondary:
                if _same_network(other, primary):
                    current = primary
                else:
                    if not other_primary_same_source:
                        continue
                    if current is None or not _same_network(other, current):
                        current = self.namespace.addresses.by_prefix(ifa.device, other.address, other.length)
                    if current is None or current.local != primary.local:
                        continue
            else:
                if primary.local != other.local:
                    continue
                current = other
                if primary is not current:
                    other_primary_same_source = True
            if other.local == ifa.local:
                needed.add(("local", ifa.local))
            needed.add(other.broadcast)
            if current is other and other.length < 31 and not ipv4_is_zeronet(other.network):
                needed |= {_last(other), other.network}
        return needed, gone

    def _forget_failed(self, address: int, device: NetDevice) -> None:
        """arp_invalidate(): nobody waits any more for a neighbour whose address is a broadcast now."""
        entry = self.namespace.neigh.find(address, device)
        if entry is not None and entry.state in ("INCOMPLETE", "FAILED"):
            self.namespace.neigh.delete(address, device)

    def change_prefix_metric(self, ifa: InterfaceAddress, metric: int) -> None:
        """fib_modify_prefix_metric(): the connected route with the new metric, then without the old."""
        if (not ifa.device.is_up or ifa.secondary or ifa.noprefixroute or ipv4_is_zeronet(ifa.network)
                or (ifa.network == ifa.local and ifa.length == 32)):
            return
        self._magic("add", _direct(ifa.device), ifa.network, ifa.length, ifa, metric)
        self._magic("delete", _direct(ifa.device), ifa.network, ifa.length, ifa, ifa.metric)

    def _magic(self, verb: str, kind: str, prefix: int, length: int, ifa: InterfaceAddress, metric: int = 0) -> None:
        """fib_magic(): a route of the kernel's own. That it is there already, or gone, is no matter."""
        request = RouteRequest(
            prefix, length, kind, HOST if kind == "local" else LINK, ifa.device, src=ifa.local, metric=metric, protocol=PROTO_KERNEL,
            table=table_of(ifa.device) or (TABLE_MAIN if kind == "unicast" else TABLE_LOCAL))
        try:
            if verb == "add":
                self.request(request, "append")
            else:
                self.delete_request(request)
        except NetlinkError:
            pass

    # --- devices come and go -----------------------------------------------------------------------------------------------------

    def device_event(self, event: str, device: NetDevice) -> None:
        """fib_netdev_event()."""
        if event == UNREGISTER:
            self.namespace.nexthops.flush_device(device)
            self._disable(device, force=True, gone=True)
        elif event == UP:
            for ifa in device.in_dev.addresses:
                self.add_address_routes(ifa)
            self._revive(device)
        elif event == DOWN:
            self.namespace.nexthops.flush_device(device)
            self._disable(device, force=False)
        elif event == CHANGEUPPER:
            self._disable(device, force=True)
        elif event == CHANGEMTU:
            self.namespace.route.exceptions.device_mtu(device, device.previous_mtu, device.mtu)
        elif event == CHANGE:
            if not (device.is_up and device.carrier):
                self.namespace.nexthops.flush_device(device)
            if device.in_dev.conf.orconf("ignore_routes_with_linkdown"):
                self.fib.forget()

    def _disable(self, device: NetDevice, force: bool, gone: bool = False) -> None:
        """fib_disable_ip(): the routes over a device go for good. What is of scope host, the device's own addresses, stays unless the
        device or its last address goes (`force`). A route of several paths goes with its last, or with any device that is `gone`; what
        hangs on a nexthop object goes with that."""
        self.fib.remove_where(lambda route: not route.nexthop and route.goes_over(device) and (
            gone or all(path.device is device or path.dead for path in route.paths) if route.paths
            else force or route.next_scope != NOWHERE))
        self._mark(device, dead=True)
        self.namespace.neigh.flush_device(device)

    def _revive(self, device: NetDevice) -> None:
        """fib_sync_up(): the paths over a device can be used again."""
        if device.is_up:
            self._mark(device, dead=False)

    def _mark(self, device: NetDevice, dead: bool) -> None:
        if not self.fib.multipath:
            return
        for number in sorted(self.fib.tables):
            for route in list(self.fib.table(number)):
                if route.paths and not route.nexthop and any(path.device is device and path.dead is not dead for path in route.paths):
                    paths = tuple(replace(path, dead=dead) if path.device is device else path for path in route.paths)
                    self.fib.replace(route, replace(route, paths=paths))


def _direct(device: NetDevice) -> str:
    """What a connected network is: on lo all of it is the host's own."""
    return "local" if device.is_loopback else "unicast"


def _last(ifa: InterfaceAddress) -> int:
    return ifa.address | ~mask(ifa.length) & 0xFFFFFFFF


def _same_network(ifa: InterfaceAddress, other: InterfaceAddress) -> bool:
    return ifa.length == other.length and ifa.same_network(other)
