"""How iptables reads and writes numbers, addresses, ports and interfaces: libxtables/xtables.c."""

import re
from functools import cache

from pynetns.commands.netdb import protocol_name, protocol_number, service_port
from pynetns.wire.address import format_ipv4

OTHER_PROBLEM, PARAMETER_PROBLEM, VERSION_PROBLEM, RESOURCE_PROBLEM = 1, 2, 3, 4
U8, U16, U32, U64 = 0xFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
IFNAMSIZ = 16

_NUMBER = re.compile(r"[ \t\n\v\f\r]*\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)", re.ASCII)
# The protocols that xtables knows without /etc/protocols; the first name of a number is printed.
CHAIN_PROTOCOLS = (("tcp", 6), ("sctp", 132), ("udp", 17), ("udplite", 136), ("icmp", 1), ("ipv6-icmp", 58), ("icmpv6", 58), ("esp", 50),
                   ("ah", 51), ("mobility-header", 135), ("ipv6-mh", 135), ("mh", 135), ("all", 0))
_PROTOCOL_NUMBERS = dict(CHAIN_PROTOCOLS)
_PROTOCOL_NAMES = {number: name for name, number in reversed(CHAIN_PROTOCOLS)}
# What a Debian host resolves without asking anybody.
_HOSTS = {"localhost": 0x7F000001}
_NETWORKS = {"default": 0, "loopback": 0x7F000000, "link-local": 0xA9FE0000}
_NETWORK_NAMES = {address: name for name, address in _NETWORKS.items()}


class IptablesProblem(Exception):
    """xtables_error(): a message without the program's name, and the exit status."""

    def __init__(self, message: str, status: int = PARAMETER_PROBLEM) -> None:
        self.message = message
        self.status = status
        super().__init__(message)


class BadArgument(Exception):
    """A message of its own, and then the hint to the help."""

    def __init__(self, message: str = "") -> None:
        self.message = message
        super().__init__(message)


def number_prefix(text: str, low: int = 0, high: int = 0) -> tuple[int, str] | None:
    """xtables_strtoul() with an end pointer: the number that the text begins with and what follows; None if there is none in bounds."""
    found = _NUMBER.match(text)
    if found is None:
        return None
    digits = found.group(1)
    if digits[0] == "0" and len(digits) > 1:
        value = int(digits, 16) if digits[1] in "xX" else int(digits, 8)
    else:
        value = int(digits)
    if value > U64 or value < low or (high and value > high):
        return None
    return value, text[found.end():]


def number(text: str, low: int = 0, high: int = 0) -> int | None:
    """xtables_strtoul() of a whole text."""
    if text.isdigit() and text[0] != "0" and text.isascii():
        value = int(text)
        return value if low <= value and (not high or value <= high) and value <= U64 else None
    found = number_prefix(text, low, high)
    return found[0] if found is not None and not found[1] else None


def atoi(text: str) -> int:
    """atoi(3): the decimal digits that a text begins with."""
    found = re.match(r"[ \t\n\v\f\r]*([+-]?[0-9]+)", text, re.ASCII)
    return int(found.group(1)) if found else 0


# --- protocols and ports ---------------------------------------------------------------------------------------------------------


def parse_protocol(text: str) -> int:
    value = number(text, 0, U8)
    if value is not None:
        return value
    known = _PROTOCOL_NUMBERS.get(text)
    if known is None:
        known = protocol_number(text)
    if known is None:
        raise IptablesProblem(f'unknown protocol "{text}" specified')
    return known


def proto_to_name(proto: int, nolookup: bool = False) -> str | None:
    name = _PROTOCOL_NAMES.get(proto)
    if name is None and proto and not nolookup:
        return protocol_name(proto)
    return name


def parse_port(text: str, proto: str) -> int:
    """xtables_parse_port(): a number, or a service of the protocol."""
    value = number(text, 0, U16)
    if value is None:
        value = service_port(text, proto)
    if value is None:
        raise IptablesProblem(f"invalid port/service `{text}' specified")
    return value


def resolve_port(text: str) -> int:
    """xtables_getportbyname(): what getaddrinfo(3) makes of a service, which takes any decimal number modulo 65536."""
    if text.isdigit() and text.isascii():
        return int(text) & U16
    value = service_port(text)
    if value is None:
        raise IptablesProblem(f'Port "{text}" does not resolve to anything.\n')
    return value


# --- addresses -------------------------------------------------------------------------------------------------------------------


