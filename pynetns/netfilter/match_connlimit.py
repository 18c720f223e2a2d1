"""`-m connlimit`: how many connections an address or a network has. net/netfilter/xt_connlimit.c, nf_conncount.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import IP_SRC_DST

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class ConnLimit(Match):
    """`upto` meets up to `limit` connections, otherwise more than that."""

    name = "connlimit"
    tracks = True
    limit: int
    upto: bool
    mask: int = 0xFFFFFFFF
    daddr: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        groups: dict[int, list[Any]] = {}

        def match(packet: Packet, state: HookState) -> bool:
            namespace.scheduler.refuse("counts connections")
            src, dst = packet.read(IP_SRC_DST)
            group = groups.setdefault((dst if self.daddr else src) & self.mask, [])
            ct = packet.ct
            group[:] = [known for known in group if known.alive]
            if ct is not None and ct not in group:
                group.append(ct)
            count = len(group) + (ct is None)
            return (count > self.limit) is not self.upto

        return match
