"""`bridge fdb` (bridge/fdb.c of iproute2 6.1)."""

import errno
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pynetns.commands.base import CommandFailed, Context, Words, duplicate, garbage, matches, no_device, wrong_argument
from pynetns.commands.bridge_usage import FDB_USAGE
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.proc_net import link_groups
from pynetns.device.bridge import Bridge
from pynetns.device.bridge_port import BridgePort
from pynetns.device.bridge_vlan import MAX_VLAN
from pynetns.device.fdb import FdbEntry
from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError
from pynetns.wire.address import format_mac

_STATES = {"permanent": "permanent", "static": "static", "temp": "static", "stale": "stale", "reachable": "", "dynamic": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the listing: `device` it is about, and whether it is the device's own filter (`self`) or a bridge's entry."""

    mac: str
    device: NetDevice
    state: str
    entry: FdbEntry | None = None


def main(context: Context, options: Options, words: Words) -> int:
    verb = words.take() if words else "show"
    if matches(verb, "add"):
        return _modify(context, words, "add")
    if matches(verb, "append"):
        return _modify(context, words, "append")
    if matches(verb, "replace"):
        return _modify(context, words, "replace")
    if matches(verb, "delete"):
        return _modify(context, words, "delete")
    if matches(verb, "get"):
        return _get(context, options, words)
    if matches(verb, "show") or matches(verb, "lst") or matches(verb, "list"):
        return _show(context, options, words)
    if matches(verb, "flush"):
        return _flush(context, words)
    if matches(verb, "help"):
        raise CommandFailed(FDB_USAGE, 255)
    raise CommandFailed(f'Command "{verb}" is unknown, try "bridge fdb help".\n', 255)


def _lines(context: Context) -> Iterator[Line]:
    """rtnl_fdb_dump(): for each device what its bridge has of it, then its own address filter."""
    for device in context.namespace.devices.values():
        if device.is_loopback:
            continue
        if isinstance(device.port, BridgePort):
            yield from _entries(device.port.bridge, device)
        for mac in _filter(device):
            yield Line(format_mac(mac), device, "permanent")
        if isinstance(device, Bridge):
            yield from _entries(device, device)


def _entries(bridge: Bridge, device: NetDevice) -> Iterator[Line]:
    for entry in bridge.fdb:
        if entry.device == device.name:
            yield Line(entry.mac, device, entry.state, entry)


def _filter(device: NetDevice) -> Iterator[bytes]:
    yield from device.unicast_list
    yield from link_groups(device)


def _show(context: Context, options: Options, words: Words) -> int:
    device_name = bridge_name = None
    states: set[str] = set()
    dynamic, vlan = False, -1
    while words:
        word = words.take()
        if word in ("brport", "dev"):
            device_name = words.argument()
        elif word == "br":
            bridge_name = words.argument()
        elif word == "vlan":
            vlan = _number(words.argument())
        elif word == "state":
            states |= _read_state(words.argument())
        elif word == "dynamic":
            dynamic = True
        elif matches(word, "help"):
            raise CommandFailed(FDB_USAGE, 255)
    devices = context.namespace.devices
    if bridge_name is not None and bridge_name not in devices:
        raise CommandFailed(f'Cannot find bridge device "{bridge_name}"\n', 255)
    if device_name is not None and device_name not in devices:
        raise CommandFailed(no_device(device_name).message, 255)
    printer = options.printer(context)
    for line in _lines(context):
        if device_name is not None and line.device.name != device_name:
            continue
        if bridge_name is not None and bridge_name not in (line.device.name, line.device.master and line.device.master.name):
            continue
        if vlan >= 0 and vlan != (line.entry.vlan if line.entry else 0):
            continue
        if (states and line.state not in states) or (dynamic and line.state == "permanent"):
            continue
        _print(printer, options, line, with_device=device_name is None)
    printer.finish()
    return 0


def _read_state(text: str) -> set[str]:
    if text == "all":
        return {"permanent", "static", "stale", ""}
    for name, state in _STATES.items():
        if matches(text, name):
            return {state}
    raise wrong_argument("invalid state", text)


def _print(printer: Printer, options: Options, line: Line, with_device: bool = True) -> None:
    """print_fdb()."""
    entry = line.entry
    printer.open()
    printer.put("mac", line.mac, "{} ")
    if with_device:
        printer.text("dev ")
        printer.put("ifname", line.device.name, "{} ")
    if entry is not None and entry.vlan:
        printer.put("vlan", entry.vlan, "vlan {} ")
    if options.stats and entry is not None:
        if printer.json:
            printer.member("used", int(entry.used))
            printer.member("updated", int(entry.updated))
        else:
            printer.text(f"used {int(entry.used)}/{int(entry.updated)} ")
    flags = ["self"] if entry is None else [name for name, on in (("extern_learn", entry.extern_learn), ("sticky", entry.sticky)) if on]
    printer.open("flags", array=True)
    for flag in flags:
        printer.put(None, flag, "{} ")
    printer.close()
    if entry is not None:
        printer.put("master", entry.master, "master {} ")
    printer.put("state", line.state, "{}\n")
    printer.close()


def _modify(context: Context, words: Words, mode: str) -> int:
    """fdb_modify() here, and rtnl_fdb_add() and rtnl_fdb_del() of the kernel."""
    device_name = address = None
    state, flags, vlan = "", set(), None
    while words:
        word = words.take()
        if word == "dev":
            device_name = words.argument()
        elif matches(word, "vlan"):
            if vlan is not None:
                raise duplicate("vlan", words.argument())
            vlan = _number(words.argument())
        elif word in ("dst", "nhid", "port", "vni", "src_vni", "via"):
            raise CommandFailed(f"bridge fdb {mode} {word} is not part of pynetns.\n", 255)
        elif word == "self" or any(matches(word, flag) for flag in ("master", "router", "use", "extern_learn", "sticky")):
            flags.add("self" if word == "self" else next(flag for flag in ("master", "router", "use", "extern_learn", "sticky")
                                                         if matches(word, flag)))
        elif matches(word, "local") or matches(word, "permanent"):
            state = "permanent"
        elif matches(word, "temp") or matches(word, "static"):
            state = state or "static"
        elif matches(word, "dynamic"):
            state = state if state == "permanent" else "dynamic"
        else:
            if word == "to":
                word = words.argument()
            if matches(word, "help"):
                raise CommandFailed(FDB_USAGE, 255)
            if address is not None:
                raise garbage("to", word)
            address = word
    if device_name is None or address is None:
        raise CommandFailed("Device and address are required arguments.\n", 255)
    mac = _read_mac(address)
    device = context.namespace.devices.get(device_name)
    if device is None:
        raise CommandFailed(no_device(device_name).message, 255)
    if device.is_loopback:
        raise NetlinkError(errno.EINVAL, f"FDB {'delete' if mode == 'delete' else 'add'} only supported for Ethernet devices")
    if vlan is not None and not 1 <= vlan <= MAX_VLAN:
        raise NetlinkError(errno.EINVAL, "invalid vlan id")
    if "master" in flags:
        if not isinstance(device.master, Bridge):
            raise NetlinkError(errno.EOPNOTSUPP)
        _modify_bridge(device.master, device, mac, state or "permanent", mode, flags, vlan)
    if "self" in flags or "master" not in flags:
        if isinstance(device, Bridge):
            _modify_bridge(device, device, mac, state or "permanent", mode, flags, vlan)
        else:
            _modify_filter(device, mac, state or "permanent", mode)
    return 0


def _modify_bridge(bridge: Bridge, device: NetDevice, mac: bytes, state: str, mode: str, flags: set[str],
                   vlan: int | None) -> None:
    if mode == "delete":
        bridge.fdb.delete(mac, device.name, vlan)
    else:
        bridge.fdb.add(mac, device.name, state, mode, sticky="sticky" in flags, extern_learn="extern_learn" in flags, vlan=vlan)


def _modify_filter(device: NetDevice, mac: bytes, state: str, mode: str) -> None:
    """ndo_dflt_fdb_add() and _del(): the device's own list of further addresses."""
    if mode == "delete":
        if mac not in device.unicast_list:
            raise NetlinkError(errno.ENOENT)
        device.remove_unicast(mac)
        return
    if state != "permanent":
        raise NetlinkError(errno.EINVAL)
    if mac in device.unicast_list:
        if mode == "add":
            raise NetlinkError(errno.EEXIST)
        return
    device.add_unicast(mac)


def _read_mac(text: str) -> bytes:
    """sscanf("%hhx:..."): what follows the sixth number is not looked at."""
    found = re.match(r"([0-9a-fA-F]+):([0-9a-fA-F]+):([0-9a-fA-F]+):([0-9a-fA-F]+):([0-9a-fA-F]+):([0-9a-fA-F]+)", text)
    if found is None:
        raise CommandFailed(f"Invalid mac address {text}\n", 255)
    return bytes(int(part, 16) & 0xFF for part in found.groups())


def _number(text: str) -> int:
    """atoi()."""
    found = re.match(r"\s*[+-]?\d+", text)
    return int(found.group()) if found else 0


def _get(context: Context, options: Options, words: Words) -> int:
    """fdb_get()."""
    address = bridge_name = device_name = None
    vlan = 0
    while words:
        word = words.take()
        if word in ("brport", "dev"):
            device_name = words.argument()
        elif word == "vlan":
            vlan = _number(words.argument())
        elif word == "br":
            bridge_name = words.argument()
        elif word in ("self", "master", "dynamic"):
            continue
        else:
            address = words.argument() if word == "to" else word
    if address is None:
        raise CommandFailed("Device and address are required arguments.\n", 255)
    if bridge_name is None and device_name is None:
        raise CommandFailed("No device given.\n", 255)
    mac = format_mac(_read_mac(address))
    name = bridge_name or device_name or ""
    device = context.namespace.devices.get(name)
    if device is None:
        raise CommandFailed(f'Cannot find bridge device "{name}"\n' if bridge_name else no_device(name).message, 255)
    bridge = device if isinstance(device, Bridge) else device.master
    if not isinstance(bridge, Bridge):
        raise NetlinkError(errno.EOPNOTSUPP)
    for entry in bridge.fdb:
        if entry.mac == mac and entry.vlan == vlan:
            printer = options.printer(context)
            _print(printer, options, Line(entry.mac, context.namespace.devices[entry.device], entry.state, entry))
            printer.finish()
            return 0
    context.err("Error: Fdb entry not found.\n")
    return 254


def _flush(context: Context, words: Words) -> int:
    """fdb_flush()."""
    device_name = port_name = None
    flags: set[str] = set()
    wanted: dict[str, bool] = {}
    vlan = None
    names = ("permanent", "static", "added_by_user", "extern_learn", "sticky")
    while words:
        word = words.take()
        if word == "dev":
            device_name = words.argument()
        elif word == "brport":
            port_name = words.argument()
        elif word == "vlan":
            vlan = _number(words.argument())
        elif word in ("self", "master"):
            flags.add(word)
        elif word.removeprefix("no") in names and word != "no":
            wanted[word.removeprefix("no")] = not word.startswith("no")
        elif word in ("dynamic", "nodynamic"):
            wanted["permanent" if word == "nodynamic" else "static"] = word == "nodynamic"
        elif matches(word, "help"):
            raise CommandFailed(FDB_USAGE, 255)
        else:
            raise garbage("to", word)
    if device_name is None:
        raise CommandFailed("Device is a required argument.\n", 255)
    device = context.namespace.devices.get(device_name)
    if device is None:
        raise CommandFailed(f'Cannot find bridge device "{device_name}"\n', 255)
    bridge = device if isinstance(device, Bridge) else device.master if "master" in flags else None
    if not isinstance(bridge, Bridge):
        raise NetlinkError(errno.EOPNOTSUPP)
    if port_name is not None and port_name not in context.namespace.devices:
        raise CommandFailed(no_device(port_name).message, 255)
    bridge.fdb.flush(port_name or (device_name if device is not bridge else None), vlan=vlan, **wanted)
    return 0
