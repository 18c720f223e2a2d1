"""`-m connbytes`, `-m helper` and `-m quota`: how much has passed, and for whom. net/netfilter/xt_connbytes.c and its neighbours."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.connection import Connection
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction
from pynetns.netfilter.state import HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

U64 = (1 << 64) - 1
DIRECTIONS = ("original", "reply", "both")
MODES = ("packets", "bytes", "avgpkt")


@dataclass(frozen=True, slots=True)
class ConnBytes(Match):
    """An inverted range is kept with its ends exchanged, as the kernel has it."""

    name = "connbytes"
    tracks = True
    start: int
    end: int
    mode: str
    direction: str

    def check(self, entry: EntryCheck) -> None:
        """Connections are counted from now on: nf_ct_set_acct()."""
        entry.namespace.sysctl["net.netfilter.nf_conntrack_acct"] = 1

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        def match(packet: Packet, state: HookState) -> bool:
            connection = packet.ct
            if not isinstance(connection, Connection) or connection.counters is None:
                return False
            namespace.scheduler.refuse("asks how much has passed")
            ways = {"original": connection.counters[:1], "reply": connection.counters[1:]}.get(self.direction, connection.counters)
            packets, size = sum(way.packets for way in ways), sum(way.bytes for way in ways)
            value = packets if self.mode == "packets" else size if self.mode == "bytes" else size // packets if packets else 0
            if self.end >= self.start:
                return self.start <= value <= self.end
            return value < self.end or value > self.start

        return match


@dataclass(frozen=True, slots=True)
class Helper(Match):
    """Connections that a helper expected: there are none, as there are no helpers."""

    name = "helper"
    tracks = True
    helper: str
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        return lambda packet, state: self.invert


@dataclass(frozen=True, slots=True)
class Quota(Match):
    """Met until so many bytes have passed."""

    name = "quota"
    quota: int
    invert: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        left = self.quota

        def match(packet: Packet, state: HookState) -> bool:
            nonlocal left
            namespace.scheduler.refuse("has a quota")
            size = len(packet) - 14
            if left >= size:
                left -= size
                return not self.invert
            left = 0
            return self.invert

        return match
