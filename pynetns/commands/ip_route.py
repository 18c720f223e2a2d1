"""`ip route`: change the routing tables (ip/iproute.c of iproute2 6.1)."""

import errno
import re
from collections.abc import Callable
from typing import Any

from pynetns.commands.base import CommandFailed, Context, Words, garbage, matches, no_device, number, wrong_argument
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_route_get import get
from pynetns.commands.ip_route_show import flush, show
from pynetns.commands.ip_text import Ipv6Asked, get_address, get_prefix, read_table
from pynetns.commands.ip_usage import ROUTE_USAGE
from pynetns.commands.ip_vrf import vrf_table
from pynetns.errors import NetlinkError
from pynetns.netns.address_text import SCOPES
from pynetns.netns.route_entry import METRICS, NOWHERE, PROTO_BOOT, TYPES
from pynetns.netns.route_request import RouteRequest
from pynetns.netns.route_text import PROTOCOLS, TABLES, default_scope, default_table

FAMILIES = ("inet", "inet6", "mpls", "bridge", "link")
CONGESTION = {"cubic": 1, "reno": 2}  # the algorithms that the kernel has built in
_TIME = re.compile(r"([0-9.]+)(s|sec|secs|ms|msec|msecs)?")


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "list"
    modes = {"add": "add", "change": "change", "chg": "change", "replace": "replace", "prepend": "prepend", "append": "append",
             "test": "test"}
    for name, mode in modes.items():
        if matches(command, name) if name != "chg" else command == name:
            return _modify(context, options, words, mode)
    if matches(command, "delete"):
        return _modify(context, options, words, "delete")
    if any(matches(command, name) for name in ("list", "show", "lst")):
        return _without_ipv6(show, context, options, words)
    if matches(command, "get"):
        try:
            return get(context, options, words)
        except Ipv6Asked:
            raise NetlinkError(errno.ENETUNREACH) from None
    if matches(command, "flush"):
        return _without_ipv6(flush, context, options, words)
    if any(matches(command, name) for name in ("save", "restore", "showdump")):
        raise CommandFailed(f"ip route {command} is not part of pynetns.\n", 1)
    if matches(command, "help"):
        raise CommandFailed(ROUTE_USAGE, 255)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip route help".\n', 255)


def _without_ipv6(function: Callable[[Context, Options, Words], int], context: Context, options: Options, words: Words) -> int:
    """There are no IPv6 routes: a list of them is empty."""
    try:
        return function(context, options, words)
    except Ipv6Asked:
        return 0


def read_tos(text: str) -> int | None:
    """rtnl_dsfield_a2n(): a hexadecimal number."""
    try:
        value = int(text, 16)
    except ValueError:
        return None
    return value if 0 <= value <= 255 else None


