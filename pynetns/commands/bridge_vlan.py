"""`bridge vlan` (bridge/vlan.c of iproute2 6.1)."""

import errno
import re
from collections.abc import Iterator

from pynetns.commands.base import CommandFailed, Context, Words, garbage, matches, no_device, number
from pynetns.commands.bridge_usage import VLAN_USAGE
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.device.bridge import Bridge
from pynetns.device.bridge_port import STATES, BridgePort
from pynetns.device.bridge_vlan import BridgeVlan, VlanGroup
from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError

VLAN_N_VID = 4096
_INDENT = " " * 18


def main(context: Context, options: Options, words: Words) -> int:
    verb = words.take() if words else "show"
    if matches(verb, "add"):
        return _modify(context, words, adding=True)
    if matches(verb, "delete"):
        return _modify(context, words, adding=False)
    if any(matches(verb, name) for name in ("show", "lst", "list")):
        return _show(context, options, words)
    if matches(verb, "tunnelshow"):
        context.out("port              vlan-id    tunnel-id\n")
        return 0
    if matches(verb, "set"):
        return _set(context, words)
    if matches(verb, "global"):
        raise CommandFailed("bridge vlan global is not part of pynetns.\n", 255)
    if matches(verb, "help"):
        raise CommandFailed(VLAN_USAGE, 255)
    raise CommandFailed(f'Command "{verb}" is unknown, try "bridge vlan help".\n', 255)


def _leading_number(text: str) -> int:
    """atoi()."""
    found = re.match(r"\s*[+-]?\d+", text)
    return int(found.group()) if found else 0


def _read_range(text: str) -> tuple[int, int]:
    """VLAN_ID or FIRST-LAST, as the tool checks it; the kernel looks at the numbers again."""
    first, dash, last = text.partition("-")
    vid = _leading_number(first)
    if vid >= VLAN_N_VID:
        raise CommandFailed(f'Invalid VLAN ID "{text}"\n', 255)
    if not dash:
        return vid, vid
    end = _leading_number(last)
    if end >= VLAN_N_VID or vid >= end:
        raise CommandFailed(f'Invalid VLAN range "{vid}-{end}"\n', 255)
    return vid, end


def _modify(context: Context, words: Words, adding: bool) -> int:
    """vlan_modify() here, br_afspec() in the kernel. A word that it does not know is nothing to it."""
    name, vids, flags = "", None, set[str]()
    while words:
        word = words.take()
        if word == "dev":
            name = words.argument()
        elif word == "vid":
            vids = _read_range(words.argument())
        elif word in ("self", "master", "pvid", "untagged"):
            flags.add(word)
        elif word == "tunnel_info":
            words.argument()
            words.argument()
            flags.add(word)
        elif matches(word, "help"):
            raise CommandFailed(VLAN_USAGE, 255)
    if not name or vids is None:
        raise CommandFailed("Device and VLAN ID are required arguments.\n", 255)
    device = context.namespace.devices.get(name)
    if device is None:
        raise CommandFailed(f'Cannot find bridge device "{name}"\n', 255)
    first, last = vids
    if "pvid" in flags and last > first:
        raise CommandFailed("pvid cannot be configured for a vlan range\n", 255)
    bridge, port = _member(device, flags)
    if "tunnel_info" in flags:
        if port is None or not port.vlan_tunnel:
            raise NetlinkError(errno.EINVAL)
        raise CommandFailed("bridge vlan: pynetns has no VLAN tunnels.\n", 255)
    for vid in range(first, last + 1):
        if adding:
            bridge.vlan_table.add(port, vid, "pvid" in flags, "untagged" in flags)
        else:
            bridge.vlan_table.remove(port, vid)
    return 0


def _member(device: NetDevice, flags: set[str]) -> tuple[Bridge, BridgePort | None]:
    """Whom a change is for: a port's bridge unless `self` is said, which only a bridge understands."""
    if isinstance(device.port, BridgePort) and ("self" not in flags or "master" in flags):
        return device.port.bridge, device.port
    if "self" in flags and isinstance(device, Bridge):
        return device, None
    raise NetlinkError(errno.EOPNOTSUPP)


