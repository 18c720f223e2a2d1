"""A request for a route, and what the kernel makes of it: struct fib_config and fib_create_info() of net/ipv4/fib_semantics.c."""

import errno
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.vrf import table_of
from pynetns.errors import NetlinkError
from pynetns.netns.route_entry import (
    ERROR_TYPES, HOST, LINK, NOWHERE, PROTO_BOOT, TABLE_LOCAL, TABLE_MAIN, TYPE_SCOPE, UNIVERSE, Metrics, Route,
)
from pynetns.wire.address import mask

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# The largest value of a metric; more is cut down: ip_metrics_convert().
_LIMITS = {"advmss": 65535 - 40, "mtu": 65535 - 15, "hoplimit": 255}


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """What RTM_NEWROUTE or RTM_DELROUTE asks for. In a deletion the values here match any: type "none", scope NOWHERE, and zeros."""

    prefix: int
    length: int
    type: str = "unicast"
    scope: int = UNIVERSE
    device: NetDevice | None = None
    via: int = 0
    src: int = 0
    metric: int = 0
    table: int = TABLE_MAIN
    protocol: int = PROTO_BOOT
    tos: int = 0
    onlink: bool = False
    metrics: Metrics = ()
    locked: frozenset[str] = frozenset()
    realm: int = 0
    weight: int = 1
    paths: "tuple[RouteRequest, ...]" = ()  # several next hops: `ip route add ... nexthop ... nexthop ...`
    nexthop: int | None = None  # `nhid NUMBER`: those of a nexthop object

    def check(self) -> None:
        """What is wrong with any request: rtm_to_fib_config()."""
        if self.tos & 3:
            raise NetlinkError(errno.EINVAL, "Invalid dsfield (tos): ECN bits must be 0")
        if not 0 <= self.length <= 32:
            raise NetlinkError(errno.EINVAL, "Invalid prefix length")
        if self.prefix & ~mask(self.length):
            raise NetlinkError(errno.EINVAL, "Invalid prefix for given prefix length")

    def matches(self, route: Route) -> bool:
        """Is this a route that the deletion means? fib_table_delete(), fib_nh_match(), fib_metrics_match()."""
        return (self.tos == route.tos and self.type in ("none", route.type) and self.scope in (NOWHERE, route.scope)
                and self.src in (0, route.src) and self.protocol in (0, route.protocol) and self.metric in (0, route.metric)
                and (self.nexthop is None or self.nexthop == route.nexthop)
                and (self.device is None or self.device is route.device) and self.via in (0, route.via)
                and (self.realm in (0, route.realm) or (self.device is None and not self.via))
                and all(route.metric_value(name) == value for name, value in self.metrics)
                and (not self.paths or self.device is not None or bool(self.via) or self._matches_paths(route)))

    def _matches_paths(self, route: Route) -> bool:
        """fib_nh_match() of several next hops: the first so many agree."""
        return len(route.paths or (route,)) <= len(self.paths) and all(
            wanted.device in (None, path.device) and wanted.via in (0, path.via)
            for wanted, path in zip(self.paths, route.paths or (route,), strict=False))


def create_route(namespace: "NetNamespace", request: RouteRequest) -> Route:
    """The route that is asked for, with all its next hops."""
    if request.nexthop:
        return _with_nexthop(namespace, request)
    if request.paths:
        _check_first(request, request.paths[0])
    if len(request.paths) == 1:
        return create_path(namespace, _as_path(request, request.paths[0]))
    if not request.paths:
        return create_path(namespace, request)
    if request.type in ERROR_TYPES:
        raise NetlinkError(errno.EINVAL, "Gateway, device and multipath can not be specified for this route type")
    if request.scope == HOST:
        raise NetlinkError(errno.EINVAL, "Route with host scope can not have multiple nexthops")
    paths = tuple(create_path(namespace, _as_path(request, path)) for path in request.paths)
    return replace(paths[0], paths=paths, weight=1, realm=0)


def _with_nexthop(namespace: "NetNamespace", request: RouteRequest) -> Route:
    """A route over a nexthop object: rtm_to_fib_config() and fib_check_nexthop()."""
    if request.device is not None or request.via or request.paths:
        raise NetlinkError(errno.EINVAL, "Nexthop specification and nexthop id are mutually exclusive")
    assert request.nexthop is not None
    if TYPE_SCOPE[request.type] > request.scope:
        raise NetlinkError(errno.EINVAL, "Invalid scope")
    if request.nexthop not in namespace.nexthops:
        raise NetlinkError(errno.EINVAL, "Nexthop id does not exist")
    namespace.nexthops.check_scope(request.nexthop, request.scope)
    if request.type not in ERROR_TYPES and request.src and not _valid_source(namespace, request):
        raise NetlinkError(errno.EINVAL, "Invalid prefsrc address")
    metrics = tuple((name, min(value, _LIMITS.get(name, value))) for name, value in request.metrics)
    bare = Route(request.prefix, request.length, request.type, request.scope, None, 0, request.src, request.metric, request.table,
                 request.protocol, request.tos, metrics=metrics, locked=request.locked, nexthop=request.nexthop)
    return namespace.nexthops.route_over(bare)


