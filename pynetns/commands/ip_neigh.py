"""`ip neigh`: the neighbour table (ip/ipneigh.c of iproute2 6.1)."""

import errno
from dataclasses import dataclass

from pynetns.commands.base import CommandFailed, Context, Words, duplicate, garbage, matches, no_device, number, wrong_argument
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_link_parse import read_lladdr
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.ip_text import Ipv6Asked, get_address, get_prefix, protocol_name
from pynetns.commands.ip_usage import NEIGH_USAGE
from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError
from pynetns.netns.neigh_entry import Neighbour
from pynetns.netns.route_text import PROTOCOLS
from pynetns.wire.address import format_ipv4, format_mac, mask

# NUD_* by number; and which of their names may be abbreviated.
STATES = {"incomplete": 0x01, "reachable": 0x02, "stale": 0x04, "delay": 0x08, "probe": 0x10, "failed": 0x20, "noarp": 0x40,
          "permanent": 0x80, "none": 0}
NAMES = {number: name for name, number in STATES.items()}
ABBREVIATED = ("permanent", "reachable", "failed")
NONE_WANTED = 0x100
HELD = ("INCOMPLETE", "REACHABLE", "DELAY", "PROBE")  # a timer is set, and holds the entry


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "show"
    for name, mode in (("add", "add"), ("change", "change"), ("replace", "replace"), ("delete", "delete"), ("get", "get")):
        if matches(command, name) or (command == "chg" and name == "change"):
            try:
                return _get(context, options, words) if name == "get" else _modify(context, words, mode)
            except Ipv6Asked:
                raise NetlinkError(errno.EINVAL, "IPv6 is disabled on this device") from None
    if any(matches(command, name) for name in ("show", "lst", "list")):
        return _show(context, options, words)
    if matches(command, "flush"):
        return _flush(context, options, words)
    if matches(command, "help"):
        raise CommandFailed(NEIGH_USAGE, 255)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip neigh help".\n', 255)


def _state(text: str) -> int | None:
    """nud_state_a2n(): the number of a state, or of a bit."""
    for name, value in STATES.items():
        if text == name or (name in ABBREVIATED and matches(text, name)):
            return value
    value_or_none = number(text, 0, 0xFF)
    return None if value_or_none is None or value_or_none & (value_or_none - 1) else value_or_none


def _modify(context: Context, words: Words, mode: str) -> int:
    """ipneigh_modify()."""
    lladdr: str | None = None
    dev: str | None = None
    dst: int | None = None
    state, proxy = "permanent", False
    flags: set[str] = set()
    protocol = 0
    while words:
        word = words.take()
        if matches(word, "lladdr"):
            if lladdr is not None:
                raise duplicate("lladdr", words.argument())
            lladdr = words.argument()
        elif word == "nud":
            text = words.argument()
            value = _state(text)
            if value is None:
                raise wrong_argument("nud state is bad", text)
            state = NAMES[value]
        elif matches(word, "proxy"):
            text = words.argument()
            if matches(text, "help"):
                raise CommandFailed(NEIGH_USAGE, 255)
            if dst is not None:
                raise duplicate("address", text)
            dst, proxy = get_address(text), True
        elif word in ("router", "use", "managed"):
            flags.add(word)
        elif matches(word, "extern_learn"):
            flags.add("extern_learn")
        elif word == "dev":
            dev = words.argument()
        elif matches(word, "protocol"):
            text = words.argument()
            found = PROTOCOLS.get(text, number(text, 0, 255))
            if found is None:
                raise wrong_argument('"protocol" value is invalid\n', text)
            protocol = found
        else:
            text = words.argument() if word == "to" or matches(word, "help") else word
            if dst is not None:
                raise garbage("to", text)
            dst = get_address(text)
    if dst is None or (dev is None and not proxy):
        raise CommandFailed("Device and destination are required arguments.\n", 255)
    mac = read_lladdr(lladdr) if lladdr not in (None, "null") else None
    device: NetDevice | None = None
    if dev is not None:
        device = find_device(context, dev)
        if device is None:
            raise no_device(dev)
    _change(context, mode, dst, device, proxy, mac, state, flags, protocol)
    return 0


