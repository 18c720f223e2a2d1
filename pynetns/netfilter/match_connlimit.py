"""`-m connlimit`: how many connections an address or a network has. net/netfilter/xt_connlimit.c, nf_conncount.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.connection import Connection
from pynetns.netfilter.conntrack_tcp import CLOSE, TIME_WAIT, TcpState
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import IP_PROTO, IP_SRC_DST
from pynetns.netfilter.tuple import Tuple, of_packet

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


def _is_closed(connection: Connection) -> bool:
    """already_closed()."""
    tcp = connection.protocol
    return isinstance(tcp, TcpState) and tcp.state in (TIME_WAIT, CLOSE)


@dataclass(frozen=True, slots=True)
class ConnLimit(Match):
    """`upto` meets up to `limit` connections, otherwise more than that."""

    name = "connlimit"
    tracks = True
    limit: int
    upto: bool
    mask: int = 0xFFFFFFFF
    daddr: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        groups: dict[tuple[int, int], list[Tuple]] = {}

        def match(packet: Packet, state: HookState) -> bool:
            namespace.scheduler.refuse("counts connections")
            src, dst = packet.read(IP_SRC_DST)
            connection = packet.ct
            if isinstance(connection, Connection):
                tuple_: Tuple | None = connection.original
            else:
                tuple_ = of_packet(packet, src, dst, packet.read(IP_PROTO)[0], state.thoff)
            if tuple_ is None:
                state.hotdrop = True
                return False
            group = groups.setdefault(((dst if self.daddr else src) & self.mask, tuple_.zone), [])
            known = {other: namespace.conntrack.find(other) for other in group}
            group[:] = [other for other, live in known.items() if live is not None and (other == tuple_ or not _is_closed(live))]
            if tuple_ not in group:
                group.append(tuple_)
            return (len(group) > self.limit) is not self.upto

        return match
