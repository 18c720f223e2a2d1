"""`-m limit`: a bucket of credits. net/netfilter/xt_limit.c, in the kernel's arithmetic at 250 ticks a second."""

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, invalid
from pynetns.netfilter.state import HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

HZ = 250
TICK = 1_000_000_000 // HZ
SCALE = 10000  # XT_LIMIT_SCALE: `avg` is how many ten thousandths of a second a packet costs
CREDITS_PER_JIFFY = 128  # POW2_BELOW32(0xFFFFFFFF / (HZ * 60 * 60 * 24))
U32 = 0xFFFFFFFF


def user2credits(user: int) -> int:
    """In 32 bits, as there."""
    if user > U32 // (HZ * CREDITS_PER_JIFFY):
        return user // SCALE * HZ * CREDITS_PER_JIFFY & U32
    return user * HZ * CREDITS_PER_JIFFY // SCALE


@dataclass(frozen=True, slots=True)
class Limit(Match):
    name = "limit"
    average: int
    burst: int = 5

    def check(self, entry: EntryCheck) -> None:
        if self.burst == 0 or user2credits(self.average * self.burst & U32) < user2credits(self.average):
            raise invalid(f"xt_limit: Overflow, try lower: {self.average}/{self.burst}", errno.ERANGE)

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        scheduler = namespace.scheduler
        cap = user2credits(self.average * self.burst & U32)
        cost = user2credits(self.average)
        credit, before = cap, scheduler._now // TICK

        def match(packet: Packet, state: HookState) -> bool:
            nonlocal credit, before
            now = scheduler.now // TICK
            credit = min(credit + (now - before) * CREDITS_PER_JIFFY, cap)
            before = now
            if credit >= cost:
                credit -= cost
                return True
            return False

        return match
