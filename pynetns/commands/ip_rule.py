"""`ip rule`: list and change the policy rules (ip/iprule.c of iproute2 6.1)."""

import re
from dataclasses import dataclass, field
from typing import Any

from pynetns.commands.base import CommandFailed, Context, Words, matches, number, wrong_argument
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_rule_print import print_rule
from pynetns.commands.ip_text import Ipv6Asked, get_address, get_prefix, read_table
from pynetns.commands.ip_usage import RULE_USAGE
from pynetns.commands.netdb import protocol_number as ip_protocol_number
from pynetns.errors import NetlinkError
from pynetns.netns.fib_rules import RULE_PROTO, Rule
from pynetns.netns.route_entry import TYPES
from pynetns.netns.route_text import PROTOCOLS
from pynetns.wire.address import mask

_IPV6_RULES = (Rule(0, table=255, protocol=RULE_PROTO), Rule(32766, table=254, protocol=RULE_PROTO))
_RANGE = re.compile(r"\s*([0-9]+)(?:-\s*([0-9]+))?")
_ACTION_TYPES = {"unicast": "table", "local": "goto", "broadcast": "nop", "blackhole": "blackhole", "unreachable": "unreachable",
                 "prohibit": "prohibit"}  # RTN_* have the numbers of FR_ACT_*


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "list"
    if any(matches(command, name) for name in ("list", "lst", "show")):
        return _list(context, options, words, flushing=False)
    if matches(command, "save"):
        if words:
            raise CommandFailed('"ip rule save" does not take any arguments.\n', 1)
        raise CommandFailed("ip rule save: pynetns does not write binary dumps.\n", 1)
    if matches(command, "restore"):
        raise CommandFailed("ip rule restore: pynetns does not read binary dumps.\n", 1)
    if matches(command, "add") or matches(command, "delete"):
        return _modify(context, options, words, matches(command, "add"))
    if matches(command, "flush"):
        return _list(context, options, words, flushing=True)
    if matches(command, "help"):
        raise CommandFailed(RULE_USAGE, 255)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip rule help".\n', 255)


# --- changes ---------------------------------------------------------------------------------------------------------------------


def _modify(context: Context, options: Options, words: Words, adding: bool) -> int:
    """iprule_modify()."""
    if not words:
        raise CommandFailed(f'"ip rule {"add" if adding else "del"}" requires arguments.\n', 1)
    reader = _Reader(context, options.family)
    try:
        while words:
            reader.word(words, words.take())
    except Ipv6Asked:
        raise CommandFailed("ip rule: pynetns has no IPv6.\n", 2) from None
    fields = reader.fields
    if fields.get("l3mdev") and fields.get("table"):
        raise CommandFailed("table can not be specified for l3mdev rules\n", 22)
    if options.family == "inet6":
        raise CommandFailed("ip rule: pynetns has no IPv6.\n", 2)
    if adding and not reader.table_said:
        fields["table"] = 254
    rule, rules = Rule(**fields), context.namespace.fib.rules
    if adding:
        rules.add(rule)
    else:
        rules.delete(rule, any_action="action" not in fields)
    return 0


