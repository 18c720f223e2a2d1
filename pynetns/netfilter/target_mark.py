"""`-j MARK` and CONNMARK: marks of packets and connections. net/netfilter/xt_mark.c, xt_connmark.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Target, TargetFunction
from pynetns.netfilter.state import HookState
from pynetns.netfilter.verdict import CONTINUE

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

U32 = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class MarkTarget(Target):
    """The bits of `mask` are cleared, then those of `mark` flipped."""

    name = "MARK"
    mark: int
    mask: int

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            packet.mark = packet.mark & ~self.mask & U32 ^ self.mark
            return CONTINUE

        return apply


@dataclass(frozen=True, slots=True)
class ConnMarkTarget(Target):
    """`mode` is set, save (from the packet) or restore (to the packet). A `shift` above zero is to the left."""

    name = "CONNMARK"
    tracks = True
    mode: str
    ctmark: int = 0
    ctmask: int = U32
    nfmask: int = U32
    shift: int = 0
    shift_right: bool = False

    def _shifted(self, mark: int) -> int:
        return mark >> self.shift if self.shift_right else mark << self.shift & U32

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            ct = packet.ct
            if ct is None:
                return CONTINUE
            if self.mode == "set":
                mark = self._shifted(ct.mark & ~self.ctmask & U32 ^ self.ctmark)
            elif self.mode == "save":
                mark = ct.mark & ~self.ctmask & U32 ^ self._shifted(packet.mark & self.nfmask)
            else:
                packet.mark = packet.mark & ~self.nfmask & U32 ^ self._shifted(ct.mark & self.ctmask)
                return CONTINUE
            if mark != ct.mark:
                namespace.scheduler.refuse("marks a connection")
                ct.mark = mark
            return CONTINUE

        return apply
