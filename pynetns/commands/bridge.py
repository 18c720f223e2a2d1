"""`bridge`: options in front of the object, and `bridge link` (bridge/bridge.c, link.c of iproute2 6.1)."""

import errno
from collections.abc import Callable

from pynetns.commands import bridge_fdb, bridge_vlan
from pynetns.commands.base import CommandFailed, Context, Words, matches, no_device, number
from pynetns.commands.bridge_usage import LINK_USAGE, MDB_USAGE, USAGE
from pynetns.commands.ip_link_bridge import PORT_SWITCHES, set_port
from pynetns.commands.ip_link_print import print_flags
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.device.bridge_port import STATES, BridgePort
from pynetns.device.netdevice import NetDevice
from pynetns.errors import Error, NetlinkError

VERSION = "bridge utility, 6.1.0\n"
# What `bridge link set` turns on and off, and under which name the port has it.
SWITCHES = ("guard", "hairpin", "fastleave", "root_block", "learning", "flood", "mcast_flood", "bcast_flood", "mcast_to_unicast",
            "neigh_suppress", "vlan_tunnel", "isolated", "locked")
_SHOWN = ("hairpin", "guard", "root_block", "fastleave", "learning", "flood", "mcast_flood", "bcast_flood")
_SHOWN_LAST = ("mcast_to_unicast", "neigh_suppress", "vlan_tunnel", "isolated", "locked")


def main(context: Context, argv: list[str]) -> int:
    options, words = Options(), Words(argv)
    while words and words.word.startswith("-"):
        option = words.take()
        name = option[1:] if option.startswith("--") else option
        if matches(name, "-help"):
            raise CommandFailed(USAGE, 255)
        if matches(name, "-Version"):
            context.out(VERSION)
            return 0
        if matches(name, "-statistics") or matches(name, "-stats"):
            options.stats += 1
        elif matches(name, "-details"):
            options.details += 1
        elif matches(name, "-oneline"):
            options.oneline = True
        elif matches(name, "-netns"):
            context = context.within(context.lab[words.argument()])
        elif matches(name, "-json"):
            options.json = True
        elif matches(name, "-pretty"):
            options.pretty = True
        elif matches(name, "-color") or name in ("-color=always", "-color=auto"):
            options.color = name != "-color=auto"
        elif matches(name, "-compressvlans"):
            options.compress = True
        elif not any(matches(name, known) for known in ("-timestamp", "-color=never", "-family", "-4", "-6", "-0")):
            raise CommandFailed(f'Option "{name}" is unknown, try "bridge help".\n', 255)
    if not words:
        raise CommandFailed(USAGE, 255)
    word = words.take()
    objects: tuple[tuple[str, Callable[[Context, Options, Words], int] | None], ...] = (
        ("link", link), ("fdb", bridge_fdb.main), ("mdb", mdb), ("vlan", bridge_vlan.main), ("vni", None), ("monitor", None),
        ("help", None))
    for name, handler in objects:
        if matches(word, name):
            if handler is None:
                raise CommandFailed(USAGE if name == "help" else f"bridge {name} is not part of pynetns.\n", 255)
            try:
                return handler(context, options, words)
            except Error as error:
                context.err(f"{error}\n")
                return 255
    raise CommandFailed(f'Object "{word}" is unknown, try "bridge help".\n', 255)


def mdb(context: Context, options: Options, words: Words) -> int:
    """`bridge mdb`: groups are flooded here, no database is kept of them."""
    verb = words.take() if words else "show"
    if any(matches(verb, name) for name in ("show", "lst", "list")):
        while words:
            if words.take() == "dev" and words.argument() not in context.namespace.devices:
                raise CommandFailed(no_device(words.last).message, 255)
        if options.json:
            printer = options.printer(context)
            printer.open()
            printer.open("mdb", array=True)
            printer.close()
            printer.open("router")
            printer.close()
            printer.close()
            printer.finish()
        return 0
    if matches(verb, "help"):
        raise CommandFailed(MDB_USAGE, 255)
    if matches(verb, "add") or matches(verb, "delete"):
        raise CommandFailed(f"bridge mdb {verb} is not part of pynetns.\n", 255)
    raise CommandFailed(f'Command "{verb}" is unknown, try "bridge mdb help".\n', 255)


def link(context: Context, options: Options, words: Words) -> int:
    """`bridge link`."""
    verb = words.take() if words else "show"
    if matches(verb, "set") or matches(verb, "change"):
        return _link_set(context, words)
    if matches(verb, "show") or matches(verb, "lst") or matches(verb, "list"):
        return _link_show(context, options, words)
    if matches(verb, "help"):
        raise CommandFailed(LINK_USAGE, 255)
    raise CommandFailed(f'Command "{verb}" is unknown, try "bridge link help".\n', 255)