def numeric_address(text: str, is_mask: bool = False) -> int | None:
    """xtables_numeric_to_ipaddr(): four parts in any base; a network may leave out the last ones, which are 0 then."""
    parts = text[:19].split(".", 3)
    if len(parts) < 4 and is_mask:
        return None
    address = 0
    for part in parts:
        value = number(part, 0, U8)
        if value is None:
            return None
        address = address << 8 | value
    return address << 8 * (4 - len(parts))


def resolve_addresses(name: str) -> int:
    """ipparse_hostnetwork(): only what a host knows of itself resolves; there is no DNS in a lab."""
    address = numeric_address(name)
    if address is None:
        address = _NETWORKS.get(name, _HOSTS.get(name))
    if address is None:
        raise IptablesProblem(f"host/network `{name}' not found")
    return address


def inet_aton(text: str) -> int | None:
    """inet_aton(3): one to four parts in any base, the last one filling the rest."""
    parts = text.split(".")
    if len(parts) <= 4:
        values = [number(part) for part in parts]
        if None not in values:
            numbers = [value for value in values if value is not None]
            last = numbers.pop()
            room = 4 - len(numbers)
            if all(value <= U8 for value in numbers) and last < 1 << 8 * room:
                head = 0
                for value in numbers:
                    head = head << 8 | value
                return head << 8 * room | last
    return None


def resolve_host(text: str) -> int:
    """XTTYPE_HOST: getaddrinfo(3), on a host that no name server answers."""
    address = inet_aton(text)
    if address is None:
        address = _HOSTS.get(text)
    if address is None:
        raise IptablesProblem("getaddrinfo: Temporary failure in name resolution\n")
    return address


def strict_address(text: str) -> int | None:
    """inet_pton(3)."""
    parts = text.split(".")
    if len(parts) != 4 or not all(part.isdigit() and part.isascii() and (part == "0" or part[0] != "0") and len(part) < 4
                                  for part in parts):
        return None
    a, b, c, d = map(int, parts)
    return a << 24 | b << 16 | c << 8 | d if max(a, b, c, d) < 256 else None


@cache
def _prefix_mask(bits: int) -> int:
    return U32 ^ (U32 >> bits)


_MASK_BITS = {U32 ^ (U32 >> bits): bits for bits in range(33)}


def parse_mask(text: str) -> int:
    """parse_ipmask()."""
    if text.isdigit() and len(text) <= 2 and int(text) <= 32 and (text[0] != "0" or text == "0"):
        return _prefix_mask(int(text))
    dotted = numeric_address(text, is_mask=True)
    if dotted is not None:
        return dotted
    bits = number(text, 0, 32)
    if bits is None:
        raise IptablesProblem(f"invalid mask `{text}' specified")
    return _prefix_mask(bits)


@cache
def parse_network(text: str) -> tuple[int, int]:
    """An address and its mask."""
    if len(text) > 255:
        raise IptablesProblem("Hostname too long")
    name, slash, mask_text = text.rpartition("/")
    if not slash:
        name = text
    mask = parse_mask(mask_text) if slash else U32
    return resolve_addresses(name if mask else "0.0.0.0") & mask, mask


def mask_to_cidr(mask: int) -> int | None:
    """The length of a mask that is a prefix."""
    return _MASK_BITS.get(mask)


def address_name(address: int) -> str:
    """xtables_ipaddr_to_anyname(): what a host can name without DNS."""
    if address == 0x7F000001:
        return "localhost"
    return _NETWORK_NAMES.get(address) or format_ipv4(address)


# --- text ------------------------------------------------------------------------------------------------------------------------

_PLAIN = re.compile(r"[-_0-9a-zA-Z]+", re.ASCII)


def save_string(value: str) -> str:
    """xtables_save_string(): quoted where it is more than a word."""
    if _PLAIN.fullmatch(value):
        return " " + value
    return ' "' + re.sub(r"([\"\\'])", r"\\\1", value) + '"'


def scaled(value: int, expand: bool, wide: bool = True) -> str:
    """xtables_print_num(): a counter in its column, or bare where `wide` is off."""
    if expand:
        return f"{value:8} " if wide else f"{value} "
    if value <= 99999:
        return f"{value:5} " if wide else f"{value} "
    units = iter("KMGT")
    unit = next(units)
    value = (value + 500) // 1000
    while value > 9999 and unit != "T":
        value = (value + 500) // 1000
        unit = next(units)
    return f"{value:4}{unit} " if wide else f"{value}{unit} "