class _Reader:
    """Reads the words of a route: iproute_modify()."""

    def __init__(self, context: Context, options: Options, words: Words) -> None:
        self.context = context
        self.words = words
        self.family = options.family
        self.fields: dict[str, Any] = {}
        self.metrics: dict[str, int] = {}
        self.locked: set[str] = set()
        self.dev: str | None = None
        self.has_gateway = self.has_destination = False

    def read(self) -> None:
        while self.words:
            self._word(self.words.take())

    def _word(self, word: str) -> None:
        words, fields = self.words, self.fields
        if word == "src":
            fields["src"] = self._address()
        elif word == "via":
            if self.has_gateway:
                raise wrong_argument("use nexthop syntax to specify multiple via\n", word)
            self.has_gateway = True
            if words and words.word in FAMILIES:
                family = words.take()
                if family == "inet6":
                    raise Ipv6Asked
                if family != "inet":
                    raise CommandFailed(f"ip route: pynetns has no gateways of family {family}.\n", 2)
            fields["via"] = self._address()
        elif word == "tos" or matches(word, "dsfield"):
            fields["tos"] = self._value("tos", '"tos" value is invalid\n', read_tos)
        elif word == "expires":
            self._value("expires", '"expires" value is invalid\n', number)
        elif matches(word, "metric") or matches(word, "priority") or word == "preference":
            fields["metric"] = self._value("metric", '"metric" value is invalid\n', number)
        elif word == "scope":
            fields["scope"] = self._value("scope", 'invalid "scope" value\n', lambda t: SCOPES.get(t, number(t, 0, 255)))
        elif self._metric(word):
            pass
        elif word == "pref":  # IPv6's; the kernel does not look at it here
            self._value("pref", '"pref" value is invalid\n', lambda t: 0 if t in ("low", "medium", "high") else number(t, 0, 255))
        elif word == "onlink":
            fields["onlink"] = True
        elif word == "nexthop":
            self._next_hops()
        elif word == "nhid":
            fields["nexthop"] = self._value("nhid", '"id" value is invalid\n', number)
        elif matches(word, "vrf"):
            text = words.argument()
            fields["table"] = vrf_table(self.context, text)
            if not fields["table"]:
                raise wrong_argument("Invalid VRF\n", text)
        elif word in ("encap", "as", "from", "ttl-propagate"):
            raise CommandFailed(f"ip route: {word} is not part of pynetns.\n", 2)
        elif matches(word, "protocol"):
            fields["protocol"] = self._value("proto", '"protocol" value is invalid\n', lambda t: PROTOCOLS.get(t, number(t, 0, 255)))
        elif matches(word, "table"):
            fields["table"] = self._value("table", '"table" value is invalid\n', read_table)
        elif word in ("dev", "oif"):
            self.dev = words.argument()
        else:
            self._destination(word)

    def _next_hops(self) -> None:
        """parse_nexthops(): everything behind the first `nexthop` belongs to next hops."""
        words, hops = self.words, []
        while True:
            if not words:
                raise CommandFailed('Error: unexpected end of line after "nexthop"\n', 255)
            hop: dict[str, Any] = {"prefix": 0, "length": 0}
            while (words and words.word in ("via", "dev", "weight", "onlink")) or (words and matches(words.word, "realms")):
                word = words.take()
                if word == "via":
                    if words and words.word in FAMILIES and words.take() == "inet6":
                        raise Ipv6Asked
                    hop["via"] = self._address()
                elif word == "dev":
                    name = words.argument()
                    hop["device"] = find_device(self.context, name)
                    if hop["device"] is None:
                        raise CommandFailed(f'Cannot find device "{name}"\nError: cannot parse nexthop\n', 255)
                elif word == "weight":
                    text = words.argument()
                    hop["weight"] = number(text, 1, 256)
                    if hop["weight"] is None:
                        raise wrong_argument('"weight" is invalid\n', text)
                elif word == "onlink":
                    hop["onlink"] = True
                else:
                    hop["realm"] = _realm(words.argument())
            hops.append(RouteRequest(**hop))
            if not words:
                break
            if words.take() != "nexthop":
                raise CommandFailed(f'Error: "nexthop" or end of line is expected instead of "{words.last}"\n', 255)
        self.fields["paths"] = tuple(hops)

    def _address(self) -> int:
        value = get_address(self.words.argument(), self.family)
        self.family = "inet"
        return value

    def _value(self, name: str, message: str, read: Any) -> int:
        text = self.words.argument()
        value = read(text)
        if value is None:
            raise wrong_argument(message, text)
        return int(value)

    def _destination(self, word: str) -> None:
        if word == "to":
            word = self.words.argument()
        if not word[:1].isdigit() and word in TYPES and word != "none":
            self.fields["type"] = word
            word = self.words.argument()
        if matches(word, "help"):
            raise CommandFailed(ROUTE_USAGE, 255)
        if self.has_destination:
            raise garbage("to", word)
        self.fields["prefix"], self.fields["length"], _ = get_prefix(word, self.family)
        self.has_destination = True
        if word not in ("default", "any", "all"):  # these are of any family
            self.family = "inet"

    def _metric(self, word: str) -> bool:
        """A metric of the route: its name, perhaps `lock`, its value. These names may be abbreviated, those of the first line not."""
        whole = ("mtu", "hoplimit", "advmss", "rtt", "rto_min")
        abbreviated = ("reordering", "window", "cwnd", "initcwnd", "initrwnd", "features", "quickack", "congctl", "rttvar", "ssthresh",
                       "realms", "fastopen_no_cookie")
        name = word if word in whole else next((each for each in abbreviated if matches(word, each)), None)
        # `protocol`, `table` and the rest of iproute_modify() come behind these, so `c` is cwnd and `r` reordering.
        if name is None:
            return False
        words = self.words
        text = words.argument()
        if text == "lock" and name not in ("features", "quickack", "realms", "fastopen_no_cookie", "rto_min"):
            self.locked.add(name)
            text = words.argument()
        if name == "rto_min":
            self.locked.add(name)
        if name == "realms":
            first, slash, second = text.partition("/")
            numbers = [number(part, 0, 0xFFFF) for part in ([first, second] if slash else ["0", first])]
            if None in numbers:
                raise wrong_argument('"realm" value is invalid\n', text)
            self.fields["realm"] = (numbers[0] or 0) << 16 | (numbers[1] or 0)
            return True
        if name == "congctl":
            if text not in CONGESTION:
                raise NetlinkError(errno.EINVAL, "Unknown tcp congestion algorithm")
            self.metrics[name] = CONGESTION[text]
            return True
        if name == "features":
            if text != "ecn":
                raise wrong_argument('"features" value not valid\n', text)
            self.metrics[name] = 1
            return True
        if name in ("rtt", "rttvar", "rto_min"):
            value = _milliseconds(text, {"rtt": 8, "rttvar": 4, "rto_min": 1}[name])
        else:
            value = number(text, 0, 255 if name == "hoplimit" else 0xFFFFFFFF)
        if value is None:
            raise wrong_argument(f'"{"mss" if name == "advmss" else name}" value is invalid\n', text)
        if name in ("quickack", "fastopen_no_cookie") and value > 1:
            raise wrong_argument(f'"{name}" value should be 0 or 1\n', text)
        self.metrics[name] = value
        return True