class _Reader:
    """The words of a rule."""

    def __init__(self, context: Context, family: str) -> None:
        self.context = context
        self.family = family
        self.fields: dict[str, Any] = {}
        self.table_said = False

    def word(self, words: Words, word: str) -> None:
        fields = self.fields
        if word == "not":
            fields["invert"] = True
        elif word == "from":
            fields["src"], fields["src_length"] = self._prefix(words)
        elif word == "to":
            fields["dst"], fields["dst_length"] = self._prefix(words)
        elif any(matches(word, name) for name in ("preference", "order", "priority")):
            fields["priority"] = _value(words, "preference value is invalid\n")
        elif word == "tos" or matches(word, "dsfield"):
            fields["tos"] = _tos(words)
        elif word == "fwmark":
            _mark(words, fields)
        elif matches(word, "realms"):
            fields["realm"] = _realms(words)
        elif matches(word, "protocol"):
            text = words.argument()
            fields["protocol"] = _known(PROTOCOLS.get(text, number(text, 0, 255)), '"protocol" value is invalid\n', text)
        elif matches(word, "tun_id"):
            text = words.argument()
            fields["tunnel"] = _known(number(text, 0, (1 << 64) - 1), '"tun_id" value is invalid\n', text)
        elif matches(word, "table") or word == "lookup":
            text = words.argument()
            fields["table"], self.table_said = _known(read_table(text), "invalid table ID\n", text), True
        elif matches(word, "suppress_prefixlength") or word == "sup_pl":
            fields["suppress_length"] = _value(words, "suppress_prefixlength value is invalid\n", 0x7FFFFFFF)
        elif matches(word, "suppress_ifgroup") or word == "sup_group":
            text = words.argument()
            fields["suppress_group"] = _known(0 if text == "default" else number(text), 'Invalid "suppress_ifgroup" value\n', text)
        elif word in ("dev", "iif"):
            fields["iif"] = _device_name(words, '"iif"/"dev" not a valid ifname')
        elif word == "oif":
            fields["oif"] = _device_name(words, '"oif" not a valid ifname')
        elif word == "l3mdev":
            fields["l3mdev"] = self.table_said = True
        elif word == "uidrange":
            fields["uids"] = _uids(words)
        elif word == "ipproto":
            text = words.argument()
            fields["proto"] = _known(_ip_protocol(text), 'Invalid "ipproto" value\n', text)
        elif word in ("sport", "dport"):
            fields[word] = _ports(words, "invalid port range\n" if word == "sport" else "invalid dport range\n")
        elif word == "nat" or matches(word, "map-to"):
            self.context.err("Warning: route NAT is deprecated\n")
            get_address(words.argument(), "inet")
            fields["action"] = "nat"
        else:
            self._action(words, words.argument() if word == "type" else word)

    def _action(self, words: Words, word: str) -> None:
        if matches(word, "help"):
            raise CommandFailed(RULE_USAGE, 255)
        if matches(word, "goto"):
            text = words.argument()
            self.fields["target"] = _known(number(text), "invalid target\n", text)
            action = "goto"
        elif matches(word, "nop"):
            action = "nop"
        elif word in TYPES:
            action = _ACTION_TYPES.get(word, word)
        else:
            value = number(word, 0, 255)
            if value is None:
                raise wrong_argument("Failed to parse rule type", word)
            action = _ACTION_TYPES.get(TYPES[value], TYPES[value]) if value < len(TYPES) else word
        self.fields["action"], self.table_said = action, True

    def _prefix(self, words: Words) -> tuple[int, int]:
        prefix, length, _ = get_prefix(words.argument(), self.family)
        self.family = self.family or "inet"
        return prefix, length


def _known(value: int | None, message: str, text: str) -> int:
    if value is None:
        raise wrong_argument(message, text)
    return value


def _value(words: Words, message: str, most: int = 0xFFFFFFFF) -> int:
    text = words.argument()
    return _known(number(text, 0, most), message, text)


def _tos(words: Words) -> int:
    text = words.argument()
    try:
        value = int(text, 16)
    except ValueError:
        value = -1
    return _known(value if 0 <= value <= 255 else None, "TOS value is invalid\n", text)


def _mark(words: Words, fields: dict[str, Any]) -> None:
    text, slash, bits = words.argument().partition("/")
    fields["mark"] = _known(number(text), "fwmark value is invalid\n", text)
    if slash:
        fields["mark_mask"] = _known(number(bits), "fwmask value is invalid\n", bits)


def _realms(words: Words) -> int:
    """get_rt_realms_or_raw()."""
    text = words.argument()
    source, slash, destination = text.rpartition("/")
    parts = [number(part, 0, 0xFFFF if slash else 0xFFFFFFFF) for part in ((source, destination) if slash else (destination,))]
    if any(part is None for part in parts):
        raise wrong_argument("invalid realms\n", text)
    value = 0
    for part in parts:
        value = value << 16 | (part or 0)
    return value


def _device_name(words: Words, message: str) -> str:
    """check_ifname()."""
    name = words.argument()
    if not name or len(name) >= 16 or "/" in name or any(c.isspace() for c in name):
        raise wrong_argument(message, name)
    return name


def _uids(words: Words) -> tuple[int, int]:
    text = words.argument()
    found = _RANGE.match(text)
    if found is None or found[2] is None:
        raise wrong_argument("invalid UID range\n", text)
    return int(found[1]) & 0xFFFFFFFF, int(found[2]) & 0xFFFFFFFF


def _ports(words: Words, message: str) -> tuple[int, int]:
    text = words.argument()
    found = _RANGE.match(text)
    if found is None:
        raise wrong_argument(message, text)
    low = int(found[1]) & 0xFFFF
    return low, int(found[2]) & 0xFFFF if found[2] is not None else low


