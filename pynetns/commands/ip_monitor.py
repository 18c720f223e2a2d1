"""`ip monitor`: what changes, as it changes (ip/ipmonitor.c of iproute2 6.1). Times are the lab's, whose clock starts in 1970."""

import time
from typing import TYPE_CHECKING, Any

from pynetns.commands.base import CommandFailed, Context, Words, matches, wrong_argument
from pynetns.commands.ip_addr_show import print_address
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_link_print import print_link
from pynetns.commands.ip_neigh import print_neighbour
from pynetns.commands.ip_nexthop import print_nexthop
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.ip_route_show import RouteFilter, nexthop_of, print_route
from pynetns.commands.ip_rule_print import print_rule
from pynetns.commands.ip_usage import MONITOR_USAGE
from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

PATIENCE = 60 * SECOND
# The words for what may be listened to, in the order in which abbreviations are tried, and the kinds of rtnetlink messages behind them.
OBJECTS = {"link": "link", "address": "address", "route": "route", "mroute": "", "prefix": "", "neigh": "neigh", "netconf": "netconf",
           "rule": "rule", "nsid": "nsid", "nexthop": "nexthop"}
LABELS = {"link": "LINK", "address": "ADDR", "route": "ROUTE", "neigh": "NEIGH", "netconf": "NETCONF", "rule": "RULE", "nsid": "NSID",
          "nexthop": "NEXTHOP"}
_FAMILIES = {"address", "route", "rule"}  # what has a group of its own for each family
_RP_FILTER = ("off", "strict", "loose")


def main(context: Context, options: Options, words: Words) -> int:
    monitor = Monitor(context, options, words)
    monitor.start()
    if context.jobs is not None:
        context.jobs.append(monitor)
        return 0
    return wait(context, monitor)


def wait(context: Context, job: "Monitor | NamespaceMonitor") -> int:
    """Until a signal ends it, or nothing more is going to happen."""
    scheduler = context.lab.scheduler
    end = scheduler.now + context.patience(PATIENCE)
    try:
        while not job.finished and scheduler.now < end and scheduler.pending:
            scheduler.step(end)
    finally:
        job.stop()
    return 0


