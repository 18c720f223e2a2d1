"""MAC and IPv4 addresses: text to what the stack works on (six bytes, one int) and back.

The predicates on IPv4 addresses are those of include/linux/in.h, under their names there.
"""

import re

BROADCAST_MAC = b"\xff" * 6
ZERO_MAC = bytes(6)

_MAC = re.compile(r"[0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5}", re.ASCII)
_OCTET = r"(0|[1-9][0-9]{0,2})"
_IPV4 = re.compile(r"\.".join([_OCTET] * 4), re.ASCII)


class AddressError(ValueError):
    """Text that is not an address of the kind asked for."""


def parse_mac(text: str) -> bytes:
    """Six groups of one or two hex digits with colons, as ll_addr_a2n() of iproute2 takes them.

    >>> parse_mac("2:42:ac:11:0:2").hex()
    '0242ac110002'
    """
    if _MAC.fullmatch(text) is None:
        raise AddressError(f'"{text}" is invalid lladdr.')
    return bytes(int(group, 16) for group in text.split(":"))


def format_mac(mac: bytes) -> str:
    return mac.hex(":")


def parse_ipv4(text: str) -> int:
    """A strict dotted quad, as inet_pton(3): four decimal parts without leading zeros.

    >>> hex(parse_ipv4("10.0.0.1"))
    '0xa000001'
    """
    match = _IPV4.fullmatch(text)
    if match is None:
        raise AddressError(f"not an IPv4 address: {text!r}")
    a, b, c, d = map(int, match.groups())
    if a > 255 or b > 255 or c > 255 or d > 255:
        raise AddressError(f"not an IPv4 address: {text!r}")
    return a << 24 | b << 16 | c << 8 | d


def format_ipv4(address: int) -> str:
    return f"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"


def pack_ipv4(address: int) -> bytes:
    return address.to_bytes(4, "big")


def unpack_ipv4(packed: bytes) -> int:
    return int.from_bytes(packed, "big")


def mask(length: int) -> int:
    """The netmask of a prefix length, 0 to 32: inet_make_mask().

    >>> format_ipv4(mask(20))
    '255.255.240.0'
    """
    if not 0 <= length <= 32:
        raise AddressError(f"not a prefix length: {length}")
    return 0xFFFFFFFF ^ (0xFFFFFFFF >> length)


def is_multicast_mac(mac: bytes) -> bool:
    """The group bit, which broadcast has too: is_multicast_ether_addr()."""
    return bool(mac[0] & 1)


def is_zero_mac(mac: bytes) -> bool:
    return mac == ZERO_MAC


def is_valid_mac(mac: bytes) -> bool:
    """Fit for a device: neither all zeros nor a group. is_valid_ether_addr()."""
    return len(mac) == 6 and not mac[0] & 1 and mac != ZERO_MAC


def multicast_mac(group: int) -> bytes:
    """The MAC of an IPv4 group, its low 23 bits behind 01:00:5e: RFC 1112 6.4, ip_eth_mc_map()."""
    return (0x01005E000000 | group & 0x7FFFFF).to_bytes(6, "big")


def ipv4_is_loopback(address: int) -> bool:
    return address >> 24 == 127


# First bytes of addresses that are no station's own: this network, loopback, groups, and the broadcast's.
SPECIAL_FIRST_BYTES = frozenset((0, 127, *range(224, 240), 255))


def ipv4_is_multicast(address: int) -> bool:
    return address >> 28 == 0xE


def ipv4_is_local_multicast(address: int) -> bool:
    """224.0.0.0/24, which routers never forward."""
    return address >> 8 == 0xE00000


def ipv4_is_lbcast(address: int) -> bool:
    """Limited broadcast, 255.255.255.255."""
    return address == 0xFFFFFFFF


def ipv4_is_zeronet(address: int) -> bool:
    """Only 0.0.0.0: since Linux 5.3 the rest of 0.0.0.0/8 is ordinary."""
    return address == 0


def ipv4_is_private_10(address: int) -> bool:
    return address >> 24 == 10


def ipv4_is_private_172(address: int) -> bool:
    return address >> 20 == 0xAC1


def ipv4_is_private_192(address: int) -> bool:
    return address >> 16 == 0xC0A8


def ipv4_is_linklocal_169(address: int) -> bool:
    return address >> 16 == 0xA9FE
