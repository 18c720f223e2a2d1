"""`ip route get`: the routing decision itself, shown (iproute_get() of ip/iproute.c, inet_rtm_getroute() and rt_fill_info() of route.c)."""

import errno
from dataclasses import dataclass, replace
from struct import Struct

from pynetns.commands.base import CommandFailed, Context, Words, matches, no_device, number, wrong_argument
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.ip_route_show import RouteFilter, nexthop_of, print_cache, print_flags, print_metrics, print_realm, print_route
from pynetns.commands.ip_text import get_address, get_prefix, table_name
from pynetns.commands.ip_usage import ROUTE_USAGE
from pynetns.commands.netdb import protocol_number
from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet
from pynetns.errors import NetlinkError
from pynetns.netns.dst import Dst, Martian
from pynetns.wire.address import format_ipv4
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP

_HEADER = Struct("!BBHHHBBH4s4s")
_TRANSPORT = {IPPROTO_ICMP: 8, IPPROTO_TCP: 20, IPPROTO_UDP: 8}
TABLE_LOCAL, TABLE_MAIN = 255, 254


@dataclass(slots=True)
class _Query:
    dst: int | None = None
    src: int = 0
    tos: int = 0
    mark: int = 0
    uid: int | None = None
    proto: int = 0
    sport: int = 0
    dport: int = 0
    iif: str | None = None
    oif: str | None = None
    fibmatch: bool = False
    connected: bool = False
    notify: bool = False


def _read(context: Context, options: Options, words: Words) -> _Query:
    query, family = _Query(), options.family

    def value(message: str, low: int = 0, high: int = 0xFFFFFFFF) -> int:
        text = words.argument()
        found = number(text, low, high)
        if found is None:
            raise wrong_argument(message, text)
        return found

    while words:
        word = words.take()
        if word == "tos" or matches(word, "dsfield"):
            text = words.argument()
            try:
                query.tos = int(text, 16)
            except ValueError:
                raise wrong_argument("TOS value is invalid\n", text) from None
        elif matches(word, "from"):
            text = words.argument()
            if matches(text, "help"):
                raise CommandFailed(ROUTE_USAGE, 255)
            query.src, family = get_prefix(text, family)[0], "inet"
        elif matches(word, "iif"):
            query.iif = words.argument()
        elif matches(word, "mark"):
            query.mark = value("invalid mark value")
        elif matches(word, "oif") or word == "dev":
            query.oif = words.argument()
        elif matches(word, "notify"):
            query.notify = True
        elif matches(word, "connected"):
            query.connected = True
        elif matches(word, "vrf"):
            query.oif = words.argument()
            vrf = context.namespace.devices.get(query.oif)
            if vrf is None or vrf.kind != "vrf":
                raise wrong_argument("Invalid VRF\n", query.oif)
        elif matches(word, "uid"):
            query.uid = value("invalid UID\n")
        elif matches(word, "fibmatch"):
            query.fibmatch = True
        elif word == "as":
            text = words.argument()
            get_address(words.argument() if text == "to" else text, family)
            raise NetlinkError(errno.EINVAL, "ipv4: Unsupported attribute in route get request")
        elif matches(word, "sport"):
            query.sport = value("invalid sport\n", 0, 65535)
        elif matches(word, "dport"):
            query.dport = value("invalid dport\n", 0, 65535)
        elif matches(word, "ipproto"):
            text = words.argument()
            proto = int(text) if text.isdigit() and int(text) < 256 else protocol_number(text)
            if proto is None:
                raise wrong_argument('Invalid "ipproto" value\n', text)
            query.proto = proto
        else:
            text = words.argument() if word == "to" else word
            if matches(text, "help"):
                raise CommandFailed(ROUTE_USAGE, 255)
            query.dst, length, _ = get_prefix(text, family)
            if text not in ("default", "any", "all"):  # those are of no family
                family = "inet"
            if length != 32 and family == "inet":
                context.err(f"Warning: /{length} as prefix is invalid, only /32 (or none) is supported.\n")
    return query


def get(context: Context, options: Options, words: Words) -> int:
    query = _read(context, options, words)
    if query.dst is None:
        raise CommandFailed("need at least a destination address\n", 1)
    devices: dict[str, NetDevice | None] = {"iif": None, "oif": None}
    for key, name in (("iif", query.iif), ("oif", query.oif)):
        if name is not None:
            devices[key] = find_device(context, name)
            if devices[key] is None:
                raise no_device(name)
    if query.proto not in (0, *_TRANSPORT):
        raise NetlinkError(errno.EOPNOTSUPP, "Unsupported ip proto")
    decision = _decide(context, query, devices["iif"], devices["oif"])
    _show(context, options, query, decision, devices["iif"])
    if query.connected and not query.src:
        if devices["iif"] is not None:
            raise CommandFailed("Failed to connect the route\n", 1)
        _show(context, replace(options, json=False), query, decision, None)  # iproute2 asks again, and asks the same
    return 0


