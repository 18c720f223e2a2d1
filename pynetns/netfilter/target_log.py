"""`-j LOG`, NFLOG and TRACE: what tells somebody of a packet and lets it go on. net/netfilter/xt_LOG.c, xt_NFLOG.c, xt_TRACE.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Target, TargetFunction, invalid
from pynetns.netfilter.state import HookState
from pynetns.netfilter.verdict import CONTINUE

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

TCPSEQ, TCPOPT, IPOPT, UID, MACDECODE = 1, 2, 4, 8, 0x20  # XT_LOG_*
WARNING = 4


@dataclass(frozen=True, slots=True)
class Log(Target):
    name = "LOG"
    prefix: str = ""
    level: int = WARNING
    flags: int = 0

    def check(self, entry: EntryCheck) -> None:
        if self.level >= 8:
            raise invalid(f"xt_LOG: level {self.level} >= 8")

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            namespace.scheduler.refuse("is logged")
            namespace.nf_log.log(packet, state, self.prefix, self.level, self.flags)
            return CONTINUE

        return apply


@dataclass(frozen=True, slots=True)
class NfLog(Target):
    """To a program that listens to `group`; nobody listens in a lab, as on most hosts."""

    name = "NFLOG"
    group: int = 0
    prefix: str = ""
    range: int = 0
    size: int | None = None
    threshold: int = 0

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        return lambda packet, state: CONTINUE


@dataclass(frozen=True, slots=True)
class Trace(Target):
    name = "TRACE"
    tables = ("raw",)

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            namespace.scheduler.refuse("is traced")
            packet.nf_trace = True
            return CONTINUE

        return apply
