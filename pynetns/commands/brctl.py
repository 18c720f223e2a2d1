"""brctl(8) of bridge-utils 1.7."""

from collections.abc import Callable

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.net_tools_getopt import UNKNOWN, Getopt
from pynetns.device.bridge import Bridge, identifier_text
from pynetns.device.bridge_port import STATES, BridgePort
from pynetns.device.scheduler import SECOND
from pynetns.errors import NetlinkError, strerror
from pynetns.wire.address import format_mac, parse_mac

Handler = Callable[[Context, list[str]], int]


def main(context: Context, argv: list[str]) -> int:
    reader = Getopt(context, "brctl", argv, "Vh", {"help": ("h", False), "version": ("V", False)})
    for option, _ in reader:  # wherever they stand: a negative number is one too
        if option == "V":
            context.out("bridge-utils, 1.7\n")
            return 0
        if option == UNKNOWN:
            context.err("Unknown option '?'\n")
        context.out(_usage())
        return int(option == UNKNOWN)
    argv = reader.rest
    entry = COMMANDS.get(argv[0]) if argv else None
    if entry is None:
        context.err(f"never heard of command [{argv[0]}]\n" if argv else "")
        context.out(_usage())
        return 1
    least, handler, words, help_text = entry
    if len(argv) - 1 < least:
        raise CommandFailed(f"Incorrect number of arguments for command\nUsage: brctl {argv[0]} {words}\t\t{help_text}\n", 1)
    return handler(context, argv[1:])


def _usage() -> str:
    lines = [f"\t{name:<10}\t{words}\t{help_text}\n" if words else f"\t{name:<10}\t\t{help_text}\n"
             for name, (_, _, words, help_text) in COMMANDS.items()]
    return "Usage: brctl [commands]\ncommands:\n" + "".join(lines)


def _fail(message: str) -> CommandFailed:
    return CommandFailed(message + "\n", 1)


def _bridge(context: Context, name: str, failure: str) -> Bridge:
    bridge = context.namespace.devices.get(name)
    if bridge is None:
        raise _fail(f"{failure}: No such device")
    if not isinstance(bridge, Bridge):
        raise _fail(f"{failure}: Operation not supported")
    return bridge


def _addbr(context: Context, words: list[str]) -> int:
    name = words[0][:15]
    if name in context.namespace.devices:
        raise _fail(f"device {name} already exists; can't create bridge with the same name")
    try:
        context.namespace.bridge(name)
    except NetlinkError as error:
        raise _fail(f"add bridge failed: {strerror(error.errno)}") from None
    return 0


def _delbr(context: Context, words: list[str]) -> int:
    device = context.namespace.devices.get(words[0])
    if device is None:
        raise _fail(f"bridge {words[0]} doesn't exist; can't delete it")
    if device.is_up and isinstance(device, Bridge):
        raise _fail(f"bridge {words[0]} is still up; can't delete it")
    if not isinstance(device, Bridge):
        raise _fail(f"can't delete bridge {words[0]}: Operation not permitted")
    device.delete()
    return 0


def _addif(context: Context, words: list[str]) -> int:
    name, *ports = words
    bridge = context.namespace.devices.get(name)
    for port in ports:
        device = context.namespace.devices.get(port)
        if device is None:
            raise _fail(f"interface {port} does not exist!")
        if bridge is None:
            raise _fail(f"bridge {name} does not exist!")
        if not isinstance(bridge, Bridge):
            raise _fail(f"can't add {port} to bridge {name}: Operation not supported")
        if isinstance(device, Bridge):
            raise _fail(f"device {port} is a bridge device itself; can't add a bridge device to a bridge device.")
        if device.master is not None:
            held = device.master.name if device.master is not bridge else name
            raise _fail(f"device {port} is already a member of a bridge; can't add it to bridge {name if held else held}.")
        try:
            device.set_master(bridge)
        except NetlinkError as error:
            raise _fail(f"can't add {port} to bridge {name}: {strerror(error.errno)}") from None
    return 0


def _delif(context: Context, words: list[str]) -> int:
    name, *ports = words
    bridge = context.namespace.devices.get(name)
    for port in ports:
        device = context.namespace.devices.get(port)
        if device is None:
            raise _fail(f"interface {port} does not exist!")
        if bridge is None:
            raise _fail(f"bridge {name} does not exist!")
        if not isinstance(bridge, Bridge):
            raise _fail(f"can't delete {port} from {name}: Operation not supported")
        if device.master is not bridge:
            raise _fail(f"device {port} is not a port of {name}")
        device.set_master(None)
    return 0


