"""`ip nexthop`: nexthop objects and groups (ip/ipnexthop.c of iproute2 6.1)."""

from dataclasses import replace
from typing import Any

from pynetns.commands.base import CommandFailed, Context, Words, matches, number, wrong_argument
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.ip_text import Ipv6Asked, get_address, protocol_name, scope_name
from pynetns.commands.ip_usage import NEXTHOP_USAGE
from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError
from pynetns.netns.nexthops import Nexthop, Resilient
from pynetns.netns.route_entry import UNIVERSE
from pynetns.netns.route_text import PROTOCOLS
from pynetns.wire.address import format_ipv4

_FAMILIES = ("inet", "inet6", "mpls", "bridge", "link")
_LONGEST = 0xFFFFFFFF // 100


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "list"
    if matches(command, "add"):
        return _modify(context, options, words, replacing=False)
    if matches(command, "replace"):
        return _modify(context, options, words, replacing=True)
    if matches(command, "delete"):
        fields, _ = _read(context, options, words)
        if set(fields) - {"number", "protocol", "onlink"}:
            raise NetlinkError(22, "Unknown attribute type")
        if "number" not in fields:
            raise NetlinkError(22, "Nexthop id is missing")
        context.namespace.nexthops.delete(fields["number"])
        return 0
    if any(matches(command, name) for name in ("list", "show", "lst")):
        return _list(context, options, words)
    if matches(command, "get"):
        return _get(context, options, words)
    if matches(command, "flush"):
        return _flush(context, options, words)
    if matches(command, "bucket"):
        raise CommandFailed("ip nexthop bucket is not part of pynetns.\n", 1)
    if matches(command, "help"):
        raise CommandFailed(NEXTHOP_USAGE, 255)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip nexthop help".\n', 255)


# --- changes ---------------------------------------------------------------------------------------------------------------------


def _modify(context: Context, options: Options, words: Words, replacing: bool) -> int:
    """ipnh_modify()."""
    fields, family = _read(context, options, words)
    context.namespace.nexthops.add(Nexthop(**fields, family_known=bool(family)), replacing)
    return 0


def _read(context: Context, options: Options, words: Words) -> tuple[dict[str, Any], str]:
    fields: dict[str, Any] = {}
    family = options.family
    while words:
        word = words.take()
        if word == "id":
            fields["number"] = _id(words.argument())
        elif word == "dev":
            fields["device"], family = _device(context, words.argument()), family or "inet"
        elif word == "via":
            text = words.argument()
            if text in _FAMILIES:
                if text == "inet6":
                    raise CommandFailed("ip nexthop: pynetns has no IPv6.\n", 2)
                text = words.argument()
            try:
                fields["via"], family = get_address(text, family), family or "inet"
            except Ipv6Asked:
                raise CommandFailed("ip nexthop: pynetns has no IPv6.\n", 2) from None
        elif word == "encap":
            raise CommandFailed("ip nexthop: encap is not part of pynetns.\n", 2)
        elif word == "blackhole":
            fields["blackhole"], family = True, family or "inet"
        elif word in ("fdb", "onlink"):
            fields[word] = True
        elif word == "group":
            fields["group"] = _group(words.argument())
        elif word == "type":
            _group_type(words, fields)
        elif matches(word, "protocol"):
            text = words.argument()
            fields["protocol"] = PROTOCOLS.get(text, number(text, 0, 255))
            if fields["protocol"] is None:
                raise wrong_argument('"protocol" value is invalid\n', text)
        elif word == "help":
            raise CommandFailed(NEXTHOP_USAGE, 255)
        else:
            raise wrong_argument("", word)
    return fields, family


def _id(text: str) -> int:
    value = number(text)
    if value is None:
        raise wrong_argument("invalid id value", text)
    return value


def _device(context: Context, name: str) -> NetDevice:
    device = find_device(context, name)
    if device is None:
        raise wrong_argument("Device does not exist\n", name)
    return device


def _group(text: str) -> tuple[tuple[int, int], ...]:
    """add_nh_group_attr(): "1/2,5"."""
    members = []
    for part in text.split("/"):
        ident, comma, weight = part.partition(",")
        found = number(ident)
        if found is None:
            raise wrong_argument('"group" value is invalid\n', text.partition("/")[0])
        share = number(weight, 1, 256) if comma else 1
        if share is None:
            raise wrong_argument('"weight" is invalid\n', weight)
        members.append((found, share))
    return tuple(members)


def _group_type(words: Words, fields: dict[str, Any]) -> None:
    kind = words.argument()
    if kind not in ("mpath", "resilient"):
        raise wrong_argument('"type" value is invalid\n', kind)
    if kind == "mpath":
        return
    settings = Resilient()
    while words and words.word in ("buckets", "idle_timer", "unbalanced_timer"):
        name = words.take()
        text = words.argument()
        value = number(text, 0, 0xFFFF if name == "buckets" else _LONGEST - 1)
        if value is None:
            raise wrong_argument(f"invalid {name.replace('_', ' ')} value", text)
        settings = replace(settings, **{name: value})
    fields["resilient"] = settings


# --- lists -----------------------------------------------------------------------------------------------------------------------


def _list(context: Context, options: Options, words: Words) -> int:
    wanted = _Filter()
    if wanted.read(context, words):
        return _print_one(context, options, wanted.number)
    printer = options.printer(context)
    for nexthop in context.namespace.nexthops:
        if wanted.takes(nexthop, options.family):
            print_nexthop(printer, options, nexthop)
            printer.text("\n")
    printer.finish()
    return 0