def _realm(text: str) -> int:
    """get_rt_realms_or_raw()."""
    source, slash, destination = text.rpartition("/")
    parts = [number(part, 0, 0xFFFF if slash else 0xFFFFFFFF) for part in ((source, destination) if slash else (destination,))]
    if any(part is None for part in parts):
        raise wrong_argument('"realm" value is invalid\n', text)
    return (parts[0] or 0) << 16 | (parts[1] or 0) if slash else parts[0] or 0


def _milliseconds(text: str, unit: int) -> int | None:
    """get_time_rtt(): with a unit it is a time, in parts of a millisecond; without, the kernel's own number."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    try:
        value = float(match[1])
    except ValueError:
        return None
    if match[2] is None:
        return int(value)
    return int(value * (1000 if match[2].startswith("s") else 1)) * unit


def _modify(context: Context, options: Options, words: Words, mode: str) -> int:
    reader = _Reader(context, options, words)
    try:
        reader.read()
    except Ipv6Asked:
        if mode == "delete":
            raise NetlinkError(errno.ESRCH) from None
        raise NetlinkError(errno.EINVAL, "IPv6 is disabled on nexthop device") from None
    fields = reader.fields
    if not reader.has_destination:
        raise CommandFailed(ROUTE_USAGE, 255)
    if reader.dev is not None:
        fields["device"] = find_device(context, reader.dev)
        if fields["device"] is None:
            raise no_device(reader.dev)
    fields["metrics"] = tuple((name, reader.metrics[name]) for name in METRICS if name in reader.metrics)
    fields["locked"] = frozenset(reader.locked)
    kind = fields.setdefault("type", "none" if mode == "delete" else "unicast")
    fields.setdefault("protocol", 0 if mode == "delete" else PROTO_BOOT)
    fields.setdefault("table", default_table(kind))
    if fields["table"] == 0:
        fields["table"] = TABLES["main"]
    if "scope" not in fields:
        if mode == "delete" and kind in ("none", "unicast", "blackhole", "unreachable", "prohibit", "throw"):
            fields["scope"] = NOWHERE
        else:
            fields["scope"] = default_scope(kind, reader.has_gateway or "paths" in fields or bool(fields.get("nexthop")))
    request = RouteRequest(**fields)
    if mode == "delete":
        context.namespace.routes.delete_request(request)
    else:
        context.namespace.routes.request(request, mode)
    return 0
