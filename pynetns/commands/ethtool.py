"""ethtool(8) 6.1, as the kernel answers it for devices that are software."""

from collections.abc import Callable

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.ethtool_features import (
    ASKED_IN_VAIN, FEATURES, GROUPS, KERNEL_NAMES, LISTING, NEED_CHECKSUMS, ORDER, SHORT,
)
from pynetns.device.bridge import Bridge
from pynetns.device.netdevice import NetDevice
from pynetns.device.veth import Veth

VERSION = "ethtool version 6.1\n"
BAD_ARGUMENTS = "ethtool: bad command line argument(s)\nFor more information run ethtool -h\n"
NO_SUCH = "netlink error: no device matches name (offset 24)\nnetlink error: No such device\n"
NOT_SUPPORTED = "netlink error: Operation not supported\n"
_LONG = {
    "--driver": "-i", "--show-features": "-k", "--show-offload": "-k", "--features": "-K", "--offload": "-K", "--statistics": "-S",
    "--show-pause": "-a", "--pause": "-A", "--show-coalesce": "-c", "--coalesce": "-C", "--show-ring": "-g", "--set-ring": "-G",
    "--show-channels": "-l", "--set-channels": "-L", "--show-permaddr": "-P", "--show-time-stamping": "-T", "--change": "-s",
    "--show-nfc": "-n", "--show-ntuple": "-n", "-u": "-n", "--show-rxfh": "-x", "--show-rxfh-indir": "-x", "--module-info": "-m",
    "--dump-module-eeprom": "-m", "--eeprom-dump": "-e", "--register-dump": "-d", "--test": "-t", "--negotiate": "-r", "--identify": "-p",
}
_RX_RINGS = ("Cannot get RX rings: Operation not supported\nrxclass: Cannot get RX class rule count: Operation not supported\n"
             "RX classification rule retrieval failed\n")
# What no such device has: what is said of it, and the exit status.
_REFUSED = {
    "-a": (NOT_SUPPORTED, 1), "-A": (NOT_SUPPORTED, 76), "-c": (NOT_SUPPORTED, 1), "-C": (NOT_SUPPORTED, 1), "-g": (NOT_SUPPORTED, 1),
    "-G": (NOT_SUPPORTED, 81), "-s": (NOT_SUPPORTED, 75), "-m": (NOT_SUPPORTED, 1), "--show-eee": (NOT_SUPPORTED, 1),
    "--show-priv-flags": (NOT_SUPPORTED, 1), "--show-fec": (NOT_SUPPORTED, 1), "-n": (_RX_RINGS, 1),
    "-x": ("Cannot get RX ring count: Operation not supported\n", 1), "-e": ("Cannot get EEPROM data: Operation not supported\n", 74),
    "-d": ("Cannot get register dump: Operation not supported\n", 74), "-t": ("Cannot test: Operation not supported\n", 74),
    "-r": ("Cannot restart autonegotiation: Operation not supported\n", 255), "-p": ("Cannot identify NIC: Operation not supported\n", 255),
}
_DRIVERS = {"veth": ("1.0", "", "yes"), "bridge": ("2.3", "N/A", "no"), "macvlan": ("0.1", "", "no"), "vlan": ("1.8", "N/A", "no"),
            "dummy": ("6.18.44", "", "no"), "vrf": ("1.0", "", "no")}


def main(context: Context, argv: list[str]) -> int:
    if not argv or argv[0] in ("-h", "--help"):
        raise CommandFailed(BAD_ARGUMENTS, 1)
    option = _LONG.get(argv[0], argv[0])
    if option == "--version":
        context.out(VERSION)
        return 0
    if not option.startswith("-"):
        return _settings(context, option)
    shown: dict[str, Callable[[Context, NetDevice], int]] = {
        "-i": _driver, "-k": _features, "-S": _statistics, "-l": _channels, "-P": _permanent_address, "-T": _time_stamping}
    if option not in shown and option not in _REFUSED and option not in ("-K", "-L"):
        raise CommandFailed(BAD_ARGUMENTS, 1)
    if len(argv) < 2:
        raise CommandFailed(BAD_ARGUMENTS, 1)
    device = context.namespace.devices.get(argv[1])
    if device is None:
        raise CommandFailed(*_missing(option))
    if option in shown:
        return shown[option](context, device)
    if option == "-K":
        return _change_features(context, device, argv[2:])
    if option == "-L" and isinstance(device, Veth):
        return 0
    message, status = _REFUSED.get(option, (NOT_SUPPORTED, 1))
    raise CommandFailed(message, status)


