"""The matches and targets that only ip6tables has: net/ipv6/netfilter/ip6t_*.c, and xt_tcpudp.c's icmp6.

Their rules are kept, listed and compared. What checkentry() refuses is refused; packets they could see there are none.
"""

from dataclasses import dataclass

from pynetns.netfilter.extension import EntryCheck, Match, Target, invalid
from pynetns.netfilter.state import FORWARD, LOCAL_IN, LOCAL_OUT, PRE_ROUTING
from pynetns.netfilter.target_header import TtlTarget
from pynetns.netfilter.match_tos import TtlMatch

U32 = 0xFFFFFFFF
TCP_RESET = "tcp-reset"


@dataclass(frozen=True, slots=True)
class Icmp6Match(Match):
    name = "icmp6"
    family = 6
    proto = 58
    type: int
    code_low: int = 0
    code_high: int = 0xFF
    invert: bool = False


@dataclass(frozen=True, slots=True)
class HopLimit(TtlMatch):
    name = "hl"
    family = 6


@dataclass(frozen=True, slots=True)
class Span:
    """A number of a header between two bounds, or not; the bounds say nothing if they are the widest."""

    low: int = 0
    high: int = U32
    invert: bool = False

    @property
    def narrow(self) -> bool:
        return (self.low, self.high) != (0, U32)


@dataclass(frozen=True, slots=True)
class Frag(Match):
    """`flags` are the names of the options that take no argument."""

    name = "frag"
    family = 6
    ids: Span
    length: int | None = None
    invert_length: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ah6(Match):
    name = "ah"
    family = 6
    spis: Span
    length: int | None = None
    invert_length: bool = False
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Routing(Match):
    name = "rt"
    family = 6
    type: int | None
    invert_type: bool
    segments_left: Span
    length: int | None = None
    invert_length: bool = False
    reserved: bool = False
    addresses: tuple[int, ...] = ()
    not_strict: bool = False

    def check(self, entry: EntryCheck) -> None:
        if (self.reserved or self.addresses) and (self.type != 0 or self.invert_type):
            raise invalid("ip6t_rt: `--rt-type 0' required before `--rt-0-*'")


@dataclass(frozen=True, slots=True)
class HeaderOptions(Match):
    """`options` are a kind and a length of an option each, 0xFF for any length."""

    family = 6
    length: int | None = None
    invert_length: bool = False
    options: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DestinationOptions(HeaderOptions):
    name = "dst"


@dataclass(frozen=True, slots=True)
class HopByHopOptions(HeaderOptions):
    name = "hbh"


@dataclass(frozen=True, slots=True)
class Ipv6Header(Match):
    """Which headers a packet has: a bit each, and whether it may have others."""

    name = "ipv6header"
    family = 6
    headers: int
    invert: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Eui64(Match):
    name = "eui64"
    family = 6
    hooks = 1 << PRE_ROUTING | 1 << LOCAL_IN | 1 << FORWARD


@dataclass(frozen=True, slots=True)
class HopLimitTarget(TtlTarget):
    name = "HL"
    family = 6


@dataclass(frozen=True, slots=True)
class Reject6(Target):
    name = "REJECT"
    family = 6
    tables = ("filter",)
    hooks = 1 << LOCAL_IN | 1 << FORWARD | 1 << LOCAL_OUT
    kind_sent: str = "icmp6-port-unreachable"

    def check(self, entry: EntryCheck) -> None:
        if self.kind_sent == TCP_RESET and (entry.rule.ip.proto != 6 or entry.rule.ip.invert_proto):
            raise invalid("ip6t_REJECT: TCP_RESET illegal for non-tcp")
