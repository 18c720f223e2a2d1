"""`-j DNAT`, SNAT, MASQUERADE, REDIRECT and NETMAP: which range a connection is to be mapped to. net/netfilter/xt_nat.c and its
neighbours; the choice itself is nf_nat_core.c's."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.netfilter.extension import Target, TargetFunction
from pynetns.netfilter.nat_range import NatRange
from pynetns.netfilter.state import LOCAL_IN, LOCAL_OUT, POST_ROUTING, PRE_ROUTING

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


AS_IT_IS = NatRange()


@dataclass(frozen=True, slots=True)
class NatTarget(Target):
    tables = ("nat",)
    tracks = True
    range: NatRange = AS_IT_IS


@dataclass(frozen=True, slots=True)
class Dnat(NatTarget):
    name = "DNAT"
    hooks = 1 << PRE_ROUTING | 1 << LOCAL_OUT

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: namespace.nat.setup(packet, state, "dst", self.range)


@dataclass(frozen=True, slots=True)
class Snat(NatTarget):
    name = "SNAT"
    hooks = 1 << POST_ROUTING | 1 << LOCAL_IN

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: namespace.nat.setup(packet, state, "src", self.range)


@dataclass(frozen=True, slots=True)
class Masquerade(NatTarget):
    name = "MASQUERADE"
    hooks = 1 << POST_ROUTING

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: namespace.nat.masquerade(packet, state, self.range)


@dataclass(frozen=True, slots=True)
class Redirect(NatTarget):
    name = "REDIRECT"
    hooks = 1 << PRE_ROUTING | 1 << LOCAL_OUT

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: namespace.nat.redirect(packet, state, self.range)


@dataclass(frozen=True, slots=True)
class NetMap(NatTarget):
    """One network onto another of the same size, host by host: `range` runs from its first address to its last."""

    name = "NETMAP"
    hooks = 1 << PRE_ROUTING | 1 << POST_ROUTING | 1 << LOCAL_OUT | 1 << LOCAL_IN

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: namespace.nat.netmap(packet, state, self.range)
