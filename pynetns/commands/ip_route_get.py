"""`ip route get`: the routing decision itself, shown (iproute_get() of ip/iproute.c, inet_rtm_getroute() and rt_fill_info() of route.c)."""

import errno
from dataclasses import dataclass

from pynetns.commands.base import CommandFailed, Context, Words, matches, no_device, number, wrong_argument
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.ip_route_show import RouteFilter, print_cache, print_flags, print_metrics, print_route
from pynetns.commands.ip_text import get_address, get_prefix, table_name
from pynetns.commands.ip_usage import ROUTE_USAGE
from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND
from pynetns.errors import NetlinkError
from pynetns.netns.route import Dst, Martian
from pynetns.netns.route_entry import ERROR_TYPES
from pynetns.wire.address import format_ipv4

PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17}


@dataclass(slots=True)
class _Query:
    dst: int | None = None
    src: int = 0
    tos: int = 0
    mark: int = 0
    uid: int = 0
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
            raise wrong_argument("Invalid VRF\n", words.argument())
        elif matches(word, "uid"):
            query.uid = value("invalid UID\n")
        elif matches(word, "fibmatch"):
            query.fibmatch = True
        elif word == "as":
            text = words.argument()
            get_address(words.argument() if text == "to" else text, family)
        elif matches(word, "sport") or matches(word, "dport"):
            value(f"invalid {'sport' if matches(word, 'sport') else 'dport'}\n", 0, 65535)
        elif matches(word, "ipproto"):
            text = words.argument()
            if text not in PROTOCOLS and number(text, 0, 255) is None:
                raise wrong_argument('Invalid "ipproto" value\n', text)
        else:
            text = words.argument() if word == "to" else word
            if matches(text, "help"):
                raise CommandFailed(ROUTE_USAGE, 255)
            query.dst, length, _ = get_prefix(text, family)
            family = "inet"
            if length != 32:
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
    printer = options.printer(context)
    for _ in range(2 if query.connected and not query.src else 1):
        if query.fibmatch:
            _decide(context, query, devices["iif"], devices["oif"])
            route = context.namespace.fib.lookup(query.dst, src=query.src, tos=query.tos & 0x1C, oif=devices["oif"])
            if route is None or route.type in ERROR_TYPES:  # a decision, but not by a route
                raise NetlinkError(errno.EHOSTUNREACH)
            aliases = context.namespace.fib.aliases(route.table, route.prefix, route.length)
            whole = next((each for each in aliases if route in each.paths), route)
            print_route(printer, options, whole, RouteFilter(table=0 if options.details else route.table))
        else:
            decision = _decide(context, query, devices["iif"], devices["oif"])
            _print_decision(printer, options, query, decision, devices["iif"])
    printer.finish()
    return 0


def _decide(context: Context, query: _Query, iif: NetDevice | None, oif: NetDevice | None) -> Dst:
    """What would happen to such a packet, in the words of rtnetlink where it would go nowhere."""
    route = context.namespace.route
    assert query.dst is not None
    try:
        if iif is not None:
            decision = route.input(iif, query.dst, query.src, query.tos)
        else:
            decision = route.output(query.dst, query.src, query.tos & 0x1C, oif)
    except Martian as martian:
        raise NetlinkError(errno.EXDEV if martian.reverse_path else errno.EINVAL) from None
    except OSError as error:
        raise NetlinkError(error.errno or errno.EINVAL) from None
    if decision.error:
        raise NetlinkError(decision.error)
    return decision


def _print_decision(printer: Printer, options: Options, query: _Query, decision: Dst, iif: NetDevice | None) -> None:
    """rt_fill_info() and print_route()."""
    printer.open()
    if decision.type != "unicast" or options.details:
        printer.put("type", decision.type, "{} ")
    printer.put("dst", format_ipv4(query.dst or 0), "{} ", "inet")
    if query.src:
        printer.put("from", format_ipv4(query.src), "from {} ", "inet")
    if decision.route is not None and decision.route.tos:
        printer.put("tos", f"{decision.route.tos:#04x}", "tos {} ")
    if decision.gateway:
        printer.put("gateway", format_ipv4(decision.gateway), "via {} ", "inet")
    printer.put("dev", decision.device.name, "dev {} ", "name")
    if options.details and decision.route is not None:
        printer.put("table", table_name(254 if decision.route.table == 255 else decision.route.table), "table {} ")
    if not query.src and iif is None:
        printer.put("prefsrc", format_ipv4(decision.src), "src {} ", "inet")
    # RTCF_MULTICAST has the value of RTM_F_OFFLOAD_FAILED, so iproute2 reads it as both.
    print_flags(printer, ["notify"] * query.notify + ["rt_offload_failed"] * (decision.type == "multicast"))
    if query.mark:
        printer.member("mark", query.mark)
        printer.text(f"mark {query.mark:#x} " if query.mark >= 16 else f"mark {query.mark} ")
    if iif is None:
        printer.put("uid", query.uid, "uid {} ")
    exception = decision.exception
    print_cache(printer, [name for name, on in (
        ("local", decision.local or (iif is None and decision.device.is_loopback) or decision.type == "local"),
        ("mc", decision.type == "multicast"), ("brd", decision.type == "broadcast"),
        ("notify", query.notify),
        ("redirected", exception is not None and bool(exception.gateway)), ("redirect", decision.redirect)) if on])
    metrics = dict(decision.route.metrics) if decision.route is not None else {}
    locked = decision.route.locked if decision.route is not None else frozenset()
    if exception is not None:
        left = exception.expires - decision.device.scheduler.now
        if exception.expires and left > 0:
            printer.put("expires", left // SECOND, "expires {}sec ")
            if exception.mtu:
                metrics["mtu"] = exception.mtu
                locked = locked | {"mtu"} if exception.locked else locked
    print_metrics(printer, metrics, locked)
    if iif is not None:
        printer.put("iif", iif.name, "iif {} ", "name")
    printer.text("\n")
    printer.close()

