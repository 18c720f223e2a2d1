"""What differs between iptables and ip6tables beside the extensions: the program's name, and how addresses are read and written.

Rules of IPv6 are kept, never consulted: there are no IPv6 packets in a lab. So its addresses exist at this edge only, as numbers of a
kind of their own that prints as what it is; the stack below sees none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from ipaddress import AddressValueError, IPv6Address

from pynetns.commands.iptables_values import (
    U32, IptablesProblem, inet_aton, mask_to_cidr, number, numeric_address, parse_network, resolve_host, strict_address,
)
from pynetns.commands.iptables_values import address_name as ipv4_name
from pynetns.wire.address import format_ipv4

_ALL = (1 << 128) - 1
_OTHER_FAMILY = "getaddrinfo: Address family for hostname not supported\n"


class Ip6(int):
    """An address or a mask of 128 bits."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Family:
    """`parse_network` reads an address with its mask, `strict` one address as inet_pton(3), `numeric` as xtables does, `resolve` one that
    may be a name, `written_mask` a mask that is no number of bits."""

    number: int
    program: str
    bits: int
    any: int
    parse_network: Callable[[str], tuple[int, int]]
    strict: Callable[[str], int | None]
    numeric: Callable[[str], int | None]
    resolve: Callable[[str], int]
    written_mask: Callable[[str], int | None]

    def prefix(self, bits: int) -> int:
        """The mask of so many bits."""
        ones = (1 << self.bits) - 1
        return type(self.any)(ones ^ ones >> bits)

    @property
    def host(self) -> int:
        """The mask of a single address."""
        return self.prefix(self.bits)

    def networks(self, text: str) -> list[tuple[int, int]]:
        """xtables_ipparse_multiple(): addresses with masks, by commas."""
        if "," not in text and not text[:1].isspace():
            return [self.parse_network(text)]
        return [self.parse_network(part.lstrip()) for part in text.split(",")]


def _strict6(text: str) -> Ip6 | None:
    """inet_pton(3)."""
    try:
        return Ip6(IPv6Address(text)) if "%" not in text else None
    except AddressValueError:
        return None


@cache
def _parse_network6(text: str) -> tuple[int, int]:
    """The name in front of a null mask is not looked at."""
    if len(text) > 255:
        raise IptablesProblem("Hostname too long")
    name, slash, mask_text = text.rpartition("/")
    mask = _parse_mask6(mask_text) if slash else Ip6(_ALL)
    address = _strict6(name if slash else text) if mask else Ip6(0)
    if address is None:
        raise IptablesProblem(f"host/network `{name if slash else text}' not found")
    return Ip6(address & mask), mask


def _parse_mask6(text: str) -> Ip6:
    """parse_ip6mask()."""
    written = _strict6(text)
    if written is not None:
        return written
    bits = number(text, 0, 128)
    if bits is None:
        raise IptablesProblem(f"invalid mask `{text}' specified")
    return Ip6(_ALL ^ _ALL >> bits)


def _resolve6(text: str) -> Ip6:
    """No name server answers."""
    address = _strict6(text)
    if address is None:
        raise IptablesProblem(_OTHER_FAMILY if inet_aton(text) is not None
                              else "getaddrinfo: Temporary failure in name resolution\n")
    return address


def _resolve4(text: str) -> int:
    if ":" in text and _strict6(text) is not None:
        raise IptablesProblem(_OTHER_FAMILY)
    return resolve_host(text)


IPV4 = Family(4, "iptables", 32, 0, parse_network, strict_address, numeric_address, _resolve4, inet_aton)
IPV6 = Family(6, "ip6tables", 128, Ip6(0), _parse_network6, _strict6, _strict6, _resolve6, _strict6)


def format_address(address: int) -> str:
    """inet_ntop(3)."""
    if type(address) is int:
        return format_ipv4(address)
    low = address & U32
    if address >> 32 == 0xFFFF:
        return f"::ffff:{format_ipv4(low)}"
    return f"::{format_ipv4(low)}" if address == low and low >> 16 else str(IPv6Address(address))


def prefix_bits(mask: int) -> int | None:
    """The length of a mask that is a prefix."""
    if type(mask) is int:
        return mask_to_cidr(mask)
    hosts = ~mask & _ALL
    return None if hosts & hosts + 1 else 128 - hosts.bit_length()


def saved_mask(mask: int) -> str:
    """What stands behind the slash in a rule that can be read again."""
    bits = prefix_bits(mask)
    return str(bits) if bits is not None else format_address(mask)


def mask_suffix(mask: int) -> str:
    """xtables_ipmask_to_numeric(): nothing for a host."""
    if mask == U32:
        return "" if type(mask) is int else f"/{format_address(mask)}"
    bits = prefix_bits(mask)
    if bits is None:
        return f"/{format_address(mask)}"
    return "" if bits == width(mask) else f"/{bits}"


def width(value: int) -> int:
    """How many bits an address of this kind has."""
    return 32 if type(value) is int else 128


def common_mask(low: int, high: int) -> int:
    """Where two addresses agree."""
    return type(low)(~(low ^ high) & (1 << width(low)) - 1)


def address_name(address: int) -> str:
    """xtables_ipaddr_to_anyname(): no name belongs to an address of IPv6."""
    return ipv4_name(address) if type(address) is int else format_address(address)
