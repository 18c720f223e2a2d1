"""A token bucket: net/sched/sch_tbf.c."""

from dataclasses import dataclass

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet
from pynetns.device.qdisc import Bfifo, Qdisc, length
from pynetns.device.scheduler import SECOND


@dataclass(slots=True)
class TbfSettings:
    """Rates are bytes a second, sizes bytes."""

    rate: int
    burst: int
    limit: int
    peak_rate: int = 0
    mtu: int = 0


class Tbf(Qdisc):
    """Tokens are nanoseconds of sending; a packet leaves when there are as many as it takes."""

    kind = "tbf"
    classful = True

    def __init__(self, device: NetDevice, handle: int, parent: Qdisc | None, settings: TbfSettings) -> None:
        super().__init__(device, handle, parent)
        self.child = Bfifo(device, 0, self, settings.limit)
        self.change(settings)

    def change(self, settings: TbfSettings) -> None:
        self.settings = settings
        if isinstance(self.child, Bfifo) and not self.child.handle:
            self.child.limit = settings.limit
        self._checked = self.scheduler.now
        self._buffer = self._tokens = settings.burst * SECOND // settings.rate
        self._peak_buffer = self._peak_tokens = settings.mtu * SECOND // settings.peak_rate if settings.peak_rate else 0

    def enqueue(self, packet: Packet) -> bool:
        """tbf_enqueue(): what never fits into the bucket is dropped."""
        settings = self.settings
        largest = min(settings.burst, settings.mtu) if settings.peak_rate else settings.burst
        assert self.child is not None
        if length(packet) > largest or not self.child.enqueue(packet):
            self.dropped += 1
            return False
        self._arrived(packet)
        return True

    def dequeue(self) -> Packet | None:
        """tbf_dequeue()."""
        assert self.child is not None
        packet = self.child.peek()
        if packet is None:
            return None
        now, settings = self.scheduler.now, self.settings
        elapsed = min(now - self._checked, self._buffer)
        peak = 0
        if settings.peak_rate:
            peak = min(elapsed + self._peak_tokens, self._peak_buffer) - length(packet) * SECOND // settings.peak_rate
        tokens = min(elapsed + self._tokens, self._buffer) - length(packet) * SECOND // settings.rate
        if tokens >= 0 and peak >= 0:
            self._checked, self._tokens, self._peak_tokens = now, tokens, peak
            self.child.take()
            self._left(packet)
            return packet
        self.overlimits += 1
        self._wake_at(now + max(-tokens, -peak))
        return None