class Monitor:
    """One that listens, until it is stopped."""

    finished = False

    def __init__(self, context: Context, options: Options, words: Words) -> None:
        self.context = context
        self.options = options
        self.namespace: NetNamespace = context.namespace
        self.label = False
        self.nsid = ""
        self.device: NetDevice | None = None
        self.kinds: set[str] = set()
        self._read(words)

    def _read(self, words: Words) -> None:
        """do_ipmonitor()."""
        asked: list[str] = []
        while words:
            word = words.take()
            if matches(word, "file"):
                words.argument()
                raise CommandFailed("ip monitor: pynetns reads no files of netlink messages.\n", 1)
            if matches(word, "label"):
                self.label = True
            elif (found := next((name for name in OBJECTS if matches(word, name)), None)) is not None:
                asked.append(found)
            elif word == "stats":
                asked.append(word)
            elif word == "all":
                self.label = True
            elif matches(word, "all-nsid"):
                self.nsid = "[nsid current]"
            elif matches(word, "help"):
                raise CommandFailed(MONITOR_USAGE, 255)
            elif word == "dev":
                name = words.argument()
                self.device = find_device(self.context, name)
                if self.device is None:
                    raise wrong_argument("Device does not exist\n", name)
            else:
                raise CommandFailed(f'Argument "{word}" is unknown, try "ip monitor help".\n', 255)
        self.kinds = {OBJECTS.get(name, "") for name in asked} or set(OBJECTS.values())
        if self.options.family not in ("", "inet"):
            self.kinds -= _FAMILIES

    def start(self) -> None:
        self.namespace.rtnetlink.listen(self._hear)

    def stop(self) -> int:
        self.finished = True
        self.namespace.rtnetlink.unlisten(self._hear)
        return 0

    def _hear(self, kind: str, verb: str, what: Any) -> None:
        if kind not in self.kinds or not self._concerns(kind, what):
            return
        printer = Printer(self.context, newline="\\" if self.options.oneline else "\n", color=self.options.color)
        if kind == "netconf":
            self._netconf(printer, verb, what)
            return
        self._headers(printer, kind)
        getattr(self, f"_{kind}")(printer, verb, what)

    def _concerns(self, kind: str, what: Any) -> bool:
        """What `dev` leaves over."""
        if self.device is None or kind in ("rule", "nexthop", "nsid"):
            return True
        if kind == "netconf":
            return bool(what[0] == self.device.name)
        return (what if kind == "link" else what.device) is self.device

    def _headers(self, printer: Printer, kind: str) -> None:
        now = self.context.lab.scheduler.now
        parts, rest = time.gmtime(now // SECOND), now % SECOND // 1000
        if self.options.timestamp == "short":
            printer.text(f"[{time.strftime('%Y-%m-%dT%H:%M:%S', parts)}.{rest:06}] ")
        elif self.options.timestamp:
            printer.text(f"Timestamp: {time.asctime(parts)} {rest} usec\n")
        printer.text(self.nsid + (f"[{LABELS[kind]}]" if self.label else ""))

    # --- what is told ------------------------------------------------------------------------------------------------------------

    def _link(self, printer: Printer, verb: str, device: NetDevice) -> None:
        printer.text("Deleted " if verb == "del" else "")
        print_link(printer, self.options, device, with_address=True, as_link=False, monitored=True, opening=verb == "opening")

    def _address(self, printer: Printer, verb: str, ifa: Any) -> None:
        printer.text("Deleted " if verb == "del" else "")
        print_address(printer, self.options, ifa, with_device=True)

    def _route(self, printer: Printer, verb: str, route: Any) -> None:
        printer.text("Deleted " if verb == "del" else "")
        print_route(printer, self.options, route, RouteFilter(table=0), nexthop_of(self.context.within(self.namespace), route))

    def _neigh(self, printer: Printer, verb: str, entry: Any) -> None:
        printer.text("Deleted " if verb == "del" else "")
        print_neighbour(printer, self.options, entry, with_device=True)

    def _rule(self, printer: Printer, verb: str, rule: Any) -> None:
        rules = self.namespace.fib.rules
        print_rule(printer, self.options, rule, rules.is_unresolved(rule), frozenset(self.namespace.devices), deleted=verb == "del")

    def _nexthop(self, printer: Printer, verb: str, nexthop: Any) -> None:
        print_nexthop(printer, self.options, nexthop, deleted=verb == "del")
        printer.text("\n")

    def _nsid(self, printer: Printer, verb: str, what: Any) -> None:
        number, other = what
        printer.text("Deleted " if verb == "del" else "")
        printer.text(f"nsid {number} " + (f"(iproute2 netns name: {other.name})" if other.name else "") + "\n")

    def _netconf(self, printer: Printer, verb: str, what: Any) -> None:
        """print_netconf(): all settings of a new device, or the one that changed; IPv6 has its own, all off."""
        scope, name = what
        for family in ("inet", "inet6") if name is None else ("inet",):
            if self.options.family not in ("", family):
                continue
            if verb in ("del", "renamed"):
                self._headers(printer, "netconf")
                printer.text(f"Deleted {family} {scope} \n")
            if verb in ("new", "renamed"):
                self._headers(printer, "netconf")
                printer.text(f"{family} {scope} {self._settings(family, scope, name)}\n")

    def _settings(self, family: str, scope: str, name: str | None) -> str:
        sysctl = self.namespace.sysctl
        words = []
        for setting, called in (("forwarding", "forwarding"), ("rp_filter", "rp_filter"), ("mc_forwarding", "mc_forwarding"),
                                ("proxy_arp", "proxy_neigh"), ("ignore_routes_with_linkdown", "ignore_routes_with_linkdown")):
            if name not in (None, setting) or (family == "inet6" and setting == "rp_filter"):
                continue
            value = int(sysctl[f"net.ipv4.conf.{scope}.{setting}"]) if family == "inet" else 0
            word = _RP_FILTER[min(value, 2)] if setting == "rp_filter" else "on" if value else "off"
            words.append(f"{called} {word} ")
        return "".join(words)


class NamespaceMonitor:
    """`ip netns monitor`: names that come and go."""

    finished = False

    def __init__(self, context: Context) -> None:
        self.context = context

    def start(self) -> None:
        self.context.lab.name_listeners.append(self._hear)

    def stop(self) -> int:
        self.finished = True
        if self._hear in self.context.lab.name_listeners:
            self.context.lab.name_listeners.remove(self._hear)
        return 0

    def _hear(self, verb: str, name: str) -> None:
        self.context.out(f"{verb} {name}\n")


def monitor_namespaces(context: Context) -> int:
    monitor = NamespaceMonitor(context)
    monitor.start()
    if context.jobs is not None:
        context.jobs.append(monitor)
        return 0
    return wait(context, monitor)
