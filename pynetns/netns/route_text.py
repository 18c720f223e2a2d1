"""What a person types for a route: "default", via="10.0.0.1", dev="eth0" (iproute_modify() of iproute2)."""

from typing import TYPE_CHECKING, Any

from pynetns.device.netdevice import NetDevice
from pynetns.errors import Error
from pynetns.netns.address_text import read_ipv4, read_prefix, read_scope
from pynetns.netns.route_entry import (
    HOST, LINK, METRICS, NOWHERE, TABLE_DEFAULT, TABLE_LOCAL, TABLE_MAIN, TYPES, UNIVERSE,
)
from pynetns.netns.route_request import RouteRequest

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

TABLES = {"default": TABLE_DEFAULT, "main": TABLE_MAIN, "local": TABLE_LOCAL}
PROTOCOLS = {
    "unspec": 0, "redirect": 1, "kernel": 2, "boot": 3, "static": 4, "gated": 8, "ra": 9, "mrt": 10, "zebra": 11, "bird": 12,
    "dnrouted": 13, "xorp": 14, "ntk": 15, "dhcp": 16, "keepalived": 18, "babel": 42, "openr": 99, "bgp": 186, "isis": 187,
    "ospf": 188, "rip": 189, "eigrp": 192,
}


def read_destination(text: str) -> tuple[int, int]:
    """A prefix; "default", "any" and "all" are all addresses."""
    return (0, 0) if text in ("default", "any", "all") else read_prefix(text)


def default_table(kind: str) -> int:
    """Where a route of a type belongs."""
    return TABLE_LOCAL if kind in ("local", "broadcast", "nat", "anycast") else TABLE_MAIN


def default_scope(kind: str, gateway: bool) -> int:
    """How far a destination is, if nobody says so."""
    if kind in ("local", "nat"):
        return HOST
    if kind in ("broadcast", "multicast", "anycast") or (kind == "unicast" and not gateway):
        return LINK
    return UNIVERSE


def read_route(namespace: "NetNamespace", destination: str, options: dict[str, Any]) -> RouteRequest:
    """The request behind `ip route add`."""
    fields = _fields(namespace, destination, options)
    kind = fields.setdefault("type", "unicast")
    fields.setdefault("table", default_table(kind))
    fields.setdefault("scope", default_scope(kind, bool(fields.get("via"))))
    return RouteRequest(**fields)


def read_deletion(namespace: "NetNamespace", destination: str, options: dict[str, Any]) -> RouteRequest:
    """The request behind `ip route del`: what is not said matches any."""
    fields = _fields(namespace, destination, options)
    kind = fields.setdefault("type", "none")
    fields.setdefault("table", default_table(kind))
    fields.setdefault("scope", default_scope(kind, True) if kind in ("local", "nat", "broadcast", "multicast", "anycast") else NOWHERE)
    fields.setdefault("protocol", 0)
    return RouteRequest(**fields)


def _fields(namespace: "NetNamespace", destination: str, options: dict[str, Any]) -> dict[str, Any]:
    prefix, length = read_destination(destination)
    fields: dict[str, Any] = {"prefix": prefix, "length": length}
    metrics: dict[str, int] = {}
    for name, value in options.items():
        if name == "dev":
            fields["device"] = find_device(namespace, value)
        elif name in ("via", "src"):
            fields[name] = read_ipv4(value)
        elif name == "scope":
            fields["scope"] = read_scope(value)
        elif name == "table":
            fields["table"] = TABLES.get(value, value)
        elif name in ("proto", "protocol"):
            fields["protocol"] = PROTOCOLS.get(value, value)
        elif name == "type" and value in TYPES:
            fields["type"] = value
        elif name in ("metric", "tos", "onlink"):
            fields[name] = value
        elif name == "lock":
            fields["locked"] = frozenset([value] if isinstance(value, str) else value)
        elif name in METRICS:
            metrics[name] = value
        else:
            raise TypeError(f"a route has no option {name}={value!r}")
    fields["metrics"] = tuple((name, metrics[name]) for name in METRICS if name in metrics)
    return fields


def find_device(namespace: "NetNamespace", device: NetDevice | str) -> NetDevice:
    """A device by name, or itself."""
    if isinstance(device, NetDevice):
        return device
    found = namespace.devices.get(device)
    if found is None:
        raise Error(f'Cannot find device "{device}"')
    return found
