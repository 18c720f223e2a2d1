"""`ip maddr`: the multicast groups that devices have joined (ip/ipmaddr.c of iproute2 6.1)."""

from pynetns.commands.base import CommandFailed, Context, Words, garbage, matches
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.device.netdevice import NetDevice
from pynetns.wire.address import format_ipv4, format_mac, multicast_mac

USAGE = """\
Usage: ip maddr [ add | del ] MULTIADDR dev STRING
       ip maddr show [ dev STRING ]
"""


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "show"
    if matches(command, "add") or matches(command, "delete"):
        raise CommandFailed(f"ip maddr {command}: groups are joined by addresses and sockets only in pynetns.\n", 2)
    if any(matches(command, name) for name in ("list", "show", "lst")):
        return _show(context, options, words)
    if matches(command, "help"):
        raise CommandFailed(USAGE, 255)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip maddr help".\n', 255)


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
    links = [multicast_mac(group) for group in groups] if options.family in ("", "link") and not device.is_loopback else []
    lines = [("link", format_mac(link)) for link in links]
    lines += [("inet", format_ipv4(group)) for group in groups] if options.family in ("", "inet") else []
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
        if kind == "link":
            printer.put("link", text, "link  {}", "mac")
        else:
            printer.put("family", kind, "{:<5} ")
            printer.put("address", text, color="inet")
        printer.text("\n")
        printer.close()
    printer.close()
    printer.close()
