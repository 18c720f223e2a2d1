"""route of net-tools 2.10: the routing table in its old words (route.c, lib/inet_sr.c)."""

from collections.abc import Iterator

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.net_tools_getopt import UNKNOWN, Getopt
from pynetns.commands.net_tools_routes import print_cache, print_ipv6, print_routes
from pynetns.commands.net_tools_text import (
    E_LOOKUP, E_OPTERR, E_SOCK, FAMILIES_BUILT, FAMILY_ALIASES, FAMILY_OPTIONS, HARDWARE_BUILT, RELEASE, ROUTED_FAMILIES_TEXT, atoi,
    read_prefix, resolve, show_usage,
)
from pynetns.errors import strerror
from pynetns.netns.route_ioctl import RouteEntry, add_route, delete_route

_USAGE = """\
Usage: route [-nNvee] [-FC] [<AF>]           List kernel routing tables
       route [-v] [-FC] {add|del|flush} ...  Modify routing table for AF.

       route {-h|--help} [<AF>]              Detailed usage syntax for specified AF.
       route {-V|--version}                  Display version/author and exit.

        -v, --verbose            be verbose
        -n, --numeric            don't resolve names
        -e, --extend             display other/more information
        -F, --fib                display Forwarding Information Base (default)
        -C, --cache              display routing cache instead of FIB

  <AF>=Use -4, -6, '-A <af>' or '--<af>'; default: inet
  List of possible address families (which support routing):
"""
_INET_USAGE = """\
Usage: inet_route [-vF] del {-host|-net} Target[/prefix] [gw Gw] [metric M] [[dev] If]
       inet_route [-vF] add {-host|-net} Target[/prefix] [gw Gw] [metric M]
                              [netmask N] [mss Mss] [window W] [irtt I]
                              [mod] [dyn] [reinstate] [[dev] If]
       inet_route [-vF] add {-host|-net} Target[/prefix] [metric M] reject
       inet_route [-FC] flush      NOT supported
"""
_LONG = {**FAMILY_OPTIONS, "extend": ("e", False), "verbose": ("v", False), "version": ("V", False), "numeric": ("n", False),
         "symbolic": ("N", False), "protocol": ("A", True), "cache": ("C", False), "fib": ("F", False), "help": ("h", False)}
_VERSION = RELEASE + "+NEW_ADDRT +RTF_IRTT +RTF_REJECT +I18N +SELINUX\n" + FAMILIES_BUILT + HARDWARE_BUILT.format("")
# The options of getopt would eat these words.
_KINDS = {"-net": "#net", "-host": "#host"}


def main(context: Context, words: list[str]) -> int:
    given: set[str] = set()
    family, extended = "", 1
    reader = Getopt(context, "route", [_KINDS.get(word, word) for word in words], "A:eCFhnN64Vv?", _LONG)
    for option, value in reader:
        if option == "V":
            context.out(_VERSION)
            return 0
        if option == "e":
            extended += 1
        elif option in ("A", "family", "4", "6"):
            family = read_family({"4": "inet", "6": "inet6"}.get(option, value))
        else:
            given.add("h" if option == UNKNOWN else option)
    if "h" in given:
        if not family:
            return show_usage(context, 0, _USAGE, ROUTED_FAMILIES_TEXT)
        context.out(_INET_USAGE)
        return 0
    action, *rest = reader.rest or [""]
    if not action:
        return _show(context, family or "inet", extended, given)
    if action not in ("add", "del", "delete", "flush"):
        return show_usage(context, E_OPTERR, _USAGE, ROUTED_FAMILIES_TEXT)
    if family not in ("", "inet"):
        raise CommandFailed(f"route: {family}: only routes of inet are known here\n", 1)
    return _edit(context, action, rest, "C" in given)


def read_family(name: str) -> str:
    """aftrans_opt(): the family that a word stands for."""
    for part in name.split(","):
        if part not in FAMILY_ALIASES:
            raise CommandFailed(f"Unknown address family `{part}'.\n", 1)
    return ",".join(FAMILY_ALIASES[part] for part in name.split(","))


def _show(context: Context, family: str, extended: int, given: set[str]) -> int:
    if family == "inet6":
        context.out(print_ipv6("C" in given))
    elif family == "inet":
        if "C" not in given or "F" in given:
            context.out(print_routes(context.namespace, extended, "n" in given))
        if "C" in given:
            context.out(print_cache(extended))
    else:
        raise CommandFailed(f"route: no support for `AF {family.upper()}' on this system.\n", 1)
    return 0


