"""`ip addr`: give, change, take away and list addresses (ip/ipaddress.c of iproute2 6.1)."""

import errno
from contextlib import suppress
from dataclasses import dataclass, field

from pynetns.commands.base import CommandFailed, Context, Words, duplicate, garbage, matches, no_device, number, wrong_argument
from pynetns.commands.ip_addr_show import FLAGS, READ_ONLY, print_address, read_filter, show
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_text import Ipv6Asked, get_address, get_prefix
from pynetns.commands.ip_usage import ADDR_USAGE
from pynetns.errors import NetlinkError
from pynetns.netns.address_entry import FOREVER, InterfaceAddress
from pynetns.netns.address_text import SCOPES
from pynetns.netns.route_entry import HOST, UNIVERSE
from pynetns.wire.address import ipv4_is_loopback, ipv4_is_multicast, mask

MUTABLE = ("noprefixroute", "autojoin")


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "show"
    if matches(command, "add"):
        return _modify(context, options, words, "add")
    if matches(command, "change") or command == "chg":
        return _modify(context, options, words, "change")
    if matches(command, "replace"):
        return _modify(context, options, words, "replace")
    if matches(command, "delete"):
        return _modify(context, options, words, "delete")
    if any(matches(command, name) for name in ("list", "show", "lst")):
        return show(context, options, words, as_link=False)
    if matches(command, "flush"):
        return _flush(context, options, words)
    if any(matches(command, name) for name in ("save", "showdump", "restore")):
        raise CommandFailed(f"ip address {command} is not part of pynetns.\n", 1)
    if matches(command, "help"):
        raise CommandFailed(ADDR_USAGE, 255)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip address help".\n', 255)


@dataclass(slots=True)
class _Request:
    """The words of add, change, replace and delete."""

    family: str = ""
    local: tuple[int, int, bool] | None = None
    local_text: str = ""
    peer: tuple[int, int, bool] | None = None
    broadcast: int | str | None = None
    anycast: bool = False
    scope: int | None = None
    dev: str | None = None
    label: str | None = None
    metric: int = 0
    valid: int | None = None
    preferred: int | None = None
    flags: set[str] = field(default_factory=set)


def _read(context: Context, words: Words, request: _Request) -> None:
    word = words.take()
    if word in ("peer", "remote"):
        value = words.argument()
        if request.peer is not None:
            raise duplicate("peer", value)
        request.peer, request.family = get_prefix(value, request.family), "inet"
    elif matches(word, "broadcast") or word == "brd":
        value = words.argument()
        if request.broadcast is not None:
            raise duplicate("broadcast", value)
        request.broadcast = value if value in ("+", "-") else get_address(value, request.family)
    elif word == "anycast":
        value = words.argument()
        if request.anycast:
            raise duplicate("anycast", value)
        get_address(value, request.family)
        request.anycast = True
    elif word == "scope":
        value = words.argument()
        request.scope = SCOPES.get(value, number(value, 0, 255))
        if request.scope is None:
            raise wrong_argument("invalid scope value.", value)
    elif word == "dev":
        request.dev = words.argument()
    elif word == "label":
        request.label = words.argument()
    elif any(matches(word, name) for name in ("metric", "priority", "preference")):
        value = words.argument()
        metric = number(value)
        if metric is None:
            raise wrong_argument('"metric" value is invalid\n', value)
        request.metric = metric
    elif matches(word, "valid_lft"):
        request.valid = _lifetime("valid_lft", words, request.valid)
    elif matches(word, "preferred_lft"):
        request.preferred = _lifetime("preferred_lft", words, request.preferred)
    elif word in FLAGS:
        if word in READ_ONLY:
            context.err(f"Warning: {word if word != 'temporary' else 'temporary'} option is not mutable from userspace\n")
        elif word not in MUTABLE:
            context.err(f"Warning: {word} option can be set only for IPv6 addresses\n")
        else:
            request.flags.add(word)
    else:
        value = words.argument() if word == "local" else word
        if matches(value, "help"):
            raise CommandFailed(ADDR_USAGE, 255)
        if request.local is not None:
            raise garbage("local", value)
        request.local, request.local_text = get_prefix(value, request.family), value
        request.family = "inet"


def _lifetime(name: str, words: Words, before: int | None) -> int:
    if before is not None:
        raise duplicate(name, words.word if words else name)
    text = words.argument()
    value = FOREVER if text == "forever" else number(text)
    if value is None:
        raise wrong_argument(f"{name} value", text)
    return value


