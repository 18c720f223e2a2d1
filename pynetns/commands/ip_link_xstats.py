"""`ip link xstats`: what a bridge and its ports count beside packets (ip/iplink_xstats.c, iplink_bridge.c of iproute2 6.1)."""

from pynetns.commands.base import CommandFailed, Context, Words, matches, no_device
from pynetns.commands.ip_options import Options
from pynetns.device.bridge import Bridge
from pynetns.device.bridge_port import BridgePort
from pynetns.device.netdevice import NetDevice

USAGE = "Usage: ... bridge [ igmp ] [ dev DEVICE ]\n"
_INDENT = " " * 20
# There is no multicast snooping: none of these is ever counted.
_MULTICAST = tuple(_INDENT + line + "\n" for line in (
    "IGMP queries:", "  RX: v1 0 v2 0 v3 0", "  TX: v1 0 v2 0 v3 0", "IGMP reports:", "  RX: v1 0 v2 0 v3 0", "  TX: v1 0 v2 0 v3 0",
    "IGMP leaves: RX: 0 TX: 0", "IGMP parse errors: 0", "MLD queries:", "  RX: v1 0 v2 0", "  TX: v1 0 v2 0", "MLD reports:",
    "  RX: v1 0 v2 0", "  TX: v1 0 v2 0", "MLD leaves: RX: 0 TX: 0", "MLD parse errors: 0"))


def xstats(context: Context, options: Options, words: Words) -> int:
    if not words:
        raise CommandFailed("xstats: missing argument\n", 1)
    if words.take() != "type":
        raise CommandFailed(f'"{words.last}" ?\n', 1)
    kind = words.argument()
    if kind not in ("bridge", "bridge_slave") or options.json:
        raise CommandFailed(f"ip link xstats of {kind}{' as JSON' * options.json} is not part of pynetns.\n", 1)
    name, groups = "", {"igmp", "stp"}
    while words:
        word = words.take()
        if word == "dev":
            name = words.argument()
            if name not in context.namespace.devices:
                raise no_device(name)
        elif word in ("igmp", "mcast", "stp"):
            groups = {"stp" if word == "stp" else "igmp"}
        elif word != "all":
            message = "" if matches(word, "help") else f'bridge: unknown command "{word}"?\n'
            raise CommandFailed(message + USAGE, 1)
    for device in context.namespace.devices.values():
        if name in ("", device.name):
            _print(context, device, kind == "bridge_slave", groups)
    return 0


def _print(context: Context, device: NetDevice, as_port: bool, groups: set[str]) -> None:
    """bridge_print_xstats()."""
    if not isinstance(device.port, BridgePort) if as_port else not isinstance(device, Bridge):
        return
    context.out(f"{device.name:<16}\n")
    if "igmp" in groups:
        context.out("".join(_MULTICAST))
    if as_port and "stp" in groups:
        counts = device.port.tree.counts
        context.out(f"{_INDENT}STP BPDU:  RX: {counts.rx_bpdu} TX: {counts.tx_bpdu}\n{_INDENT}STP TCN:   RX: {counts.rx_tcn} "
                    f"TX: {counts.tx_tcn}\n{_INDENT}STP Transitions: Blocked: {counts.to_blocking} Forwarding: {counts.to_forwarding}\n")
