"""Is a segment within what its receiver takes? tcp_in_window() of net/netfilter/nf_conntrack_proto_tcp.c, after Guido van Rooij's "Real
Stateful TCP Packet Filtering in IP Filter". Numbers are modulo 2**32; `before` and `after` compare across the turn."""

from typing import TYPE_CHECKING

from pynetns.wire.tcp import ACK, FIN, RST, SYN

if TYPE_CHECKING:
    from pynetns.netfilter.conntrack import Conntrack
    from pynetns.netfilter.conntrack_tcp import TcpState

# IP_CT_TCP_FLAG_*: what is known of one end.
WINDOW_SCALE, SACK_PERM, CLOSE_INIT, LIBERAL, DATA_UNACKNOWLEDGED, MAXACK_SET = 1, 2, 4, 8, 0x10, 0x20
ACCEPTED, IGNORED, INVALID = "accepted", "ignored", "invalid"
MAXACKWINCONST = 66000
_SYN_SENT, _SYN_RECV, _ACK_SET = 1, 2, 3
_MASK = 0xFFFFFFFF


def before(a: int, b: int) -> bool:
    return (a - b) & _MASK > 0x7FFFFFFF


def after(a: int, b: int) -> bool:
    return before(b, a)


class Segment:
    """A TCP segment as the tracker sees it. `end` is the number behind its last byte; SYN and FIN count as one each."""

    __slots__ = ("ack", "data", "end", "flags", "header", "index", "new", "old", "seq", "window")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.seq = int.from_bytes(data[4:8], "big")
        self.ack = int.from_bytes(data[8:12], "big")
        self.header = (data[12] >> 4) * 4
        self.flags = data[13] & 0x3F
        self.window = data[14] << 8 | data[15]
        self.end = (self.seq + len(data) - self.header + bool(self.flags & SYN) + bool(self.flags & FIN)) & _MASK
        self.index = 0
        self.old = self.new = 0

    def options(self) -> "list[tuple[int, bytes]]":
        """Kind and value of each option, up to one that does not fit."""
        found, at, end = [], 20, self.header
        while at < end:
            kind = self.data[at]
            if kind == 0:
                break
            if kind == 1:
                at += 1
                continue
            if at + 1 >= end:
                break
            size = self.data[at + 1]
            if size < 2 or at + size > end:
                break
            found.append((kind, self.data[at + 2:at + size]))
            at += size
        return found

    def sack(self) -> int:
        """The highest number that it acknowledges, selectively or not."""
        highest = self.ack
        for kind, value in self.options():
            if kind == 5 and len(value) >= 8 and len(value) % 8 == 0:
                for at in range(4, len(value), 8):
                    edge = int.from_bytes(value[at:at + 4], "big")
                    if after(edge, highest):
                        highest = edge
                break
        return highest


class End:
    """struct ip_ct_tcp_state: what one side has sent, and what it takes."""

    __slots__ = ("end", "flags", "maxack", "maxend", "maxwin", "scale")

    def __init__(self) -> None:
        self.end = self.maxend = self.maxwin = self.maxack = self.scale = self.flags = 0

    def reset(self) -> None:
        self.end = self.maxend = self.maxwin = self.maxack = self.scale = 0
        self.flags &= LIBERAL

    def take_options(self, segment: Segment) -> None:
        """tcp_options() of a SYN."""
        if segment.header == 20:
            return
        self.scale = self.flags = 0
        for kind, value in segment.options():
            if kind == 4 and not value:
                self.flags |= SACK_PERM
            elif kind == 3 and len(value) == 1:
                self.scale = min(value[0], 14)
                self.flags |= WINDOW_SCALE

    def begin(self, other: "End", segment: Segment, is_reply: bool) -> None:
        """tcp_init_sender(): its first SYN. Windows are scaled only where both sides say so (RFC 7323)."""
        self.end = self.maxend = segment.end
        self.maxwin = segment.window or 1
        self.take_options(segment)
        if is_reply and not (self.flags & other.flags & WINDOW_SCALE):
            self.scale = other.scale = 0


