"""One connection of a namespace: struct nf_conn. What stages read of it is good until `changed` is called: then paths look again."""

from typing import TYPE_CHECKING, Any

from pynetns.device.packet import ETH_HLEN, Counter, Packet
from pynetns.device.scheduler import SECOND, Timer
from pynetns.device.table import Stamp
from pynetns.netfilter.tuple import Tuple

if TYPE_CHECKING:
    from pynetns.netfilter.conntrack import Conntrack

# enum ip_conntrack_info: what a packet is to its connection. The kernel has the directions of an answer three further on.
IP_CT_ESTABLISHED, IP_CT_RELATED, IP_CT_NEW, IP_CT_ESTABLISHED_REPLY, IP_CT_RELATED_REPLY = range(5)
IP_CT_IS_REPLY = 3
ORIGINAL, REPLY = 0, 1

# enum ip_conntrack_status.
IPS_EXPECTED, IPS_SEEN_REPLY, IPS_ASSURED, IPS_CONFIRMED = 1, 2, 4, 8
IPS_SRC_NAT, IPS_DST_NAT, IPS_SEQ_ADJUST, IPS_SRC_NAT_DONE, IPS_DST_NAT_DONE, IPS_DYING, IPS_FIXED_TIMEOUT = (
    1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10)
IPS_NAT_MASK = IPS_SRC_NAT | IPS_DST_NAT
IPS_NAT_DONE_MASK = IPS_SRC_NAT_DONE | IPS_DST_NAT_DONE


def direction(ctinfo: int) -> int:
    """CTINFO2DIR()."""
    return REPLY if ctinfo >= IP_CT_IS_REPLY else ORIGINAL


class Template:
    """What `-j CT` hangs on a packet before its connection is looked for. To a rule in between it is a connection of no addresses."""

    __slots__ = ("mark", "zone_original", "zone_reply")
    original = reply = Tuple(0, 0, 0, 0, 0)
    status = IPS_CONFIRMED

    def __init__(self, zone_original: int = 0, zone_reply: int = 0) -> None:
        self.zone_original = zone_original
        self.zone_reply = zone_reply
        self.mark = 0

    def expires_in(self) -> int:
        return 0


class Connection:
    """A connection that packets were seen of. Until it is confirmed (its first packet got through) nobody finds it."""

    __slots__ = ("_mark", "_status", "counters", "duration", "events", "identifier", "masq_index", "original", "protocol", "reply",
                 "started", "table", "timer", "used")

    def __init__(self, table: "Conntrack", original: Tuple, reply: Tuple) -> None:
        self.table = table
        self.original = original
        self.reply = reply
        self.protocol: Any = None  # what the protocol's tracker keeps
        self._status = 0
        self._mark = 0
        self.duration = 0  # nanoseconds that it lives after its last packet
        self.used = Stamp(table.scheduler)
        self.timer: Timer | None = None
        self.masq_index = 0  # the device whose address MASQUERADE took
        self.counters: tuple[Counter, Counter] | None = None
        self.events: dict[str, None] = {}
        self.identifier = 0
        self.started = 0

    @property
    def status(self) -> int:
        return self._status

    @property
    def mark(self) -> int:
        return self._mark

    @mark.setter
    def mark(self, value: int) -> None:
        if value != self._mark:
            self._mark = value
            self.event("mark")
            self.changed()

    def set_status(self, bits: int) -> None:
        """Set bits that are not set; none is ever cleared."""
        if self._status & bits != bits:
            self._status |= bits
            self.changed()

    @property
    def is_confirmed(self) -> bool:
        return bool(self._status & IPS_CONFIRMED)

    @property
    def is_dying(self) -> bool:
        return bool(self._status & IPS_DYING)

    def tuple_of(self, way: int) -> Tuple:
        return self.reply if way else self.original

    def changed(self) -> None:
        """Paths that were learned of this connection are no longer good."""
        self.table.connection_changed(self)

    def event(self, kind: str) -> None:
        """Something that `conntrack -E` tells of when the packet has passed."""
        if self.table.listeners:
            self.events[kind] = None

    # --- time --------------------------------------------------------------------------------------------------------------------

    def refresh(self, packet: Packet, ctinfo: int, seconds: int) -> None:
        """nf_ct_refresh_acct(): alive for so long from now on, and one packet more."""
        if not self._status & IPS_FIXED_TIMEOUT:
            self.set_timeout(seconds * SECOND)
            packet.touch(self.used)
        self.count(packet, ctinfo)

    def count(self, packet: Packet, ctinfo: int) -> None:
        if self.counters is not None:
            packet.count(self.counters[direction(ctinfo)], ETH_HLEN)

    def set_timeout(self, duration: int) -> None:
        """So many nanoseconds after the last packet. A shorter time than before is watched anew."""
        if duration != self.duration:
            shorter = duration < self.duration
            self.duration = duration
            self.changed()
            if shorter and self.timer is not None:
                self.timer.cancel()
                self.table.watch(self)

    def expire_in(self, seconds: int) -> None:
        """So many seconds from now, whatever came last."""
        self.used.set(self.table.scheduler.now)
        self.set_timeout(seconds * SECOND)

    @property
    def expires_at(self) -> int:
        return self.used.at + self.duration

    def expires_in(self) -> int:
        """Seconds that are left, rounded down: nf_ct_expires()."""
        return max(self.expires_at - self.table.scheduler.now, 0) // SECOND

    def __repr__(self) -> str:
        return f"<Connection {self.original} {self.reply} status {self._status:#x}>"
