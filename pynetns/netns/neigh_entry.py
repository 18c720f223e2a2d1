"""The life of one neighbour: its states, its timer, its probes (struct neighbour of net/core/neighbour.c, RFC 4861 section 7.3)."""

import errno
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.netdevice import BROADCAST_MAC, NetDevice
from pynetns.device.packet import Packet
from pynetns.device.scheduler import SECOND, Timer
from pynetns.device.table import Stamp
from pynetns.device.vrf import table_of
from pynetns.errors import NetlinkError
from pynetns.netns.route_entry import TABLE_LOCAL
from pynetns.wire.address import format_ipv4, format_mac, ipv4_is_multicast, multicast_mac

if TYPE_CHECKING:
    from pynetns.netns.neigh import NeighbourTable

NONE, INCOMPLETE, REACHABLE, STALE, DELAY, PROBE, FAILED, NOARP, PERMANENT = (
    "NONE", "INCOMPLETE", "REACHABLE", "STALE", "DELAY", "PROBE", "FAILED", "NOARP", "PERMANENT")
CONNECTED = frozenset((PERMANENT, NOARP, REACHABLE))
VALID = frozenset((PERMANENT, NOARP, REACHABLE, PROBE, STALE, DELAY))
IN_TIMER = frozenset((INCOMPLETE, REACHABLE, DELAY, PROBE))
STATES = (NONE, INCOMPLETE, REACHABLE, STALE, DELAY, PROBE, FAILED, NOARP, PERMANENT)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What `ip neigh show` tells of one entry; ages in seconds."""

    address: int
    device: NetDevice
    mac: bytes | None
    state: str
    used: float
    confirmed: float
    updated: float
    probes: int
    router: bool = False
    extern_learn: bool = False
    protocol: int = 0

    @property
    def ip(self) -> str:
        return format_ipv4(self.address)

    @property
    def lladdr(self) -> str | None:
        return format_mac(self.mac) if self.mac is not None else None


class Entry:
    """One neighbour: its state, its timer, and the packets that wait for its address."""

    __slots__ = ("_state", "address", "confirmed", "device", "extern_learn", "mac", "probes", "protocol", "queue", "queued_bytes", "router",
                 "table", "timer", "updated", "used")

    def __init__(self, table: "NeighbourTable", address: int, device: NetDevice) -> None:
        self.table = table
        self.address = address
        self.device = device
        self.mac = b""
        self._state = NONE
        self.probes = 0
        self.queue: deque[Packet] = deque()
        self.queued_bytes = 0
        self.timer: Timer | None = None
        self.used = Stamp(table.namespace.scheduler)
        self.confirmed = Stamp(table.namespace.scheduler)
        self.updated = Stamp(table.namespace.scheduler)
        self.router = self.extern_learn = False
        self.protocol = 0
        self._construct()

    @property
    def state(self) -> str:
        return self._state

    @state.setter
    def state(self, state: str) -> None:
        self._state = state
        self.table.table.watchers.changed((self.address, self.device.index))

    def _construct(self) -> None:
        """arp_constructor(): addresses that need no asking."""
        if ipv4_is_multicast(self.address):
            self._state, self.mac = NOARP, multicast_mac(self.address)
        elif not self.device.arp:
            self._state, self.mac = NOARP, self.device.mac
        elif self.table.namespace.fib.address_type(self.address, table=table_of(self.device) or TABLE_LOCAL) == "broadcast":
            self._state, self.mac = NOARP, BROADCAST_MAC

    # --- sending -----------------------------------------------------------------------------------------------------------------

    def output(self, packet: Packet) -> bool:
        """Send an IPv4 packet to this neighbour, now or when its address is known: neigh_output(). False where the device refuses it."""
        if self._state in CONNECTED or self.event_send(packet):
            packet.write(0, self.mac + self.device.mac + b"\x08\x00")
            return self.device.transmit(packet)
        return True

    def event_send(self, packet: Packet | None) -> bool:
        """__neigh_event_send(): is the address good enough to send? If not, ask for it and let the packet wait."""
        scheduler = self.table.namespace.scheduler
        if packet is not None:
            packet.touch(self.used)
        else:
            self.used.set(scheduler.now)
        if self.state in CONNECTED or self.state in (DELAY, PROBE):
            return True
        scheduler.refuse("waits for a neighbour")
        parms = self.device.in_dev.parms
        probe = False
        if self.state not in (STALE, INCOMPLETE):
            if not parms.mcast_solicit + parms.app_solicit:
                self.state = FAILED
                self.updated.set(scheduler.now)
                return False
            self.probes = parms.ucast_solicit
            self.state = INCOMPLETE
            self.updated.set(scheduler.now)
            self._arm(parms.retrans_ns)
            probe = True
        elif self.state == STALE:
            self.state = DELAY
            self.updated.set(scheduler.now)
            self._arm(parms.delay_probe_ns)
            return True
        if packet is not None:
            self._enqueue(packet, parms.unres_qlen_bytes)
        if probe:
            self._probe()
        return False

    def _enqueue(self, packet: Packet, limit: int) -> None:
        """The oldest go when there is no room: the limit counts the memory that the kernel takes for a packet."""
        size = truesize(len(packet))
        while self.queue and self.queued_bytes + size > limit:
            self.queued_bytes -= truesize(len(self.queue.popleft()))
            self.table.unresolved_discards += 1
        self.queue.append(packet)
        self.queued_bytes += size

    def _probe(self) -> None:
        waiting = self.queue[-1] if self.queue else None
        self.table.namespace.arp.solicit(self, waiting)
        self.probes += 1

    def max_probes(self) -> int:
        """neigh_max_probes()."""
        parms = self.device.in_dev.parms
        last: int = parms.mcast_resolicit if self.state == PROBE else parms.mcast_solicit
        return int(parms.ucast_solicit) + int(parms.app_solicit) + last

    # --- time --------------------------------------------------------------------------------------------------------------------

    def _arm(self, delay: int) -> None:
        self.disarm()
        self.timer = self.table.namespace.scheduler.timer(delay, self._fire)

    def disarm(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _fire(self) -> None:
        """neigh_timer_handler()."""
        if self.state not in IN_TIMER:
            return
        now = self.table.namespace.scheduler.now
        parms = self.device.in_dev.parms
        due, told = now + SECOND, False
        if self.state == REACHABLE:
            if now <= self.confirmed.at + parms.reachable_ns - 1:
                due = self.confirmed.at + parms.reachable_ns
            elif now <= self.used.at + parms.delay_probe_ns:
                self.state = DELAY
                self.updated.set(now)
                due = now + parms.delay_probe_ns
            else:
                self.state, told = STALE, True
                self.updated.set(now)
        elif self.state == DELAY:
            told = True
            if now <= self.confirmed.at + parms.delay_probe_ns:
                self.state = REACHABLE
                self.updated.set(now)
                due = self.confirmed.at + parms.reachable_ns
            else:
                self.state = PROBE
                self.updated.set(now)
                self.probes = 0
                due = now + parms.retrans_ns
        else:
            due = now + parms.retrans_ns
        if self.state in (INCOMPLETE, PROBE) and self.probes >= self.max_probes():
            self.state = FAILED
            self.invalidate()
            self._tell()
            return
        if self.state in IN_TIMER:
            self._arm(max(due - now, SECOND // 100))
        if self.state in (INCOMPLETE, PROBE):
            self._probe()
        if told:
            self._tell()

    def _tell(self, verb: str = "new") -> None:
        """neigh_notify()."""
        namespace = self.table.namespace
        if namespace.rtnetlink.listeners:
            namespace.rtnetlink.tell("neigh", verb, self.table.describe(self))

    def gone(self) -> None:
        """neigh_cleanup_and_release()."""
        self._tell("del")

    def invalidate(self) -> None:
        """neigh_invalidate(): tell those who wait that nobody is there."""
        self.updated.set(self.table.namespace.scheduler.now)
        self.disarm()
        while self.state == FAILED and self.queue:
            self.table.namespace.arp.error_report(self.queue.popleft())
        self.queue.clear()
        self.queued_bytes = 0

    # --- learning ----------------------------------------------------------------------------------------------------------------

    def update(self, mac: bytes | None, new: str, override: bool = False, admin: bool = False) -> None:
        """__neigh_update(): somebody said what this neighbour's address or state is."""
        old, now = self.state, self.table.namespace.scheduler.now
        if not admin and old in (NOARP, PERMANENT):
            return
        if new not in VALID:
            self.disarm()
            self.state = new
            if old in (INCOMPLETE, PROBE) and new == FAILED:
                self.invalidate()
            if old in VALID:
                self._tell()
            return
        if mac is None:
            if old not in VALID:
                raise NetlinkError(errno.EINVAL, "No link layer address given")
            mac = self.mac
        if new in CONNECTED:
            self.confirmed.set(now)
        same = old in VALID and mac == self.mac
        if old in VALID:
            if not same and not override:
                return
            if same and new == STALE and not admin:
                new = old
        if new != old or not same:
            self.updated.set(now)
        if new != old:
            self.disarm()
            if new == PROBE:
                self.probes = 0
            if new in IN_TIMER:
                self._arm(self.device.in_dev.parms.reachable_ns if new == REACHABLE else 0)
            self.state = new
        if not same:
            self.mac = mac
            if new not in CONNECTED:
                self.confirmed.set(now - 2_000_000 * self.device.in_dev.parms.base_reachable_time_ms)
            self.table.changed(self)
        if old not in VALID and new != old:
            self._flush_queue()
        if new != old or not same:
            self._tell()

    def _flush_queue(self) -> None:
        queue, self.queue = self.queue, deque()
        self.queued_bytes = 0
        for packet in queue:
            if self.state in VALID:
                self.output(packet)


def truesize(length: int) -> int:
    """The memory that an sk_buff of so many bytes counts: its struct, and its data with headroom and shared info in a slab."""
    need, slab = length + 32 + 320, 512
    while slab < need:
        slab *= 2
    return 256 + slab
