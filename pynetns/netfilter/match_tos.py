"""`-m tos`, `-m dscp`, `-m ttl`, `-m ecn`: single bytes of the IPv4 header. net/netfilter/xt_dscp.c, xt_hl.c, xt_ecn.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, invalid
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import IP_TOS, IP_TTL, read_at

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class TosMatch(Match):
    name = "tos"
    value: int
    mask: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        return lambda packet, state: (packet.read(IP_TOS)[0] & self.mask == self.value) is not self.invert


@dataclass(frozen=True, slots=True)
class DscpMatch(Match):
    name = "dscp"
    dscp: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        return lambda packet, state: (packet.read(IP_TOS)[0] >> 2 == self.dscp) is not self.invert


@dataclass(frozen=True, slots=True)
class TtlMatch(Match):
    """`mode` is eq, ne, lt or gt."""

    name = "ttl"
    mode: str
    ttl: int

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        ttl = self.ttl
        functions: dict[str, MatchFunction] = {
            "eq": lambda packet, state: packet.read(IP_TTL)[0] == ttl,
            "ne": lambda packet, state: packet.read(IP_TTL)[0] != ttl,
            "lt": lambda packet, state: packet.read(IP_TTL)[0] < ttl,
            "gt": lambda packet, state: packet.read(IP_TTL)[0] > ttl,
        }
        return functions[self.mode]


@dataclass(frozen=True, slots=True)
class EcnMatch(Match):
    """Explicit congestion notification: the TCP bits, and the code point of the IPv4 header. True in `cwr` and `ece` is inverted."""

    name = "ecn"
    ece: bool | None = None
    cwr: bool | None = None
    ect: int | None = None
    invert_ect: bool = False

    def check(self, entry: EntryCheck) -> None:
        if (self.ece is not None or self.cwr is not None) and (entry.rule.ip.proto != 6 or entry.rule.ip.invert_proto):
            raise invalid("xt_ecn: cannot match TCP bits for non-tcp packets")

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        def match(packet: Packet, state: HookState) -> bool:
            if self.ect is not None and (packet.read(IP_TOS)[0] & 3 == self.ect) is self.invert_ect:
                return False
            if self.ece is not None or self.cwr is not None:
                if not packet.has(state.thoff + 20):
                    return False
                flags = read_at(packet, state.thoff + 13, "B")
                if self.ece is not None and bool(flags & 0x40) is self.ece:
                    return False
                if self.cwr is not None and bool(flags & 0x80) is self.cwr:
                    return False
            return True

        return match
