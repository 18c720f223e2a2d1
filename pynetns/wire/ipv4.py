"""IPv4: RFC 791, with the checks of ip_rcv_core() in net/ipv4/ip_input.c."""

from dataclasses import dataclass
from struct import Struct

from pynetns.wire.checksum import checksum, is_valid

IP_HLEN = 20
IP_MAX_LEN = 0xFFFF

IPPROTO_ICMP = 1
IPPROTO_IGMP = 2
IPPROTO_IPIP = 4
IPPROTO_TCP = 6
IPPROTO_UDP = 17
IPPROTO_UDPLITE = 136
IPPROTO_GRE = 47

# include/net/ip.h: the flags in the word that they share with the fragment offset
IP_CE = 0x8000  # reserved; RFC 3514 had a use for it
IP_DF = 0x4000
IP_MF = 0x2000
IP_OFFSET = 0x1FFF  # in units of 8 bytes

IPOPT_END = 0
IPOPT_NOOP = 1
IPOPT_RR = 7
IPOPT_TIMESTAMP = 68
IPOPT_LSRR = 131
IPOPT_SSRR = 137
IPOPT_RA = 148  # router alert, RFC 2113

_HEADER = Struct("!BBHHHBBHII")


@dataclass(frozen=True, slots=True)
class IPv4:
    src: int
    dst: int
    protocol: int
    payload: bytes = b""
    ttl: int = 64
    tos: int = 0
    identification: int = 0
    flags: int = 0  # IP_DF, IP_MF, IP_CE where they stand on the wire
    fragment_offset: int = 0  # in bytes, a multiple of 8
    options: bytes = b""  # as on the wire, padding included

    @classmethod
    def parse(cls, packet: bytes) -> "IPv4 | None":
        """The packet, or None where ip_rcv_core() drops it for its shape; what follows the total length is padding."""
        if len(packet) < IP_HLEN:
            return None
        header_length = (packet[0] & 0x0F) * 4
        total_length = packet[2] << 8 | packet[3]
        if packet[0] >> 4 != 4 or header_length < IP_HLEN:  # inhdr_error
            return None
        if total_length > len(packet) or total_length < header_length:  # InTruncatedPkts, inhdr_error
            return None
        return cls._from_header(packet, header_length, total_length)

    @classmethod
    def parse_quoted(cls, packet: bytes) -> "IPv4 | None":
        """The packet that an ICMP error quotes: its header must be whole, its payload may be cut (icmp_unreach())."""
        if len(packet) < IP_HLEN:
            return None
        header_length = (packet[0] & 0x0F) * 4
        if packet[0] >> 4 != 4 or not IP_HLEN <= header_length <= len(packet):
            return None
        return cls._from_header(packet, header_length, max(header_length, packet[2] << 8 | packet[3]))

    @classmethod
    def _from_header(cls, packet: bytes, header_length: int, end: int) -> "IPv4":
        _, tos, _, ident, fragment, ttl, protocol, _, src, dst = _HEADER.unpack_from(packet)
        return cls(
            src=src,
            dst=dst,
            protocol=protocol,
            payload=packet[header_length:end],
            ttl=ttl,
            tos=tos,
            identification=ident,
            flags=fragment & ~IP_OFFSET,
            fragment_offset=(fragment & IP_OFFSET) * 8,
            options=packet[IP_HLEN:header_length],
        )

    def emit(self) -> bytes:
        """The packet; options are padded to four bytes with IPOPT_END."""
        options = self.options + bytes(-len(self.options) % 4)
        header_length = IP_HLEN + len(options)
        header = (
            _HEADER.pack(
                0x40 | header_length // 4,
                self.tos,
                header_length + len(self.payload),
                self.identification,
                self.flags | self.fragment_offset // 8,
                self.ttl,
                self.protocol,
                0,
                self.src,
                self.dst,
            )
            + options
        )
        return b"".join((header[:10], checksum(header).to_bytes(2, "big"), header[12:], self.payload))

    @property
    def dont_fragment(self) -> bool:
        return bool(self.flags & IP_DF)

    @property
    def more_fragments(self) -> bool:
        return bool(self.flags & IP_MF)

    @property
    def is_fragment(self) -> bool:
        """ip_is_fragment(): the first and the last one too."""
        return bool(self.flags & IP_MF or self.fragment_offset)

    @property
    def header_length(self) -> int:
        return IP_HLEN + -(-len(self.options) // 4) * 4


def checksum_valid(packet: bytes) -> bool:
    """Whether the header of a packet that `parse` takes sums up: ip_fast_csum(iph, iph->ihl)."""
    return is_valid(packet[: (packet[0] & 0x0F) * 4])
