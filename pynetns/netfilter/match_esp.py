"""`-p esp`: the index of a security association. net/netfilter/xt_esp.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import read_at

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

HEADER = 8


@dataclass(frozen=True, slots=True)
class Esp(Match):
    name = "esp"
    proto = 50
    low: int = 0
    high: int = 0xFFFFFFFF
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        def match(packet: Packet, state: HookState) -> bool:
            if state.fragoff:
                return False
            if not packet.has(state.thoff + HEADER):
                state.hotdrop = True
                return False
            return (self.low <= read_at(packet, state.thoff, "I") <= self.high) is not self.invert

        return match