def _missing(option: str) -> tuple[str, int]:
    """Some ask by netlink, the others by ioctl."""
    words = {"-i": ("Cannot get driver information: No such device\n", 71),
             "-S": ("Cannot get stats strings information: No such device\n", 96),
             "-K": (NO_SUCH, 92), "-s": (NO_SUCH, 75)}
    return words.get(option, (NO_SUCH, 1))


def _settings(context: Context, name: str) -> int:
    device = context.namespace.devices.get(name)
    if device is None:
        context.out("No data available\n")
        raise CommandFailed(NO_SUCH * 5, 75)
    out = context.out
    out(f"Settings for {name}:\n")
    if not device.is_loopback and device.kind not in ("dummy", "vrf"):
        bridge = isinstance(device, Bridge)
        out("\tSupported ports: [  ]\n\tSupported link modes:   Not reported\n\tSupported pause frame use: No\n"
            "\tSupports auto-negotiation: No\n\tSupported FEC modes: Not reported\n\tAdvertised link modes:  Not reported\n"
            "\tAdvertised pause frame use: No\n\tAdvertised auto-negotiation: No\n\tAdvertised FEC modes: Not reported\n")
        out(f"\tSpeed: {_speed(device)}\n\tDuplex: {'Unknown! (255)' if bridge else 'Full'}\n\tAuto-negotiation: off\n")
        out(f"\tPort: {'Other' if bridge else 'Twisted Pair'}\n\tPHYAD: 0\n\tTransceiver: internal\n"
            + ("" if bridge else "\tMDI-X: Unknown\n"))
    out(f"\tLink detected: {'yes' if device.is_up and device.carrier else 'no'}\n")
    return 0


def _speed(device: NetDevice) -> str:
    """A bridge is as fast as the fastest port that has a carrier."""
    if isinstance(device, Bridge) and not any(port.device.is_up and port.device.carrier for port in device.ports):
        return "Unknown!"
    return "10000Mb/s"


def _driver(context: Context, device: NetDevice) -> int:
    if device.is_loopback or device.kind not in _DRIVERS:
        raise CommandFailed("Cannot get driver information: Operation not supported\n", 71)
    version, empty, statistics = _DRIVERS[device.kind]
    name = {"vlan": "802.1Q VLAN Support"}.get(device.kind, device.kind)
    context.out(f"driver: {name}\nversion: {version}\nfirmware-version: {empty}\nexpansion-rom-version: \nbus-info: {empty}\n"
                f"supports-statistics: {statistics}\n"
                "supports-test: no\nsupports-eeprom-access: no\nsupports-register-dump: no\nsupports-priv-flags: no\n")
    return 0


def _statistics(context: Context, device: NetDevice) -> int:
    if not isinstance(device, Veth):
        raise CommandFailed("no stats available\n", 94)
    context.out(f"NIC statistics:\n     peer_ifindex: {device.peer.index if device.peer is not None else 0}\n")
    received = ("xdp_packets", "xdp_bytes", "drops", "xdp_redirect", "xdp_drops", "xdp_tx", "xdp_tx_errors")
    context.out("".join(f"     rx_queue_0_{name}: 0\n" for name in received))
    context.out("     tx_queue_0_xdp_xmit: 0\n     tx_queue_0_xdp_xmit_errors: 0\n")
    return 0


def _channels(context: Context, device: NetDevice) -> int:
    if not isinstance(device, Veth):
        raise CommandFailed(NOT_SUPPORTED, 1)
    context.out(f"Channel parameters for {device.name}:\nPre-set maximums:\nRX:\t\t2\nTX:\t\t2\nOther:\t\tn/a\nCombined:\tn/a\n"
                "Current hardware settings:\nRX:\t\t1\nTX:\t\t1\nOther:\t\tn/a\nCombined:\tn/a\n")
    return 0