def _edit(context: Context, action: str, words: list[str], cache: bool) -> int:
    """INET_rinput()."""
    if action == "flush" or cache:
        what = "Flushing `inet' routing table" if action == "flush" else "Modifying `inet' routing cache"
        context.err(f"{what} not supported\n{_INET_USAGE}")
        return E_OPTERR
    if not words:
        context.out(_INET_USAGE)
        return 0
    entry = _read_entry(words, adding=action == "add")
    call, name = (add_route, "SIOCADDRT") if action == "add" else (delete_route, "SIOCDELRT")
    try:
        call(context.namespace, entry)
    except OSError as refusal:
        context.err(f"{name}: {strerror(refusal.errno or 0)}\n")
        return E_SOCK
    return 0


def _usage(message: str = "") -> CommandFailed:
    return CommandFailed(message + _INET_USAGE, E_OPTERR)


def _read_entry(words: list[str], adding: bool) -> RouteEntry:
    """INET_setroute(): the words behind add and del."""
    kind = words[0] if words[0] in _KINDS.values() else ""
    words = words[1:] if kind else words
    if not words:
        raise _usage()
    try:
        target, mask = read_prefix(words[0][:127])
    except ValueError:
        raise _usage() from None
    destination, is_net = resolve(target, host_first=kind == "#host", status=E_LOOKUP)
    if kind:
        is_net = kind == "#net"
    options = _Options(iter(words[1:]), mask or 0, words[0].partition("/")[2])
    options.read()
    _check_mask(options, destination, is_net)
    values = options.values
    return RouteEntry(destination, 0xFFFFFFFF if adding and not is_net else options.mask, not is_net, options.gateway, values.get("metric"),
                      options.device, options.reject, values.get("mss"), values.get("window"), values.get("irtt"))


class _Options:
    """What stands behind the target. The order is free, but a device without `dev` is the last word."""

    def __init__(self, words: Iterator[str], mask: int, length: str) -> None:
        self.words = words
        self.mask = mask
        self.mask_text = f"/{length}"
        self.gateway: int | None = None
        self.device = ""
        self.reject = False
        self.values: dict[str, int] = {}

    def read(self) -> None:
        for word in self.words:
            if word in ("metric", "mss", "mtu", "window", "irtt"):
                self._number("mss" if word == "mtu" else word)
            elif word == "netmask":
                self.mask_text = self._argument(self.mask == 0)
                self.mask = resolve(self.mask_text, status=E_LOOKUP)[0]
            elif word in ("gw", "gateway"):
                self._gateway()
            elif word == "reject":
                self.reject = True
            elif word in ("device", "dev"):
                self.device = self._argument(not self.device)
            elif word not in ("mod", "dyn", "reinstate"):
                if self.device or next(self.words, None) is not None:
                    raise _usage()
                self.device = word

    def _argument(self, allowed: bool = True) -> str:
        word = next(self.words, None)
        if word is None or not allowed:
            raise _usage()
        return word

    def _gateway(self) -> None:
        name = self._argument()
        if self.gateway is not None:
            raise _usage()
        self.gateway, is_net = resolve(name, host_first=True, status=E_LOOKUP)
        if is_net:
            raise _usage(f"route: {name}: cannot use a NETWORK as gateway!\n")

    def _number(self, name: str) -> None:
        text = self._argument()
        if name == "metric" and not text[0:1].isdigit():
            raise _usage()
        value = self.values[name] = atoi(text)
        if name == "mss" and not 64 <= value <= 65536:
            raise _usage("route: Invalid MSS/MTU.\n")
        if name == "window" and value < 128:
            raise _usage("route: Invalid window.\n")


def _check_mask(options: _Options, destination: int, is_net: bool) -> None:
    """The sanity checks of route; an empty mask passes them all."""
    if not options.mask:
        return
    host = ~options.mask & 0xFFFFFFFF
    if not is_net and host != 0xFFFFFFFF:
        raise _usage(f"route: netmask {host:08x} doesn't make sense with host route\n")
    if host & (host + 1):
        raise _usage(f"route: bogus netmask {options.mask_text}\n")
    if destination & host:
        raise _usage("route: netmask doesn't match route address\n")
