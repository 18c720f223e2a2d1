"""What the commands of net-tools 2.10 have in common: version, families, hardware types, names (lib/af.c, hw.c, inet.c, version.h)."""

import re

from pynetns.commands.base import CommandFailed, Context
from pynetns.wire.address import format_ipv4

# Exit statuses: lib/net-support.h.
E_OPTERR, E_LOOKUP, E_SOCK = 3, 6, 7

RELEASE = "net-tools 2.10\n"
FAMILIES_BUILT = "AF: (inet) +UNIX +INET +INET6 +IPX +AX25 +NETROM +X25 +ATALK +ECONET +ROSE -BLUETOOTH\n"
HARDWARE_BUILT = ("HW: {0} +ETHER +ARC +SLIP +PPP +TUNNEL -TR +AX25 +NETROM +X25 +FR +ROSE +ASH +SIT +FDDI +HIPPI +HDLC/LAPB +EUI64 \n")

FAMILIES = {
    "unix": "UNIX Domain", "inet": "DARPA Internet", "inet6": "IPv6", "ax25": "AMPR AX.25", "netrom": "AMPR NET/ROM", "rose": "AMPR ROSE",
    "ipx": "Novell IPX", "ddp": "Appletalk DDP", "ec": "Econet", "ash": "Ash", "x25": "CCITT X.25",
}
_ROUTED = ("inet", "inet6", "ax25", "netrom", "rose", "ipx", "ddp", "x25")
# What -A and the long options of route and netstat call a family: aftrans[] in lib/af.c.
FAMILY_ALIASES = {
    "ax25": "ax25", "ip": "inet", "ip6": "inet6", "ipx": "ipx", "rose": "rose", "appletalk": "ddp", "netrom": "netrom", "inet": "inet",
    "inet6": "inet6", "ddp": "ddp", "unix": "unix", "tcpip": "inet", "econet": "ec", "x25": "x25", "ash": "ash", "bluetooth": "bluetooth",
}
FAMILY_OPTIONS = dict.fromkeys(("ax25", "x25", "ip", "ipx", "appletalk", "netrom", "inet", "inet6", "ddp", "rose", "unix", "bluetooth",
                                "tcpip"), ("family", False))

HARDWARE = {
    "loop": "Local Loopback", "slip": "Serial Line IP", "cslip": "VJ Serial Line IP", "slip6": "6-bit Serial Line IP",
    "cslip6": "VJ 6-bit Serial Line IP", "adaptive": "Adaptive Serial Line IP", "ash": "Ash", "ether": "Ethernet", "ax25": "AMPR AX.25",
    "netrom": "AMPR NET/ROM", "rose": "AMPR ROSE", "tunnel": "IPIP Tunnel", "ppp": "Point-to-Point Protocol", "hdlc": "(Cisco)-HDLC",
    "lapb": "LAPB", "arcnet": "ARCnet", "dlci": "Frame Relay DLCI", "frad": "Frame Relay Access Device", "sit": "IPv6-in-IPv4",
    "fddi": "Fiber Distributed Data Interface", "hippi": "HIPPI", "irda": "IrLAP", "ec": "Econet", "x25": "generic X.25",
    "eui64": "Generic EUI-64",
}
ARP_HARDWARE = ("ash", "ether", "ax25", "netrom", "rose", "arcnet", "dlci", "fddi", "hippi", "irda", "x25", "eui64")

# /etc/hosts and /etc/networks as Debian has them; there is no other name service.
HOSTS = {"localhost": 0x7F000001}
NETWORKS = {"default": 0, "loopback": 0x7F000000, "link-local": 0xA9FE0000}


def _columns(titles: dict[str, str], names: tuple[str, ...]) -> str:
    """Three in a line, as print_aflist() and print_hwlist() have it."""
    lines = [names[at:at + 3] for at in range(0, len(names), 3)]
    return "".join("    " + "".join(f"{name} ({titles[name]}) " for name in line) + "\n" for line in lines)


ROUTED_FAMILIES_TEXT = _columns(FAMILIES, _ROUTED)
FAMILIES_TEXT = _columns(FAMILIES, tuple(FAMILIES))
HARDWARE_TEXT = _columns(HARDWARE, tuple(HARDWARE))
ARP_HARDWARE_TEXT = _columns(HARDWARE, ARP_HARDWARE)