def _modify(context: Context, options: Options, words: Words, mode: str) -> int:
    """ipaddr_modify()."""
    request = _Request(family=options.family)
    try:
        while words:
            _read(context, words, request)
    except Ipv6Asked:
        reason = "address not found" if mode == "delete" else "IPv6 is disabled on this device"
        raise NetlinkError(errno.EACCES, f"ipv6: {reason}") from None
    if request.dev is None:
        raise CommandFailed('Not enough information: "dev" argument is required.\n', 1)
    peer = request.peer
    if peer is None and request.local is not None:
        if mode == "delete" and not request.local[2]:
            context.err("Warning: Executing wildcard deletion to stay compatible with old scripts.\n"
                        f"         Explicitly specify the prefix length ({request.local_text}/32) to avoid this warning.\n"
                        "         This special behaviour is likely to disappear in further releases,\n"
                        "         fix your scripts!\n")
        else:
            peer = request.local
    device = find_device(context, request.dev)
    if device is None:
        raise no_device(request.dev)
    if request.valid is not None or request.preferred is not None:
        if request.valid == 0:
            raise CommandFailed("valid_lft is zero\n", 1)
        if (FOREVER if request.valid is None else request.valid) < (FOREVER if request.preferred is None else request.preferred):
            raise CommandFailed("preferred_lft is greater than valid_lft\n", 1)
    if "autojoin" in request.flags and not (request.local and ipv4_is_multicast(request.local[0])):
        raise CommandFailed("autojoin needs multicast address\n", 1)
    if (request.local is None and peer is None) or (request.local_text in ("default", "any", "all") and not options.family):
        raise NetlinkError(errno.EOPNOTSUPP)
    if request.label is not None and len(request.label) >= 16:
        raise NetlinkError(errno.EINVAL, "Attribute failed policy validation")
    addresses = context.namespace.addresses
    if mode == "delete":
        addresses.delete(device, request.local[0] if request.local else None, peer[0] if peer else None, peer[1] if peer else 32,
                         request.label or "")
        return 0
    if request.local is None or peer is None:
        raise NetlinkError(errno.EINVAL, "ipv4: Local address is not supplied")
    length = peer[1] or request.local[1]
    scope = request.scope if request.scope is not None else HOST if ipv4_is_loopback(request.local[0]) else UNIVERSE
    addresses.insert(
        device, request.local[0], length, address=peer[0], broadcast=_broadcast(request.broadcast, peer[0], length), scope=scope,
        label=request.label or "", metric=request.metric, flags=frozenset(request.flags),
        valid_lft=FOREVER if request.valid is None else request.valid,
        preferred_lft=FOREVER if request.preferred is None else request.preferred,
        replace_existing=mode in ("change", "replace"), exclusive=mode == "add")
    return 0


def _broadcast(given: int | str | None, address: int, length: int) -> int:
    if isinstance(given, int) or given is None:
        return given or 0
    if length > 30:
        return 0
    return address | ~mask(length) & 0xFFFFFFFF if given == "+" else address & mask(length)


def _flush(context: Context, options: Options, words: Words) -> int:
    """Delete what is selected; secondaries that go with their primary count as deleted too. -s says how many, -s -s which."""
    if not words:
        raise CommandFailed("Flush requires arguments.\n", 1)
    if options.family == "link":
        raise CommandFailed("Cannot flush link addresses.\n", 1)
    try:
        wanted = read_filter(context, options, words, as_link=False)
    except Ipv6Asked:
        return 0
    rounds = 0
    while True:
        chosen = [ifa for ifa in context.namespace.addresses if wanted.takes(ifa)]
        if not chosen:
            if options.stats:
                if rounds:
                    context.out(f"*** Flush is complete after {rounds} round{'s' if rounds > 1 else ''} ***\n")
                else:
                    context.out("Nothing to flush.\n")
            return 0
        rounds += 1
        if rounds > 10:
            raise CommandFailed("*** Flush remains incomplete after 10 rounds. ***\n", 1)
        if options.stats > 1:
            printer = options.printer(context)
            for ifa in chosen:
                print_address(printer, options, ifa, with_device=True)
        for ifa in chosen:
            _delete_if_there(context, ifa)
        if options.stats:
            context.out(f"\n*** Round {rounds}, deleting {len(chosen)} addresses ***\n")


def _delete_if_there(context: Context, ifa: InterfaceAddress) -> None:
    with suppress(NetlinkError):  # it may have gone with its primary
        context.namespace.addresses.delete(ifa.device, ifa.local, ifa.address, ifa.length, ifa.label)
