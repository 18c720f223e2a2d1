"""The tables under /proc/net as rows, and as the text that the kernel makes of them.

Sources: net/ipv4/proc.c, arp.c, fib_trie.c, igmp.c, udp.c, tcp_ipv4.c, raw.c, net/core/net-procfs.c.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.commands.conntrack_text import proc_line
from pynetns.commands.fib_trie import fib_trie, fib_triestat
from pynetns.netns.igmp import ALL_SNOOPERS
from pynetns.netns.snmp import NETSTAT, SNMP
from pynetns.netns.tcp_socket import LISTEN, SYN_RECV, TIME_WAIT
from pynetns.wire.address import format_ipv4, format_mac, mask, multicast_mac

if TYPE_CHECKING:
    from pynetns.device.netdevice import NetDevice
    from pynetns.netns.namespace import NetNamespace

ATF_COM, ATF_PERM, ATF_PUBL = 0x02, 0x04, 0x08
RTF_UP, RTF_GATEWAY, RTF_HOST, RTF_REJECT = 0x0001, 0x0002, 0x0004, 0x0200
ARPHRD_ETHER, ARPHRD_LOOPBACK = 1, 772
ALL_NODES, ALL_SNOOPERS_V6 = bytes.fromhex("333300000001"), bytes.fromhex("33330000006a")

# The columns of Icmp that are counted by type: icmpmibmap[] in net/ipv4/proc.c.
_ICMP_TYPES = {"DestUnreachs": 3, "TimeExcds": 11, "ParmProbs": 12, "SrcQuenchs": 4, "Redirects": 5, "Echos": 8, "EchoReps": 0,
               "Timestamps": 13, "TimestampReps": 14, "AddrMasks": 17, "AddrMaskReps": 18}

Groups = list[tuple[str, list[tuple[str, int]]]]


# --- counters ----------------------------------------------------------------------------------------------------------------------

def _constants(namespace: "NetNamespace") -> dict[str, int]:
    """What stands among the counters and is none."""
    return {"IpForwarding": 1 if namespace.sysctl["net.ipv4.ip_forward"] else 2,
            "IpDefaultTTL": namespace.sysctl.number("net.ipv4.ip_default_ttl"), "TcpRtoAlgorithm": 1,
            "TcpRtoMin": 200, "TcpRtoMax": 120000, "TcpMaxConn": -1}


def _counted_as(name: str) -> str:
    """The counter behind a column."""
    for direction in ("In", "Out"):
        kind = name.removeprefix("Icmp" + direction)
        if kind != name and kind in _ICMP_TYPES:
            return f"IcmpMsg{direction}Type{_ICMP_TYPES[kind]}"
    return name


def counters(namespace: "NetNamespace", groups: dict[str, list[str]]) -> Groups:
    """The groups of /proc/net/snmp or /proc/net/netstat with their values; IcmpMsg only when it has any."""
    constants, mib = _constants(namespace), namespace.mib
    found: Groups = []
    for group, columns in groups.items():
        if group == "IcmpMsg":
            columns = [name.removeprefix(group) for name in mib.icmp_messages()]
        if columns:
            names = ((column, group + column) for column in columns)
            found.append((group, [(column, constants[name] if name in constants else mib[_counted_as(name)]) for column, name in names]))
    return found


def _counter_text(groups: Groups) -> str:
    return "".join(f"{group}: {' '.join(name for name, _ in columns)}\n{group}: {' '.join(str(value) for _, value in columns)}\n"
                   for group, columns in groups)


def snmp(namespace: "NetNamespace") -> str:
    return _counter_text(counters(namespace, SNMP))


def netstat(namespace: "NetNamespace") -> str:
    return _counter_text(counters(namespace, NETSTAT))


# --- devices -----------------------------------------------------------------------------------------------------------------------

def device_type(device: "NetDevice") -> int:
    return ARPHRD_LOOPBACK if device.is_loopback else ARPHRD_ETHER


def dev(namespace: "NetNamespace") -> str:
    """dev_seq_printf_stats()."""
    text = ("Inter-|   Receive                                                |  Transmit\n"
            " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n")
    for device in namespace.devices.values():
        stats = device.stats
        rx_dropped = stats.rx_dropped + stats.rx_missed.packets
        text += (f"{device.name:>6}: {stats.rx_bytes:7} {stats.rx_packets:7} {stats.rx_errors:4} {rx_dropped:4} "
                 f"{0:4} {0:5} {0:10} {stats.multicast:9} {stats.tx_bytes:8} {stats.tx_packets:7} {stats.tx_errors:4} {stats.tx_dropped:4} "
                 f"{0:4} {stats.collisions.packets:5} {stats.carrier_errors.packets:7} {0:10}\n")
    return text


def groups_of(device: "NetDevice") -> list[int]:
    """The IPv4 groups of a device, as /proc/net/igmp lists them."""
    return list(reversed(device.in_dev.groups))


def dev_mcast(namespace: "NetNamespace") -> str:
    """dev_mc_seq_show(): lo has no filter for link-layer addresses."""
    return "".join(f"{device.index:<4} {device.name:<15} {1:<5} {0:<5} {link.hex()}\n"
                   for device in namespace.devices.values() if not device.is_loopback for link in link_groups(device))


def link_groups(device: "NetDevice") -> list[bytes]:
    """The hardware groups of a device; a kernel with IPv6 built in is in the group of all nodes even where IPv6 is off."""
    links = [ALL_NODES] * device.in_all_nodes
    for group in device.in_dev.groups:
        links += [multicast_mac(group)] + [ALL_SNOOPERS_V6] * (group == ALL_SNOOPERS)  # a bridge joins both
    return links


def igmp(namespace: "NetNamespace") -> str:
    """igmp_mc_seq_show()."""
    text = "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n"
    for device in namespace.devices.values():
        groups = groups_of(device)
        for at, group in enumerate(groups):
            if not at:
                text += f"{device.index}\t{device.name:<10}: {len(groups):5} {'V3':>7}\n"
            text += f"\t\t\t\t{_swapped(group)} {1:5} 0:00000000\t\t0\n"
    return text


# --- neighbours and routes ---------------------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class ArpRow:
    """One line of /proc/net/arp."""

    address: int
    type: int
    flags: int
    mac: bytes
    device: str


def arp_rows(namespace: "NetNamespace") -> Iterator[ArpRow]:
    """arp_seq_show(): entries in any state but none and noarp, then those that are answered for."""
    for entry in namespace.neigh.table.values():
        if entry.state in ("NONE", "NOARP"):
            continue
        valid = entry.state not in ("INCOMPLETE", "FAILED")
        flags = ATF_COM | ATF_PERM if entry.state == "PERMANENT" else ATF_COM if valid else 0
        yield ArpRow(entry.address, device_type(entry.device), flags, entry.mac or bytes(6), entry.device.name)
    for address, device in namespace.neigh.proxies:
        yield ArpRow(address, device_type(device) if device else 0, ATF_PUBL | ATF_PERM, bytes(6), device.name if device else "*")


def arp(namespace: "NetNamespace") -> str:
    text = "IP address       HW type     Flags       HW address            Mask     Device\n"
    for row in arp_rows(namespace):
        text += f"{format_ipv4(row.address):<16} 0x{row.type:<10x}0x{row.flags:<10x}{format_mac(row.mac)}     *        {row.device}\n"
    return text


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One line of /proc/net/route."""

    device: str
    destination: int
    gateway: int
    flags: int
    metric: int
    mask: int
    mtu: int
    window: int
    irtt: int


