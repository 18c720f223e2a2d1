"""`-m mac`: the station that sent a frame. net/netfilter/xt_mac.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet, View
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import FORWARD, LOCAL_IN, PRE_ROUTING, HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

SOURCE_MAC = View(source=(6, "6s"))


@dataclass(frozen=True, slots=True)
class Mac(Match):
    name = "mac"
    hooks = 1 << PRE_ROUTING | 1 << LOCAL_IN | 1 << FORWARD
    source: bytes
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        def match(packet: Packet, state: HookState) -> bool:
            device = state.indev
            if device is None or device.is_loopback:
                return False
            return (packet.read(SOURCE_MAC)[0] == self.source) is not self.invert

        return match
