"""A rule as it stands in a chain: struct ipt_entry."""

from dataclasses import dataclass
from typing import ClassVar

from pynetns.device.packet import Counter
from pynetns.netfilter.extension import Match, Target
from pynetns.netfilter.verdict import NAMES


@dataclass(frozen=True, slots=True)
class IpPart:
    """What a rule says of the IPv4 header and the interfaces: struct ipt_ip. An empty name is any interface; a name that ends in + any
    that begins so."""

    src: int = 0
    src_mask: int = 0
    dst: int = 0
    dst_mask: int = 0
    iniface: str = ""
    outiface: str = ""
    proto: int = 0
    fragment: bool = False
    invert_src: bool = False
    invert_dst: bool = False
    invert_in: bool = False
    invert_out: bool = False
    invert_proto: bool = False
    invert_fragment: bool = False
    proto_named: bool = False  # in IPv6 alone, where `-p all` is not the same as no protocol: IP6T_F_PROTO


ANY = IpPart()


@dataclass(frozen=True, slots=True)
class Standard:
    """`-j ACCEPT`, DROP, QUEUE, RETURN."""

    verdict: int

    @property
    def name(self) -> str:
        return NAMES[self.verdict]


@dataclass(frozen=True, slots=True)
class Jump:
    """`-j CHAIN` or `-g CHAIN`, by the chain's name."""

    chain: str
    kind: ClassVar[str] = "chain"

    @property
    def name(self) -> str:
        return self.chain


RuleTarget = Standard | Jump | Target | None


class Rule:
    """One line of a chain. Two rules are the same if all but the counter is: what `-D` and `-C` look for."""

    __slots__ = ("checked", "counter", "goto", "ip", "matches", "target")

    def __init__(self, ip: IpPart, matches: tuple[Match, ...], target: RuleTarget, goto: bool, counter: Counter) -> None:
        self.ip = ip
        self.matches = matches
        self.target = target
        self.goto = goto
        self.counter = counter
        self.checked = -1  # the hooks for which checkentry() took it

    def same(self, other: "Rule") -> bool:
        return (self.ip == other.ip and self.goto == other.goto and self.target == other.target and self.matches == other.matches)

    @property
    def unconditional(self) -> bool:
        """Does it meet every packet?"""
        return not self.matches and self.ip == ANY
