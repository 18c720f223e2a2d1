"""`-m owner`: whose socket sent a packet. net/netfilter/xt_owner.c; every socket of a lab is root's."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import LOCAL_OUT, POST_ROUTING, HookState
from pynetns.netfilter.transport import IP_PROTO, read_at

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

ROOT = 0
ICMP, TCP = 1, 6
ECHO = 8  # what ping sends


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
        bare = all(wanted is None or wanted.invert for wanted in (self.uid, self.gid))  # met by what has no owner

        def match(packet: Packet, state: HookState) -> bool:
            if packet.device is not None:  # on its way through, no socket: match ^ invert == 0
                return bare and self.socket_exists is not False
            if self.socket_exists is True:
                return False
            if not _is_a_users(packet, state):
                return bare
            return all(wanted is None or (wanted.low <= ROOT <= wanted.high) is not wanted.invert for wanted in (self.uid, self.gid))

        return match


def _is_a_users(packet: Packet, state: HookState) -> bool:
    """Did a process send it? Answers and errors of ICMP and resets of TCP come from sockets of the kernel, which nobody owns."""
    proto: int = packet.read(IP_PROTO)[0]
    if proto == ICMP:
        return packet.has(state.thoff + 1) and read_at(packet, state.thoff, "B") == ECHO
    return proto != TCP
