"""UDP: RFC 768, with the checks of __udp4_lib_rcv() in net/ipv4/udp.c."""

from dataclasses import dataclass
from struct import Struct

from pynetns.wire.checksum import transport_checksum, transport_is_valid
from pynetns.wire.ipv4 import IPPROTO_UDP

UDP_HLEN = 8
CSUM_MANGLED_0 = 0xFFFF  # sent where the sum came out as 0, which means 'no checksum'

_HEADER = Struct("!HHHH")


@dataclass(frozen=True, slots=True)
class Udp:
    sport: int
    dport: int
    payload: bytes = b""

    @classmethod
    def parse(cls, segment: bytes) -> "Udp | None":
        """The datagram, or None where Linux drops it (short_packet); what follows its length is trimmed."""
        if len(segment) < UDP_HLEN:
            return None
        sport, dport, length, _ = _HEADER.unpack_from(segment)
        if not UDP_HLEN <= length <= len(segment):
            return None
        return cls(sport, dport, segment[UDP_HLEN:length])

    def emit(self, src: int, dst: int) -> bytes:
        """The datagram, summed for a way from `src` to `dst`."""
        length = UDP_HLEN + len(self.payload)
        segment = _HEADER.pack(self.sport, self.dport, length, 0) + self.payload
        check = transport_checksum(src, dst, IPPROTO_UDP, segment) or CSUM_MANGLED_0
        return b"".join((segment[:6], check.to_bytes(2, "big"), self.payload))


def checksum_valid(src: int, dst: int, segment: bytes) -> bool:
    """Whether a datagram that `parse` takes sums up, or says that it has no checksum: udp4_csum_init()."""
    length = segment[4] << 8 | segment[5]
    return segment[6:8] == b"\0\0" or transport_is_valid(src, dst, IPPROTO_UDP, segment[:length])
