"""`-m policy`: whether IPsec treated a packet. There is none here, so a policy is never met and its absence always: xt_policy.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, invalid
from pynetns.netfilter.state import LOCAL_IN, LOCAL_OUT, POST_ROUTING, PRE_ROUTING

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class PolicyElement:
    """What is asked of one transformation: (value, inverted), or (address, mask, inverted)."""

    reqid: tuple[int, bool] | None = None
    spi: tuple[int, bool] | None = None
    proto: tuple[int, bool] | None = None
    mode: tuple[str, bool] | None = None
    daddr: tuple[int, int, bool] | None = None
    saddr: tuple[int, int, bool] | None = None


@dataclass(frozen=True, slots=True)
class Policy(Match):
    name = "policy"
    direction: str  # in or out
    none: bool = False
    strict: bool = False
    elements: tuple[PolicyElement, ...] = ()

    def check(self, entry: EntryCheck) -> None:
        if self.direction == "out" and entry.hook_mask & (1 << PRE_ROUTING | 1 << LOCAL_IN):
            raise invalid("xt_policy: output policy not valid in PREROUTING and INPUT")
        if self.direction == "in" and entry.hook_mask & (1 << POST_ROUTING | 1 << LOCAL_OUT):
            raise invalid("xt_policy: input policy not valid in POSTROUTING and OUTPUT")

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        return lambda packet, state: self.none