def _change(context: Context, mode: str, dst: int, device: NetDevice | None, proxy: bool, mac: bytes | None, state: str,
            flags: set[str], protocol: int) -> None:
    """neigh_add() and neigh_delete() of net/core/neighbour.c."""
    neigh = context.namespace.neigh
    if mode != "delete" and device is not None and mac is not None and len(mac) < 6:
        raise NetlinkError(errno.EINVAL, "Invalid link address")
    if proxy:
        if mode == "delete":
            neigh.delete_proxy(dst, device)
        else:
            neigh.add_proxy(dst, device)
        return
    if device is None:
        raise NetlinkError(errno.EINVAL, "Device not specified")
    if mode == "delete":
        neigh.delete(dst, device)
        return
    if "managed" in flags:
        raise CommandFailed("ip neigh: pynetns has no managed neighbours.\n", 2)
    neigh.add(dst, device, mac[:6] if mac else None, state, mode, router="router" in flags, extern_learn="extern_learn" in flags,
              use="use" in flags, protocol=protocol)


@dataclass(slots=True)
class _Filter:
    states: int
    device: NetDevice | None = None
    master: NetDevice | None = None
    nomaster: bool = False
    prefix: tuple[int, int] | None = None
    protocol: int = 0
    proxy: bool = False
    unused: bool = False
    family: str = ""

    def takes(self, entry: Neighbour) -> bool:
        state = STATES[entry.state.lower()]
        if self.unused and entry.state in HELD:
            return False
        if not (self.states & state) and not entry.extern_learn and (state or not self.states & NONE_WANTED):
            return False
        return (self.family in ("", "inet") and (self.device is None or entry.device is self.device)
                and (self.master is None or entry.device.master is self.master) and not (self.nomaster and entry.device.master is not None)
                and (self.prefix is None or not (entry.address ^ self.prefix[0]) & mask(self.prefix[1]))
                and self.protocol in (0, entry.protocol))


def _read_filter(context: Context, options: Options, words: Words, flush: bool) -> _Filter:
    wanted = _Filter(0xFF & ~STATES["noarp"] & (~STATES["permanent"] if flush else 0xFF) | (NONE_WANTED if flush else 0),
                     family=options.family)
    dev: str | None = None
    states: int | None = None
    while words:
        word = words.take()
        if word == "dev":
            text = words.argument()
            if dev is not None:
                raise duplicate("dev", text)
            dev = text
        elif word in ("master", "vrf"):
            text = words.argument()
            wanted.master = find_device(context, text)
            if wanted.master is None or (word == "vrf" and wanted.master.kind != "vrf"):
                raise wrong_argument("Device does not exist\n" if word == "master" else "Not a valid VRF name\n", text)
        elif word == "nomaster":
            wanted.nomaster = True
        elif word == "unused":
            wanted.unused = True
        elif word == "nud":
            text = words.argument()
            value = _state(text)
            if value is None:
                if text != "all":
                    raise wrong_argument("nud state is bad", text)
                value = 0x1FF & ~(STATES["noarp"] if flush else 0)
            states = (states or 0) | (value or NONE_WANTED)
        elif word == "proxy":
            wanted.proxy = True
        elif matches(word, "protocol"):
            text = words.argument()
            protocol = PROTOCOLS.get(text, number(text, 0, 255))
            if protocol is None and text != "all":
                raise wrong_argument('invalid "protocol"\n', text)
            wanted.protocol = protocol or 0
        else:
            text = words.argument() if word == "to" else word
            if matches(text, "help"):
                raise CommandFailed(NEIGH_USAGE, 255)
            wanted.prefix = get_prefix(text, wanted.family)[:2]
            wanted.family = wanted.family or "inet"
    if dev is not None:
        wanted.device = find_device(context, dev)
        if wanted.device is None:
            raise no_device(dev)
    if states is not None:
        wanted.states = states
    return wanted


def _show(context: Context, options: Options, words: Words) -> int:
    wanted = _read_filter(context, options, words, flush=False)
    printer = options.printer(context)
    if wanted.proxy:
        for address, device in context.namespace.neigh.proxies:
            if wanted.device in (None, device) and (
                    wanted.prefix is None or not (address ^ wanted.prefix[0]) & mask(wanted.prefix[1])):
                _print_proxy(printer, address, None if wanted.device is not None else device)
    else:
        for entry in context.namespace.neigh:
            if wanted.takes(entry):
                print_neighbour(printer, options, entry, wanted.device is None)
    printer.finish()
    return 0