def _link_show(context: Context, options: Options, words: Words) -> int:
    wanted: NetDevice | None = None
    master: NetDevice | None = None
    while words:
        word = words.take()
        if word in ("dev", "master"):
            name = words.argument()
            device = context.namespace.devices.get(name)
            if device is None:
                raise CommandFailed(no_device(name).message, 255)
            wanted, master = (device, master) if word == "dev" else (wanted, device)
    printer = options.printer(context)
    for device in context.namespace.devices.values():
        if isinstance(device.port, BridgePort) and wanted in (None, device) and master in (None, device.master):
            _print_port(printer, options, device, device.port)
    printer.finish()
    return 0


def _print_port(printer: Printer, options: Options, device: NetDevice, port: BridgePort) -> None:
    """print_linkinfo()."""
    printer.open()
    printer.put("ifindex", device.index, "{}: ")
    below_is_down = _print_name(printer, device)
    print_flags(printer, device, below_is_down)
    printer.put("mtu", device.mtu, "mtu {} ")
    printer.put("master", port.bridge.name, "master {} ")
    printer.put("state", STATES[port.state], "state {} ")
    printer.put("priority", port.priority, "priority {} ")
    printer.put("cost", port.cost, "cost {} ")
    if options.details:
        printer.text("\n    ")
        for name in _SHOWN:
            _print_switch(printer, name, getattr(port, name))
        printer.put("mcast_router", port.mcast_router, "mcast_router {} ")
        for name in _SHOWN_LAST:
            if name == "isolated" and port.backup_port is not None:
                printer.put("backup_port", port.backup_port.device.name, "backup_port {} ")
            _print_switch(printer, name, getattr(port, name))
    printer.text("\n")
    printer.close()


def _print_name(printer: Printer, device: NetDevice) -> bool:
    """The kernel gives the other end's index here without its namespace, and the tool looks it up in its own. True for M-DOWN."""
    link = device.link
    if link is None or link.index == device.index:
        printer.put("ifname", device.name, "{}: ")
        return False
    other = device.namespace.device_by_index(link.index)
    name = other.name if other is not None else f"if{link.index}"
    printer.member("link", name)
    printer.put("ifname", device.name if printer.json else f"{device.name}@{name}", "{}: ")
    return other is not None and not other.is_up


def _print_switch(printer: Printer, name: str, on: bool) -> None:
    printer.put(name, on if printer.json else ("on" if on else "off"), name + " {} ")


def _link_set(context: Context, words: Words) -> int:
    """brlink_modify()."""
    device_name = ""
    backup: str | None = None
    own = of_master = False
    settings: list[tuple[str, int]] = []
    while words:
        word = words.take()
        if word == "dev":
            device_name = words.argument()
        elif word in SWITCHES:
            settings.append((PORT_SWITCHES.get(word, word), _on_off(word, words.argument())))
        elif word == "cost":
            settings.append(("cost", _leading_number(words.argument())))
        elif word == "priority":
            settings.append(("priority", _leading_number(words.argument())))
        elif word == "state":
            settings.append(("state", _state(words.argument())))
        elif word == "mcast_router":
            settings.append(("mcast_router", _leading_number(words.argument())))
        elif word == "learning_sync":
            _on_off(word, words.argument())  # for hardware that learns by itself
        elif word == "hwmode":
            if words.argument() not in ("vepa", "veb"):
                raise CommandFailed('Mode argument must be "vepa" or "veb".\n', 255)
            own = True
        elif word == "backup_port":
            backup = words.argument()
        elif word == "nobackup_port":
            backup = ""
        elif word in ("self", "master"):
            own, of_master = own or word == "self", of_master or word == "master"
        else:
            raise CommandFailed(LINK_USAGE, 255)
    if not device_name:
        raise CommandFailed("Device is a required argument.\n", 255)
    device = context.namespace.devices.get(device_name)
    if device is None:
        raise CommandFailed(f'Cannot find bridge device "{device_name}"\n', 255)
    if backup and backup not in context.namespace.devices:
        raise CommandFailed(f"Error: device {backup} does not exist\n", 255)
    if own and not of_master:  # what a driver of its own would have to take
        raise NetlinkError(errno.EOPNOTSUPP)
    if backup is not None:
        if not isinstance(device.port, BridgePort):
            raise NetlinkError(errno.EOPNOTSUPP)
        device.port.set_backup(context.namespace.devices.get(backup))
    if settings:
        set_port(device, [(name, value) for name, value in settings if (name, value) != ("cost", 0)])
    context.lab.scheduler.drain()
    return 0


def _on_off(name: str, text: str) -> int:
    if text not in ("on", "off"):
        raise CommandFailed(f'Error: argument of "{name}" must be one of "off", "on", not "{text}"\n', 234)
    return int(text == "on")


def _leading_number(text: str) -> int:
    """atoi(): what is no number is 0."""
    return number(text, 0, 0xFFFFFFFF) or 0


def _state(text: str) -> int:
    value = number(text, 0, 255)
    if value is None:
        value = next((at for at, name in enumerate(STATES) if name == text.lower()), -1)
    if value < 0:
        raise CommandFailed("Error: invalid STP port state\n", 255)
    return value
