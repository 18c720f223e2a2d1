"""`type macvlan` of `ip link` (ip/iplink_macvlan.c), and what the kernel does with it (macvlan_changelink(), drivers/net/macvlan.c)."""

import errno
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pynetns.commands.base import CommandFailed, Words, matches, number
from pynetns.commands.ip_link_parse import read_lladdr
from pynetns.commands.ip_usage import MACVLAN_USAGE
from pynetns.device.macvlan import MODES, Macvlan
from pynetns.errors import NetlinkError

if TYPE_CHECKING:
    from pynetns.commands.ip_print import Printer

_FLAGS = ("nopromisc", "nodst", "null")


@dataclass(slots=True)
class MacvlanOptions:
    """What was asked for; None is not said."""

    mode: str | None = None
    flags: set[str] | None = None
    queue_length: int | None = None
    sources: list[tuple[str, list[bytes]]] = field(default_factory=list)  # add, del, set or flush, and the addresses


def parse_macvlan(words: Words) -> MacvlanOptions:
    """macvlan_parse_opt()."""
    options = MacvlanOptions()
    while words:
        word = words.take()
        if matches(word, "mode"):
            options.mode = words.argument()
            if options.mode not in MODES:
                raise CommandFailed('Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", '
                                    f'not "{options.mode}"\n', 1)
        elif matches(word, "flag"):
            flag = words.argument()
            if flag not in _FLAGS:
                raise CommandFailed(f'Error: argument of "flag" must be "nopromisc", "nodst" or "null", not "{flag}"\n', 1)
            options.flags = (options.flags or set()) | ({flag} - {"null"})
        elif matches(word, "macaddr"):
            options.sources.append(_sources(words))
        elif matches(word, "nopromisc") or matches(word, "nodst"):
            options.flags = (options.flags or set()) | {"nopromisc" if matches(word, "nopromisc") else "nodst"}
        elif matches(word, "bcqueuelen"):
            text = words.argument()
            options.queue_length = number(text)
            if options.queue_length is None:
                raise CommandFailed(f'Error: argument of "bcqueuelen" must be a positive integer [0-4294967295], not "{text}"\n', 1)
        else:
            message = "" if matches(word, "help") else f'macvlan: unknown option "{word}"?\n'
            raise CommandFailed(message + MACVLAN_USAGE, 1)
    if "nopromisc" in (options.flags or ()) and options.mode != "passthru":
        raise CommandFailed("macvlan: nopromisc flag only valid in passthru mode\n" + MACVLAN_USAGE, 1)
    return options


def _sources(words: Words) -> tuple[str, list[bytes]]:
    what = words.argument()
    if what not in ("add", "del", "set", "flush"):
        raise CommandFailed(MACVLAN_USAGE, 1)
    if what == "set":
        return what, [read_lladdr(word) for word in words.rest()]
    return what, [read_lladdr(words.argument())] if what in ("add", "del") else []


def check_new(options: MacvlanOptions) -> None:
    """macvlan_validate() and macvlan_common_newlink(): what a new device is refused for."""
    _check_addresses(options)
    if options.sources and (options.mode or "vepa") != "source":
        raise NetlinkError(errno.EINVAL)


def _check_addresses(options: MacvlanOptions) -> None:
    for what, addresses in options.sources:
        if what in ("add", "del") and any(len(mac) != 6 or mac[0] & 1 or not any(mac) for mac in addresses):
            raise NetlinkError(errno.EADDRNOTAVAIL if len(addresses[0]) == 6 else errno.EINVAL)


def set_macvlan(device: Macvlan, options: MacvlanOptions) -> None:
    """macvlan_changelink(), in its order."""
    _check_addresses(options)
    if options.mode is not None:
        device.check_mode(options.mode)
    if options.flags is not None:
        device.set_flags("nopromisc" in options.flags, "nodst" in options.flags)
    if options.queue_length is not None:
        device.queue_length = options.queue_length
    if options.mode is not None:
        device.set_mode(options.mode)
    for what, addresses in options.sources:
        if device.mode != "source":
            raise NetlinkError(errno.EINVAL)
        if what in ("set", "flush"):
            device.flush_sources()
        for mac in addresses:
            if what == "del":
                device.remove_source(mac)
            else:
                device.add_source(mac)


def print_macvlan(printer: "Printer", device: Macvlan) -> None:
    """macvlan_print_opt()."""
    printer.put("mode", device.mode, "mode {} ")
    for name, on in (("nopromisc", device.nopromisc), ("nodst", device.nodst)):
        if on:
            printer.put(name, True, f"{name} ")
    printer.put("bcqueuelen", device.queue_length, "bcqueuelen {} ")
    printer.put("usedbcqueuelen", device.shared.queue_length, "usedbcqueuelen {} ")
    if device.mode == "source":
        sources = device.listed_sources()
        printer.put("macaddr_count", len(sources), "remotes ({}) ")
        if sources:
            printer.open("macaddr_data", array=True)
            for mac in sources:
                printer.put(None, mac.hex(":"), "{} ")
            printer.close()
