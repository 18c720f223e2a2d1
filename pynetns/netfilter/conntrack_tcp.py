"""TCP's connections: states and windows, as a man in the middle sees them (net/netfilter/nf_conntrack_proto_tcp.c)."""

from pynetns.device.packet import IP, Packet
from pynetns.netfilter.checksum import transport_checksum_is_valid
from pynetns.netfilter.connection import (
    IPS_ASSURED, IPS_FIXED_TIMEOUT, IPS_SEEN_REPLY, ORIGINAL, REPLY, Connection, direction,
)
from pynetns.netfilter.tcp_window import (
    CLOSE_INIT, DATA_UNACKNOWLEDGED, IGNORED, INVALID, LIBERAL, MAXACK_SET, SACK_PERM, WINDOW_SCALE, End, Segment, before, check_window,
)
from pynetns.netns.hooks import ACCEPT, PRE_ROUTING, REPEAT, HookState
from pynetns.wire.ipv4 import IPPROTO_TCP
from pynetns.wire.tcp import ACK, FIN, RST, SYN

URG = 0x20

# enum tcp_conntrack, and what a table entry can be besides a state.
(NONE, SYN_SENT, SYN_RECV, ESTABLISHED, FIN_WAIT, CLOSE_WAIT, LAST_ACK, TIME_WAIT, CLOSE, SYN_SENT2) = range(10)
STATES = ("NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "SYN_SENT2")
_INVALID, _IGNORE = 10, 11
TIMEOUTS = ("", "syn_sent", "syn_recv", "established", "fin_wait", "close_wait", "last_ack", "time_wait", "close", "syn_sent")

# What a segment is: enum tcp_bit_set.
SYN_SET, SYNACK_SET, FIN_SET, ACK_SET, RST_SET, NONE_SET = range(6)


def _row(words: str) -> tuple[int, ...]:
    names = {"NO": NONE, "SS": SYN_SENT, "SR": SYN_RECV, "ES": ESTABLISHED, "FW": FIN_WAIT, "CW": CLOSE_WAIT, "LA": LAST_ACK,
             "TW": TIME_WAIT, "CL": CLOSE, "S2": SYN_SENT2, "iv": _INVALID, "ig": _IGNORE}
    return tuple(names[word] for word in words.split())


# The state that follows, by direction, by what the segment is, by the state before it.
#           NO SS SR ES FW CW LA TW CL S2
_NEXT = (
    (_row("SS SS ig ig ig ig ig SS SS S2"),   # SYN of the side that began
     _row("iv iv ig ig ig ig ig ig ig SR"),   # SYN ACK
     _row("iv iv FW FW LA LA LA TW CL iv"),   # FIN
     _row("ES iv ES ES CW CW TW TW CL iv"),   # ACK
     _row("iv CL CL CL CL CL CL CL CL CL"),   # RST
     _row("iv iv iv iv iv iv iv iv iv iv")),
    (_row("iv S2 iv iv iv iv iv iv iv S2"),   # the same of the side that answers
     _row("iv SR ig ig ig ig ig ig ig SR"),
     _row("iv iv FW FW LA LA LA TW CL iv"),
     _row("iv ig SR ES CW CW TW TW CL ig"),
     _row("iv CL CL CL CL CL CL CL CL CL"),
     _row("iv iv iv iv iv iv iv iv iv iv")),
)
_VALID_FLAGS = frozenset((SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG))
_MAY_GO_EARLY = frozenset((FIN_WAIT, LAST_ACK, TIME_WAIT, CLOSE, CLOSE_WAIT))
SIMULTANEOUS_OPEN, CHALLENGE_ACK = 0x40, 0x80  # of last_flags, beside those of an End


class TcpState:
    """struct ip_ct_tcp: the state, both ends, and the segment that was seen last."""

    __slots__ = ("ends", "last_ack", "last_end", "last_flags", "last_index", "last_seq", "last_way", "last_win", "last_wscale", "retrans",
                 "state")

    def __init__(self) -> None:
        self.state = NONE
        self.ends = (End(), End())
        self.last_way = ORIGINAL
        self.last_index = NONE_SET
        self.last_seq = self.last_ack = self.last_end = self.last_win = 0
        self.last_wscale = self.last_flags = 0
        self.retrans = 0

    @property
    def may_go_early(self) -> bool:
        """May it make room for another when the table is full? tcp_can_early_drop()."""
        return self.state in _MAY_GO_EARLY


def track_tcp(connection: Connection, packet: Packet, offset: int, ctinfo: int, state: HookState) -> int:
    """nf_conntrack_tcp_packet(): a verdict, or below zero where the segment is of no connection."""
    segment = _parse(packet, offset, state)
    if segment is None:
        return -ACCEPT
    if not connection.is_confirmed and not _begin(connection, segment):
        return -ACCEPT
    connection.table.scheduler.refuse("moves a TCP window")
    tcp: TcpState = connection.protocol
    way = direction(ctinfo)
    verdict = _Decision(connection, tcp, segment, way).verdict()
    if verdict is not None:
        return verdict
    return _settle(connection, packet, ctinfo, tcp, segment, way)


def _parse(packet: Packet, offset: int, state: HookState) -> Segment | None:
    """tcp_error(): a whole header, a checksum that fits where it comes in, flags that make sense."""
    verify = state.hook == PRE_ROUTING and bool(state.namespace.sysctl.number("net.netfilter.nf_conntrack_checksum"))
    plain = offset == IP + 20 and packet.plain_tcp(verify)
    if not packet.has(offset + 20):
        return None
    segment = Segment(packet.slice(offset, len(packet)))
    if not plain:
        if segment.header < 20 or len(segment.data) < segment.header:
            return None
        if verify and not transport_checksum_is_valid(packet, offset, IPPROTO_TCP):
            return None
    if segment.flags & (SYN | ACK | FIN | RST | URG) not in _VALID_FLAGS:
        return None
    segment.index = (RST_SET if segment.flags & RST else SYNACK_SET if segment.flags & SYN and segment.flags & ACK
                     else SYN_SET if segment.flags & SYN else FIN_SET if segment.flags & FIN else ACK_SET if segment.flags & ACK
                     else NONE_SET)
    return segment


def _begin(connection: Connection, segment: Segment) -> bool:
    """tcp_new(): with a SYN, or in the middle of a connection whose beginning was missed."""
    new_state = _NEXT[ORIGINAL][segment.index][NONE]
    if new_state >= _INVALID:
        return False
    if new_state != SYN_SENT and not connection.table.number("tcp_loose"):
        return False
    tcp = connection.protocol = TcpState()
    first, second = tcp.ends
    first.end = segment.end
    first.maxwin = segment.window or 1
    if new_state == SYN_SENT:
        first.maxend = first.end
        first.take_options(segment)
    else:
        first.maxend = (first.end + first.maxwin) & 0xFFFFFFFF
        first.flags = second.flags = SACK_PERM | LIBERAL  # the scale of the windows is unknown
    return True


class _Decision:
    """What a segment does to a connection, before its window is looked at: the switch in nf_conntrack_tcp_packet()."""

    __slots__ = ("connection", "new", "old", "segment", "tcp", "way")

    def __init__(self, connection: Connection, tcp: TcpState, segment: Segment, way: int) -> None:
        self.connection = connection
        self.tcp = tcp
        self.segment = segment
        self.way = way
        self.old = tcp.state
        self.new = _NEXT[way][segment.index][self.old]

    def verdict(self) -> int | None:
        """None where the segment counts: then `segment.old` and `segment.new` are the states before and after."""
        tcp, segment, in_window = self.tcp, self.segment, False
        if self.new == _INVALID:
            return -ACCEPT
        if self.new == _IGNORE or (self.new == SYN_SENT and self.old >= TIME_WAIT):
            reopened = (self.new == SYN_SENT and ((tcp.ends[0].flags | tcp.ends[1].flags) & CLOSE_INIT
                                                  or (tcp.last_way == self.way and tcp.last_index == RST_SET)))
            if reopened:  # a new connection of the same name: this one goes, and the segment is looked at again
                self.connection.table.kill(self.connection)
                return -REPEAT
            if not self._resynchronised():
                self._ignore()
                return ACCEPT
        elif self.new == TIME_WAIT:
            if (self.old == LAST_ACK and segment.index == ACK_SET and tcp.last_way != self.way and tcp.last_index == SYN_SET
                    and tcp.last_flags & CHALLENGE_ACK):
                tcp.last_flags &= ~CHALLENGE_ACK  # RFC 5961: it acknowledges no FIN
                return ACCEPT
        elif self.new == SYN_SENT2:
            tcp.last_flags |= SIMULTANEOUS_OPEN
        elif self.new == SYN_RECV:
            if self.way == REPLY and segment.index == ACK_SET and tcp.last_flags & SIMULTANEOUS_OPEN:
                self.new = ESTABLISHED
        elif self.new == CLOSE and segment.index == RST_SET:
            answer = self._reset()
            if answer is None:
                return -ACCEPT
            in_window = answer
        if not in_window:
            fate = check_window(self.connection.table, tcp, self.way, segment)
            if fate == IGNORED:
                return ACCEPT
            if fate == INVALID:
                self._shorten()
                return -ACCEPT
        segment.old, segment.new = self.old, self.new
        return None

    def _resynchronised(self) -> bool:
        """A SYN ACK that answers a SYN which was ignored: both sides are in step, and the values noted then are right."""
        tcp, segment = self.tcp, self.segment
        if not (segment.index == SYNACK_SET and tcp.last_index == SYN_SET and tcp.last_way != self.way and segment.ack == tcp.last_end):
            return False
        self.old, self.new = SYN_SENT, SYN_RECV
        first = tcp.ends[tcp.last_way]
        first.end = first.maxend = tcp.last_end
        first.maxwin = tcp.last_win or 1
        first.scale = tcp.last_wscale
        tcp.last_flags &= ~CHALLENGE_ACK
        first.flags = tcp.last_flags
        tcp.ends[self.way].reset()
        return True

    def _ignore(self) -> None:
        """Let it pass, and remember it: the connection may be out of step."""
        tcp, segment = self.tcp, self.segment
        tcp.last_index, tcp.last_way = segment.index, self.way
        tcp.last_seq, tcp.last_end, tcp.last_win = segment.seq, segment.end, segment.window
        if segment.index == SYN_SET and self.way == ORIGINAL:
            seen = End()
            seen.take_options(segment)
            tcp.last_flags = seen.flags & (WINDOW_SCALE | SACK_PERM)
            tcp.last_wscale = seen.scale if seen.flags & WINDOW_SCALE else 0
            if self.old == LAST_ACK:
                tcp.last_flags |= CHALLENGE_ACK
        if self.old == SYN_SENT and segment.index == ACK_SET and self.way == REPLY:
            tcp.last_ack = segment.ack

    def _reset(self) -> bool | None:
        """A RST: True where its window is not to be checked, None where it is invalid."""
        tcp, segment, status = self.tcp, self.segment, self.connection.status
        if tcp.may_go_early:
            return True
        other = tcp.ends[1 - self.way]
        established = tcp.state == ESTABLISHED and bool(status & IPS_ASSURED)
        if other.flags & MAXACK_SET and tcp.last_index != SYN_SET:
            if segment.seq == 0 and not established:
                return False
            if before(segment.seq, other.maxack) and not self.connection.table.number("tcp_ignore_invalid_rst"):
                return None
            if not established or segment.seq == other.maxack:
                return False
            if tcp.last_index == ACK_SET and tcp.last_way == self.way and segment.seq == tcp.last_end:
                return False  # the end of a train
            self.new = self.old  # it may be answered with a challenge
        if ((status & IPS_SEEN_REPLY and tcp.last_index == SYN_SET)
                or (not status & IPS_ASSURED and tcp.last_index == ACK_SET)) and segment.ack == tcp.last_end:
            return True  # it answers a segment that was ignored
        return (self.old == SYN_SENT and tcp.last_index == ACK_SET and tcp.last_way == REPLY and segment.seq == tcp.last_ack)

    def _shorten(self) -> None:
        """nf_tcp_handle_invalid(): two ends that close out of step are not kept for days."""
        connection, tcp, segment = self.connection, self.tcp, self.segment
        if not connection.status & IPS_ASSURED or connection.status & IPS_FIXED_TIMEOUT or segment.index not in (RST_SET, FIN_SET):
            return
        if tcp.last_way != self.way and tcp.last_index in (FIN_SET, RST_SET):
            left, limit = connection.expires_in(), connection.table.number("tcp_timeout_unacknowledged")
            if left >= 120 and left > limit:
                connection.expire_in(limit)
        else:
            tcp.last_index, tcp.last_way = segment.index, self.way


def _settle(connection: Connection, packet: Packet, ctinfo: int, tcp: TcpState, segment: Segment, way: int) -> int:
    """The segment is in the window: the new state, and how long the connection lives now."""
    table, old, new = connection.table, segment.old, segment.new
    tcp.last_index, tcp.last_way = segment.index, way
    if old != new:
        tcp.state = new
        if new == FIN_WAIT:
            tcp.ends[way].flags |= CLOSE_INIT
        connection.event("protoinfo")
    number = table.number
    timeout = number(f"tcp_timeout_{TIMEOUTS[new]}")
    if tcp.retrans >= number("tcp_max_retrans") and timeout > number("tcp_timeout_max_retrans"):
        timeout = number("tcp_timeout_max_retrans")
    elif segment.index == RST_SET:
        timeout = number("tcp_timeout_close")
    elif (tcp.ends[0].flags | tcp.ends[1].flags) & DATA_UNACKNOWLEDGED and timeout > number("tcp_timeout_unacknowledged"):
        timeout = number("tcp_timeout_unacknowledged")
    elif tcp.last_win == 0 and timeout > number("tcp_timeout_max_retrans"):
        timeout = number("tcp_timeout_max_retrans")
    if not connection.status & IPS_SEEN_REPLY:
        if segment.flags & RST:  # nothing but a refusal came back: forget it at once
            connection.count(packet, ctinfo)
            table.kill(connection)
            return ACCEPT
        if segment.index == SYN_SET and old == SYN_SENT:
            return ACCEPT  # a repeated SYN does not prolong it
        if new == ESTABLISHED:
            timeout = min(timeout, number("tcp_timeout_unacknowledged"))
    elif not connection.status & IPS_ASSURED and old in (SYN_RECV, ESTABLISHED) and new == ESTABLISHED:
        connection.set_status(IPS_ASSURED)
        connection.event("assured")
    connection.refresh(packet, ctinfo, timeout)
    return ACCEPT


def close_at_once(connection: Connection) -> None:
    """nf_conntrack_tcp_set_closing(): the firewall itself reset the connection."""
    tcp = connection.protocol
    if not isinstance(tcp, TcpState) or not connection.is_confirmed:
        return
    old, tcp.state = tcp.state, CLOSE
    if old != CLOSE and not connection.status & IPS_FIXED_TIMEOUT:
        connection.expire_in(connection.table.number("tcp_timeout_close"))
        connection.event("protoinfo")