def _permanent_address(context: Context, device: NetDevice) -> int:
    context.out("Permanent address: not set\n")
    return 0


def _time_stamping(context: Context, device: NetDevice) -> int:
    transmit = "" if isinstance(device, Bridge) else "\tsoftware-transmit\n"
    context.out(f"Time stamping parameters for {device.name}:\nCapabilities:\n{transmit}\tsoftware-receive\n\tsoftware-system-clock\n"
                "PTP Hardware Clock: none\nHardware Transmit Timestamp Modes: none\nHardware Receive Filter Modes: none\n")
    return 0


# --- features: they have no effect here, checksums are always right --------------------------------------------------------------------

class _Features:
    """What a device says of each feature: is it on, was it asked for, can it be changed?"""

    def __init__(self, device: NetDevice) -> None:
        kind = "loopback" if device.is_loopback else device.kind if device.kind in FEATURES else "veth"
        on, fixed, off = (words.split() for words in FEATURES[kind])
        vain = ASKED_IN_VAIN.get(kind, ())
        self.device = device
        self.changeable = {*on, *off, *vain}
        self.vain = set(vain)
        self.wanted = dict.fromkeys((*on, *fixed, *vain), True)
        for name in self.changeable:
            self.wanted[name] = bool(device.without_effect.get(f"feature {name}", self.wanted.get(name, False)))

    def is_on(self, name: str) -> bool:
        if name in self.vain or (name in NEED_CHECKSUMS and not self.wanted.get("tx-checksum-ip-generic", False)):
            return False
        return self.wanted.get(name, False)

    def ask(self, name: str, on: bool) -> None:
        if name in self.changeable:
            self.wanted[name] = on
            self.device.without_effect[f"feature {name}"] = int(on)


def _features(context: Context, device: NetDevice) -> int:
    features = _Features(device)
    context.out(f"Features for {device.name}:\n")
    for line in LISTING.strip().splitlines():
        name = line.strip()
        if name in GROUPS:
            context.out(f"{name}: {_word(any(features.is_on(part) for part in GROUPS[name]))}\n")
            continue
        on = features.is_on(name)
        note = " [fixed]" if name not in features.changeable else "" if on == features.wanted.get(name, False) else " [requested on]"
        context.out(f"{chr(9) * line.startswith(' ')}{name}: {_word(on)}{note}\n")
    return 0


def _word(on: bool) -> str:
    return "on" if on else "off"


def _change_features(context: Context, device: NetDevice, words: list[str]) -> int:
    """nl_sfeatures(): what did not become as asked, or changed with it, is told."""
    if not words:
        raise CommandFailed("ethtool (-K): missing parameters\n", 1)
    known = {KERNEL_NAMES.get(name, name): name for name in (line.strip() for line in LISTING.split("\n")) if name and name not in GROUPS}
    asked: dict[str, bool] = {}
    for at in range(0, len(words), 2):
        name, value = words[at], words[at + 1] if at + 1 < len(words) else ""
        if value not in ("on", "off"):
            raise CommandFailed(f"ethtool (-K): flag '{value}' for parameter '(null)' is not followed by 'on' or 'off'\n", 1)
        if name not in SHORT and name not in known:
            raise CommandFailed("netlink error: bit name not found (offset 52)\nnetlink error: Operation not supported\n", 92)
        for part in SHORT.get(name) or (known[name],):
            asked[part] = value == "on"
    features = _Features(device)
    everything = (*ORDER, *(name for name in asked if name not in ORDER))
    before = {name: features.is_on(name) for name in everything}
    for name, on in asked.items():
        features.ask(name, on)
    after = {name: features.is_on(name) for name in everything}
    told = [name for name in everything if after[name] != before[name] or after[name] != asked.get(name, after[name])]
    refused = [name for name in told if name in asked and after[name] != asked[name]]
    if refused or any(name not in asked for name in told):
        context.out("Actual changes:\n")
        for name in told:
            note = " [not requested]" if name not in asked else f" [requested {_word(asked[name])}]" if name in refused else ""
            context.out(f"{KERNEL_NAMES.get(name, name)}: {_word(after[name])}{note}\n")
    if len(refused) == len(asked):
        raise CommandFailed("Could not change any device features\n", 1)
    return 0