def check_window(table: "Conntrack", tcp: "TcpState", way: int, segment: Segment) -> str:
    """Does the segment belong here, and if so, what does it tell of both windows?"""
    sender, receiver = tcp.ends[way], tcp.ends[1 - way]
    seq, ack, end, window = segment.seq, segment.ack, segment.end, segment.window
    sack = segment.sack() if receiver.flags & SACK_PERM else ack
    is_syn = bool(segment.flags & SYN)
    liberal = bool(sender.flags & LIBERAL) or bool(table.number("tcp_be_liberal"))
    if sender.maxwin == 0:
        if is_syn:
            sender.begin(receiver, segment, way == 1)
            if not segment.flags & ACK:
                return ACCEPTED  # both opened at once
        else:
            _pick_up(sender, receiver, segment, sack)
    elif is_syn and after(end, sender.end) and tcp.state in (_SYN_SENT, _SYN_RECV):
        sender.begin(receiver, segment, way == 1)  # it begins anew, with higher numbers
        if way == 1 and not segment.flags & ACK:
            return ACCEPTED
    if not segment.flags & ACK or (segment.flags & RST and ack == 0):
        ack = sack = receiver.end
    if segment.flags & RST and seq == 0 and tcp.state == _SYN_SENT:
        seq = end = sender.end
    lowest_ack = receiver.end - max(sender.maxwin, MAXACKWINCONST) - 1
    if not before(seq, sender.maxend + 1):
        overshot = (end - sender.maxend + 1) & _MASK
        if (receiver.maxwin and after(end, sender.end - receiver.maxwin - 1) and after(sack, lowest_ack) and overshot <= receiver.maxwin
                and before(sack, receiver.end + 1)):
            sender.end = end  # more than it may send, but its receiver may acknowledge that
            sender.flags |= DATA_UNACKNOWLEDGED
            return ACCEPTED if liberal else IGNORED
        return ACCEPTED if liberal else INVALID
    if not before(sack, receiver.end + 1):
        return ACCEPTED if liberal else INVALID
    if receiver.maxwin and not after(end, sender.end - receiver.maxwin - 1):
        return ACCEPTED if liberal else IGNORED
    if not after(sack, lowest_ack):
        return ACCEPTED if liberal else IGNORED
    _move(tcp, way, segment, (seq, ack, sack, end, window if is_syn else window << sender.scale))
    return ACCEPTED


def _pick_up(sender: End, receiver: End, segment: Segment, sack: int) -> None:
    """In the middle of a connection: believe the segment."""
    sender.end = segment.end
    sender.maxwin = (segment.window << sender.scale) or 1
    sender.maxend = (segment.end + sender.maxwin) & _MASK
    if receiver.maxwin == 0:
        receiver.end = receiver.maxend = sack
    elif sack == (receiver.end + 1) & _MASK:
        receiver.end = sack  # probably the answer to a keep-alive


def _move(tcp: "TcpState", way: int, segment: Segment, numbers: tuple[int, int, int, int, int]) -> None:
    """What a good segment tells of both ends, and whether it is a repetition."""
    seq, ack, sack, end, window = numbers
    sender, receiver = tcp.ends[way], tcp.ends[1 - way]
    sender.maxwin = max(sender.maxwin, window + (sack - ack & _MASK))
    if after(end, sender.end):
        sender.end = end
        sender.flags |= DATA_UNACKNOWLEDGED
    if segment.flags & ACK:
        if not sender.flags & MAXACK_SET:
            sender.maxack = ack
            sender.flags |= MAXACK_SET
        elif after(ack, sender.maxack):
            sender.maxack = ack
    if receiver.maxwin and after(end, sender.maxend):
        receiver.maxwin += end - sender.maxend & _MASK
    if after(sack + window, receiver.maxend - 1):
        receiver.maxend = (sack + window + (window == 0)) & _MASK
    if ack == receiver.end:
        receiver.flags &= ~DATA_UNACKNOWLEDGED
    if segment.index != _ACK_SET:
        return
    if (tcp.last_way, tcp.last_seq, tcp.last_ack, tcp.last_end, tcp.last_win) == (way, seq, ack, end, segment.window):
        tcp.retrans = tcp.retrans + 1 & 255
    else:
        tcp.last_way, tcp.last_seq, tcp.last_ack, tcp.last_end, tcp.last_win = way, seq, ack, end, segment.window
        tcp.retrans = 0
