"""`ip maddr`: the multicast groups that devices have joined (ip/ipmaddr.c of iproute2 6.1)."""

from pynetns.commands.base import CommandFailed, Context, Words, duplicate, garbage, matches
from pynetns.commands.ip_link_parse import read_lladdr
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.proc_net import link_groups
from pynetns.device.netdevice import NetDevice
from pynetns.netns.igmp import ALL_SNOOPERS
from pynetns.wire.address import format_ipv4, format_mac

USAGE = """\
Usage: ip maddr [ add | del ] MULTIADDR dev STRING
       ip maddr show [ dev STRING ]
"""


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "show"
    if matches(command, "add") or matches(command, "delete"):
        return _modify(context, words, matches(command, "add"))
    if any(matches(command, name) for name in ("list", "show", "lst")):
        return _show(context, options, words)
    if matches(command, "help"):
        raise CommandFailed(USAGE, 255)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip maddr help".\n', 255)


def ipmaddr(context: Context, argv: list[str]) -> int:
    """The command of net-tools, which takes the same words and shows the same."""
    return main(context, Options(), Words(argv))


def _modify(context: Context, words: Words, adding: bool) -> int:
    """An address that the device shall listen to: SIOCADDMULTI, SIOCDELMULTI. Devices here hear everything: it is kept and shown."""
    dev: str | None = None
    mac = bytes(6)
    while words:
        word = words.take()
        if word == "dev":
            word = words.argument()
            if dev is not None:
                raise duplicate("dev", word)
            dev = word
        else:
            if matches(word, "address"):
                word = words.argument()
            if matches(word, "help"):
                raise CommandFailed(USAGE, 255)
            if mac[0]:
                raise duplicate("address", word)
            mac = read_lladdr(word)
            if len(mac) != 6:
                raise CommandFailed(f"Error: Invalid address length {len(mac)} - must be 6 bytes\n", 1)
    if dev is None:
        raise CommandFailed('Not enough information: "dev" is required.\n', 255)
    device = context.namespace.devices.get(dev)
    if device is None:
        raise CommandFailed("ioctl: No such device\n", 1)
    known = device.static_links
    if adding:
        device.static_links = known if mac in known else (*known, mac)
    elif mac in known:
        device.static_links = tuple(each for each in known if each != mac)
    else:
        raise CommandFailed("ioctl: No such file or directory\n", 1)
    return 0


def _show(context: Context, options: Options, words: Words) -> int:
    dev: str | None = None
    while words:
        word = words.take()
        if word == "dev":
            word = words.argument()
        elif matches(word, "help"):
            raise CommandFailed(USAGE, 255)
        if dev is not None:
            raise garbage("dev", word)
        dev = word
    printer = options.printer(context)
    for device in context.namespace.devices.values():
        if dev in (None, device.name):
            _show_device(printer, options, device)
    printer.finish()
    return 0


def _show_device(printer: Printer, options: Options, device: NetDevice) -> None:
    """The addresses of the link, then the groups of IPv4. A device without any is there too: in Linux it has groups of IPv6."""
    groups = sorted(device.in_dev.groups)
    links = link_groups(device) if options.family in ("", "link") and not device.is_loopback else []
    lines = [("link", format_mac(link)) for link in links]
    lines += [("static", format_mac(link)) for link in device.static_links] if options.family in ("", "link") else []
    lines += [("inet", format_ipv4(group)) for group in groups] if options.family in ("", "inet") else []
    if device.in_all_nodes and options.family in ("", "inet6"):
        snoopers = ["ff02::6a"] * (ALL_SNOOPERS in device.in_dev.groups)
        lines += [("inet6", group) for group in (*snoopers, "ff02::1", "ff01::1")]
    if not lines and options.family:
        return
    head = f"{device.index}:\t{device.name}"
    printer.open()
    printer.member("ifindex", device.index)
    printer.member("ifname", device.name)
    if not options.oneline:
        printer.text(head + "\n")
    printer.open("maddr", array=True)
    for kind, text in lines:
        printer.text(f"{head}\\\t" if options.oneline else "\t")
        printer.open()
        if kind in ("link", "static"):
            printer.put("link", text, "link  {}", "mac")
            if kind == "static":
                printer.put("features", kind, " {}")
        else:
            printer.put("family", kind, "{:<5} ")
            printer.put("address", text, color="inet")
        printer.text("\n")
        printer.close()
    printer.close()
    printer.close()
