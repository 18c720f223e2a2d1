"""Watching one packet: what the stages read of it, looked up, counted, and where it came out.

A stage acts only through its packet (read, has, fits, write, count, touch, emit, clone) and its tables; each of these leaves a note here.
Whatever else it does (asks for the time, changes a table, makes a packet of its own) refuses the path: it is not remembered, and the next
frame of its kind takes the slow way again.
"""

from typing import Any

from pynetns.device.capture import Capture
from pynetns.device.packet import Counter, Packet, View
from pynetns.device.table import Stamp, Watchers

Shape = tuple[tuple[tuple[int, int], ...], int]  # (offset, value) of every byte written, and how often one was taken from the TTL
IPV4_HEADER = ((1 << 20) - 1) << 14
NO_LIMIT = 1 << 30


class Recorder:
    """The notes of one journey."""

    def __init__(self) -> None:
        self.seen = 0  # one bit a byte of the frame that decided something
        self.shortest = 0
        self.longest = NO_LIMIT
        self.ipv4 = False  # the condition Packet.plain_ipv4() held
        self.refused = ""
        self.counters: list[tuple[Counter, int]] = []
        self.stamps: list[Stamp] = []
        self.outputs: list[tuple[Shape, Capture, str]] = []
        self.depends: dict[tuple[Watchers, Any], None] = {}

    def refuse(self, why: str) -> None:
        self.refused = self.refused or why

    def depend(self, watchers: Watchers, key: Any) -> None:
        self.depends[watchers, key] = None


class RecordingPacket(Packet):
    """A packet that is watched: each way to look at it or change it also takes a note. Same answers, same effects."""

    __slots__ = ("_recorder", "_ttl", "_values", "_written")

    def __init__(self, data: bytes, recorder: Recorder) -> None:
        super().__init__(data)
        self._recorder = recorder
        self._written = 0  # one bit a byte that the path wrote: reading it again decides nothing about the frame that came
        self._values: dict[int, int] = {}
        self._ttl = 0

    def __len__(self) -> int:
        self._recorder.refuse("asks for the exact length")
        return len(self._data)

    @property
    def data(self) -> bytes:
        self._recorder.refuse("takes the whole frame")
        return self._data

    def has(self, length: int) -> bool:
        answer = len(self._data) >= length
        recorder = self._recorder
        if answer:
            recorder.shortest = max(recorder.shortest, length)
        else:
            recorder.longest = min(recorder.longest, length - 1)
        return answer

    def fits(self, length: int) -> bool:
        return not self.has(length + 1)

    def read(self, view: View) -> tuple[Any, ...]:
        recorder = self._recorder
        recorder.seen |= view.bits & ~self._written
        recorder.shortest = max(recorder.shortest, view.end)
        return view.unpack(self._data)

    def slice(self, start: int, end: int | None = None) -> bytes:
        recorder = self._recorder
        if end is None or end > len(self._data):
            recorder.refuse("reads to the end of the frame")
        else:
            recorder.seen |= ((1 << end) - (1 << start)) & ~self._written
            recorder.shortest = max(recorder.shortest, end)
        return self._data[start:end]

    def plain_ipv4(self) -> bool:
        answer = super().plain_ipv4()
        if not answer or self._written & IPV4_HEADER:
            self._recorder.refuse("has an IPv4 header that is not plain")
        self._recorder.ipv4 = True
        self._recorder.seen |= 1 << 14 & ~self._written
        return answer

    def plain_udp(self, verify: bool) -> bool:
        self._recorder.refuse("has its UDP header checked")
        return super().plain_udp(verify)

    def plain_tcp(self, verify: bool) -> bool:
        self._recorder.refuse("has its TCP header checked")
        return super().plain_tcp(verify)

    def plain_icmp(self) -> bool:
        self._recorder.refuse("has its ICMP header checked")
        return super().plain_icmp()

    def replace(self, offset: int, value: bytes, checks: tuple[int, ...], udp: int = 0) -> None:
        self._recorder.refuse("is translated")
        super().replace(offset, value, checks, udp)

    def become(self, other: Packet) -> None:
        self._recorder.refuse("is put together from fragments")
        super().become(other)

    def write(self, offset: int, value: bytes) -> None:
        if offset + len(value) > 22 and offset < 26 and self._ttl:
            self._recorder.refuse("writes where the TTL was changed")
        self._written |= ((1 << len(value)) - 1) << offset
        self._values.update(enumerate(value, offset))
        super().write(offset, value)

    def trim(self, length: int) -> None:
        self._recorder.refuse("cuts the frame")
        super().trim(length)

    def strip_vlan_tag(self) -> None:
        self._recorder.refuse("takes a VLAN tag off")
        super().strip_vlan_tag()

    def insert_vlan_tag(self, tag: bytes) -> None:
        self._recorder.refuse("puts a VLAN tag back")
        super().insert_vlan_tag(tag)

    def decrease_ttl(self) -> None:
        if self._written & 0b1101 << 22 or not self._recorder.ipv4:
            self._recorder.refuse("takes one from a TTL that was written")
        self._ttl += 1
        super().decrease_ttl()

    def count(self, counter: Counter, header: int = 0) -> None:
        self._recorder.counters.append((counter, header + self.accelerated))
        super().count(counter, header)

    def touch(self, stamp: Stamp) -> None:
        self._recorder.stamps.append(stamp)
        super().touch(stamp)

    def emit(self, capture: Capture, direction: str) -> None:
        if capture.on_frame is not None:
            self._recorder.refuse("is shown to somebody as it passes")
        self._recorder.outputs.append(((tuple(sorted(self._values.items())), self._ttl), capture, direction))
        capture.add(direction, self._data)

    def clone(self) -> Packet:
        copy = RecordingPacket(self._data, self._recorder)
        copy.device = self.device
        self.copy_notes(copy)
        copy._written, copy._values, copy._ttl = self._written, dict(self._values), self._ttl
        return copy
