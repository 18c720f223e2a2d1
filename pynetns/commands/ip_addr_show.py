"""Lists of devices and addresses: ipaddr_list_flush_or_save() and print_addrinfo() of ip/ipaddress.c in iproute2 6.1."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from pynetns.commands.base import CommandFailed, Context, Words, garbage, matches, number, wrong_argument
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_link_parse import read_group
from pynetns.commands.ip_link_print import print_link, print_stats
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.ip_text import get_prefix, scope_name
from pynetns.commands.ip_usage import ADDR_USAGE
from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND
from pynetns.netns.address_entry import FOREVER, InterfaceAddress
from pynetns.netns.address_text import SCOPES
from pynetns.wire.address import format_ipv4, mask

# Flags of an address that IPv4 can have, and those it never has: what selects by one of these finds nothing.
FLAGS = ("secondary", "temporary", "nodad", "optimistic", "dadfailed", "home", "deprecated", "tentative", "permanent", "mngtmpaddr",
         "noprefixroute", "autojoin", "stable-privacy")
# The kinds that the reference kernel has, and so sorts out itself; of others `ip` does.
KERNEL_KINDS = ("bridge", "ifb", "macvlan", "macvtap", "tun", "veth", "vxlan")
READ_ONLY = ("secondary", "temporary", "dadfailed", "deprecated", "tentative", "permanent", "stable-privacy")


@dataclass(slots=True)
class Filter:
    """Which devices and addresses are wanted."""

    family: str = ""
    device: NetDevice | None = None
    up: bool = False
    scope: int | None = None
    prefix: tuple[int, int] | None = None
    label: str | None = None
    group: int | None = None
    master: NetDevice | None = None
    nomaster: bool = False
    kind: str | None = None
    slave_kind: str | None = None
    flags: dict[str, bool] = field(default_factory=dict)

    def takes(self, ifa: InterfaceAddress) -> bool:
        return (self.family in ("", "inet") and (self.device is None or ifa.device is self.device)
                and (self.scope is None or ifa.scope == self.scope)
                and all(flag_of(ifa, name) == wanted for name, wanted in self.flags.items())
                and (self.label is None or fnmatchcase(ifa.label, self.label))
                and (self.prefix is None or not (ifa.local ^ self.prefix[0]) & mask(self.prefix[1])))


def flag_of(ifa: InterfaceAddress, name: str) -> bool:
    """Is a flag set?"""
    if name in ("secondary", "temporary"):
        return ifa.secondary
    if name == "permanent":
        return ifa.permanent
    if name == "deprecated":
        return ifa.preferred_lft == 0 if ifa.permanent else preferred(ifa) == 0
    return name in ifa.flags


def read_filter(context: Context, options: Options, words: Words, as_link: bool) -> Filter:
    """The words behind show and flush."""
    wanted = Filter(family="link" if as_link else options.family)
    name: str | None = None
    while words:
        word = words.take()
        if word == "to":
            wanted.prefix = _prefix(words.argument(), wanted.family)
            wanted.family = wanted.family or "inet"
        elif word == "scope":
            wanted.scope = _scope(words.argument())
        elif word == "up":
            wanted.up = True
        elif _read_flag(word, wanted):
            pass
        elif word == "label":
            wanted.label = words.argument()
        elif word == "group":
            wanted.group = read_group(words.argument())
        elif word in ("master", "vrf"):
            value = words.argument()
            wanted.master = find_device(context, value)
            if wanted.master is None or (word == "vrf" and wanted.master.kind != "vrf"):
                raise wrong_argument("Not a valid VRF name\n" if word == "vrf" else "Device does not exist\n", value)
        elif word == "nomaster":
            wanted.nomaster = True
        elif word == "type":
            value = words.argument()
            if value.endswith("_slave"):
                wanted.slave_kind = value.removesuffix("_slave")
            else:
                wanted.kind = value
        else:
            if word == "dev":
                word = words.argument()
            elif matches(word, "help"):
                raise CommandFailed(ADDR_USAGE, 255)
            if name is not None:
                raise garbage("dev", word)
            name = word
    if name is not None:
        wanted.device = find_device(context, name)
        if wanted.device is None:
            raise CommandFailed(f'Device "{name}" does not exist.\n', 1)
    return wanted


def _prefix(text: str, family: str) -> tuple[int, int]:
    if text in ("all", "any", "default"):
        return 0, 0
    address, length, _ = get_prefix(text, family)
    return address, length


def _scope(text: str) -> int | None:
    if text == "all":
        return None
    value = SCOPES.get(text, number(text, 0, 255))
    if value is None:
        raise wrong_argument('invalid "scope"\n', text)
    return value


def _read_flag(word: str, wanted: Filter) -> bool:
    """get_filter(): a flag, with a dash in front for one that must not be set."""
    inverted = word.startswith("-")
    name = word[1:] if inverted else word
    if name == "dynamic":
        inverted, name = not inverted, "permanent"
    elif name == "primary":
        inverted, name = not inverted, "secondary"
    if name not in FLAGS:
        return False
    wanted.flags["secondary" if name == "temporary" else name] = not inverted
    return True


def show(context: Context, options: Options, words: Words, as_link: bool) -> int:
    """`ip link show` and `ip addr show`."""
    wanted = read_filter(context, options, words, as_link)
    printer = options.printer(context)
    family = "link" if as_link else wanted.family
    all_addresses: list[InterfaceAddress] = [] if family == "link" else list(context.namespace.addresses)
    for device in sorted(context.namespace.devices.values(), key=lambda each: each.index):
        mine = [ifa for ifa in all_addresses if ifa.device is device]
        taken = [ifa for ifa in mine if wanted.takes(ifa)]
        if not _from_kernel(wanted, device) or (family != "link" and not taken and (mine or family)):
            continue
        printer.open()
        shown = (options.brief or not options.oneline or as_link) and _wanted(wanted, device)
        if shown and not (wanted.label is not None and not as_link):
            print_link(printer, options, device, wanted.family in ("", "link"), as_link)
        if family != "link" and _wanted(wanted, device):
            printer.open("addr_info", array=True)
            for ifa in mine if not wanted.family or wanted.family == "inet" else ():
                printer.open()  # in JSON an address that is not wanted leaves an empty object
                if ifa in taken:
                    print_address(printer, options, ifa, options.oneline)
                printer.close()
            printer.close()
            if options.brief:
                printer.text("\n")
            elif shown and options.stats:
                print_stats(printer, options, device)
                printer.line()
        printer.close()
    printer.finish()
    return 0


def _from_kernel(wanted: Filter, device: NetDevice) -> bool:
    """What the kernel is asked to leave out already."""
    return ((wanted.device is None or device is wanted.device) and (wanted.master is None or device.master is wanted.master)
            and not (wanted.nomaster and device.master is not None) and (wanted.kind not in KERNEL_KINDS or device.kind == wanted.kind))


def _wanted(wanted: Filter, device: NetDevice) -> bool:
    """What `ip` leaves out itself; in JSON an empty object stays behind."""
    return ((not wanted.up or device.is_up) and (wanted.group is None or device.group == wanted.group)
            and (wanted.kind is None or device.kind == wanted.kind)
            and (wanted.slave_kind is None or (device.master is not None and device.master.kind == wanted.slave_kind)))


def print_address(printer: Printer, options: Options, ifa: InterfaceAddress, with_device: bool) -> None:
    """print_addrinfo()."""
    if not options.brief:
        if with_device:
            printer.member("index", ifa.device.index)
            printer.member("dev", ifa.device.name)
            printer.text(f"{ifa.device.index}: {ifa.device.name}")
        printer.put("family", "inet", "    {} ")
    printer.put("local", format_ipv4(ifa.local), color="inet")
    if ifa.address != ifa.local:
        printer.text(" peer ")
        printer.put("address", format_ipv4(ifa.address), color="inet")
    printer.put("prefixlen", ifa.length, "/{} ")
    if ifa.metric:
        printer.put("metric", ifa.metric, "metric {} ")
    if options.brief:
        return
    if ifa.broadcast:
        printer.put("broadcast", format_ipv4(ifa.broadcast), "brd {} ", "inet")
    printer.put("scope", scope_name(ifa.scope, options.numeric), "scope {} ")
    for name in FLAGS:
        if name == "permanent":
            if not ifa.permanent:
                printer.put("dynamic", True, "dynamic ")
        elif name != "temporary" and flag_of(ifa, name):
            printer.put(name, True, f"{name} ")
    printer.put("label", ifa.label)
    printer.line()
    printer.text("       valid_lft ")
    _print_lifetime(printer, "valid_life_time", remaining(ifa, ifa.valid_lft))
    printer.text(" preferred_lft ")
    _print_lifetime(printer, "preferred_life_time", preferred(ifa))
    printer.text("\n")


def remaining(ifa: InterfaceAddress, lifetime: int) -> int:
    """How many seconds of a lifetime are left."""
    if lifetime == FOREVER:
        return FOREVER
    return max(lifetime - (ifa.device.scheduler.now - ifa.updated) // SECOND, 0)


def preferred(ifa: InterfaceAddress) -> int:
    """For ever too, where the address itself is: inet_fill_ifaddr()."""
    return FOREVER if ifa.permanent else remaining(ifa, ifa.preferred_lft)


def _print_lifetime(printer: Printer, key: str, seconds: int) -> None:
    if seconds == FOREVER:
        printer.member(key, FOREVER)
        printer.text("forever")
    else:
        printer.put(key, seconds, "{}sec")