def _as_path(request: RouteRequest, path: RouteRequest) -> RouteRequest:
    """One next hop as if it were the only one."""
    return replace(request, device=path.device, via=path.via, onlink=path.onlink, realm=path.realm, weight=path.weight, paths=())


def _check_first(request: RouteRequest, first: RouteRequest) -> None:
    """fib_get_nhs(): what the request says of a single next hop has to agree with the first of the list."""
    if TYPE_SCOPE[request.type] > request.scope:
        raise NetlinkError(errno.EINVAL, "Invalid scope")
    if request.device not in (None, first.device):
        raise NetlinkError(errno.EINVAL, "Nexthop device index does not match RTA_OIF")
    if request.via not in (0, first.via):
        raise NetlinkError(errno.EINVAL, "Nexthop gateway does not match RTA_GATEWAY or RTA_VIA")
    if request.realm not in (0, first.realm):
        raise NetlinkError(errno.EINVAL, "Nexthop class id does not match RTA_FLOW")


def create_path(namespace: "NetNamespace", request: RouteRequest) -> Route:
    """The route of one next hop that is asked for, or the kernel's reason against it."""
    if TYPE_SCOPE[request.type] > request.scope:
        raise NetlinkError(errno.EINVAL, "Invalid scope")
    device, next_scope = request.device, NOWHERE
    if request.type in ERROR_TYPES:
        if request.via or device is not None:
            raise NetlinkError(errno.EINVAL, "Gateway, device and multipath can not be specified for this route type")
    else:
        if request.scope > HOST:
            raise NetlinkError(errno.EINVAL, "Invalid scope")
        if request.scope == HOST:
            if request.via:
                raise NetlinkError(errno.EINVAL, "Route with host scope can not have a gateway")
            if device is None:
                raise NetlinkError(errno.ENODEV)
        elif request.via:
            device, next_scope = _check_gateway(namespace, request)
        else:
            next_scope = _check_direct(request)
        if request.src and not _valid_source(namespace, request):
            raise NetlinkError(errno.EINVAL, "Invalid prefsrc address")
    metrics = tuple((name, min(value, _LIMITS.get(name, value))) for name, value in request.metrics)
    return Route(request.prefix, request.length, request.type, request.scope, device, request.via, request.src, request.metric,
                 request.table, request.protocol, request.tos, request.onlink, next_scope, metrics, request.locked,
                 request.realm, request.weight)


def _check_gateway(namespace: "NetNamespace", request: RouteRequest) -> tuple[NetDevice, int]:
    """Where a gateway is and how far: fib_check_nh_v4_gw(). It must be nearer than what it leads to."""
    device, fib = request.device, namespace.fib
    if request.onlink:
        if request.scope >= LINK:
            raise NetlinkError(errno.EINVAL, "Nexthop has invalid scope")
        if device is None:
            raise NetlinkError(errno.ENODEV, "Nexthop device required for onlink")
        if not device.is_up:
            raise NetlinkError(errno.ENETDOWN, "Nexthop device is not up")
        if fib.address_type(request.via, table=table_of(device) or TABLE_LOCAL) != "unicast":
            raise NetlinkError(errno.EINVAL, "Nexthop has invalid gateway")
        return device, LINK
    scope = max(request.scope + 1, LINK)
    found = None
    if request.table != TABLE_MAIN:
        found = fib.lookup_table(request.table, request.via, oif=device, scope=scope, ignore_linkstate=True)
    if found is None or found.type in ERROR_TYPES:
        found = fib.lookup(request.via, oif=device, scope=scope, ignore_linkstate=True)
    if found is None or found.type not in ("unicast", "local"):
        number = {None: errno.ENETUNREACH, "unreachable": errno.EHOSTUNREACH, "prohibit": errno.EACCES}
        raise NetlinkError(number.get(found.type if found else None, errno.EINVAL), "Nexthop has invalid gateway")
    assert found.device is not None
    if not found.device.is_up:
        raise NetlinkError(errno.ENETDOWN)
    return found.device, found.scope


def _check_direct(request: RouteRequest) -> int:
    """A device without a gateway: fib_check_nh_nongw()."""
    if request.onlink:
        raise NetlinkError(errno.EINVAL, "Invalid flags for nexthop - PERVASIVE and ONLINK can not be set")
    if request.device is None or not request.device.in_dev.enabled:
        raise NetlinkError(errno.ENODEV)
    if not request.device.is_up:
        raise NetlinkError(errno.ENETDOWN, "Device for nexthop is not up")
    return HOST


def _valid_source(namespace: "NetNamespace", request: RouteRequest) -> bool:
    """fib_valid_prefsrc(): one of the host's addresses, or the one that a local route is about to make so."""
    if request.type == "local" and request.prefix and request.src == request.prefix:
        return True
    if request.table not in (TABLE_MAIN, TABLE_LOCAL):
        route = namespace.fib.lookup_table(request.table, request.src)
        if route is not None and route.type == "local":
            return True
    return namespace.fib.address_type(request.src) == "local"
