"""`-p icmp`: type and code. icmp_match() in net/netfilter/xt_tcpudp.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import read_at

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

ANY_TYPE = 0xFF


@dataclass(frozen=True, slots=True)
class IcmpMatch(Match):
    name = "icmp"
    proto = 1
    type: int = ANY_TYPE
    code_low: int = 0
    code_high: int = 0xFF
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        kind, low, high, invert = self.type, self.code_low, self.code_high, self.invert

        def match(packet: Packet, state: HookState) -> bool:
            if state.fragoff:
                return False
            thoff = state.thoff
            if not packet.has(thoff + 8):
                state.hotdrop = True
                return False
            if kind == ANY_TYPE:
                return not invert
            return (read_at(packet, thoff, "B") == kind and low <= read_at(packet, thoff + 1, "B") <= high) is not invert

        return match
