"""What names one direction of a connection: struct nf_conntrack_tuple, and how a packet gives one (nf_conntrack_core.c)."""

from typing import NamedTuple

from pynetns.device.packet import IP, Packet, View
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP

IPPROTO_DCCP, IPPROTO_GRE, IPPROTO_SCTP, IPPROTO_UDPLITE = 33, 47, 132, 136
WITH_PORTS = frozenset((IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP))  # Linux 6.18 does not track DCCP as such

HEADER = View(vihl=(14, "B"), frag=(20, "H"), proto=(23, "B"), src=(26, "I"), dst=(30, "I"))
_PORTS = View(sport=(34, "H"), dport=(36, "H"))  # where the header has no options
_ICMP = View(kind=(34, "H"), identifier=(38, "H"))

# The type that answers a type: invmap[] of nf_conntrack_proto_icmp.c.
ICMP_ANSWERS = {8: 0, 0: 8, 13: 14, 14: 13, 15: 16, 16: 15, 17: 18, 18: 17}


class Tuple(NamedTuple):
    """Addresses and ports as numbers. ICMP has its identifier in `sport`, and type << 8 | code in `dport`."""

    src: int
    dst: int
    proto: int
    sport: int
    dport: int
    zone: int = 0

    @property
    def icmp_type(self) -> int:
        return self.dport >> 8

    @property
    def icmp_code(self) -> int:
        return self.dport & 255

    def inverted(self) -> "Tuple | None":
        """The tuple of an answer: nf_ct_invert_tuple(). None for an ICMP type that has none."""
        if self.proto == IPPROTO_ICMP:
            answer = ICMP_ANSWERS.get(self.dport >> 8)
            if answer is None:
                return None
            return Tuple(self.dst, self.src, self.proto, self.sport, answer << 8 | self.dport & 255, self.zone)
        return Tuple(self.dst, self.src, self.proto, self.dport, self.sport, self.zone)


def of_packet(packet: Packet, src: int, dst: int, proto: int, offset: int, zone: int = 0) -> Tuple | None:
    """nf_ct_get_tuple() of a packet whose transport header is at `offset` of the frame; None where it is too short for one."""
    if proto in WITH_PORTS:
        if not packet.has(offset + 4):
            return None
        if offset == IP + 20:
            sport, dport = packet.read(_PORTS)
        else:
            raw = packet.slice(offset, offset + 4)
            sport, dport = raw[0] << 8 | raw[1], raw[2] << 8 | raw[3]
        return Tuple(src, dst, proto, sport, dport, zone)
    if proto == IPPROTO_ICMP:
        if not packet.has(offset + 8):
            return None
        if offset == IP + 20:
            kind, identifier = packet.read(_ICMP)
        else:
            raw = packet.slice(offset, offset + 8)
            kind, identifier = raw[0] << 8 | raw[1], raw[4] << 8 | raw[5]
        return Tuple(src, dst, proto, identifier, kind, zone)
    return Tuple(src, dst, proto, 0, 0, zone)


def of_quote(packet: Packet, offset: int, zone: int = 0) -> Tuple | None:
    """nf_ct_get_tuplepr(): the tuple of the IPv4 packet that an ICMP error quotes at `offset`."""
    if not packet.has(offset + 20):
        return None
    head = packet.slice(offset, offset + 20)
    if (head[6] << 8 | head[7]) & 0x1FFF:
        return None
    src, dst = int.from_bytes(head[12:16], "big"), int.from_bytes(head[16:20], "big")
    return of_packet(packet, src, dst, head[9], offset + (head[0] & 15) * 4, zone)
