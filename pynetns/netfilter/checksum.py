"""The transport checksum of a packet on its way: nf_ip_checksum() in net/netfilter/utils.c."""

from pynetns.device.packet import IP, Packet
from pynetns.wire.checksum import is_valid, transport_is_valid
from pynetns.wire.ipv4 import IPPROTO_TCP, IPPROTO_UDP


def transport_checksum_is_valid(packet: Packet, offset: int, proto: int) -> bool:
    """Does the segment at `offset` sum up, with the addresses in front of it where the protocol wants them? Looks at every byte."""
    segment = packet.slice(offset, len(packet))
    if proto not in (IPPROTO_TCP, IPPROTO_UDP):
        return is_valid(segment)  # the kernel means ICMP, but UDP-Lite that covers everything fares no better
    head = packet.slice(IP + 12, IP + 20)
    return transport_is_valid(int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big"), proto, segment)
