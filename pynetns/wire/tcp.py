"""TCP: RFC 9293, with the checks of tcp_v4_rcv() in net/ipv4/tcp_ipv4.c."""

from dataclasses import dataclass
from struct import Struct

from pynetns.wire.checksum import transport_checksum, transport_is_valid
from pynetns.wire.ipv4 import IPPROTO_TCP

TCP_HLEN = 20

FIN = 0x001
SYN = 0x002
RST = 0x004
PSH = 0x008
ACK = 0x010
URG = 0x020
ECE = 0x040  # RFC 3168
CWR = 0x080
AE = 0x100  # RFC 3540's NS, accurate ECN today

# include/net/tcp.h
TCPOPT_EOL = 0
TCPOPT_NOP = 1
TCPOPT_MSS = 2
TCPOPT_WINDOW = 3  # RFC 7323
TCPOPT_SACK_PERM = 4  # RFC 2018
TCPOPT_SACK = 5
TCPOPT_TIMESTAMP = 8  # RFC 7323
TCPOPT_MD5SIG = 19  # RFC 2385
TCPOLEN_MD5SIG = 18

_HEADER = Struct("!HHIIHHHH")


@dataclass(frozen=True, slots=True)
class Tcp:
    sport: int
    dport: int
    seq: int = 0
    ack: int = 0
    flags: int = 0  # the low twelve bits: the reserved ones above AE too
    window: int = 0
    urgent: int = 0
    options: bytes = b""  # as on the wire, padding included
    payload: bytes = b""

    @classmethod
    def parse(cls, segment: bytes) -> "Tcp | None":
        """The segment, or None where Linux drops it: short, or a data offset that cannot be (bad_packet)."""
        if len(segment) < TCP_HLEN:
            return None
        header_length = (segment[12] >> 4) * 4
        if not TCP_HLEN <= header_length <= len(segment):
            return None
        sport, dport, seq, ack, offset_flags, window, _, urgent = _HEADER.unpack_from(segment)
        return cls(
            sport=sport,
            dport=dport,
            seq=seq,
            ack=ack,
            flags=offset_flags & 0x0FFF,
            window=window,
            urgent=urgent,
            options=segment[TCP_HLEN:header_length],
            payload=segment[header_length:],
        )

    def emit(self, src: int, dst: int) -> bytes:
        """The segment, summed for a way from `src` to `dst`; options are padded to four bytes with TCPOPT_EOL."""
        options = self.options + bytes(-len(self.options) % 4)
        offset_flags = (TCP_HLEN + len(options)) // 4 << 12 | self.flags
        fixed = _HEADER.pack(self.sport, self.dport, self.seq, self.ack, offset_flags, self.window, 0, self.urgent)
        segment = b"".join((fixed, options, self.payload))
        check = transport_checksum(src, dst, IPPROTO_TCP, segment)
        return b"".join((segment[:16], check.to_bytes(2, "big"), segment[18:]))


def has_signature(options: bytes) -> bool:
    """Is there an MD5 signature (RFC 2385), or could there be one? tcp_parse_auth_options() reads as long as one has room, and takes a
    broken option for one."""
    at = 0
    while len(options) - at >= TCPOLEN_MD5SIG and options[at] != TCPOPT_EOL:
        if options[at] == TCPOPT_NOP:
            at += 1
            continue
        size = options[at + 1]
        if options[at] == TCPOPT_MD5SIG or size < 2 or at + size > len(options):
            return True
        at += size
    return False


def checksum_valid(src: int, dst: int, segment: bytes) -> bool:
    """Whether the whole segment sums up with its pseudo header: tcp_v4_csum checks of tcp_v4_rcv()."""
    return transport_is_valid(src, dst, IPPROTO_TCP, segment)
