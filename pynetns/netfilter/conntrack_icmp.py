"""ICMP's connections: a question and its answers, and errors about other connections (net/netfilter/nf_conntrack_proto_icmp.c)."""

from typing import TYPE_CHECKING

from pynetns.device.packet import IP, Packet, View
from pynetns.netfilter.checksum import transport_checksum_is_valid
from pynetns.netfilter.connection import IP_CT_IS_REPLY, IP_CT_RELATED, ORIGINAL, REPLY, Connection
from pynetns.netfilter.tuple import of_quote
from pynetns.netns.hooks import ACCEPT, PRE_ROUTING, HookState
from pynetns.wire.ipv4 import IPPROTO_ICMP

if TYPE_CHECKING:
    from pynetns.netfilter.conntrack import Conntrack

NR_ICMP_TYPES = 18
ERRORS = frozenset((3, 4, 5, 11, 12))  # icmp_is_err()
_QUESTIONS = frozenset((8, 13, 15, 17))
_TYPE = View(type=(34, "B"))
_DST = View(dst=(30, "I"))


def track_icmp(connection: Connection, packet: Packet, offset: int, ctinfo: int, state: HookState) -> int:
    """nf_conntrack_icmp_packet(): only a question begins a connection."""
    if not connection.is_confirmed and connection.original.icmp_type not in _QUESTIONS:
        return -ACCEPT
    connection.refresh(packet, ctinfo, connection.table.number("icmp_timeout"))
    return ACCEPT


def icmp_error(table: "Conntrack", packet: Packet, offset: int, state: HookState, zones: tuple[int, int]) -> int:
    """nf_conntrack_icmpv4_error(): ACCEPT, or below zero where the packet is of no connection. An error about a known connection becomes
    related to it."""
    if not packet.has(offset + 8):
        return -ACCEPT
    if state.hook == PRE_ROUTING and table.number("checksum") and not (
            packet.plain_icmp() if offset == IP + 20 else transport_checksum_is_valid(packet, offset, IPPROTO_ICMP)):
        return -ACCEPT
    kind = packet.read(_TYPE)[0] if offset == IP + 20 else packet.slice(offset, offset + 1)[0]
    if kind > NR_ICMP_TYPES:
        return -ACCEPT
    if kind not in ERRORS:
        return ACCEPT
    quoted = of_quote(packet, offset + 8, zones[ORIGINAL])
    answer = quoted.inverted() if quoted is not None else None
    if answer is None:
        return -ACCEPT
    connection = table.find(answer)
    if connection is None:
        return -ACCEPT
    way = REPLY if connection.reply == answer else ORIGINAL
    # A router may only report to the one whose packet it was: else a translated address would be told to a stranger.
    if packet.read(_DST)[0] != connection.tuple_of(way).dst:
        return -ACCEPT
    packet.ct = connection
    packet.ctinfo = IP_CT_RELATED + (IP_CT_IS_REPLY if way == REPLY else 0)
    return ACCEPT
