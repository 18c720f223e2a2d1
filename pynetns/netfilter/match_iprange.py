"""`-m iprange`: addresses between two. net/netfilter/xt_iprange.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import IP_SRC_DST

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class AddressRange:
    low: int
    high: int
    invert: bool = False

    def fits(self, address: int) -> bool:
        return (self.low <= address <= self.high) is not self.invert


@dataclass(frozen=True, slots=True)
class IpRange(Match):
    name = "iprange"
    source: AddressRange | None = None
    destination: AddressRange | None = None

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        source, destination = self.source, self.destination

        def match(packet: Packet, state: HookState) -> bool:
            src, dst = packet.read(IP_SRC_DST)
            return (source is None or source.fits(src)) and (destination is None or destination.fits(dst))

        return match