def _show(context: Context, options: Options, query: _Query, decision: Dst, iif: NetDevice | None) -> None:
    printer = options.printer(context)
    if query.fibmatch:
        if decision.found is None:  # a decision, but not by a route
            raise NetlinkError(errno.EHOSTUNREACH)
        table = _table(context, decision)
        kind = decision.type if decision.group else decision.found.type
        print_route(printer, options, replace(decision.found, table=table, type=kind), RouteFilter(table=0),
                    nexthop_of(context, decision.found))
    else:
        _print_decision(context, printer, options, query, decision, iif)
    printer.finish()


def _table(context: Context, decision: Dst) -> int:
    """Which table answered. Until the first rule parts local from main, both are main's."""
    route = decision.found
    if route is None:
        return 0
    return TABLE_MAIN if route.table == TABLE_LOCAL and not context.namespace.fib.rules.custom else route.table


def _decide(context: Context, query: _Query, iif: NetDevice | None, oif: NetDevice | None) -> Dst:
    """What would happen to such a packet, in the words of rtnetlink where it would go nowhere."""
    route = context.namespace.route
    assert query.dst is not None
    try:
        if iif is not None:
            decision = route.input(iif, query.dst, query.src, query.tos, packet=_packet(query))
        else:
            decision = route.output(query.dst, query.src, query.tos & 0xFC, oif, mark=query.mark,
                                    ports=(query.proto or IPPROTO_UDP, query.sport, query.dport), uid=query.uid or 0, packet=_packet(query))
    except Martian:
        raise NetlinkError(errno.EINVAL) from None
    except OSError as error:
        raise NetlinkError(error.errno or errno.EINVAL) from None
    if decision.error:
        raise NetlinkError(decision.error)
    return decision


def _packet(query: _Query) -> Packet:
    """The packet that the kernel makes up for such a question: inet_rtm_getroute_build_skb()."""
    proto = query.proto or IPPROTO_UDP
    transport = _TRANSPORT[proto]
    ports = b"\x08\0\0\0" if proto == IPPROTO_ICMP else query.sport.to_bytes(2, "big") + query.dport.to_bytes(2, "big")
    head = _HEADER.pack(0x45, query.tos, 20 + transport, 0, 0, 64, proto, 0, query.src.to_bytes(4, "big"),
                        (query.dst or 0).to_bytes(4, "big"))
    packet = Packet(bytes(12) + b"\x08\0" + head + ports.ljust(transport, b"\0"))
    packet.mark = query.mark
    return packet


def _print_decision(context: Context, printer: Printer, options: Options, query: _Query, decision: Dst, iif: NetDevice | None) -> None:
    """rt_fill_info() and print_route()."""
    printer.open()
    if decision.type != "unicast" or options.details:
        printer.put("type", decision.type, "{} ")
    printer.put("dst", format_ipv4(query.dst or 0), "{} ", "inet")
    if query.src:
        printer.put("from", format_ipv4(query.src), "from {} ", "inet")
    if decision.found is not None and decision.found.tos:
        printer.put("tos", f"{decision.found.tos:#04x}", "tos {} ")
    if decision.gateway:
        printer.put("gateway", format_ipv4(decision.gateway), "via {} ", "inet")
    printer.put("dev", decision.device.name, "dev {} ", "name")
    table = _table(context, decision)
    if table and (table != TABLE_MAIN or options.details):
        printer.put("table", table_name(table, options.numeric), "table {} ")
    if not query.src and iif is None:
        printer.put("prefsrc", format_ipv4(decision.src), "src {} ", "inet")
    # RTCF_MULTICAST has the value of RTM_F_OFFLOAD_FAILED, so iproute2 reads it as both.
    print_flags(printer, ["notify"] * query.notify + ["rt_offload_failed"] * (decision.type == "multicast"))
    if query.mark:
        printer.member("mark", query.mark)
        printer.text(f"mark {query.mark:#x} " if query.mark >= 16 else f"mark {query.mark} ")
    if decision.route is not None:
        print_realm(printer, decision.route.realm)
    if iif is None or query.uid is not None:
        printer.put("uid", query.uid or 0, "uid {} ")
    exception = decision.exception
    print_cache(printer, [name for name, on in (
        ("local", decision.local or decision.type == "local"
         or (iif is None and decision.device.is_loopback and decision.type != "multicast")),
        ("mc", decision.type == "multicast"), ("brd", decision.type == "broadcast"),
        ("notify", query.notify),
        ("redirected", exception is not None and bool(exception.gateway)), ("redirect", decision.redirect)) if on])
    metrics = dict(decision.route.metrics) if decision.route is not None else {}
    locked = decision.route.locked if decision.route is not None else frozenset()
    if exception is not None:
        left = exception.expires - decision.device.scheduler.now
        if exception.expires and left > 0:
            printer.put("expires", exception.seconds_left(decision.device.scheduler.now), "expires {}sec ")
            if exception.mtu:
                metrics["mtu"] = exception.mtu
                locked = locked | {"mtu"} if exception.locked else locked
    print_metrics(printer, metrics, locked)
    if iif is not None:
        printer.put("iif", iif.name, "iif {} ", "name")
    printer.text("\n")
    printer.close()

