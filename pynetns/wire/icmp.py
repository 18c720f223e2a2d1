"""ICMP: RFC 792, with the checks of icmp_rcv() in net/ipv4/icmp.c."""

from dataclasses import dataclass
from struct import Struct

from pynetns.wire.checksum import checksum, is_valid

ICMP_HLEN = 8

# include/uapi/linux/icmp.h
ICMP_ECHOREPLY = 0
ICMP_DEST_UNREACH = 3
ICMP_SOURCE_QUENCH = 4
ICMP_REDIRECT = 5
ICMP_ECHO = 8
ICMP_ROUTERADVERT = 9  # RFC 1256
ICMP_ROUTERSOLICIT = 10
ICMP_TIME_EXCEEDED = 11
ICMP_PARAMETERPROB = 12
ICMP_TIMESTAMP = 13
ICMP_TIMESTAMPREPLY = 14
ICMP_INFO_REQUEST = 15
ICMP_INFO_REPLY = 16
ICMP_ADDRESS = 17  # RFC 950
ICMP_ADDRESSREPLY = 18
ICMP_EXT_ECHO = 42  # RFC 8335
ICMP_EXT_ECHOREPLY = 43

# codes of ICMP_DEST_UNREACH; from 6 on RFC 1122, from 13 on RFC 1812
ICMP_NET_UNREACH = 0
ICMP_HOST_UNREACH = 1
ICMP_PROT_UNREACH = 2
ICMP_PORT_UNREACH = 3
ICMP_FRAG_NEEDED = 4
ICMP_SR_FAILED = 5
ICMP_NET_UNKNOWN = 6
ICMP_HOST_UNKNOWN = 7
ICMP_HOST_ISOLATED = 8
ICMP_NET_ANO = 9
ICMP_HOST_ANO = 10
ICMP_NET_UNR_TOS = 11
ICMP_HOST_UNR_TOS = 12
ICMP_PKT_FILTERED = 13
ICMP_PREC_VIOLATION = 14
ICMP_PREC_CUTOFF = 15

# codes of ICMP_REDIRECT
ICMP_REDIR_NET = 0
ICMP_REDIR_HOST = 1
ICMP_REDIR_NETTOS = 2
ICMP_REDIR_HOSTTOS = 3

# codes of ICMP_TIME_EXCEEDED
ICMP_EXC_TTL = 0
ICMP_EXC_FRAGTIME = 1

ERROR_TYPES = frozenset(
    {ICMP_DEST_UNREACH, ICMP_SOURCE_QUENCH, ICMP_REDIRECT, ICMP_TIME_EXCEEDED, ICMP_PARAMETERPROB}
)  # those that quote a packet, and are never sent about one another: RFC 1122 3.2.2

_HEADER = Struct("!BBHI")


@dataclass(frozen=True, slots=True)
class Icmp:
    type: int
    code: int
    rest: int = 0  # the second word: identifier and sequence, gateway, MTU, pointer
    data: bytes = b""

    @classmethod
    def parse(cls, message: bytes) -> "Icmp | None":
        """The message, or None where it is shorter than its header: icmp_rcv()."""
        if len(message) < ICMP_HLEN:
            return None
        kind, code, _, rest = _HEADER.unpack_from(message)
        return cls(kind, code, rest, message[ICMP_HLEN:])

    @classmethod
    def echo(cls, identifier: int, sequence: int, data: bytes = b"", *, reply: bool = False) -> "Icmp":
        return cls(ICMP_ECHOREPLY if reply else ICMP_ECHO, 0, identifier << 16 | sequence, data)

    def emit(self) -> bytes:
        message = _HEADER.pack(self.type, self.code, 0, self.rest) + self.data
        return b"".join((message[:2], checksum(message).to_bytes(2, "big"), message[4:]))

    @property
    def is_error(self) -> bool:
        return self.type in ERROR_TYPES

    @property
    def identifier(self) -> int:
        return self.rest >> 16

    @property
    def sequence(self) -> int:
        return self.rest & 0xFFFF

    @property
    def gateway(self) -> int:
        """Where a redirect points: an IPv4 address."""
        return self.rest

    @property
    def mtu(self) -> int:
        """The next hop's MTU in ICMP_FRAG_NEEDED: RFC 1191."""
        return self.rest & 0xFFFF

    @property
    def pointer(self) -> int:
        """The byte at fault in ICMP_PARAMETERPROB."""
        return self.rest >> 24


def checksum_valid(message: bytes) -> bool:
    """Whether the whole message sums up: skb_checksum_simple_validate() in icmp_rcv()."""
    return is_valid(message)