def route_rows(namespace: "NetNamespace") -> Iterator[RouteRow]:
    """fib_route_seq_show(): the table main without broadcast and multicast routes."""
    for route in namespace.routes:
        if route.type in ("broadcast", "multicast"):
            continue
        flags = RTF_UP | (RTF_REJECT if route.type in ("unreachable", "prohibit") else 0)
        flags |= (RTF_GATEWAY if route.via else 0) | (RTF_HOST if route.length == 32 else 0)
        yield RouteRow(route.device.name if route.device else "*", route.prefix, route.via, flags, route.metric, mask(route.length),
                       route.advmss + 40 if route.advmss else 0, route.metric_value("window"), route.metric_value("rtt") >> 3)


def route(namespace: "NetNamespace") -> str:
    header = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT"
    text = f"{header:<127}\n"
    for row in route_rows(namespace):
        metric = row.metric - (1 << 32 if row.metric >> 31 else 0)
        line = (f"{row.device}\t{_swapped(row.destination)}\t{_swapped(row.gateway)}\t{row.flags:04X}\t0\t0\t"
                f"{metric}\t{_swapped(row.mask)}\t{row.mtu}\t{row.window}\t{row.irtt}")
        text += f"{line:<126}\n"
    return text


def _swapped(address: int) -> str:
    """An address as the kernel prints its bytes on a little-endian machine."""
    return address.to_bytes(4, "big")[::-1].hex().upper()


# --- sockets -----------------------------------------------------------------------------------------------------------------------

_SOCKET_HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"


@dataclass(frozen=True, slots=True)
class SocketRow:
    """One line of /proc/net/udp; `connected` is state 1, else 7."""

    local: tuple[int, int]
    remote: tuple[int, int]
    connected: bool
    queued: int
    inode: int


