"""Settings of one device: what is under net.ipv4.conf.NAME and net.ipv4.neigh.NAME (struct ipv4_devconf, struct neigh_parms)."""

from random import Random
from typing import TYPE_CHECKING, Any

from pynetns.device.scheduler import SECOND, Scheduler
from pynetns.device.table import Stage

# The kernel's ipv4_devconf_dflt; "all" differs in accept_source_route alone.
CONF_DEFAULTS: dict[str, int] = {
    "accept_local": 0, "accept_redirects": 1, "accept_source_route": 1, "arp_accept": 0, "arp_announce": 0, "arp_evict_nocarrier": 1,
    "arp_filter": 0, "arp_ignore": 0, "arp_notify": 0, "bc_forwarding": 0, "bootp_relay": 0, "disable_policy": 0, "disable_xfrm": 0,
    "drop_gratuitous_arp": 0, "drop_unicast_in_l2_multicast": 0, "force_igmp_version": 0, "forwarding": 0,
    "igmpv2_unsolicited_report_interval": 10000, "igmpv3_unsolicited_report_interval": 1000, "ignore_routes_with_linkdown": 0,
    "log_martians": 0, "mc_forwarding": 0, "medium_id": 0, "promote_secondaries": 0, "proxy_arp": 0, "proxy_arp_pvlan": 0,
    "route_localnet": 0, "rp_filter": 0, "secure_redirects": 1, "send_redirects": 1, "shared_media": 1, "src_valid_mark": 0, "tag": 0,
}

NEIGH_DEFAULTS: dict[str, int] = {
    "anycast_delay": 100, "app_solicit": 0, "base_reachable_time_ms": 30000, "delay_first_probe_time": 5, "gc_stale_time": 60,
    "interval_probe_time_ms": 5000, "locktime": 100, "mcast_resolicit": 0, "mcast_solicit": 3, "proxy_delay": 80, "proxy_qlen": 64,
    "retrans_time_ms": 1000, "ucast_solicit": 3, "unres_qlen_bytes": 212992,
}
USER_TICK = 10  # milliseconds: clock_t, which the kernel rounds to its own ticks of 4
# Other names of the same settings: (the one that is kept, how many of its units one of these is).
NEIGH_ALIASES = {"base_reachable_time": ("base_reachable_time_ms", 1000), "retrans_time": ("retrans_time_ms", USER_TICK),
                 "unres_qlen": ("unres_qlen_bytes", 2090)}  # SKB_TRUESIZE(ETH_FRAME_LEN)


class DeviceConf(Stage):
    """One device's settings as attributes, its namespace's `all` beside it.

    The kernel combines the two in one of three ways, a way a setting: see the IN_DEV_* macros in include/linux/inetdevice.h.
    """

    __slots__ = ("all", *CONF_DEFAULTS)

    forwarding: int
    accept_redirects: int
    accept_source_route: int

    def __init__(self, scheduler: Scheduler, conf_all: "DeviceConf | None", copy: "DeviceConf | None" = None) -> None:
        self.scheduler = scheduler
        self.all = conf_all if conf_all is not None else self
        values = {name: getattr(copy, name) for name in CONF_DEFAULTS} if copy is not None else CONF_DEFAULTS
        for name, value in values.items():
            object.__setattr__(self, name, value)

    if TYPE_CHECKING:
        def __getattr__(self, name: str) -> Any: ...

    def orconf(self, name: str) -> int:
        """On if it is on for all or for the device (IN_DEV_ORCONF)."""
        value: int = getattr(self, name) or getattr(self.all, name)
        return value

    def andconf(self, name: str) -> int:
        """On if it is on for all and for the device (IN_DEV_ANDCONF)."""
        value: int = getattr(self, name) and getattr(self.all, name)
        return value

    def maxconf(self, name: str) -> int:
        """The larger of the two (IN_DEV_MAXCONF)."""
        value: int = max(getattr(self, name), getattr(self.all, name))
        return value

    @property
    def rx_redirects(self) -> bool:
        """IN_DEV_RX_REDIRECTS: a router must be told so for all and for the device, a host for either."""
        return bool(self.andconf("accept_redirects") if self.forwarding else self.orconf("accept_redirects"))


class NeighParms:
    """How neighbours on one device are asked; times as sysctl gives them, `*_ns` in nanoseconds."""

    def __init__(self, random: Random, copy: "NeighParms | None" = None) -> None:
        self.__dict__.update({name: getattr(copy, name) for name in NEIGH_DEFAULTS} if copy is not None else NEIGH_DEFAULTS)
        self._random = random
        self.randomize()

    if TYPE_CHECKING:
        def __getattr__(self, name: str) -> Any: ...

    def randomize(self) -> None:
        """Reachable for half to one and a half times the base: RFC 4861, neigh_rand_reach_time()."""
        base = self.base_reachable_time_ms * 1_000_000
        self.reachable_ns = base // 2 + self._random.randrange(base) if base else 0

    @property
    def retrans_ns(self) -> int:
        return max(int(self.retrans_time_ms) * 1_000_000, SECOND // 100)

    @property
    def delay_probe_ns(self) -> int:
        return int(self.delay_first_probe_time) * SECOND

    @property
    def locktime_ns(self) -> int:
        return int(self.locktime) * SECOND // 100

    @property
    def proxy_delay_ns(self) -> int:
        return int(self.proxy_delay) * SECOND // 100

    @property
    def gc_stale_ns(self) -> int:
        return int(self.gc_stale_time) * SECOND