class _Filter:
    """Which objects are wanted: ipnh_list_flush()."""

    def __init__(self) -> None:
        self.device: NetDevice | None = None
        self.master: NetDevice | None = None
        self.groups = False
        self.protocol = 0
        self.number = 0
        self.is_empty = True

    def read(self, context: Context, words: Words) -> bool:
        """True where one is asked for by its number: what stands behind is not read."""
        self.is_empty = not words
        while words:
            word = words.take()
            if matches(word, "dev"):
                self.device = _device(context, words.argument())
            elif matches(word, "groups"):
                self.groups = True
            elif matches(word, "master"):
                self.master = _device(context, words.argument())
            elif matches(word, "vrf"):
                name = words.argument()
                self.master = find_device(context, name)
                if self.master is None or self.master.kind != "vrf":
                    raise wrong_argument("Invalid VRF\n", name)
            elif word == "id":
                self.number = _id(words.argument())
                return True
            elif matches(word, "protocol"):
                text = words.argument()
                protocol = number(text)
                if protocol is None:
                    raise wrong_argument("invalid protocol value", text)
                self.protocol = protocol
            elif matches(word, "fdb"):
                pass  # asked of the kernel, which does not look at it
            elif matches(word, "help"):
                raise CommandFailed(NEXTHOP_USAGE, 255)
            else:
                raise wrong_argument("", word)
        return False

    def takes(self, nexthop: Nexthop, family: str) -> bool:
        """nh_dump_filtered()."""
        if family == "inet6" or (self.protocol and self.protocol != nexthop.protocol):
            return False
        if self.groups and not nexthop.group:
            return False
        if self.device is None and self.master is None and not family:
            return True
        device = nexthop.device
        return not nexthop.group and self.device in (None, device) and (self.master is None or (
            device is not None and device.master is self.master))


def _get(context: Context, options: Options, words: Words) -> int:
    found = 0
    while words:
        if words.take() != "id":
            raise CommandFailed(NEXTHOP_USAGE, 255)
        found = _id(words.argument())
    if not found:
        raise CommandFailed(NEXTHOP_USAGE, 255)
    return _print_one(context, options, found)


def _print_one(context: Context, options: Options, ident: int) -> int:
    if not ident:
        raise NetlinkError(22, "Invalid nexthop id")
    nexthop = context.namespace.nexthops.get(ident)
    printer = options.printer(context)
    print_nexthop(printer, options, nexthop)
    printer.text("\n")
    printer.finish()
    return 0


def _flush(context: Context, options: Options, words: Words) -> int:
    """ipnh_flush(): groups first, where all are meant."""
    wanted, nexthops = _Filter(), context.namespace.nexthops
    if wanted.read(context, words):
        try:
            nexthops.delete(wanted.number)
        except NetlinkError as error:
            raise CommandFailed(f"{error}\n", 1) from None
        return 0
    flushed = 0
    for only_groups in (True, False) if wanted.is_empty else (wanted.groups,):
        for nexthop in nexthops:
            if nexthop.number in nexthops and wanted.takes(nexthop, options.family) and (nexthop.group or not only_groups):
                nexthops.delete(nexthop.number)
                flushed += 1
    context.out(f"Flushed {flushed} nexthops\n" if flushed else "Nothing to flush\n")
    return 0


def print_nexthop(printer: Printer, options: Options, nexthop: Nexthop, key: str | None = None, deleted: bool = False) -> None:
    """__print_nexthop_entry()."""
    printer.open(key)
    if deleted:
        printer.put("deleted", True, "Deleted ")
    printer.put("id", nexthop.number, "id {} ")
    if nexthop.group:
        _print_group(printer, nexthop)
    if nexthop.via:
        printer.put("gateway", format_ipv4(nexthop.via), "via {} ", "inet")
    if nexthop.device is not None and not nexthop.blackhole:
        printer.put("dev", nexthop.device.name, "dev {} ", "name")
    if nexthop.scope != UNIVERSE or options.details:
        printer.put("scope", scope_name(nexthop.scope, options.numeric), "scope {} ")
    if nexthop.blackhole:
        printer.put("blackhole", None, "blackhole ")
    if nexthop.protocol or options.details:
        printer.put("protocol", protocol_name(nexthop.protocol, options.numeric), "proto {} ")
    flags = ["onlink"] if nexthop.onlink else []
    printer.member("flags", flags)
    printer.text("".join(f"{flag} " for flag in flags))
    if nexthop.fdb:
        printer.put("fdb", None, "fdb")
    printer.close()


def _print_group(printer: Printer, nexthop: Nexthop) -> None:
    printer.text("group ")
    printer.open("group", array=True)
    for position, (ident, weight) in enumerate(nexthop.group):
        printer.open()
        if position:
            printer.text("/")
        printer.put("id", ident, "{}")
        if weight > 1:
            printer.put("weight", weight, ",{}")
        printer.close()
    printer.text(" ")
    printer.close()
    settings = nexthop.resilient
    if settings is not None:
        printer.put("type", "resilient", "type {} ")
        printer.open("resilient_args")
        printer.put("buckets", settings.buckets, "buckets {} ")
        printer.put("idle_timer", settings.idle_timer, "idle_timer {} ")
        printer.put("unbalanced_timer", settings.unbalanced_timer, "unbalanced_timer {} ")
        printer.put("unbalanced_time", 0, "unbalanced_time {} ")
        printer.close()
