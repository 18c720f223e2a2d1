"""ARP for IPv4 over Ethernet: RFC 826, with the checks of arp_rcv() and arp_process() in net/ipv4/arp.c."""

from dataclasses import dataclass
from struct import Struct

from pynetns.wire.address import ZERO_MAC
from pynetns.wire.ethernet import ETH_P_IP

ARPOP_REQUEST = 1
ARPOP_REPLY = 2

ARPHRD_ETHER = 1
ARPHRD_IEEE802 = 6  # Linux takes it from Ethernet devices too: RFC 2625

_HEADER = Struct("!HHBBH6sI6sI")  # htype ptype hlen plen oper sha spa tha tpa: 28 bytes; Ethernet pads the rest


@dataclass(frozen=True, slots=True)
class Arp:
    oper: int
    sha: bytes  # sender's MAC
    spa: int  # sender's IPv4 address; 0 in a probe, RFC 5227
    tha: bytes
    tpa: int

    @classmethod
    def parse(cls, payload: bytes) -> "Arp | None":
        """The packet, or None where Linux drops it: short (arp_rcv), or not IPv4 over Ethernet (arp_process).

        An `oper` that is neither request nor reply is dropped by arp_process() as well, after it was parsed.
        """
        if len(payload) < _HEADER.size:
            return None
        htype, ptype, hlen, plen, oper, sha, spa, tha, tpa = _HEADER.unpack_from(payload)
        if htype not in (ARPHRD_ETHER, ARPHRD_IEEE802) or (ptype, hlen, plen) != (ETH_P_IP, 6, 4):
            return None
        return cls(oper, sha, spa, tha, tpa)

    def emit(self) -> bytes:
        return _HEADER.pack(ARPHRD_ETHER, ETH_P_IP, 6, 4, self.oper, self.sha, self.spa, self.tha, self.tpa)

    def reply(self, mac: bytes) -> "Arp":
        """The answer to this request by the owner of `tpa`, who has `mac`."""
        return Arp(ARPOP_REPLY, mac, self.tpa, self.sha, self.spa)


def request(sha: bytes, spa: int, tpa: int) -> Arp:
    """Who has `tpa`? The target's MAC is zero, as arp_create() leaves it."""
    return Arp(ARPOP_REQUEST, sha, spa, ZERO_MAC, tpa)
