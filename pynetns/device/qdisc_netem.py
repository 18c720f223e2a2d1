"""Delay, loss, duplication, corruption, reordering and a rate: net/sched/sch_netem.c."""

import heapq
from collections import deque
from dataclasses import dataclass
from itertools import count
from random import Random

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet
from pynetns.device.qdisc import Qdisc, length
from pynetns.device.scheduler import SECOND

SCALE = (1 << 32) - 1  # probabilities are fractions of this
DISTRIBUTION_SCALE = 8192


class Correlated:
    """get_crandom(): numbers of 32 bits of which each depends on the one before by `rho`."""

    __slots__ = ("last", "random", "rho")

    def __init__(self, random: Random, rho: int = 0) -> None:
        self.random = random
        self.rho = rho
        self.last = random.getrandbits(32) if rho else 0

    def draw(self) -> int:
        value = self.random.getrandbits(32)
        if not self.rho:
            return value
        rho = self.rho + 1
        self.last = (value * ((1 << 32) - rho) + self.last * rho) >> 32
        return self.last


@dataclass(slots=True)
class NetemSettings:
    """What `tc` says. Times are nanoseconds, probabilities and correlations 32-bit fractions, the rate bytes a second."""

    limit: int = 1000
    latency: int = 0
    jitter: int = 0
    loss: int = 0
    duplicate: int = 0
    gap: int = 0
    delay_correlation: int = 0
    loss_correlation: int = 0
    duplicate_correlation: int = 0
    reorder: int = 0
    reorder_correlation: int = 0
    corrupt: int = 0
    corrupt_correlation: int = 0
    rate: int = 0
    packet_overhead: int = 0
    cell_size: int = 0
    cell_overhead: int = 0
    ecn: bool = False
    normal: bool = False  # the jitter is normally distributed, else evenly


class Netem(Qdisc):
    """Packets wait in the order of their time to be sent; one that overtakes stands before all."""

    kind = "netem"
    classful = True

    def __init__(self, device: NetDevice, handle: int, parent: Qdisc | None, settings: NetemSettings) -> None:
        super().__init__(device, handle, parent)
        self._random = device.namespace.random
        self._waiting: list[tuple[int, int, Packet]] = []
        self._order = count()
        self._latest = 0  # the time of the last that waits
        self._front: deque[Packet] = deque()
        self._counter = 0
        self._duplicating = True
        self.change(settings)

    def change(self, settings: NetemSettings) -> None:
        self.settings = settings
        random = self._random
        self._delay = Correlated(random, settings.delay_correlation)
        self._loss = Correlated(random, settings.loss_correlation)
        self._duplicate = Correlated(random, settings.duplicate_correlation)
        self._reorder = Correlated(random, settings.reorder_correlation)
        self._corrupt = Correlated(random, settings.corrupt_correlation)

    def enqueue(self, packet: Packet) -> bool:
        """netem_enqueue(), in its order of draws. What is lost counts as taken: the sender is not told."""
        settings = self.settings
        copies = 1
        if self._duplicating and settings.duplicate and settings.duplicate >= self._duplicate.draw():
            copies += 1
        if settings.loss and settings.loss >= self._loss.draw():
            if settings.ecn and _mark_congestion(packet):
                self.dropped += 1
            else:
                copies -= 1
        if copies == 0:
            self.dropped += 1
            return True
        second = _copy(packet) if copies > 1 else None
        if settings.corrupt and settings.corrupt >= self._corrupt.draw():
            at = self._random.randrange(len(packet))
            packet.write(at, bytes((packet.slice(at, at + 1)[0] ^ 1 << self._random.randrange(8),)))
        if self.queued >= settings.limit:
            self.dropped += 1
            return False
        if second is not None:
            self._duplicating = False
            self.root().enqueue(second)
            self._duplicating = True
        self._arrived(packet)
        if settings.gap == 0 or self._counter < settings.gap - 1 or settings.reorder < self._reorder.draw():
            self._counter += 1
            when = self._time_to_send(packet)
            self._latest = max(when, self._latest)
            heapq.heappush(self._waiting, (when, next(self._order), packet))
        else:
            self._counter = 0
            self._front.appendleft(packet)
            self.requeues += 1
        return True

    def _time_to_send(self, packet: Packet) -> int:
        settings, now = self.settings, self.scheduler.now
        delay = self._draw_delay()
        if settings.rate:
            if self._waiting:  # the last in line is where its own time begins
                delay = max(0, delay - (self._latest - now))
                now = self._latest
            delay += self._transmission(length(packet))
        return now + delay

    def _draw_delay(self) -> int:
        """tabledist()."""
        settings = self.settings
        if not settings.jitter:
            return settings.latency
        draw = self._delay.draw()
        if settings.normal:
            return settings.latency + round(self._random.gauss(0, 1) * settings.jitter)
        return draw % (2 * settings.jitter & SCALE) + settings.latency - settings.jitter

    def _transmission(self, size: int) -> int:
        """packet_time_ns()."""
        settings = self.settings
        size += settings.packet_overhead
        if settings.cell_size:
            cells = -(-size // settings.cell_size)
            size = cells * (settings.cell_size + settings.cell_overhead)
        return size * SECOND // settings.rate

    def dequeue(self) -> Packet | None:
        """netem_dequeue()."""
        while True:
            if self._front:
                packet = self._front.popleft()
                self._left(packet)
                return packet
            if not self._waiting:
                break
            when, _, packet = self._waiting[0]
            if when > self.scheduler.now:
                self._wake_at(when)
                break
            heapq.heappop(self._waiting)
            if self.child is None:
                self._left(packet)
                return packet
            if not self.child.enqueue(packet):
                self.dropped += 1
                self.queued -= 1
                self.backlog -= length(packet)
        passed = self.child.take() if self.child is not None else None
        if passed is not None:
            self._left(passed)
        return passed

    def reset(self) -> None:
        super().reset()
        self._waiting.clear()
        self._front.clear()


def _mark_congestion(packet: Packet) -> bool:
    """INET_ECN_set_ce(): instead of being lost, a packet whose ends know ECN is marked."""
    if packet.slice(12, 14) != b"\x08\x00" or not packet.has(34) or not packet.slice(15, 16)[0] & 3:
        return False
    tos = packet.slice(14, 16)
    packet.replace(14, bytes((tos[0], tos[1] | 3)), (24,))
    return True


def _copy(packet: Packet) -> Packet:
    copy = packet.clone()
    copy.dst, copy.ignore_df = packet.dst, packet.ignore_df
    return copy