def _ip_protocol(text: str) -> int | None:
    return int(text) if text.isdigit() and int(text) < 256 else ip_protocol_number(text)


# --- lists -----------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Filter:
    """Which rules are wanted. What a rule has to be equal in stands in `equal`, by its name there."""

    invert: bool = False
    src: tuple[int, int] | None = None
    dst: tuple[int, int] | None = None
    protocol: int | None = None
    equal: dict[str, Any] = field(default_factory=dict)

    def takes(self, rule: Rule) -> bool:
        """filter_nlmsg()."""
        return ((not self.invert or rule.invert) and _inside(self.src, rule.src, rule.src_length)
                and _inside(self.dst, rule.dst, rule.dst_length)
                and all((getattr(rule, name) or 0) == value for name, value in self.equal.items()))


def _inside(wanted: tuple[int, int] | None, prefix: int, length: int) -> bool:
    return wanted is None or (wanted[1] <= length and not (prefix ^ wanted[0]) & mask(wanted[1]))


def _read_filter(family: str, words: Words) -> _Filter:
    wanted = _Filter()
    while words:
        word = words.take()
        if any(matches(word, name) for name in ("preference", "order", "priority")):
            wanted.equal["priority"] = _value(words, "preference value is invalid\n")
        elif word == "not":
            wanted.invert = True
        elif word in ("tos", "dsfield"):
            wanted.equal["tos"] = _tos(words)
        elif word == "fwmark":
            marks: dict[str, int] = {}
            _mark(words, marks)
            wanted.equal |= {name: value for name, value in marks.items() if value}
        elif word in ("dev", "iif"):
            wanted.equal["iif"] = _device_name(words, '"iif"/"dev" not a valid ifname')
        elif word == "oif":
            wanted.equal["oif"] = _device_name(words, '"oif" not a valid ifname')
        elif word == "l3mdev":
            wanted.equal["l3mdev"] = True
        elif word == "uidrange":
            wanted.equal["uids"] = _uids(words)
        elif matches(word, "tun_id"):
            text = words.argument()
            _set(wanted.equal, "tunnel", _known(number(text, 0, (1 << 64) - 1), '"tun_id" value is invalid\n', text))
        elif matches(word, "lookup") or matches(word, "table"):
            text = words.argument()
            _set(wanted.equal, "table", _known(read_table(text), "table id value is invalid\n", text))
        elif matches(word, "from") or matches(word, "src"):
            wanted.src = get_prefix(words.argument(), family)[:2]
        elif matches(word, "protocol"):
            text = words.argument()
            wanted.protocol = PROTOCOLS.get(text, number(text, 0, 255))
            if wanted.protocol is None and text != "all":
                raise wrong_argument('invalid "protocol"\n', text)
        elif word == "ipproto":
            text = words.argument()
            _set(wanted.equal, "proto", _known(_ip_protocol(text), 'Invalid "ipproto" value\n', text))
        elif word in ("sport", "dport"):
            ports = _ports(words, "invalid port range\n" if word == "sport" else "invalid dport range\n")
            if ports[0]:
                wanted.equal[word] = ports
        else:
            text = words.argument() if matches(word, "dst") or matches(word, "to") else word
            wanted.dst = get_prefix(text, family)[:2]
    return wanted


def _set(equal: dict[str, Any], name: str, value: int) -> None:
    """What is zero is not asked for."""
    if value:
        equal[name] = value
    else:
        equal.pop(name, None)


def _list(context: Context, options: Options, words: Words, flushing: bool) -> int:
    """iprule_list_flush_or_save()."""
    family = options.family or "inet"
    try:
        wanted = _read_filter(family, words)
    except Ipv6Asked:
        wanted = _Filter()
        family = "inet6"
    rules = context.namespace.fib.rules
    chosen = [rule for rule in (rules if family == "inet" else _IPV6_RULES if family == "inet6" else ()) if wanted.takes(rule)]
    if flushing:
        for rule in chosen:
            if rule.priority and wanted.protocol in (None, rule.protocol) and family == "inet":
                try:
                    rules.delete(rule, any_action=False)
                except NetlinkError:
                    break
        return 0
    printer = options.printer(context)
    for rule in chosen:
        print_rule(printer, options, rule, rules.is_unresolved(rule), frozenset(context.namespace.devices))
    printer.finish()
    return 0
