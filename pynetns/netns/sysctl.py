"""net.* settings of a namespace by the kernel's names, with its defaults, ranges and side effects (ip_sysctl.c, devinet.c, neighbour.c)."""

import errno
from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING

from pynetns.errors import Error, strerror
from pynetns.netns.device_conf import CONF_DEFAULTS, NEIGH_ALIASES, NEIGH_DEFAULTS, USER_TICK, DeviceConf, NeighParms
from pynetns.netns.sysctl_unused import MACHINE, UNUSED

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

Value = int | str

# Plain values: the default, and the range that the kernel accepts (None: any 32-bit integer; a text is a list of numbers).
_ANY = (-(1 << 31), (1 << 31) - 1)
_BOOL = (0, 1)
_U8 = (0, 255)
_PLAIN: dict[str, tuple[Value, tuple[int, int]]] = {
    "net.bridge.bridge-nf-call-arptables": (1, _ANY),
    "net.bridge.bridge-nf-call-ip6tables": (1, _ANY),
    "net.bridge.bridge-nf-call-iptables": (1, _ANY),
    "net.bridge.bridge-nf-filter-pppoe-tagged": (0, _ANY),
    "net.bridge.bridge-nf-filter-vlan-tagged": (0, _ANY),
    "net.bridge.bridge-nf-pass-vlan-input-dev": (0, _ANY),
    "net.core.rmem_default": (212992, (2304, 1 << 30)),
    "net.core.rmem_max": (4194304, (2304, 1 << 30)),
    "net.core.somaxconn": (4096, (0, (1 << 31) - 1)),
    "net.core.wmem_default": (212992, (4608, 1 << 30)),
    "net.core.wmem_max": (4194304, (4608, 1 << 30)),
    "net.ipv4.fib_multipath_hash_fields": (7, (1, 0xFFF)),
    "net.ipv4.fib_multipath_hash_policy": (0, (0, 3)),
    "net.ipv4.fib_multipath_use_neigh": (0, _BOOL),
    "net.ipv4.fwmark_reflect": (0, _U8),
    "net.ipv4.icmp_echo_enable_probe": (0, _BOOL),
    "net.ipv4.icmp_echo_ignore_all": (0, _BOOL),
    "net.ipv4.icmp_echo_ignore_broadcasts": (1, _BOOL),
    "net.ipv4.icmp_errors_use_inbound_ifaddr": (0, _BOOL),
    "net.ipv4.icmp_ignore_bogus_error_responses": (1, _BOOL),
    "net.ipv4.icmp_msgs_burst": (50, (0, (1 << 31) - 1)),
    "net.ipv4.icmp_msgs_per_sec": (1000, (0, (1 << 31) - 1)),
    "net.ipv4.icmp_ratelimit": (1000, (0, (1 << 31) - 1)),
    "net.ipv4.icmp_ratemask": (6168, _ANY),
    "net.ipv4.igmp_link_local_mcast_reports": (1, _U8),
    "net.ipv4.igmp_max_memberships": (20, _ANY),
    "net.ipv4.igmp_max_msf": (10, _ANY),
    "net.ipv4.igmp_qrv": (2, (1, (1 << 31) - 1)),
    "net.ipv4.ip_autobind_reuse": (0, _BOOL),
    "net.ipv4.ip_default_ttl": (64, (1, 255)),
    "net.ipv4.ip_dynaddr": (0, _U8),
    "net.ipv4.ip_early_demux": (1, _U8),
    "net.ipv4.ip_forward_update_priority": (1, _BOOL),
    "net.ipv4.ip_forward_use_pmtu": (0, _U8),
    "net.ipv4.ip_local_port_range": ("32768\t60999", (1, 65535)),
    "net.ipv4.ip_local_reserved_ports": ("", (0, 65535)),
    "net.ipv4.ip_no_pmtu_disc": (0, _U8),
    "net.ipv4.ip_nonlocal_bind": (0, _U8),
    "net.ipv4.ip_unprivileged_port_start": (1024, (0, 65535)),
    "net.ipv4.ipfrag_high_thresh": (4194304, (0, (1 << 31) - 1)),
    "net.ipv4.ipfrag_low_thresh": (3145728, (0, (1 << 31) - 1)),
    "net.ipv4.ipfrag_max_dist": (64, (0, (1 << 31) - 1)),
    "net.ipv4.ipfrag_time": (30, _ANY),
    "net.ipv4.neigh.default.gc_interval": (30, _ANY),
    "net.ipv4.neigh.default.gc_thresh1": (128, (0, (1 << 31) - 1)),
    "net.ipv4.neigh.default.gc_thresh2": (512, (0, (1 << 31) - 1)),
    "net.ipv4.neigh.default.gc_thresh3": (1024, (0, (1 << 31) - 1)),
    "net.ipv4.ping_group_range": ("1\t0", (0, (1 << 31) - 1)),
    "net.ipv4.route.min_adv_mss": (256, _ANY),
    "net.ipv4.route.min_pmtu": (552, (68, (1 << 31) - 1)),
    "net.ipv4.route.mtu_expires": (600, _ANY),
    "net.ipv4.tcp_syncookies": (1, _U8),
    "net.ipv4.tcp_tw_reuse": (2, (0, 2)),
    "net.ipv4.udp_early_demux": (1, _U8),
    "net.ipv4.udp_rmem_min": (4096, (1, (1 << 31) - 1)),
    "net.ipv4.udp_wmem_min": (4096, (1, (1 << 31) - 1)),
    "net.netfilter.nf_conntrack_acct": (0, _BOOL),
    "net.netfilter.nf_conntrack_checksum": (1, _BOOL),
    "net.netfilter.nf_conntrack_events": (2, (0, 2)),
    "net.netfilter.nf_conntrack_expect_max": (4096, (1, (1 << 31) - 1)),
    "net.netfilter.nf_conntrack_frag6_high_thresh": (4194304, (0, (1 << 31) - 1)),
    "net.netfilter.nf_conntrack_frag6_low_thresh": (3145728, (0, (1 << 31) - 1)),
    "net.netfilter.nf_conntrack_frag6_timeout": (60, _ANY),
    "net.netfilter.nf_conntrack_generic_timeout": (600, _ANY),
    "net.netfilter.nf_conntrack_gre_timeout": (30, _ANY),
    "net.netfilter.nf_conntrack_gre_timeout_stream": (180, _ANY),
    "net.netfilter.nf_conntrack_icmp_timeout": (30, _ANY),
    "net.netfilter.nf_conntrack_icmpv6_timeout": (30, _ANY),
    "net.netfilter.nf_conntrack_log_invalid": (0, _U8),
    "net.netfilter.nf_conntrack_max": (262144, _ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_closed": (10, _ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_cookie_echoed": (3, _ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_cookie_wait": (3, _ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_established": (210, _ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_heartbeat_sent": (30, _ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_shutdown_ack_sent": (3, _ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_shutdown_recd": (3, _ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_shutdown_sent": (3, _ANY),
    "net.netfilter.nf_conntrack_tcp_be_liberal": (0, _BOOL),
    "net.netfilter.nf_conntrack_tcp_ignore_invalid_rst": (0, _BOOL),
    "net.netfilter.nf_conntrack_tcp_loose": (1, _BOOL),
    "net.netfilter.nf_conntrack_tcp_max_retrans": (3, _U8),
    "net.netfilter.nf_conntrack_tcp_timeout_close": (10, _ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_close_wait": (60, _ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_established": (432000, _ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_fin_wait": (120, _ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_last_ack": (30, _ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_max_retrans": (300, _ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_syn_recv": (60, _ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_syn_sent": (120, _ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_time_wait": (120, _ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_unacknowledged": (300, _ANY),
    "net.netfilter.nf_conntrack_timestamp": (0, _BOOL),
    "net.netfilter.nf_conntrack_udp_timeout": (30, _ANY),
    "net.netfilter.nf_conntrack_udp_timeout_stream": (120, _ANY),
    "net.netfilter.nf_hooks_lwtunnel": (0, _BOOL),
    "net.netfilter.nf_conntrack_buckets": (262144, (1, (1 << 31) - 1)),
    "net.ipv6.conf.all.disable_ipv6": (1, _ANY),
    "net.ipv6.conf.default.disable_ipv6": (1, _ANY),
}
_PAIRS = {"net.ipv4.ip_local_port_range", "net.ipv4.ping_group_range"}
_COUNTED = ("net.netfilter.nf_conntrack_count",)  # read-only: how many there are now
# One for the whole machine too, and other namespaces may read them.
_OF_MACHINE = {"net.core.rmem_default", "net.core.rmem_max", "net.core.wmem_default", "net.core.wmem_max",
               "net.netfilter.nf_conntrack_buckets", "net.netfilter.nf_conntrack_expect_max", "net.netfilter.nf_conntrack_max"}
_LOGGERS = ("NONE", "nf_log_ipv4", "nf_log_arp", "nf_log_netdev", "nf_log_bridge", "nf_log_ipv6", "nfnetlink_log")
_TEXT = {"net.ipv4.ip_local_reserved_ports"}
NETCONF = frozenset(("forwarding", "rp_filter", "proxy_arp", "ignore_routes_with_linkdown"))  # changes that are told
ROUTE_FLUSH = "net.ipv4.route.flush"  # only to be written, and in no list
_READ_ONLY = {"net.ipv4.tcp_allowed_congestion_control", "net.ipv4.tcp_available_congestion_control", "net.ipv4.tcp_ehash_entries",
              "net.ipv4.udp_hash_entries"}


class SysctlError(Error):
    """A setting that is not there, or a value that it does not take; `errno` is what the write returned."""

    def __init__(self, number: int, key: str) -> None:
        self.errno = number
        super().__init__(f'setting key "{key}": {strerror(number)}')


class Sysctl(MutableMapping[str, Value]):
    """`host.sysctl["net.ipv4.ip_forward"] = 1`. Numbers read as int, everything else as the text in /proc/sys.

    >>> from pynetns import Lab
    >>> host = Lab().netns("host")
    >>> host.sysctl["net.ipv4.ip_forward"] = 1
    >>> host.sysctl["net.ipv4.conf.lo.forwarding"]
    1
    """

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.values_by_key: dict[str, Value] = UNUSED | MACHINE | {key: default for key, (default, _) in _PLAIN.items()}
        self.conf_all = DeviceConf(namespace.scheduler, None)
        self.conf_all.accept_source_route = 0
        self.conf_default = DeviceConf(namespace.scheduler, self.conf_all)
        self.neigh_default = NeighParms(namespace.random)

    def number(self, key: str) -> int:
        """A plain numeric setting, for the stages."""
        value = self.values_by_key[key]
        assert isinstance(value, int)
        return value

    def ports(self) -> tuple[int, int]:
        """net.ipv4.ip_local_port_range."""
        low, high = str(self.values_by_key["net.ipv4.ip_local_port_range"]).split()
        return int(low), int(high)

    def new_conf(self) -> DeviceConf:
        """Settings of a new device: what `default` says now."""
        return DeviceConf(self.namespace.scheduler, self.conf_all, self.conf_default)

    def new_parms(self) -> NeighParms:
        return NeighParms(self.namespace.random, self.neigh_default)

    # --- by name -----------------------------------------------------------------------------------------------------------------

    def __getitem__(self, key: str) -> Value:
        key = _dotted(key)
        if key in _COUNTED:
            return len(self.namespace.conntrack)
        if key in self.values_by_key:
            return self.values_by_key[key]
        if key == "net.ipv4.ip_forward":
            return self.conf_all.forwarding
        if key == ROUTE_FLUSH:
            return ""
        place = self._place(key)
        if place is None:
            raise KeyError(key)
        holder, name, unit = place
        if unit == USER_TICK:
            return int(getattr(holder, name)) // 4 * 2 // 5
        return int(getattr(holder, name)) // unit

    def __setitem__(self, key: str, value: Value) -> None:
        key = _dotted(key)
        if key in _COUNTED:
            raise SysctlError(errno.EINVAL, key)
        if key in self.values_by_key:
            if key in _READ_ONLY:
                raise SysctlError(errno.EACCES, key)
            checked = _checked(key, value)
            other = {"net.ipv4.ipfrag_low_thresh": "net.ipv4.ipfrag_high_thresh"}
            for low, high in other.items():
                if (key == low and int(checked) > self.number(high)) or (key == high and int(checked) < self.number(low)):
                    raise SysctlError(errno.EINVAL, key)
            self.values_by_key[key] = checked
            self.namespace.scheduler.flush()
            return
        if key == ROUTE_FLUSH:
            _number(key, value, _ANY)
            self.namespace.route.flush()
            return
        number = _number(key, value, _ANY)
        if key == "net.ipv4.ip_forward":
            self._set_forwarding("all", number)
            return
        place = self._place(key)
        if place is None:
            raise SysctlError(errno.ENOENT, key)
        holder, name, unit = place
        if name == "mc_forwarding":
            raise SysctlError(errno.EACCES, key)
        if isinstance(holder, NeighParms):
            if number < 0:
                raise SysctlError(errno.EINVAL, key)
            setattr(holder, name, number * 5 // 2 * 4 if unit == USER_TICK else _in_jiffies(name, number * unit))
            if name == "base_reachable_time_ms":
                holder.randomize()
        elif name == "forwarding":
            self._set_forwarding(key.split(".", 3)[3].rpartition(".")[0], number)
        else:
            if name in NETCONF and getattr(holder, name) != number:
                setattr(holder, name, number)
                self._tell(key.split(".", 3)[3].rpartition(".")[0], name)
            setattr(holder, name, number)
            if name == "ignore_routes_with_linkdown":
                self.namespace.fib.forget()

    def _place(self, key: str) -> "tuple[DeviceConf | NeighParms, str, int] | None":
        """Where a per-device setting is kept, under which name, and its unit."""
        family, _, rest = key.partition("net.ipv4.")
        if family or not rest.startswith(("conf.", "neigh.")):
            return None
        kind, _, rest = rest.partition(".")
        scope, _, name = rest.rpartition(".")
        if kind == "conf" and name in CONF_DEFAULTS:
            if scope == "all":
                return self.conf_all, name, 1
            if scope == "default":
                return self.conf_default, name, 1
            device = self.namespace.devices.get(scope)
            return (device.in_dev.conf, name, 1) if device is not None else None
        if kind == "neigh":
            name, unit = NEIGH_ALIASES.get(name, (name, 1))
            if name not in NEIGH_DEFAULTS:
                return None
            if scope == "default":
                return self.neigh_default, name, unit
            device = self.namespace.devices.get(scope)
            return (device.in_dev.parms, name, unit) if device is not None else None
        return None

    def _set_forwarding(self, scope: str, number: int) -> None:
        """devinet_sysctl_forward(): `all` is ip_forward, and changes every device and the default (inet_forward_change)."""
        devices = [device.in_dev.conf for device in self.namespace.devices.values()]
        changed = [("all", self.conf_all), ("default", self.conf_default)] if scope == "all" else []
        for name in self.namespace.devices if scope == "all" else () if scope in ("all", "default") else (scope,):
            changed.append((name, self.namespace.devices[name].in_dev.conf))
        if scope == "default":
            changed.append(("default", self.conf_default))
        told = [name for name, conf in changed if conf.forwarding != number]
        if scope == "all":
            if number == self.conf_all.forwarding:
                return
            self.conf_all.forwarding = number
            self.conf_all.accept_redirects = 0 if number else 1
            self.conf_default.forwarding = number
            for conf in devices:
                conf.forwarding = number
        elif scope == "default":
            self.conf_default.forwarding = number
        else:
            self.namespace.devices[scope].in_dev.conf.forwarding = number
        for name in told:
            self._tell(name, "forwarding")

    def _tell(self, scope: str, name: str) -> None:
        """inet_netconf_notify_devconf()."""
        self.namespace.rtnetlink.tell("netconf", "new", (scope, name))

    def hides(self, key: str) -> bool:
        """Has this namespace no file for it? What is one for the whole machine only the initial one has. The API looks away from that."""
        return (key in MACHINE or key.startswith("net.ipv4.neigh.default.")) and not self._is_initial

    def is_read_only(self, key: str) -> bool:
        """Has its file no mode for writing?"""
        return (key in _READ_ONLY or key in _COUNTED or key.endswith(".mc_forwarding") or "available_" in key
                or (key in _OF_MACHINE and not self._is_initial))

    @property
    def _is_initial(self) -> bool:
        return self.namespace.lab.host is self.namespace

    def plain_keys(self) -> tuple[str, ...]:
        """Every key that belongs to no device and not to all of them, what can only be written too."""
        return (*self.values_by_key, *_COUNTED, "net.ipv4.ip_forward", ROUTE_FLUSH)

    def __delitem__(self, key: str) -> None:
        raise SysctlError(errno.EPERM, key)

    def __iter__(self) -> Iterator[str]:
        """Every key in the order of `sysctl -a`."""
        keys = [key for key in self.plain_keys() if key != ROUTE_FLUSH]
        for scope in ("all", "default", *self.namespace.devices):
            keys += [f"net.ipv4.conf.{scope}.{name}" for name in CONF_DEFAULTS]
            if scope != "all":
                keys += [f"net.ipv4.neigh.{scope}.{name}" for name in (*NEIGH_DEFAULTS, *NEIGH_ALIASES)]
        return iter(sorted(keys))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _dotted(key: str) -> str:
    """`net/ipv4/conf/eth0.10/forwarding` and `net.ipv4.conf.eth0/10.forwarding` name the same setting as sysctl(8) has it."""
    if "/" in key and ("." not in key or key.index("/") < key.index(".")):
        return key.replace("/", ".")
    return key.replace("/", ".")


def _number(key: str, value: Value, allowed: tuple[int, int]) -> int:
    if isinstance(value, bool):
        value = int(value)
    number = _parsed(key, value) if isinstance(value, str) else value
    if not allowed[0] <= number <= allowed[1]:
        raise SysctlError(errno.EINVAL, key)
    return number


def _parsed(key: str, text: str) -> int:
    """proc_get_long(): decimal, 0x or octal; what stands behind a blank is not read."""
    word = next(iter(text.split(maxsplit=1)), "")
    digits = word.removeprefix("-")
    try:
        return int(word, 8 if len(digits) > 1 and digits[0] == "0" and digits.isdigit() else 0)
    except ValueError:
        raise SysctlError(errno.EINVAL, key) from None


def _in_jiffies(name: str, number: int) -> int:
    """Times are kept in ticks of 4 ms: milliseconds are rounded up to them, hundredths of a second down and back."""
    if name.endswith(("_ms", "icmp_ratelimit")):
        return -(-number // 4) * 4
    if name in ("anycast_delay", "locktime", "proxy_delay"):
        return number * 5 // 2 * 2 // 5
    return number


def _checked(key: str, value: Value) -> Value:
    if key.startswith("net.netfilter.nf_log.") and value not in _LOGGERS:
        raise SysctlError(errno.ENOENT, key)
    if key in UNUSED or key in MACHINE:
        return str(value) if isinstance(UNUSED.get(key, MACHINE.get(key)), str) else _number(key, value, (-(1 << 31), (1 << 32) - 1))
    allowed = _PLAIN[key][1]
    if key in _TEXT:
        return str(value)
    if key in _PAIRS:
        words = str(value).split()
        if len(words) != 2:
            raise SysctlError(errno.EINVAL, key)
        low, high = (_number(key, word, allowed) for word in words)
        if low > high and key.endswith("port_range"):
            raise SysctlError(errno.EINVAL, key)
        return f"{low}\t{high}"
    number = _number(key, value, allowed)
    if key.startswith("net.bridge."):  # brnf_sysctl_call_tables()
        return int(bool(number))
    return _in_jiffies(key, number)
