"""`-j NFQUEUE`, CLASSIFY and TPROXY: for programs and queues, none of which a lab has. net/netfilter/xt_NFQUEUE.c, xt_CLASSIFY.c,
xt_TPROXY.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.netfilter.extension import EntryCheck, Target, TargetFunction, invalid
from pynetns.netfilter.state import FORWARD, LOCAL_OUT, POST_ROUTING, PRE_ROUTING
from pynetns.netfilter.verdict import ACCEPT, CONTINUE, DROP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class NfQueue(Target):
    """No program of a lab listens: a packet is lost, or with `bypass` goes on."""

    name = "NFQUEUE"
    number: int = 0
    total: int = 1
    bypass: bool = False
    cpu_fanout: bool = False

    def check(self, entry: EntryCheck) -> None:
        if not self.total & 0xFFFF:
            raise invalid("xt_NFQUEUE: number of total queues is 0")

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        verdict = ACCEPT if self.bypass else DROP
        return lambda packet, state: verdict


@dataclass(frozen=True, slots=True)
class Classify(Target):
    """The priority of a packet, of which nothing here makes use."""

    name = "CLASSIFY"
    hooks = 1 << LOCAL_OUT | 1 << FORWARD | 1 << POST_ROUTING
    priority: int

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: CONTINUE


@dataclass(frozen=True, slots=True)
class Tproxy(Target):
    """For a transparent socket. Nothing in a lab opens one, and without one the packet is lost."""

    name = "TPROXY"
    tables = ("mangle",)
    hooks = 1 << PRE_ROUTING
    port: int
    address: int = 0
    mark: int = 0
    mask: int = 0

    def check(self, entry: EntryCheck) -> None:
        if entry.rule.ip.proto not in (6, 17) or entry.rule.ip.invert_proto:
            raise invalid("xt_TPROXY: Can be used only with -p tcp or -p udp")

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: DROP
