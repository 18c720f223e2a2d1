"""Connections of a protocol that has none: UDP, UDP-Lite (net/netfilter/nf_conntrack_proto_udp.c) and everything else (…_generic.c)."""

from pynetns.device.packet import IP, Packet, View
from pynetns.device.scheduler import SECOND
from pynetns.netfilter.checksum import transport_checksum_is_valid
from pynetns.netfilter.connection import IPS_ASSURED, IPS_SEEN_REPLY, Connection
from pynetns.netfilter.tuple import IPPROTO_GRE, IPPROTO_UDPLITE
from pynetns.netns.hooks import ACCEPT, PRE_ROUTING, HookState

STREAM_AFTER = 2 * SECOND  # an exchange that goes on for longer is a stream
_LENGTH = View(length=(38, "H"), check=(40, "H"))


class UdpState:
    """When the connection may count as a stream."""

    __slots__ = ("stream_at",)

    def __init__(self, stream_at: int) -> None:
        self.stream_at = stream_at


def track_udp(connection: Connection, packet: Packet, offset: int, ctinfo: int, state: HookState) -> int:
    """nf_conntrack_udp_packet(): a verdict, or below zero where the packet is of no connection."""
    table = connection.table
    if not _is_sound(packet, offset, connection.original.proto, state):
        return -ACCEPT
    if not connection.is_confirmed:
        connection.protocol = UdpState(table.scheduler.now + STREAM_AFTER)
    unreplied = table.number("udp_timeout")
    if not connection.status & IPS_SEEN_REPLY:
        connection.refresh(packet, ctinfo, unreplied)
        return ACCEPT
    if table.scheduler.before(connection.protocol.stream_at + 1):
        connection.refresh(packet, ctinfo, unreplied)
        return ACCEPT
    connection.refresh(packet, ctinfo, table.number("udp_timeout_stream"))
    if not connection.status & IPS_ASSURED:
        connection.set_status(IPS_ASSURED)
        connection.event("assured")
    return ACCEPT


def _is_sound(packet: Packet, offset: int, proto: int, state: HookState) -> bool:
    """udp_error() and udplite_error(): lengths, and the checksum of what comes in."""
    verify = state.hook == PRE_ROUTING and bool(state.namespace.sysctl.number("net.netfilter.nf_conntrack_checksum"))
    if proto != IPPROTO_UDPLITE and offset == IP + 20 and packet.plain_udp(verify):
        return True
    if not packet.has(offset + 8):
        return False
    head = packet.slice(offset, offset + 8)
    total = int.from_bytes(packet.slice(16, 18), "big") - (offset - IP)
    length = head[4] << 8 | head[5]
    if proto == IPPROTO_UDPLITE:
        if length and (length < 8 or length > total):
            return False
        if head[6:8] == b"\0\0":
            return False
    else:
        if length > total or length < 8:
            return False
        if head[6:8] == b"\0\0":
            return True
    return not verify or transport_checksum_is_valid(packet, offset, proto)


def track_generic(connection: Connection, packet: Packet, offset: int, ctinfo: int, state: HookState) -> int:
    """Alive for ten minutes after each packet; GRE for three once both sides have sent (nf_conntrack_proto_gre.c)."""
    number = connection.table.number
    if connection.original.proto != IPPROTO_GRE:
        connection.refresh(packet, ctinfo, number("generic_timeout"))
    elif connection.status & IPS_SEEN_REPLY:
        connection.refresh(packet, ctinfo, number("gre_timeout_stream"))
        if not connection.status & IPS_ASSURED:
            connection.set_status(IPS_ASSURED)
            connection.event("assured")
    else:
        connection.refresh(packet, ctinfo, number("gre_timeout"))
    return ACCEPT
