"""`-m tcpmss`: the maximum segment size that a TCP header announces. net/netfilter/xt_tcpmss.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.rewrite import MSS_LENGTH, MSS_OPTION
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import read_at

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

HEADER = 20


@dataclass(frozen=True, slots=True)
class TcpMssMatch(Match):
    name = "tcpmss"
    proto = 6
    low: int
    high: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        def match(packet: Packet, state: HookState) -> bool:
            start = state.thoff
            length = (read_at(packet, start + 12, "B") >> 4) * 4 if packet.has(start + HEADER) else 0
            if length < HEADER or not packet.has(start + length):
                state.hotdrop = True
                return False
            mss = announced_mss(packet.slice(start + HEADER, start + length))
            return self.invert if mss is None else (self.low <= mss <= self.high) is not self.invert

        return match


def announced_mss(options: bytes) -> int | None:
    at = 0
    while at < len(options):
        if options[at] == MSS_OPTION and len(options) - at >= MSS_LENGTH and options[at + 1] == MSS_LENGTH:
            return options[at + 2] << 8 | options[at + 3]
        at += 1 if options[at] < MSS_OPTION or at + 1 == len(options) else options[at + 1] or 1
    return None
