"""`-m comment`: says something to people, and meets every packet."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.netfilter.extension import Match, MatchFunction

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class Comment(Match):
    name = "comment"
    comment: str

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        return lambda packet, state: True
