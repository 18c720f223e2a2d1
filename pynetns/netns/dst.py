"""A routing decision that goes along with its packets (struct rtable of include/net/route.h, struct dst_entry)."""

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet
from pynetns.netns.route_entry import Route
from pynetns.netns.route_exceptions import RouteException

SCOPE_UNIVERSE, SCOPE_LINK, SCOPE_HOST = 0, 253, 254


class Dst:
    """A decision: struct rtable. `error` is the errno of a packet that can't go on; `src` the source that the host would use."""

    __slots__ = ("as_device", "device", "dst", "error", "exception", "found", "gateway", "group", "is_input", "local", "redirect", "route",
                 "slave", "src", "strict", "type")

    def __init__(self, kind: str, device: NetDevice, dst: int, route: Route | None = None, gateway: int = 0, src: int = 0,
                 is_input: bool = False, error: int = 0) -> None:
        self.type = kind
        self.device = device
        self.dst = dst
        self.route = route
        self.gateway = gateway
        self.src = src
        self.is_input = is_input
        self.error = error
        self.local = kind == "local"  # RTCF_LOCAL
        self.group = kind in ("broadcast", "multicast")  # RTCF_BROADCAST or RTCF_MULTICAST
        self.redirect = False  # IPSKB_DOREDIRECT
        self.exception: RouteException | None = None
        self.as_device = route is None or not (route.metrics or route.locked)  # its MTU is the device's: nobody said another
        self.slave: NetDevice | None = None  # the member of a VRF by which it came (IPCB iif), or the VRF where it came from this host
        self.found = route  # what the look-up came up with: all of a route of which `route` is one of several paths

    @property
    def next_hop(self) -> int:
        return self.gateway or self.dst


def gateway_of(route: Route) -> int:
    """rt_set_nexthop(): a gateway that is the host itself is none: the destination is on the link."""
    return route.via if route.next_scope == SCOPE_LINK else 0


def input_device(packet: Packet) -> NetDevice | None:
    """inet_iif(): by which device a packet came in, for a socket that is bound to one. What the host sends itself comes in by the
    device that has the address."""
    decision: Dst | None = packet.dst
    if decision is not None and not decision.is_input and decision.route is not None and decision.route.device is not None:
        return decision.route.device
    return packet.device


def came_by(packet: Packet, device: NetDevice) -> bool:
    """inet_bound_dev_eq(): did a packet come by a device, as itself or as a member of the VRF that it is?"""
    decision: Dst | None = packet.dst
    return input_device(packet) is device or (decision is not None and decision.slave is device)


class Martian(Exception):
    """A packet with addresses that cannot be; `reverse_path` where it was rp_filter that said so."""

    def __init__(self, reverse_path: bool = False) -> None:
        self.reverse_path = reverse_path
        super().__init__()