def udp_rows(namespace: "NetNamespace") -> list[SocketRow]:
    """The bound UDP sockets, by port. Inodes are made up: numbers in that order."""
    return [SocketRow((socket.address, socket.port), socket.peer or (0, 0), socket.peer is not None, socket.queued, number)
            for number, socket in enumerate(namespace.sockets.udp, 1)]


def udp(namespace: "NetNamespace") -> str:
    """udp4_seq_show(). The pointer is hidden, as for one who may not see it."""
    text = f"{' ' + _SOCKET_HEADER + ' ref pointer drops':<127}\n"
    for row in udp_rows(namespace):
        ends = " ".join(f"{_swapped(address)}:{port:04X}" for address, port in (row.local, row.remote))
        line = (f"{row.local[1]:5}: {ends} {1 if row.connected else 7:02X} {0:08X}:{row.queued:08X} 00:{0:08X} {0:08X} {0:5} {0:8} "
                f"{row.inode} 2 {0:016x} 0")
        text += f"{line:<127}\n"
    return text


@dataclass(frozen=True, slots=True)
class TcpRow:
    """One line of /proc/net/tcp; `state` is the kernel's number."""

    local: tuple[int, int]
    remote: tuple[int, int]
    state: int
    unread: int
    unacknowledged: int
    inode: int


def tcp_rows(namespace: "NetNamespace") -> list[TcpRow]:
    """Who listens, then the connections. Where nobody owns one any more, its inode is 0."""
    return [TcpRow((socket.address, socket.port), socket.peer or (0, 0), socket.state, *socket.queues,
                   0 if socket.state in (SYN_RECV, TIME_WAIT) else number)
            for number, socket in enumerate(namespace.sockets.tcp, 1)]


def tcp(namespace: "NetNamespace") -> str:
    """tcp4_seq_show(): what is remembered of a connection is shorter than a socket."""
    text = f"{_SOCKET_HEADER:<149}\n"
    for number, row in enumerate(tcp_rows(namespace)):
        ends = " ".join(f"{_swapped(address)}:{port:04X}" for address, port in (row.local, row.remote))
        timer = 3 if row.state == TIME_WAIT else 1 if row.unacknowledged or row.state == SYN_RECV else 0
        line = (f"{number:4}: {ends} {row.state:02X} {row.unacknowledged:08X}:{row.unread:08X} {timer:02X}:{0:08X} {0:08X} {0:5} {0:8} "
                f"{row.inode} ")
        if row.state in (SYN_RECV, TIME_WAIT):
            line += f"{0 if row.state == SYN_RECV else 3} {0:016x}"
        else:
            line += f"1 {0:016x} 100 0 0 10 0" if row.state == LISTEN else f"1 {0:016x} 20 4 30 10 -1"
        text += f"{line:<149}\n"
    return text


def udplite(namespace: "NetNamespace") -> str:
    return f"{' ' + _SOCKET_HEADER + ' ref pointer drops':<127}\n"


def raw(namespace: "NetNamespace") -> str:
    return f"{_SOCKET_HEADER} ref pointer drops\n"


def icmp(namespace: "NetNamespace") -> str:
    return f"{_SOCKET_HEADER + ' ref pointer drops':<127}\n"


def sockstat(namespace: "NetNamespace") -> str:
    """sockstat_seq_show()."""
    sockets = len(namespace.sockets.udp)
    return (f"sockets: used {sockets}\nTCP: inuse 0 orphan 0 tw 0 alloc 0 mem 0\nUDP: inuse {sockets} mem 0\nUDPLITE: inuse 0\n"
            f"RAW: inuse 0\nFRAG: inuse 0 memory 0\n")


def rt_cache(namespace: "NetNamespace") -> str:
    header = "Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow\tIRTT\tTOS\tHHRef\tHHUptod\tSpecDst"
    return f"{header:<127}\n"


def empty(namespace: "NetNamespace") -> str:
    """IPv6 is off: there is nothing in its tables."""
    return ""


def nf_conntrack(namespace: "NetNamespace") -> str:
    """ct_seq_show()."""
    return "".join(proc_line(connection) for connection in namespace.conntrack)


_PACKET_HEADING = "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n"
FILES: "dict[str, Callable[[NetNamespace], str]]" = {
    "arp": arp, "dev": dev, "dev_mcast": dev_mcast, "icmp": icmp, "if_inet6": empty, "igmp": igmp, "igmp6": empty,
    "fib_trie": fib_trie, "fib_triestat": fib_triestat, "ipv6_route": empty,
    "netstat": netstat, "nf_conntrack": nf_conntrack, "packet": lambda _: _PACKET_HEADING, "raw": raw,
    "route": route, "rt_cache": rt_cache, "snmp": snmp, "sockstat": sockstat, "tcp": tcp, "udp": udp, "udplite": udplite,
    "unix": lambda _: "Num       RefCount Protocol Flags    Type St Inode Path\n",
}
