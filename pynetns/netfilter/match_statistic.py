"""`-m statistic`: one packet in so many, by chance or by turns. net/netfilter/xt_statistic.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class RandomStatistic(Match):
    """`probability` in units of 1 / 2**31."""

    name = "statistic"
    probability: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        def match(packet: Packet, state: HookState) -> bool:
            namespace.scheduler.refuse("is decided by chance")
            return (namespace.random.getrandbits(31) < self.probability) is not self.invert

        return match


@dataclass(frozen=True, slots=True)
class NthStatistic(Match):
    """Of every `every` packets the one of number `packet`, from 0."""

    name = "statistic"
    every: int
    packet: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        count, last = self.every - 1 - self.packet, self.every - 1

        def match(packet: Packet, state: HookState) -> bool:
            nonlocal count
            namespace.scheduler.refuse("is decided by turns")
            count = 0 if count >= last else count + 1
            return (count == 0) is not self.invert

        return match
