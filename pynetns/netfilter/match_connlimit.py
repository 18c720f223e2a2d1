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
    from pynetns.netfilter.conntrack import Conntrack
    from pynetns.netns.namespace import NetNamespace

MOST_GONE = 8  # CONNCOUNT_GC_MAX_NODES


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
        groups: dict[tuple[int, int], dict[Tuple, None]] = {}

        def match(packet: Packet, state: HookState) -> bool:
            namespace.scheduler.refuse("counts connections")
            src, dst = packet.read(IP_SRC_DST)
            connection, tuple_ = packet.ct, None
            if isinstance(connection, Connection):
                tuple_ = connection.original
            elif not state.fragoff:
                tuple_ = of_packet(packet, src, dst, packet.read(IP_PROTO)[0], state.thoff)
            if tuple_ is None:
                state.hotdrop = True
                return False
            group = groups.setdefault(((dst if self.daddr else src) & self.mask, tuple_.zone), {})
            _add(namespace.conntrack, group, tuple_)
            return (len(group) > self.limit) is not self.upto

        return match


def _add(conntrack: "Conntrack", group: dict[Tuple, None], tuple_: Tuple) -> None:
    """__nf_conncount_add(): those before it in the list that are over go, but only some at a time. A connection that is not confirmed
    when its next packet comes is counted anew."""
    gone = 0
    for other in list(group):
        if gone > MOST_GONE:
            break
        live = conntrack.find(other)
        if live is not None and other == tuple_:
            return
        if live is None or _is_closed(live):
            del group[other]
            gone += 1
    group[tuple_] = None