def show_usage(context: Context, status: int, *parts: str) -> int:
    """Parts in turn: usage, and a list that goes to standard error even where the rest does not."""
    for at, part in enumerate(parts):
        (context.err if status or at % 2 else context.out)(part)
    return status


def inet_aton(text: str) -> int | None:
    """inet_aton(3): one to four numbers in C's notations, the last filling what is left; None if it is none."""
    words = text.split(maxsplit=1)
    parts = words[0].split(".") if words and not text[0].isspace() else []
    numbers = [_number(part) for part in parts]
    if not 1 <= len(numbers) <= 4 or any(number is None for number in numbers):
        return None
    *high, last = [number or 0 for number in numbers]
    if any(number > 255 for number in high) or last >= 256 ** (4 - len(high)):
        return None
    return last | sum(number << 24 - 8 * at for at, number in enumerate(high))


def _number(text: str) -> int | None:
    """strtoul(3) with base 0 of a text without a sign."""
    digits, base = text, 10
    if text[:2] in ("0x", "0X"):
        digits, base = text[2:], 16
    elif text[:1] == "0" and len(text) > 1:
        digits, base = text[1:], 8
    try:
        return int(digits, base) if digits.isalnum() and digits.isascii() else None
    except ValueError:
        return None


def atoi(text: str) -> int:
    """atoi(3): the number at the beginning, 0 where there is none."""
    text = text.strip()
    digits = len(text) - len(text.lstrip("+-")) if text[:1] in ("+", "-") else 0
    if digits > 1:
        return 0
    end = digits
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return int(text[:end]) if end > digits else 0


_NAME = re.compile(r"(?!-)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")  # what a resolver asks for: res_hnok()


class UnknownHost(CommandFailed):
    """A name that stands for no address: herror(3)."""

    def __init__(self, name: str, host_first: bool, status: int) -> None:
        plausible = not host_first and _NAME.fullmatch(name) and not all(c in "0123456789." for c in name)
        super().__init__(f"{name}: {'Host name lookup failure' if plausible else 'Unknown host'}\n", status)


def resolve(name: str, host_first: bool = False, status: int = 1) -> tuple[int, bool]:
    """INET_resolve(): the address, and whether it is a network's."""
    if name == "default":
        return 0, True
    address = inet_aton(name)
    if address is None:
        address = HOSTS.get(name)
    if address is not None:
        return address, False
    if name in NETWORKS:
        return NETWORKS[name], True
    raise UnknownHost(name[:127], host_first, status)


def read_prefix(text: str) -> tuple[str, int | None]:
    """INET_getnetmask(): the target without its /LENGTH, and the mask. As in the original a length of 32 makes an empty mask."""
    target, slash, length = text.partition("/")
    if not slash:
        return text, None
    number = _number(length) if length else 0
    if number is None:
        raise ValueError(text)
    return target, ~(0xFFFFFFFF >> (number & 31)) & 0xFFFFFFFF


def host_name(address: int, numeric: bool) -> str:
    """What a host's address is printed as."""
    names = {value: name for name, value in HOSTS.items()}
    return format_ipv4(address) if numeric or address not in names else names[address]


def network_name(address: int, mask: int, host: bool, numeric: bool) -> str:
    """INET_sprintmask() for a destination of the routing table."""
    if numeric:
        return format_ipv4(address)
    if not address:
        return "0.0.0.0" if mask else "default"
    if host or address & ~mask:
        return host_name(address, numeric)
    names = {value: name for name, value in NETWORKS.items()}
    return names.get(address, format_ipv4(address))


def parse_ether(text: str, before: bytes = bytes(6)) -> bytes | None:
    """in_ether() of lib/ether.c: it takes what begins like an address, and leaves the rest as it was before."""
    octets, at = bytearray(), 0
    while at < len(text) and len(octets) < 6:
        if text[at] not in "0123456789abcdefABCDEF":
            return None
        value, at = int(text[at], 16), at + 1
        following = text[at:at + 1]
        if following and following in "0123456789abcdefABCDEF":
            value = value << 4 | int(following, 16)
        elif following not in (":", ""):
            return None
        octets.append(value)
        at += bool(following)
        if text[at:at + 1] == ":":
            at += 1
    return bytes(octets) + before[len(octets):]