def _set(context: Context, words: Words) -> int:
    """vlan_option_set(): the state of a VLAN at a port."""
    name, vids, state = "", None, -1
    while words:
        word = words.take()
        if word == "dev":
            name = words.argument()
        elif word == "vid":
            vids = _read_range(words.argument())
        elif word == "state":
            text = words.argument()
            value = number(text, 0, 255)
            state = value if value is not None else next((at for at, known in enumerate(STATES) if known == text.lower()), -1)
            if state < 0:
                raise CommandFailed("Error: invalid STP state\n", 255)
        elif word == "mcast_router":
            raise CommandFailed("bridge vlan set mcast_router is not part of pynetns.\n", 255)
        elif matches(word, "help"):
            raise CommandFailed(VLAN_USAGE, 255)
        else:
            raise garbage("to", word)
    if not name or vids is None:
        raise CommandFailed("Device and VLAN ID are required arguments.\n", 255)
    device = context.namespace.devices.get(name)
    if device is None:
        raise CommandFailed(f'Cannot find bridge device "{name}"\n', 255)
    port = device.port if isinstance(device.port, BridgePort) else None
    bridge = port.bridge if port is not None else device
    if not isinstance(bridge, Bridge):
        raise NetlinkError(errno.EINVAL, "The device is not a valid bridge or bridge port")
    if state >= 0:
        bridge.vlan_table.set_state(port, *vids, state)
    return 0


# --- listing -------------------------------------------------------------------------------------------------------------------------

def _show(context: Context, options: Options, words: Words) -> int:
    name, wanted = None, 0
    while words:
        word = words.take()
        if word == "dev":
            name = words.argument()
        elif word == "vid":
            text = words.argument()
            wanted = _leading_number(text)
        elif matches(word, "help"):
            raise CommandFailed(VLAN_USAGE, 255)
    if name is not None and name not in context.namespace.devices:
        raise CommandFailed(no_device(name).message, 255)
    printer = options.printer(context)
    printer.text("port              vlan-id" + ("\n" if options.stats else "  \n"))
    for device in context.namespace.devices.values():
        group = _group(device)
        entries = _entries(group, wanted, not options.stats and (options.details > 0 or options.compress))
        if group is not None and entries and name in (None, device.name):
            printer.open()
            printer.put("ifname", device.name, "{:<16}  ", color="name")
            printer.open("vlans", array=True)
            for at, (vlan, last) in enumerate(entries):
                printer.text(_INDENT if at else "")
                printer.open()
                _print_vlan(printer, options, device, group, vlan, last)
                printer.close()
            printer.close()
            printer.close()
    printer.finish()
    return 0


def _group(device: NetDevice) -> VlanGroup | None:
    if isinstance(device, Bridge):
        return device.vlan_group
    return device.port.vlan_group if isinstance(device.port, BridgePort) else None


def _entries(group: VlanGroup | None, wanted: int, compress: bool) -> list[tuple[BridgeVlan, int]]:
    """The VLANs and the last of each range: of equal neighbours one, if they are to be compressed."""
    if group is None:
        return []
    if wanted:
        return [(group.vlans[wanted], wanted)] if wanted in group.vlans else []
    return list(_ranges(group)) if compress else [(vlan, vlan.vid) for vlan in group.vlans.values()]


def _ranges(group: VlanGroup) -> Iterator[tuple[BridgeVlan, int]]:
    first: BridgeVlan | None = None
    last = 0
    for vid, vlan in group.vlans.items():
        alike = (first is not None and vid == last + 1 and group.pvid not in (vid, last)
                 and (first.untagged, first.state) == (vlan.untagged, vlan.state))
        if first is not None and not alike:
            yield first, last
        if not alike:
            first = vlan
        last = vid
    if first is not None:
        yield first, last


def _print_vlan(printer: Printer, options: Options, device: NetDevice, group: VlanGroup, vlan: BridgeVlan, last: int) -> None:
    key = "vid" if options.stats else "vlan"
    printer.put(key, vlan.vid)
    if last > vlan.vid:
        printer.put("vlanEnd", last, "-{}")
    flags = ["PVID"] * (group.pvid == vlan.vid) + ["Egress Untagged"] * vlan.untagged
    if flags or (options.stats and isinstance(device, Bridge)):
        printer.open("flags", array=True)
        for flag in flags:
            printer.put(None, flag, " {}")
        printer.close()
    printer.text("\n")
    if options.stats:
        for label, counter in (("RX", vlan.stats.rx), ("TX", vlan.stats.tx)):
            printer.text(f"{_INDENT}  {label}: {counter.bytes} bytes {counter.packets} packets\n")
            printer.member(f"{label.lower()}_bytes", counter.bytes)
            printer.member(f"{label.lower()}_packets", counter.packets)
    elif options.details:
        printer.text(_INDENT + "  ")
        printer.put("state", STATES[vlan.state], "state {} ")
        printer.put("mcast_router", 1, "mcast_router {} ")
        printer.text("\n")
