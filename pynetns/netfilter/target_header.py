"""`-j TOS`, DSCP, TTL, ECN, TCPMSS, TCPOPTSTRIP, CHECKSUM: what changes a header. net/netfilter/xt_DSCP.c, xt_HL.c, ipt_ECN.c and their
neighbours."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Target, TargetFunction, invalid
from pynetns.netfilter.match_tcp import SYN, Tcp
from pynetns.netfilter.rewrite import clamp_mss, rewrite_byte, rewrite_tcp_flags, strip_options
from pynetns.netfilter.state import FORWARD, LOCAL_OUT, POST_ROUTING, HookState
from pynetns.netfilter.transport import IP_TOS, IP_TTL
from pynetns.netfilter.verdict import CONTINUE, DROP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class TosTarget(Target):
    """The bits of `mask` are cleared, then those of `value` flipped."""

    name = "TOS"
    tables = ("mangle",)
    value: int
    mask: int

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            tos = packet.read(IP_TOS)[0]
            rewrite_byte(namespace, packet, 15, tos, tos & ~self.mask & 0xFF ^ self.value)
            return CONTINUE

        return apply


@dataclass(frozen=True, slots=True)
class DscpTarget(Target):
    name = "DSCP"
    tables = ("mangle",)
    dscp: int

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            tos = packet.read(IP_TOS)[0]
            rewrite_byte(namespace, packet, 15, tos, tos & 3 | self.dscp << 2)
            return CONTINUE

        return apply


@dataclass(frozen=True, slots=True)
class TtlTarget(Target):
    """`mode` is set, inc or dec."""

    name = "TTL"
    tables = ("mangle",)
    mode: str
    ttl: int

    def check(self, entry: EntryCheck) -> None:
        if self.mode != "set" and self.ttl == 0:
            raise invalid("xt_HL: increment/decrement does not make sense with value 0")

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            old = packet.read(IP_TTL)[0]
            if self.mode == "set":
                new = self.ttl
            elif self.mode == "inc":
                new = min(old + self.ttl, 255)
            else:
                new = max(old - self.ttl, 0)
            rewrite_byte(namespace, packet, 22, old, new)
            return CONTINUE

        return apply


@dataclass(frozen=True, slots=True)
class EcnTarget(Target):
    """None leaves a bit as it is."""

    name = "ECN"
    tables = ("mangle",)
    ece: int | None = None
    cwr: int | None = None
    ect: int | None = None

    def check(self, entry: EntryCheck) -> None:
        if (self.ece is not None or self.cwr is not None) and (entry.rule.ip.proto != 6 or entry.rule.ip.invert_proto):
            raise invalid("ipt_ECN: cannot use operation on non-tcp rule")

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            if self.ect is not None:
                tos = packet.read(IP_TOS)[0]
                rewrite_byte(namespace, packet, 15, tos, tos & 0xFC | self.ect)
            if (self.ece is not None or self.cwr is not None) and not state.fragoff:
                if not packet.has(state.thoff + 20):
                    return DROP
                bits = (0 if self.ece is None else 0x40) | (0 if self.cwr is None else 0x80)
                rewrite_tcp_flags(namespace, packet, state.thoff, bits, (0x40 if self.ece else 0) | (0x80 if self.cwr else 0))
            return CONTINUE

        return apply


@dataclass(frozen=True, slots=True)
class TcpMss(Target):
    """`mss` None clamps to the path MTU."""

    name = "TCPMSS"
    proto = 6
    mss: int | None

    def check(self, entry: EntryCheck) -> None:
        if self.mss is None and entry.hook_mask & ~(1 << FORWARD | 1 << LOCAL_OUT | 1 << POST_ROUTING):
            raise invalid("xt_TCPMSS: path-MTU clamping only supported in FORWARD, OUTPUT and POSTROUTING hooks")
        if not any(isinstance(match, Tcp) and match.flags & SYN and not match.invert_flags for match in entry.rule.matches):
            raise invalid("xt_TCPMSS: Only works on TCP SYN packets")

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: CONTINUE if clamp_mss(namespace, packet, state, self.mss) else DROP


@dataclass(frozen=True, slots=True)
class TcpOptStrip(Target):
    """Overwrites TCP options with the one that does nothing."""

    name = "TCPOPTSTRIP"
    tables = ("mangle",)
    proto = 6
    options: frozenset[int]

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: CONTINUE if strip_options(namespace, packet, state, self.options) else DROP


@dataclass(frozen=True, slots=True)
class Checksum(Target):
    """Fills a checksum that hardware was to fill; every frame of a lab has its own already."""

    name = "CHECKSUM"
    tables = ("mangle",)

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: CONTINUE
