"""Queueing disciplines: what waits before a device sends it (net/sched/sch_api.c, sch_generic.c, sch_fifo.c).

As in the kernel a discipline is pulled: the device asks the root for the next packet until there is none, and one that holds packets back
wakes the device by a timer. A device without one sends at once. What waits has left the journey that a recorder watches.
"""

from collections import deque

from pynetns.device.packet import Counter, Packet
from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import Timer


class Qdisc:
    """One discipline. `parent` is None for the root, `child` what its only class leads to, if it has classes."""

    kind = ""
    classful = False

    def __init__(self, device: NetDevice, handle: int, parent: "Qdisc | None" = None) -> None:
        self.device = device
        self.scheduler = device.scheduler
        self.handle = handle  # the major number; 0 for one that nobody asked for
        self.parent = parent
        self.child: Qdisc | None = None
        self.sent = Counter(self.scheduler)
        self.dropped = self.overlimits = self.requeues = 0
        self.queued = self.backlog = 0  # packets and bytes that wait, the child's too
        self._held: Packet | None = None
        self._watchdog: Timer | None = None

    # --- the device's side -------------------------------------------------------------------------------------------------------

    def send(self, packet: Packet) -> bool:
        """__dev_xmit_skb(): put a packet in the queue, and send what is due. False where there was no room."""
        plain = Packet(packet.data, packet.device)
        packet.copy_notes(plain)
        plain.dst, plain.ignore_df = packet.dst, packet.ignore_df
        taken = self.enqueue(plain)
        self.run()
        return taken

    def run(self) -> None:
        """__qdisc_run() of the root."""
        while (packet := self.take()) is not None:
            self.device.send_now(packet)

    def root(self) -> "Qdisc":
        return self if self.parent is None else self.parent.root()

    def reset(self) -> None:
        """qdisc_reset(): what waits is forgotten."""
        self.queued = self.backlog = 0
        self._held = None
        if self._watchdog is not None:
            self._watchdog.cancel()
            self._watchdog = None
        if self.child is not None:
            self.child.reset()

    # --- the queue's side --------------------------------------------------------------------------------------------------------

    def enqueue(self, packet: Packet) -> bool:
        """Take a packet; False where there is no room for it."""
        raise NotImplementedError

    def dequeue(self) -> Packet | None:
        """The next packet that is due, if any."""
        raise NotImplementedError

    def take(self) -> Packet | None:
        """qdisc_dequeue_peeked()."""
        packet, self._held = self._held, None
        return packet if packet is not None else self.dequeue()

    def peek(self) -> Packet | None:
        """qdisc_peek_dequeued(): the next packet stays for now."""
        if self._held is None:
            self._held = self.dequeue()
        return self._held

    def _arrived(self, packet: Packet) -> None:
        self.queued += 1
        self.backlog += length(packet)

    def _left(self, packet: Packet) -> None:
        """A packet goes on to the device, or the parent."""
        self.queued -= 1
        self.backlog -= length(packet)
        packet.count(self.sent)

    def _wake_at(self, moment: int) -> None:
        """qdisc_watchdog_schedule_ns()."""
        if self._watchdog is not None:
            if self._watchdog.active and self._watchdog.when == moment:
                return
            self._watchdog.cancel()
        self._watchdog = self.scheduler.timer(moment - self.scheduler.now, lambda: self.root().run())


def length(packet: Packet) -> int:
    """qdisc_pkt_len(): without a tag that is kept beside the frame."""
    return len(packet) - packet.accelerated


class Fifo(Qdisc):
    """First in, first out. Its limit is packets or bytes; None is none."""

    by_bytes = False

    def __init__(self, device: NetDevice, handle: int, parent: Qdisc | None = None, limit: int | None = None) -> None:
        super().__init__(device, handle, parent)
        self.limit = limit
        self._queue: deque[Packet] = deque()

    def enqueue(self, packet: Packet) -> bool:
        if self.limit is not None and (self.backlog + length(packet) if self.by_bytes else self.queued + 1) > self.limit:
            self.dropped += 1
            return False
        self._queue.append(packet)
        self._arrived(packet)
        return True

    def peek(self) -> Packet | None:
        """qdisc_peek_head()."""
        return self._queue[0] if self._queue else None

    def dequeue(self) -> Packet | None:
        if not self._queue:
            return None
        packet = self._queue.popleft()
        self._left(packet)
        return packet

    def reset(self) -> None:
        super().reset()
        self._queue.clear()


class Pfifo(Fifo):
    kind = "pfifo"


class Bfifo(Fifo):
    kind = "bfifo"
    by_bytes = True


class PfifoFast(Fifo):
    """Three bands, of which none ever fills: a device here takes whatever it is given."""

    kind = "pfifo_fast"


class Noqueue(Fifo):
    kind = "noqueue"


def graft(device: NetDevice, parent: Qdisc | None, fresh: Qdisc | None) -> None:
    """Put a discipline at a device's root or under another one; the old one goes with what waits in it."""
    old = device.qdisc if parent is None else parent.child
    if old is not None:
        old.reset()
    if parent is None:
        device.qdisc = fresh
        if fresh is None and not device.is_up:
            device.was_up = False  # noop, until it goes up again
    else:
        parent.child = fresh


def all_of(device: NetDevice) -> list[Qdisc]:
    """A device's disciplines that have a handle, from the root on."""
    found, at = [], device.qdisc
    while at is not None:
        if at.handle:
            found.append(at)
        at = at.child
    return found
