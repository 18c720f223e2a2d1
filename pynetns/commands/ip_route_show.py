"""`ip route show` and `flush`: iproute_list_flush_or_save(), filter_nlmsg() and print_route() of ip/iproute.c in iproute2 6.1."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pynetns.commands.base import CommandFailed, Context, Words, matches, no_device, number, wrong_argument
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_nexthop import print_nexthop
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.ip_text import get_prefix, protocol_name, read_table, scope_name, table_name
from pynetns.commands.ip_usage import ROUTE_USAGE
from pynetns.commands.ip_vrf import vrf_table
from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError
from pynetns.netns.address_text import SCOPES
from pynetns.netns.nexthops import Nexthop
from pynetns.netns.route_entry import METRICS, NOWHERE, TABLE_MAIN, TYPES, UNIVERSE, Route
from pynetns.netns.route_text import PROTOCOLS
from pynetns.wire.address import format_ipv4, mask

Prefix = tuple[int, int]
_OF_THE_HOST = frozenset(("local", "broadcast"))  # what the listing of a VRF leaves out
CONGESTION_NAMES = {1: "cubic", 2: "reno"}


@dataclass(slots=True)
class RouteFilter:
    """Which routes are wanted; what is selected by is not printed. None is no wish."""

    table: int = TABLE_MAIN  # 0: all
    cached: bool = False
    tos: int | None = None
    protocol: int | None = None
    scope: int | None = None
    type: str | None = None
    hidden_types: frozenset[str] = frozenset()
    device: NetDevice | None = None
    input_device: NetDevice | None = None
    metric: int | None = None
    mark: int | None = None
    via: Prefix | None = None
    src: Prefix | None = None
    root: Prefix | None = None
    match: Prefix | None = None

    def takes(self, route: Route) -> bool:
        return (self.tos in (None, route.tos) and self.protocol in (None, route.protocol) and self.scope in (None, route.scope)
                and self.type in (None, route.type) and route.type not in self.hidden_types
                and (self.device is None or (self.device is route.device and not route.paths))
                and self.input_device is None and self.mark in (None, 0) and self.metric in (None, route.metric)
                and (self.via is None or not ((0 if route.paths else route.via) ^ self.via[0]) & mask(self.via[1]))
                and (self.src is None or not (route.src ^ self.src[0]) & mask(self.src[1]))
                and (self.root is None or (self.root[1] <= route.length and not (route.prefix ^ self.root[0]) & mask(self.root[1])))
                and (self.match is None or (route.length <= self.match[1] and not (route.prefix ^ self.match[0]) & mask(route.length))))


def read_filter(context: Context, options: Options, words: Words) -> RouteFilter:
    wanted = RouteFilter()
    devices: dict[str, str] = {}
    family = options.family
    while words:
        word = words.take()
        if matches(word, "table"):
            _read_table(words.argument(), wanted)
        elif matches(word, "vrf"):
            text = words.argument()
            wanted.table, wanted.type, wanted.hidden_types = vrf_table(context, text), None, _OF_THE_HOST
            if not wanted.table:
                raise wrong_argument("Invalid VRF\n", text)
        elif matches(word, "cached") or matches(word, "cloned"):
            wanted.cached = True
        elif word == "tos" or matches(word, "dsfield"):
            text = words.argument()
            try:
                wanted.tos = int(text, 16)
            except ValueError:
                raise wrong_argument("TOS value is invalid\n", text) from None
        elif matches(word, "protocol"):
            text = words.argument()
            wanted.protocol = PROTOCOLS.get(text, number(text, 0, 255))
            if wanted.protocol is None and text != "all":
                raise wrong_argument('invalid "protocol"\n', text)
        elif matches(word, "scope"):
            text = words.argument()
            wanted.scope = SCOPES.get(text, number(text, 0, 255))
            if wanted.scope is None and text != "all":
                raise wrong_argument('invalid "scope"\n', text)
        elif matches(word, "type"):
            text = words.argument()
            if text not in TYPES:
                raise wrong_argument("node type value is invalid\n", text)
            wanted.type, wanted.hidden_types = text, frozenset()
        elif word in ("dev", "oif", "iif"):
            devices["iif" if word == "iif" else "oif"] = words.argument()
        elif word == "mark":
            text = words.argument()
            wanted.mark = number(text)
            if wanted.mark is None:
                raise wrong_argument("invalid mark value", text)
        elif matches(word, "metric") or matches(word, "priority") or word == "preference":
            text = words.argument()
            wanted.metric = number(text)
            if wanted.metric is None:
                raise wrong_argument('"metric" value is invalid\n', text)
        elif word == "via":
            text = words.argument()
            wanted.via = get_prefix(words.argument() if text == "inet" else text, family)[:2]
        elif word == "src":
            wanted.src = get_prefix(words.argument(), family)[:2]
        elif matches(word, "realms"):
            words.argument()
        elif matches(word, "from"):
            text = words.argument()
            get_prefix(words.argument() if any(matches(text, each) for each in ("root", "match", "exact")) else text, family)
        else:
            _read_prefix(words, word, wanted, family)
    for name, device in devices.items():
        found = find_device(context, device)
        if found is None:
            raise no_device(device)
        if name == "oif":
            wanted.device = found
        else:
            wanted.input_device = found
    return wanted


def _read_table(text: str, wanted: RouteFilter) -> None:
    table = read_table(text)
    if table is not None:
        wanted.table = table
    elif text == "all":
        wanted.table = 0
    elif text == "cache":
        wanted.cached = True
    elif text == "help":
        raise CommandFailed(ROUTE_USAGE, 255)
    else:
        raise wrong_argument("table id value is invalid\n", text)


def _read_prefix(words: Words, word: str, wanted: RouteFilter, family: str) -> None:
    if matches(word, "to"):
        word = words.argument()
    if matches(word, "root"):
        wanted.root = get_prefix(words.argument(), family)[:2]
    elif matches(word, "match"):
        wanted.match = get_prefix(words.argument(), family)[:2]
    else:
        if matches(word, "exact"):
            word = words.argument()
        prefix, length, given = get_prefix(word, family)
        if (prefix, length, given) == (0, 0, False):  # "any" and "all" select nothing by themselves
            return
        wanted.root = wanted.match = (prefix, length)


def _routes(context: Context, wanted: RouteFilter) -> Iterator[Route]:
    """The dump of one table or of all, as inet_dump_fib() orders them: by the low byte of the number, newer tables first."""
    fib = context.namespace.fib
    if wanted.table:
        if wanted.table not in fib.tables:
            raise NetlinkError(errno.ENOENT, "ipv4: FIB table does not exist")
        tables = [wanted.table]
    else:
        tables = sorted(fib.tables, key=lambda table: table & 0xFF)
    return (route for table in tables for route in fib.table(table) if wanted.takes(route))


def show(context: Context, options: Options, words: Words) -> int:
    wanted = read_filter(context, options, words)
    printer = options.printer(context)
    if options.family not in ("inet6", "mpls", "bridge", "link"):
        if wanted.cached:
            _show_cache(context, options, printer, wanted)
        else:
            try:
                routes = list(_routes(context, wanted))
            except NetlinkError as error:
                printer.broken()
                raise CommandFailed(f"{error}\nDump terminated\n", 2) from None
            for route in routes:
                print_route(printer, options, route, wanted, nexthop_of(context, route))
    printer.finish()
    return 0


def flush(context: Context, options: Options, words: Words) -> int:
    if not words:
        raise CommandFailed('"ip route flush" requires arguments.\n', 1)
    wanted = read_filter(context, options, words)
    if wanted.cached:
        context.namespace.route.flush()
        if options.stats:
            context.out("*** IPv4 routing cache is flushed.\n")
        return 0
    rounds = 0
    while True:
        try:
            chosen = list(_routes(context, wanted))
        except NetlinkError as error:
            raise CommandFailed(f"{error}\nFlush terminated\n", 2) from None
        if not chosen:
            if options.stats:
                context.out(f"*** Flush is complete after {rounds} round{'s' if rounds > 1 else ''} ***\n" if rounds
                            else "Nothing to flush.\n")
            return 0
        rounds += 1
        if options.stats > 1:
            printer = options.printer(context)
            for route in chosen:
                print_route(printer, options, route, wanted)
        for route in chosen:
            if not route.nexthop:
                context.namespace.routes.remove(route)
        if any(route.nexthop for route in chosen):  # what iproute2 sends back names next hop and object, and is refused
            raise CommandFailed("Failed to send flush request: Invalid argument\n", 2)
        if options.stats:
            context.out(f"\n*** Round {rounds}, deleting {len(chosen)} entries ***\n")


def nexthop_of(context: Context, route: Route) -> Nexthop | None:
    nexthops = context.namespace.nexthops
    return nexthops.get(route.nexthop) if route.nexthop in nexthops else None


def print_route(printer: Printer, options: Options, route: Route, wanted: RouteFilter, nexthop: Nexthop | None = None) -> None:
    """print_route() for an entry of a table."""
    printer.open()
    if route.type != "unicast" or options.details:
        printer.put("type", str(TYPES.index(route.type)) if options.numeric else route.type, "{} ")
    printer.put("dst", route.destination, "{} ", "inet" if route.length else "")
    if route.nexthop:
        printer.put("nhid", route.nexthop, "nhid {} ")
    if route.tos and wanted.tos is None:
        printer.put("tos", f"{route.tos:#04x}", "tos {} ")
    if route.via and not route.paths and (wanted.via is None or wanted.via[1] != 32):
        printer.put("gateway", format_ipv4(route.via), "via {} ", "inet")
    if route.device is not None and not route.paths and wanted.device is None:
        printer.put("dev", route.device.name, "dev {} ", "name")
    if (route.table != TABLE_MAIN or options.details) and not wanted.table:
        printer.put("table", table_name(route.table, options.numeric), "table {} ")
    if (route.protocol != PROTOCOLS["boot"] or options.details) and wanted.protocol is None:
        printer.put("protocol", protocol_name(route.protocol, options.numeric), "proto {} ")
    if (route.scope != UNIVERSE or options.details) and wanted.scope is None:
        printer.put("scope", scope_name(route.scope, options.numeric), "scope {} ")
    if route.src and (wanted.src is None or wanted.src[1] != 32):
        printer.put("prefsrc", format_ipv4(route.src), "src {} ", "inet")
    if route.metric and wanted.metric is None:
        printer.put("metric", route.metric, "metric {} ")
    print_flags(printer, route_flags(route) if not route.paths else [])
    print_realm(printer, route.realm)
    print_metrics(printer, dict(route.metrics), route.locked)
    if route.nexthop and options.details and nexthop is not None:
        printer.text("\n\tnh_info ")
        print_nexthop(printer, options, nexthop, "nh_info")
    if route.paths:
        printer.open("nexthops", array=True)
        for path in route.paths:
            printer.open()
            printer.line()
            printer.text("\tnexthop ")
            if path.via:
                printer.put("gateway", format_ipv4(path.via), "via {} ", "inet")
            print_realm(printer, path.realm)
            printer.put("dev", path.device.name if path.device is not None else "", "dev {} ")
            printer.put("weight", path.weight, "weight {} ")
            print_flags(printer, route_flags(path))
            printer.close()
        printer.close()
    printer.text("\n")
    printer.close()


def print_realm(printer: Printer, realm: int) -> None:
    """print_rta_flow()."""
    if not realm:
        return
    source, destination = realm >> 16, realm & 0xFFFF
    printer.text("realms " if source else "realm ")
    printer.open("flow")
    if source:
        printer.put("from", str(source), "{}/")
    printer.put("to", str(destination), "{} ")
    printer.close()


def route_flags(route: Route) -> list[str]:
    """RTNH_F_*, in the order in which they are printed."""
    flags = []
    if route.ignored or route.dead:
        flags.append("dead")
    if route.onlink:
        flags.append("onlink")
    if route.dead or (route.linkdown and route.next_scope != NOWHERE):
        flags.append("linkdown")
    return flags


def print_flags(printer: Printer, flags: list[str]) -> None:
    printer.member("flags", flags)
    printer.text("".join(f"{flag} " for flag in flags))


def print_metrics(printer: Printer, metrics: dict[str, int], locked: frozenset[str]) -> None:
    """print_rta_metrics()."""
    if not metrics:
        return
    printer.open("metrics", array=True)
    printer.open()
    for name in METRICS:
        if name not in metrics and name not in locked:
            continue
        value = metrics.get(name, 0)
        printer.text(f"{name} lock " if name in locked else f"{name} ")
        if name == "features":
            printer.put("ecn", None, "ecn ")
        elif name == "congctl":
            printer.put("congestion", CONGESTION_NAMES.get(value, str(value)), "{} ")
        elif name in ("rtt", "rttvar", "rto_min"):
            value //= {"rtt": 8, "rttvar": 4, "rto_min": 1}[name]
            printer.member(name, value)
            printer.text(f"{value / 1000:g}s " if value >= 1000 else f"{value}ms ")
        else:
            printer.put(name, value, "{} ")
    printer.close()
    printer.close()


def _show_cache(context: Context, options: Options, printer: Printer, wanted: RouteFilter) -> None:
    """What was learned of single destinations: fib_dump_info_fnhe()."""
    now = context.namespace.scheduler.now
    for learned in context.namespace.route.exceptions:
        if not learned.bound or (learned.expires and learned.expires < now):
            continue
        route = replace(learned.route, prefix=learned.dst, length=32, via=learned.gateway or learned.route.via, metric=0)
        if not wanted.takes(route):
            continue
        printer.open()
        if options.details:
            printer.put("type", "unicast", "{} ")
        printer.put("dst", format_ipv4(learned.dst), "{} ", "inet")
        if route.tos and wanted.tos is None:
            printer.put("tos", f"{route.tos:#04x}", "tos {} ")
        if route.via:
            printer.put("gateway", format_ipv4(route.via), "via {} ", "inet")
        if route.device is not None and wanted.device is None:
            printer.put("dev", route.device.name, "dev {} ", "name")
        if route.table != TABLE_MAIN and not wanted.table:
            printer.put("table", table_name(route.table, options.numeric), "table {} ")
        print_flags(printer, [])
        print_cache(printer, ["redirected"] if learned.gateway else [])
        if learned.expires:
            printer.put("expires", learned.seconds_left(now), "expires {}sec ")
        metrics = dict(learned.route.metrics) | ({"mtu": learned.mtu} if learned.mtu else {})
        print_metrics(printer, metrics, learned.route.locked | {"mtu"} if learned.locked else learned.route.locked)
        printer.text("\n")
        printer.close()


def print_cache(printer: Printer, flags: list[str]) -> None:
    """print_cache_flags()."""
    printer.line()
    printer.text("    cache " + (f"<{','.join(flags)}> " if flags else ""))
    printer.member("cache", flags)