def _show(context: Context, words: list[str]) -> int:
    bridges = {device.name: device for device in context.namespace.devices.values() if isinstance(device, Bridge)}
    missing = [name for name in words if name not in bridges]
    for name in missing:
        known = name in context.namespace.devices
        context.err(f"device {name} is not a bridge!\n" if known else f"bridge {name} does not exist!\n")
    if words and len(missing) == len(words):
        return 1
    if not bridges:
        return 0
    context.out("bridge name\tbridge id\t\tSTP enabled\tinterfaces\n")
    for name in words or sorted(bridges):
        if name in missing:
            continue
        bridge = bridges[name]
        head = f"{name}\t\t{bridge.bridge_id}\t{'yes' if bridge.stp_enabled else 'no'}\t\t"
        ports = sorted(port.device.name for port in bridge.ports)
        context.out(head + "\n\t\t\t\t\t\t\t".join(ports) + "\n")
    return int(bool(missing))


def _showmacs(context: Context, words: list[str]) -> int:
    bridge = _bridge(context, words[0], "read of forward table failed")
    context.out("port no\tmac addr\t\tis local?\tageing timer\n")
    rows = []
    for entry in bridge.fdb:
        if entry.device == bridge.name:
            continue
        number = context.namespace.devices[entry.device].port.port_no
        local = entry.state == "permanent"
        age = 0.0 if entry.state in ("permanent", "static") else entry.updated
        rows.append((parse_mac(entry.mac), number, local, age))
    for mac, number, local, age in sorted(rows):
        context.out(f"{number:3}\t{format_mac(mac)}\t{'yes' if local else 'no'}\t\t{_timer(age)}\n")
    return 0


def _timer(seconds: float) -> str:
    return f"{int(seconds):4}.{int(seconds * 100) % 100:02}"


