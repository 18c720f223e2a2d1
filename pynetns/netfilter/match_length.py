"""`-m length`: the length of the IPv4 packet. net/netfilter/xt_length.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.netfilter.extension import Match, MatchFunction

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class Length(Match):
    name = "length"
    low: int
    high: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        low, high, invert = self.low + 14, self.high + 14, self.invert
        return lambda packet, state: (packet.has(low) and packet.fits(high)) is not invert
