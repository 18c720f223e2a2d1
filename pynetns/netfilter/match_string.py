"""`-m string`: some bytes of the packet. net/netfilter/xt_string.c."""

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, invalid
from pynetns.netfilter.state import HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

ALGORITHMS = ("bm", "kmp")  # ts_fsm takes no plain pattern of this kind


@dataclass(frozen=True, slots=True)
class StringMatch(Match):
    name = "string"
    pattern: bytes
    algorithm: str
    start: int = 0
    end: int = 0xFFFF
    ignore_case: bool = False
    invert: bool = False

    def check(self, entry: EntryCheck) -> None:
        if self.start > self.end:
            raise invalid("")
        if self.algorithm not in ALGORITHMS or not self.pattern:
            raise invalid("", errno.EINVAL if self.algorithm == "fsm" or not self.pattern else errno.ENOENT)

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        pattern = self.pattern.upper() if self.ignore_case else self.pattern
        start, end = self.start, self.end

        def match(packet: Packet, state: HookState) -> bool:
            data = packet.slice(14)
            if self.ignore_case:
                data = data.upper()
            # skb_find_text(): the first place from `start` on, and no other, has to end before `end`.
            at = data.find(pattern, start)
            return (at != -1 and at + len(pattern) <= end) is not self.invert

        return match
