"""`-p esp`, `-p ah`: the index of a security association. net/netfilter/xt_esp.c, net/ipv4/netfilter/ipt_ah.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import read_at

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

ESP_HEADER, AH_HEADER = 8, 12
AH_INDEX = 4  # where it stands in the header


@dataclass(frozen=True, slots=True)
class Esp(Match):
    name = "esp"
    proto = 50
    low: int = 0
    high: int = 0xFFFFFFFF
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        return _index_lies_between(self, ESP_HEADER, 0)


@dataclass(frozen=True, slots=True)
class Ah(Match):
    name = "ah"
    proto = 51
    low: int = 0
    high: int = 0xFFFFFFFF
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        return _index_lies_between(self, AH_HEADER, AH_INDEX)


def _index_lies_between(wanted: Esp | Ah, header: int, at: int) -> MatchFunction:
    """A whole header of that size, with its index at that offset in the range."""
    def match(packet: Packet, state: HookState) -> bool:
        if state.fragoff:
            return False
        if not packet.has(state.thoff + header):
            state.hotdrop = True
            return False
        return (wanted.low <= read_at(packet, state.thoff + at, "I") <= wanted.high) is not wanted.invert

    return match
