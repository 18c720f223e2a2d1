"""Values of sysctl settings: defaults, ranges, and what the kernel makes of a text that is written (kernel/sysctl.c, ip_sysctl.c)."""

import errno

from pynetns.errors import Error, strerror
from pynetns.netns.sysctl_unused import MACHINE, UNUSED

Value = int | str

# Plain values: the default, and the range that the kernel accepts (None: any 32-bit integer; a text is a list of numbers).
ANY = (-(1 << 31), (1 << 31) - 1)
_BOOL = (0, 1)
_U8 = (0, 255)
PLAIN: dict[str, tuple[Value, tuple[int, int]]] = {
    "net.bridge.bridge-nf-call-arptables": (1, ANY),
    "net.bridge.bridge-nf-call-ip6tables": (1, ANY),
    "net.bridge.bridge-nf-call-iptables": (1, ANY),
    "net.bridge.bridge-nf-filter-pppoe-tagged": (0, ANY),
    "net.bridge.bridge-nf-filter-vlan-tagged": (0, ANY),
    "net.bridge.bridge-nf-pass-vlan-input-dev": (0, ANY),
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
    "net.ipv4.icmp_ratemask": (6168, ANY),
    "net.ipv4.igmp_link_local_mcast_reports": (1, _U8),
    "net.ipv4.igmp_max_memberships": (20, ANY),
    "net.ipv4.igmp_max_msf": (10, ANY),
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
    "net.ipv4.ipfrag_time": (30, ANY),
    "net.ipv4.neigh.default.gc_interval": (30, ANY),
    "net.ipv4.neigh.default.gc_thresh1": (128, (0, (1 << 31) - 1)),
    "net.ipv4.neigh.default.gc_thresh2": (512, (0, (1 << 31) - 1)),
    "net.ipv4.neigh.default.gc_thresh3": (1024, (0, (1 << 31) - 1)),
    "net.ipv4.ping_group_range": ("1\t0", (0, (1 << 31) - 1)),
    "net.ipv4.route.min_adv_mss": (256, ANY),
    "net.ipv4.route.min_pmtu": (552, (68, (1 << 31) - 1)),
    "net.ipv4.route.mtu_expires": (600, ANY),
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
    "net.netfilter.nf_conntrack_frag6_timeout": (60, ANY),
    "net.netfilter.nf_conntrack_generic_timeout": (600, ANY),
    "net.netfilter.nf_conntrack_gre_timeout": (30, ANY),
    "net.netfilter.nf_conntrack_gre_timeout_stream": (180, ANY),
    "net.netfilter.nf_conntrack_icmp_timeout": (30, ANY),
    "net.netfilter.nf_conntrack_icmpv6_timeout": (30, ANY),
    "net.netfilter.nf_conntrack_log_invalid": (0, _U8),
    "net.netfilter.nf_conntrack_max": (262144, ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_closed": (10, ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_cookie_echoed": (3, ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_cookie_wait": (3, ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_established": (210, ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_heartbeat_sent": (30, ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_shutdown_ack_sent": (3, ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_shutdown_recd": (3, ANY),
    "net.netfilter.nf_conntrack_sctp_timeout_shutdown_sent": (3, ANY),
    "net.netfilter.nf_conntrack_tcp_be_liberal": (0, _BOOL),
    "net.netfilter.nf_conntrack_tcp_ignore_invalid_rst": (0, _BOOL),
    "net.netfilter.nf_conntrack_tcp_loose": (1, _BOOL),
    "net.netfilter.nf_conntrack_tcp_max_retrans": (3, _U8),
    "net.netfilter.nf_conntrack_tcp_timeout_close": (10, ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_close_wait": (60, ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_established": (432000, ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_fin_wait": (120, ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_last_ack": (30, ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_max_retrans": (300, ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_syn_recv": (60, ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_syn_sent": (120, ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_time_wait": (120, ANY),
    "net.netfilter.nf_conntrack_tcp_timeout_unacknowledged": (300, ANY),
    "net.netfilter.nf_conntrack_timestamp": (0, _BOOL),
    "net.netfilter.nf_conntrack_udp_timeout": (30, ANY),
    "net.netfilter.nf_conntrack_udp_timeout_stream": (120, ANY),
    "net.netfilter.nf_hooks_lwtunnel": (0, _BOOL),
    "net.netfilter.nf_conntrack_buckets": (262144, (1, (1 << 31) - 1)),
    # IPv6 is off; firewall scripts and routers' set-up set these all the same, without an effect.
    **{f"net.ipv6.conf.{scope}.{name}": (value, ANY) for scope in ("all", "default") for name, value in (
        ("accept_ra", 1), ("accept_redirects", 1), ("accept_source_route", 0), ("autoconf", 1), ("disable_ipv6", 1), ("forwarding", 0))},
}
# Settings of several numbers, and what each may be.
_LISTS = {"net.ipv4.ip_local_port_range": (1, 65535), "net.ipv4.ping_group_range": (0, (1 << 31) - 1),
          "net.ipv4.tcp_rmem": (1, (1 << 31) - 1), "net.ipv4.tcp_wmem": (1, (1 << 31) - 1), "net.ipv4.tcp_mem": (0, (1 << 63) - 1),
          "net.ipv4.udp_mem": (0, (1 << 63) - 1)}
COUNTED = ("net.netfilter.nf_conntrack_count",)  # read-only: how many there are now
# One for the whole machine too, and other namespaces may read them.
OF_MACHINE = {"net.core.rmem_default", "net.core.rmem_max", "net.core.wmem_default", "net.core.wmem_max",
               "net.netfilter.nf_conntrack_buckets", "net.netfilter.nf_conntrack_expect_max", "net.netfilter.nf_conntrack_max"}
_LOGGERS = ("NONE", "nf_log_ipv4", "nf_log_arp", "nf_log_netdev", "nf_log_bridge", "nf_log_ipv6", "nfnetlink_log")
RESERVED_PORTS = "net.ipv4.ip_local_reserved_ports"
NETCONF = frozenset(("forwarding", "rp_filter", "proxy_arp", "ignore_routes_with_linkdown"))  # changes that are told
ROUTE_FLUSH = "net.ipv4.route.flush"  # only to be written, and in no list
READ_ONLY = {"net.ipv4.tcp_allowed_congestion_control", "net.ipv4.tcp_available_congestion_control", "net.ipv4.tcp_ehash_entries",
              "net.ipv4.udp_hash_entries"}


class SysctlError(Error):
    """A setting that is not there, or a value that it does not take; `errno` is what the write returned."""

    def __init__(self, number: int, key: str) -> None:
        self.errno = number
        super().__init__(f'setting key "{key}": {strerror(number)}')


def number_of(key: str, value: Value, allowed: tuple[int, int]) -> int:
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


def in_jiffies(name: str, number: int) -> int:
    """Times are kept in ticks of 4 ms: milliseconds are rounded up to them, hundredths of a second down and back."""
    if name.endswith(("_ms", "icmp_ratelimit")):
        return -(-number // 4) * 4
    if name in ("anycast_delay", "locktime", "proxy_delay"):
        return number * 5 // 2 * 2 // 5
    return number


def checked(key: str, value: Value, now: Value, ports_begin: int) -> Value:
    """What a write of `value` makes of a setting that is `now`; raises SysctlError. `ports_begin`: the first port without privilege."""
    if key.startswith("net.netfilter.nf_log.") and str(value) not in _LOGGERS:
        raise SysctlError(errno.ENOENT, key)
    if key == "net.ipv4.tcp_congestion_control" and str(value) not in str(UNUSED["net.ipv4.tcp_available_congestion_control"]).split():
        raise SysctlError(errno.ENOENT, key)
    if key in _LISTS:
        return _list(key, value, now, ports_begin)
    if key == RESERVED_PORTS:
        return _port_set(key, str(value))
    if key in UNUSED or key in MACHINE:
        return str(value) if isinstance(now, str) else number_of(key, value, (-(1 << 31), (1 << 32) - 1))
    number = number_of(key, value, PLAIN[key][1])
    if key.startswith("net.bridge."):  # brnf_sysctl_call_tables()
        return int(bool(number))
    return in_jiffies(key, number)


def _list(key: str, value: Value, now: Value, ports_begin: int) -> str:
    """Several numbers: those that are not given stay, what is behind the last is not read."""
    numbers = [int(word) for word in str(now).split()]
    words = str(value).split()[:len(numbers)]
    if not words:
        raise SysctlError(errno.EINVAL, key)
    numbers[:len(words)] = [number_of(key, word, _LISTS[key]) for word in words]
    if key == "net.ipv4.ip_local_port_range" and (numbers[0] > numbers[1] or numbers[0] < ports_begin):
        raise SysctlError(errno.EINVAL, key)
    if key == "net.ipv4.ping_group_range" and numbers[0] > numbers[1]:
        numbers = [1, 0]  # nobody
    return "\t".join(str(number) for number in numbers)


def _port_set(key: str, text: str) -> str:
    """Numbers and ranges with commas between them, as proc_do_large_bitmap() prints them again."""
    ports: set[int] = set()
    for part in text.split(",") if text.strip() else ():
        first, dash, last = part.partition("-")
        if not first or first.split() != [first] or (dash and last.split() != [last]):
            raise SysctlError(errno.EINVAL, key)
        low = number_of(key, first, (0, 65535))
        high = number_of(key, last, (low, 65535)) if dash else low
        ports |= set(range(low, high + 1))
    ranges: list[list[int]] = []
    for port in sorted(ports):
        if ranges and ranges[-1][1] == port - 1:
            ranges[-1][1] = port
        else:
            ranges.append([port, port])
    return ",".join(f"{low}-{high}" if low != high else str(low) for low, high in ranges)
