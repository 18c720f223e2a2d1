"""Rewriting a packet to the tuple that its receiver expects: net/netfilter/nf_nat_proto.c."""

from pynetns.device.packet import IP, Packet, View
from pynetns.netfilter.tuple import ICMP_ANSWERS, IPPROTO_SCTP, IPPROTO_UDPLITE, Tuple
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP

SRC, DST = 0, 1  # enum nf_nat_manip_type
IP_CHECK = 24
_HEADER = View(vihl=(14, "B"), proto=(23, "B"), src=(26, "I"), dst=(30, "I"))


def translate(packet: Packet, wanted: Tuple, manip: int) -> None:
    """nf_nat_manip_pkt(): the address and the port of one side, with every checksum that covers them."""
    vihl, proto, src, dst = packet.read(_HEADER)
    offset = IP + (vihl & 15) * 4
    address, port = (wanted.src, wanted.sport) if manip == SRC else (wanted.dst, wanted.dport)
    old = src if manip == SRC else dst
    check, udp = _transport_check(packet, proto, offset)
    _translate_port(packet, proto, offset, wanted.sport if proto == IPPROTO_ICMP else port, manip, check, udp)
    if old != address:
        packet.replace(26 if manip == SRC else 30, address.to_bytes(4, "big"), (IP_CHECK, *check), udp)


def _transport_check(packet: Packet, proto: int, offset: int) -> tuple[tuple[int, ...], int]:
    """Where a checksum covers the addresses, and where one does that UDP may leave out."""
    if proto == IPPROTO_TCP and packet.has(offset + 20):
        return (offset + 16,), 0
    if proto == IPPROTO_UDP:
        return (), offset + 6
    if proto == IPPROTO_UDPLITE:
        return (offset + 6,), 0
    return (), 0


def _translate_port(packet: Packet, proto: int, offset: int, port: int, manip: int, check: tuple[int, ...], udp: int) -> None:
    value = port.to_bytes(2, "big")
    if proto == IPPROTO_ICMP:
        if packet.slice(offset, offset + 1)[0] in ICMP_ANSWERS and packet.slice(offset + 4, offset + 6) != value:
            packet.replace(offset + 4, value, (offset + 2,))
        return
    if proto in (IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP):
        at = offset if manip == SRC else offset + 2
        if packet.slice(at, at + 2) != value:
            packet.replace(at, value, check, udp)
            if proto == IPPROTO_SCTP:
                packet.write(offset + 8, crc32c(packet, offset).to_bytes(4, "little"))


def crc32c(packet: Packet, offset: int) -> int:
    """SCTP's checksum over the whole segment (RFC 9260 appendix A), its own four bytes taken as zero."""
    data = packet.slice(offset, len(packet))
    crc = 0xFFFFFFFF
    for byte in data[:8] + bytes(4) + data[12:]:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
