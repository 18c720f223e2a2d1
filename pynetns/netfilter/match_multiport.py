"""`-m multiport`: any of some ports and ranges. net/netfilter/xt_multiport.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, invalid
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import ports

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

SIDES = ("sports", "dports", "ports")


@dataclass(frozen=True, slots=True)
class Multiport(Match):
    name = "multiport"
    side: str  # one of SIDES
    ranges: tuple[tuple[int, int | None], ...]  # a port alone has no end
    invert: bool = False

    def check(self, entry: EntryCheck) -> None:
        if entry.rule.ip.invert_proto or entry.rule.ip.proto not in (6, 17, 33, 132, 136):
            raise invalid("")

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        wanted: set[int] = set()
        for low, high in self.ranges:
            wanted.update(range(low, (low if high is None else high) + 1))
        side, invert = self.side, self.invert

        def match(packet: Packet, state: HookState) -> bool:
            if state.fragoff:
                return False
            if not packet.has(state.thoff + 4):
                state.hotdrop = True
                return False
            source, destination = ports(packet, state)
            if side == "dports":
                return (destination in wanted) is not invert
            if side == "sports":
                return (source in wanted) is not invert
            return (source in wanted or destination in wanted) is not invert

        return match