def _print_proxy(printer: Printer, address: int, device: NetDevice | None) -> None:
    printer.open()
    printer.put("dst", format_ipv4(address), "{} ", "inet")
    if device is not None:
        printer.put("dev", device.name, "dev {} ", "name")
    printer.put("proxy", None, "proxy ")
    printer.text("\n")
    printer.close()


def print_neighbour(printer: Printer, options: Options, entry: Neighbour, with_device: bool) -> None:
    """print_neigh()."""
    printer.open()
    if options.brief:
        printer.put("dst", format_ipv4(entry.address), "{:<39} ", "inet")
        if with_device:
            printer.put("dev", entry.device.name, "{:<16} ", "name")
        if entry.mac is not None:
            printer.put("lladdr", format_mac(entry.mac), color="mac")
        printer.text("\n")
        printer.close()
        return
    printer.put("dst", format_ipv4(entry.address), "{} ", "inet")
    if with_device:
        printer.put("dev", entry.device.name, "dev {} ", "name")
    if entry.mac is not None:
        printer.put("lladdr", format_mac(entry.mac), "lladdr {} ", "mac")
    if entry.router:
        printer.put("router", None, "router ")
    if entry.extern_learn:
        printer.put("extern_learn", None, "extern_learn ")
    if options.stats:
        if entry.state in HELD:
            printer.put("refcnt", 1, " ref {}")
        printer.put("used", int(entry.used), " used {}")
        printer.put("confirmed", int(entry.confirmed), "/{}")
        printer.put("updated", int(entry.updated), "/{}")
        printer.put("probes", entry.probes, "probes {} ")
    if entry.state != "NONE":
        printer.member("state", [entry.state])
        printer.text(f"{entry.state} ")
    if entry.protocol:
        printer.put("protocol", protocol_name(entry.protocol), "proto {} ")
    printer.text("\n")
    printer.close()


def _flush(context: Context, options: Options, words: Words) -> int:
    """Drop what is selected, by default all but permanent entries; what is deleted may stay listed as failed until it is collected."""
    if not words:
        raise CommandFailed("Flush requires arguments.\n", 1)
    wanted = _read_filter(context, options, words, flush=True)
    neigh = context.namespace.neigh
    rounds = 0
    while True:
        chosen = [entry for entry in neigh if wanted.takes(entry)]
        if not chosen:
            if options.stats:
                context.out(f"*** Flush is complete after {rounds} round{'s' if rounds > 1 else ''} ***\n" if rounds
                            else "Nothing to flush.\n")
            return 0
        rounds += 1
        if options.stats > 1:
            printer = options.printer(context)
            for entry in chosen:
                print_neighbour(printer, options, entry, wanted.device is None)
        if options.stats:
            context.out(f"\n*** Round {rounds}, deleting {len(chosen)} entries ***\n")
        for entry in chosen:
            neigh.delete(entry.address, entry.device)


def _get(context: Context, options: Options, words: Words) -> int:
    """ipneigh_get(): one entry."""
    dst: int | None = None
    dev: str | None = None
    proxy = False
    while words:
        word = words.take()
        if word == "dev":
            dev = words.argument()
        else:
            if matches(word, "proxy"):
                proxy = True
                word = words.argument()
            elif word == "to":
                word = words.argument()
            if matches(word, "help"):
                raise CommandFailed(NEIGH_USAGE, 255)
            if dst is not None:
                raise garbage("to", word)
            dst = get_address(word)
    if dst is None or (dev is None and not proxy):
        raise CommandFailed("Device and address are required arguments.\n", 1)
    device = None
    if dev is not None:
        device = find_device(context, dev)
        if device is None:
            raise no_device(dev)
    printer = Printer(context, color=options.color)  # never JSON: `ip` forgets it here
    if proxy:
        if (dst, device) not in context.namespace.neigh.proxies:
            raise NetlinkError(errno.ENOENT, "Proxy neighbour entry not found")
        _print_proxy(printer, dst, device)
    else:
        entry = next((each for each in context.namespace.neigh if each.address == dst and each.device is device), None)
        if entry is None:
            raise NetlinkError(errno.ENOENT, "Neighbour entry not found")
        print_neighbour(printer, options, entry, with_device=True)
    return 0
