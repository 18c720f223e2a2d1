"""SIOCADDRT and SIOCDELRT: routes as route(8) asks for them (rtentry_to_fib_config() in net/ipv4/fib_frontend.c)."""

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError, os_error
from pynetns.netns.route_entry import HOST, LINK, NOWHERE, PROTO_BOOT, PROTO_UNSPEC, UNIVERSE, Metrics
from pynetns.netns.route_request import RouteRequest

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class RouteEntry:
    """struct rtentry; `mtu` is 40 more than the MSS that is meant. None and empty are what is not said."""

    destination: int
    mask: int = 0
    host: bool = False
    gateway: int | None = None
    metric: int | None = None
    device: str = ""
    reject: bool = False
    mtu: int | None = None
    window: int | None = None
    irtt: int | None = None


def add_route(namespace: "NetNamespace", entry: RouteEntry) -> None:
    """SIOCADDRT. A route that is there already, but for its gateway, gets a brother before it. Raises OSError."""
    request = _request(namespace, entry, adding=True)
    try:
        namespace.routes.request(request, "prepend")
    except NetlinkError as refusal:
        raise os_error(refusal.errno) from None


def delete_route(namespace: "NetNamespace", entry: RouteEntry) -> None:
    """SIOCDELRT: the first that agrees. Raises OSError."""
    try:
        namespace.routes.delete_request(_request(namespace, entry, adding=False))
    except NetlinkError as refusal:
        raise os_error(refusal.errno) from None


def _request(namespace: "NetNamespace", entry: RouteEntry, adding: bool) -> RouteRequest:
    length = 32 if entry.host else _length(entry.mask, entry.destination)
    protocol = PROTO_BOOT if adding else PROTO_UNSPEC
    metric = entry.metric or 0
    if entry.reject:
        return RouteRequest(entry.destination, length, "unreachable", HOST, metric=metric, protocol=protocol)
    device, source = _device(namespace, entry.device)
    scope = NOWHERE
    if entry.gateway and namespace.fib.address_type(entry.gateway) == "unicast":
        scope = UNIVERSE
    if not adding:
        return RouteRequest(entry.destination, length, "unicast", scope, device, entry.gateway or 0, source, metric, protocol=protocol)
    if entry.gateway == 0:
        raise os_error(errno.EINVAL)
    if scope == NOWHERE:
        scope = LINK
    return RouteRequest(entry.destination, length, "unicast", scope, device, entry.gateway or 0, source, metric, protocol=protocol,
                        metrics=_metrics(entry))


def _length(mask: int, destination: int) -> int:
    """bad_mask(): a mask with holes, or host bits behind it."""
    host = ~mask & 0xFFFFFFFF
    if destination & host or host & (host + 1):
        raise os_error(errno.EINVAL)
    return mask.bit_count()


def _device(namespace: "NetNamespace", name: str) -> tuple[NetDevice | None, int]:
    """A device, or one of its aliases, which stands for its address as the source."""
    if not name:
        return None, 0
    device = namespace.devices.get(name.partition(":")[0])
    if device is None:
        raise os_error(errno.ENODEV)
    if ":" not in name:
        return device, 0
    for ifa in device.in_dev.addresses:
        if ifa.label == name:
            return device, ifa.local
    raise os_error(errno.ENODEV)


def _metrics(entry: RouteEntry) -> Metrics:
    metrics = []
    if entry.window is not None:
        metrics.append(("window", entry.window))
    if entry.irtt is not None:
        metrics.append(("rtt", entry.irtt << 3))
    if entry.mtu is not None:
        metrics.append(("advmss", entry.mtu - 40))
    return tuple(metrics)
