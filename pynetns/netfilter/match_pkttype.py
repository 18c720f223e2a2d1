"""`-m pkttype`: whom the link layer addressed. net/netfilter/xt_pkttype.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import PACKET_BROADCAST, PACKET_HOST, PACKET_LOOPBACK, PACKET_MULTICAST, PACKET_OTHERHOST, Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import IP_SRC_DST
from pynetns.wire.address import ipv4_is_multicast

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# The first name of a number is the one that is printed.
PACKET_TYPES = {"unicast": PACKET_HOST, "broadcast": PACKET_BROADCAST, "multicast": PACKET_MULTICAST, "otherhost": PACKET_OTHERHOST,
                "bcast": PACKET_BROADCAST, "mcast": PACKET_MULTICAST, "host": PACKET_HOST}


@dataclass(frozen=True, slots=True)
class PktType(Match):
    name = "pkttype"
    type: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        def match(packet: Packet, state: HookState) -> bool:
            kind = packet.kind
            if kind == PACKET_LOOPBACK:  # a group's copy of what the host sent to it: by its address
                kind = PACKET_MULTICAST if ipv4_is_multicast(packet.read(IP_SRC_DST)[1]) else PACKET_BROADCAST
            return (kind == self.type) is not self.invert

        return match
