"""`-m mark` and `-m connmark`: the mark of the packet, and of its connection. net/netfilter/xt_mark.c, xt_connmark.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class MarkMatch(Match):
    name = "mark"
    mark: int
    mask: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        return lambda packet, state: (packet.mark & self.mask == self.mark) is not self.invert


@dataclass(frozen=True, slots=True)
class ConnMarkMatch(Match):
    name = "connmark"
    tracks = True
    mark: int
    mask: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        def match(packet: Packet, state: HookState) -> bool:
            ct = packet.ct
            return ct is not None and (ct.mark & self.mask == self.mark) is not self.invert

        return match
