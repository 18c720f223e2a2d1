"""`-m owner`: whose socket sent a packet. net/netfilter/xt_owner.c; every socket of a lab is root's."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import LOCAL_OUT, POST_ROUTING, HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class IdRange:
    low: int
    high: int
    invert: bool = False


@dataclass(frozen=True, slots=True)
class Owner(Match):
    name = "owner"
    hooks = 1 << LOCAL_OUT | 1 << POST_ROUTING
    uid: IdRange | None = None
    gid: IdRange | None = None
    socket_exists: bool | None = None  # True is inverted
    supplementary: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        def match(packet: Packet, state: HookState) -> bool:
            if not getattr(packet, "has_socket", state.hook == LOCAL_OUT and packet.device is None):
                # Without a socket only what is inverted can be true: match ^ invert == 0.
                return ((self.uid is None or self.uid.invert) and (self.gid is None or self.gid.invert)
                        and self.socket_exists is not False)
            if self.socket_exists is True:
                return False
            return all(wanted is None or (wanted.low <= 0 <= wanted.high) is not wanted.invert for wanted in (self.uid, self.gid))

        return match
