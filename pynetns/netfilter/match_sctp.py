"""`-p sctp`: ports and chunk types. net/netfilter/xt_sctp.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.match_tcp import PortRange, ports_function
from pynetns.netfilter.state import HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

ALL_CHUNKS = frozenset(range(256))


@dataclass(frozen=True, slots=True)
class ChunkFlags:
    """The bits of a chunk's flags that are looked at, and what they must be. `type` is a number of the tool's own list, as it is stored."""

    type: int
    flags: int
    mask: int


@dataclass(frozen=True, slots=True)
class Sctp(Match):
    name = "sctp"
    proto = 132
    sport: PortRange | None = None
    dport: PortRange | None = None
    how: str = ""  # any, all or only; empty without --chunk-types
    chunks: frozenset[int] = frozenset()
    chunk_flags: tuple[ChunkFlags, ...] = ()
    invert_chunks: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        ask_ports = ports_function(self.sport or PortRange(), self.dport or PortRange())

        def match(packet: Packet, state: HookState) -> bool:
            if state.fragoff:
                return False
            if not packet.has(state.thoff + 12):
                state.hotdrop = True
                return False
            if ask_ports is not None and not ask_ports(packet, state):
                return False
            return not self.how or self._chunks_match(packet, state) is not self.invert_chunks

        return match

    def _chunks_match(self, packet: Packet, state: HookState) -> bool:
        """match_packet(): walk the chunks."""
        wanted = set(self.chunks)
        data = packet.slice(state.thoff + 12)
        at = 0
        while not at or at < len(data):
            head = data[at:at + 4]
            if len(head) < 4 or head[2:] == b"\0\0":
                state.hotdrop = True
                return False
            kind, flags, length = head[0], head[1], head[2] << 8 | head[3]
            at += length + 3 & ~3
            fits = self._flags_match(kind, flags)
            if kind in self.chunks:
                if self.how == "any" and fits:
                    return True
                if self.how == "all" and fits:
                    wanted.discard(kind)
                if self.how == "only" and not fits:
                    return False
            elif self.how == "only":
                return False
        return not wanted if self.how == "all" else self.how == "only"

    def _flags_match(self, kind: int, flags: int) -> bool:
        for wanted in self.chunk_flags:
            if wanted.type == kind:
                return flags & wanted.mask == wanted.flags
        return True