def _seconds(text: str, failure: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _fail(failure) from None


def _setageing(context: Context, words: list[str]) -> int:
    seconds = _seconds(words[1], "bad ageing time value")
    _bridge(context, words[0], "set ageing time failed").set_ageing(seconds)
    return 0


def _setfd(context: Context, words: list[str]) -> int:
    seconds = _seconds(words[1], "bad forward delay value")
    bridge = _bridge(context, words[0], "set forward delay failed")
    return _change("set forward delay failed", lambda: bridge.stp.set_forward_delay(round(seconds * SECOND)))


def _sethello(context: Context, words: list[str]) -> int:
    seconds = _seconds(words[1], "bad hello timer value")
    bridge = _bridge(context, words[0], "set hello timer failed")
    return _change("set hello timer failed", lambda: bridge.stp.set_hello_time(round(seconds * SECOND)))


def _setmaxage(context: Context, words: list[str]) -> int:
    seconds = _seconds(words[1], "bad max age value")
    bridge = _bridge(context, words[0], "set max age failed")
    return _change("set max age failed", lambda: bridge.stp.set_max_age(round(seconds * SECOND)))


def _setbridgeprio(context: Context, words: list[str]) -> int:
    priority = round(_seconds(words[1], "bad priority"))
    bridge = _bridge(context, words[0], "set bridge priority failed")
    return _change("set bridge priority failed", lambda: bridge.stp.set_priority(priority & 0xFFFF))


def _change(failure: str, change: Callable[[], None]) -> int:
    try:
        change()
    except NetlinkError as error:
        raise _fail(f"{failure}: {strerror(error.errno)}") from None
    return 0


def _port(context: Context, bridge: str, name: str, failure: str) -> BridgePort:
    """The port of that name, of whatever bridge: its settings are files of the port. Only where there are none is the bridge asked."""
    device = context.namespace.devices.get(name)
    if device is None:
        raise _fail(f"{failure}: No such device")
    if isinstance(device.port, BridgePort):
        return device.port
    _bridge(context, bridge, failure)
    raise _fail(f"{failure}: No such file or directory")


def _setpathcost(context: Context, words: list[str]) -> int:
    cost = round(_seconds(words[2], "bad path cost value"))
    port = _port(context, words[0], words[1], "set path cost failed")
    return _change("set path cost failed", lambda: port.set_cost(cost))


def _setportprio(context: Context, words: list[str]) -> int:
    priority = round(_seconds(words[2], "bad path priority value"))
    port = _port(context, words[0], words[1], "set port priority failed")
    return _change("set port priority failed", lambda: port.set_priority(priority))


def _switch(text: str) -> bool:
    if text in ("on", "yes", "1"):
        return True
    if text in ("off", "no", "0"):
        return False
    raise _fail("expect on/off for argument")


def _hairpin(context: Context, words: list[str]) -> int:
    on = _switch(words[2])
    name, port = words[:2]
    if port not in context.namespace.devices:
        raise _fail(f"interface {port} does not exist!")
    if name not in context.namespace.devices:
        raise _fail(f"bridge {name} does not exist!")
    _port(context, name, port, f"can't set {port} to hairpin on bridge {name}").hairpin = on
    return 0


def _stp(context: Context, words: list[str]) -> int:
    on = _switch(words[1])
    _bridge(context, words[0], "set stp status failed").stp.set_enabled(on)
    return 0


def _showstp(context: Context, words: list[str]) -> int:
    bridge = context.namespace.devices.get(words[0])
    if bridge is None:
        raise _fail(f"bridge {words[0]} does not exist!")
    if not isinstance(bridge, Bridge):
        raise _fail(f"device {words[0]} is not a bridge!")
    tree = bridge.stp
    out = context.out
    out(f"{bridge.name}\n bridge id\t\t{bridge.bridge_id}\n designated root\t{identifier_text(tree.designated_root)}\n")
    out(f" root port\t\t{tree.root_port:4}\t\t\tpath cost\t\t{tree.root_path_cost:4}\n")
    for label, value in (("max age", tree.max_age), ("hello time", tree.hello_time), ("forward delay", tree.forward_delay)):
        text = _timer(value / SECOND)  # the bridge's own are not in sysfs: brctl shows the root's twice
        out(f" {label}\t\t{text}\t\t\tbridge {label}\t{'' if label == 'forward delay' else chr(9)}{text}\n")
    out(f" ageing time\t\t{_timer(bridge.ageing / SECOND)}\n")
    out(f" hello timer\t\t{_timer(tree.hello_timer.left)}\t\t\ttcn timer\t\t{_timer(tree.tcn_timer.left)}\n")
    out(f" topology change timer\t{_timer(tree.topology_change_timer.left)}\t\t\tgc timer\t\t{_timer(bridge.fdb.gc_timer)}\n")
    flags = ("TOPOLOGY_CHANGE " if bridge.topology_change else "") + (
        "TOPOLOGY_CHANGE_DETECTED " if tree.topology_change_detected else "")
    out(f" flags\t\t\t{flags}\n\n\n")
    for port in sorted(bridge.ports, key=lambda port: port.device.name):
        _show_port(context, port)
    return 0


def _show_port(context: Context, port: BridgePort) -> None:
    """br_dump_interface_info()."""
    tree, out = port.tree, context.out
    out(f"{port.device.name} ({port.port_no})\n port id\t\t{port.port_id:04x}\t\t\tstate\t\t{STATES[port.state]:>15}\n")
    out(f" designated root\t{identifier_text(tree.designated_root)}\tpath cost\t\t{port.cost:4}\n")
    out(f" designated bridge\t{identifier_text(tree.designated_bridge)}\tmessage age timer\t{_timer(tree.message_age_timer.left)}\n")
    out(f" designated port\t{tree.designated_port:04x}\t\t\tforward delay timer\t{_timer(tree.forward_delay_timer.left)}\n")
    out(f" designated cost\t{tree.designated_cost:4}\t\t\thold timer\t\t{_timer(tree.hold_timer.left)}\n")
    flags = ("CONFIG_PENDING " if tree.config_pending else "") + ("TOPOLOGY_CHANGE_ACK " if tree.topology_change_ack else "")
    hairpin = "hairpin mode   1" if port.hairpin else ""
    out(f" flags\t\t\t{flags}{hairpin}\n\n")


COMMANDS: dict[str, tuple[int, Handler, str, str]] = {
    "addbr": (1, _addbr, "<bridge>", "add bridge"),
    "delbr": (1, _delbr, "<bridge>", "delete bridge"),
    "addif": (2, _addif, "<bridge> <device>", "add interface to bridge"),
    "delif": (2, _delif, "<bridge> <device>", "delete interface from bridge"),
    "hairpin": (3, _hairpin, "<bridge> <port> {on|off}", "turn hairpin on/off"),
    "setageing": (2, _setageing, "<bridge> <time>", "set ageing time"),
    "setbridgeprio": (2, _setbridgeprio, "<bridge> <prio>", "set bridge priority"),
    "setfd": (2, _setfd, "<bridge> <time>", "set bridge forward delay"),
    "sethello": (2, _sethello, "<bridge> <time>", "set hello time"),
    "setmaxage": (2, _setmaxage, "<bridge> <time>", "set max message age"),
    "setpathcost": (3, _setpathcost, "<bridge> <port> <cost>", "set path cost"),
    "setportprio": (3, _setportprio, "<bridge> <port> <prio>", "set port priority"),
    "show": (0, _show, "[ <bridge> ]", "show a list of bridges"),
    "showmacs": (1, _showmacs, "<bridge>", "show a list of mac addrs"),
    "showstp": (1, _showstp, "<bridge>", "show bridge stp info"),
    "stp": (2, _stp, "<bridge> {on|off}", "turn stp on/off"),
}
