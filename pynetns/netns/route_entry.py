"""One route, as the tables hold it: fib_alias and fib_info of include/net/ip_fib.h in one, and the numbers of rtnetlink.h."""

from dataclasses import dataclass

from pynetns.device.netdevice import NetDevice
from pynetns.wire.address import format_ipv4

# Scopes: how far away a destination is. The bigger the number, the nearer.
UNIVERSE, SITE, LINK, HOST, NOWHERE = 0, 200, 253, 254, 255

# Tables.
TABLE_DEFAULT, TABLE_MAIN, TABLE_LOCAL = 253, 254, 255

# Who made a route.
PROTO_UNSPEC, PROTO_REDIRECT, PROTO_KERNEL, PROTO_BOOT, PROTO_STATIC = range(5)

# RTN_*, in the kernel's order: the index is its number.
TYPES = ("none", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw", "nat",
         "xresolve")

# The widest scope that a route of a type may have: fib_props.
TYPE_SCOPE = {
    "none": NOWHERE, "unicast": UNIVERSE, "local": HOST, "broadcast": LINK, "anycast": LINK, "multicast": UNIVERSE,
    "blackhole": UNIVERSE, "unreachable": UNIVERSE, "prohibit": UNIVERSE, "throw": UNIVERSE, "nat": NOWHERE, "xresolve": NOWHERE,
}
# The types that are an answer by themselves and have no next hop.
ERROR_TYPES = frozenset(("blackhole", "unreachable", "prohibit", "throw"))

# RTAX_* in the order of their numbers, as iproute2 names them; `rttvar` stands in the place of the unused hops.
METRICS = ("mtu", "window", "rtt", "rttvar", "ssthresh", "cwnd", "advmss", "reordering", "hoplimit", "initcwnd", "features", "rto_min",
           "initrwnd", "quickack", "congctl", "fastopen_no_cookie")

Metrics = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A destination and the way there. Addresses are integers, 0 is none; `metric` is the priority, the lowest wins."""

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
    next_scope: int = NOWHERE  # how far the next hop is: HOST for a direct route, LINK behind a gateway, NOWHERE for the host itself
    metrics: Metrics = ()
    locked: frozenset[str] = frozenset()
    realm: int = 0
    weight: int = 1
    paths: "tuple[Route, ...]" = ()  # of a route with several next hops: one route for each, itself without paths
    dead: bool = False  # RTNH_F_DEAD: one of several next hops, whose device went down or lost its last address
    nexthop: int = 0  # the nexthop object that the route takes its next hops from
    asked_type: str = ""  # with an object: the type that was asked for, whatever the object makes of it

    def goes_over(self, device: NetDevice) -> bool:
        """Is a device that of the route, or of one of its next hops?"""
        return any(path.device is device for path in self.paths) if self.paths else self.device is device

    def metric_value(self, name: str) -> int:
        """One of METRICS, 0 where it is not set: dst_metric_raw()."""
        for key, value in self.metrics:
            if key == name:
                return value
        return 0

    @property
    def mtu(self) -> int:
        return self.metric_value("mtu")

    @property
    def mtu_lock(self) -> bool:
        return "mtu" in self.locked

    @property
    def advmss(self) -> int:
        return self.metric_value("advmss")

    @property
    def hoplimit(self) -> int:
        return self.metric_value("hoplimit")

    @property
    def linkdown(self) -> bool:
        """RTNH_F_LINKDOWN. The kernel keeps the flag as events come; it always says that a device which is up has no carrier."""
        return self.device is not None and self.next_scope != NOWHERE and not self.device.carrier

    @property
    def ignored(self) -> bool:
        """Is the route skipped because its device has no carrier (ignore_routes_with_linkdown)?"""
        device = self.device
        if device is None or device.carrier or self.next_scope == NOWHERE or device.in_dev is None:
            return False
        return bool(device.in_dev.conf.orconf("ignore_routes_with_linkdown"))

    def unusable(self, ignore_linkstate: bool = False) -> bool:
        """Is a next hop passed over?"""
        return self.dead or (not ignore_linkstate and self.ignored)

    @property
    def destination(self) -> str:
        """As `ip route` prints it: "default", "10.0.0.0/24", "10.0.0.1"."""
        if not self.length:
            return "default"
        return format_ipv4(self.prefix) + (f"/{self.length}" if self.length < 32 else "")

    @property
    def gateway(self) -> str:
        """The next hop's address, or "" where there is none."""
        return format_ipv4(self.via) if self.via else ""

    def same_info(self, other: "Route") -> bool:
        """Do two routes differ in nothing but destination and TOS? fib_find_info()."""
        return (self.type == other.type and self.scope == other.scope and self.device is other.device and self.via == other.via
                and self.src == other.src and self.metric == other.metric and self.table == other.table
                and self.protocol == other.protocol and self.onlink == other.onlink and self.next_scope == other.next_scope
                and self.metrics == other.metrics and self.locked == other.locked and self.realm == other.realm
                and self.weight == other.weight and self.nexthop == other.nexthop and len(self.paths) == len(other.paths)
                and all(mine.same_info(theirs) for mine, theirs in zip(self.paths, other.paths, strict=True)))
