"""The Internet checksum: RFC 1071, and its incremental updates of RFC 1624 as include/net/checksum.h does them.

The ones' complement sum of 16-bit words is the number that the words spell, modulo 65535, because 2**16 is 1 there; so
one `int.from_bytes` and one `%`, both in C, sum a packet of any length. The remainder cannot tell the two zeros apart:
adding with end-around carry gives 0x0000 for words that are all zero, and 0xffff for any other multiple of 65535. Of a
sum `s` that is not zero, `65534 - (s - 1) % 65535` is the complement with that corner right.
"""

from struct import Struct

_PSEUDO_HEADER = Struct("!IIBBH")  # source, destination, zero, protocol, length: RFC 768, RFC 9293 3.1


def checksum(data: bytes) -> int:
    """What goes into the checksum field of `data` whose field is zero; an odd last byte is padded with zero.

    >>> hex(checksum(bytes.fromhex("0001f203f4f5f6f7")))
    '0x220d'
    """
    total = int.from_bytes(data, "big")
    if len(data) & 1:
        total <<= 8
    return 65534 - (total - 1) % 65535 if total else 0xFFFF


def is_valid(data: bytes) -> bool:
    """Whether `data`, its checksum field included, sums up: ip_fast_csum() gives 0."""
    return checksum(data) == 0


def pseudo_header(src: int, dst: int, proto: int, length: int) -> bytes:
    return _PSEUDO_HEADER.pack(src, dst, 0, proto, length)


def transport_checksum(src: int, dst: int, proto: int, segment: bytes) -> int:
    """The checksum of a TCP or UDP segment with its pseudo header: csum_tcpudp_magic().

    A result of 0 means 'not computed' in UDP, which sends 0xffff in its place; that is for the caller (`Udp.emit`).
    """
    total = int.from_bytes(segment, "big")
    if len(segment) & 1:
        total <<= 8
    total += src + dst + proto + len(segment)
    return 65534 - (total - 1) % 65535 if total else 0xFFFF


def transport_is_valid(src: int, dst: int, proto: int, segment: bytes) -> bool:
    """Whether a segment, its checksum field included, sums up with its pseudo header."""
    return transport_checksum(src, dst, proto, segment) == 0


def replace16(check: int, old: int, new: int) -> int:
    """The checksum after one 16-bit word changed: csum_replace2(), HC' = ~(~HC + ~m + m').

    0xffff comes out only where all three terms are zero (0xffff, 0xffff, 0); otherwise zero is 0x0000.
    """
    total = (check ^ 0xFFFF) + (old ^ 0xFFFF) + new
    return 65534 - (total - 1) % 65535 if total else 0xFFFF


def replace32(check: int, old: int, new: int) -> int:
    """The checksum after 32 bits changed: csum_replace4(). Never 0xffff, as the kernel complements all 32 bits.

    inet_proto_csum_replace2() comes through here too, so NAT of a port is this with two 16-bit values; UDP then
    sends CSUM_MANGLED_0 (0xffff) for 0.
    """
    return 65534 - ((check ^ 0xFFFF) + (old ^ 0xFFFFFFFF) + new - 1) % 65535


def decrease_ttl(check: int) -> int:
    """The IPv4 header checksum after one was taken from the TTL: ip_decrease_ttl()."""
    check += 0x0100
    return (check + (check >= 0xFFFF)) & 0xFFFF
