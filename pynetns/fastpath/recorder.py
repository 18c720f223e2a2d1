"""Watching one packet: what the stages read of it, looked up, counted, and where it came out.

Each of a packet's ways to look and act leaves a note here; whatever else a stage does refuses the path (device.table says what a stage
owes). There are three kinds of notes about the frame: bytes that decided something, bytes that were written, and conditions, which hold for
every frame of a path without saying which bytes they have: "the header sums up", "the UDP length fills the packet".
"""

from collections.abc import Collection
from typing import Any, NamedTuple

from pynetns.device.capture import Sink
from pynetns.device.packet import Counter, Packet, Routing, View
from pynetns.device.table import Stamp

IPV4_HEADER = ((1 << 20) - 1) << 14
TTL, IPV4_CHECK, ADDRESSES, TRANSPORT = 22, 24, 26, 34  # offsets into the frame
_CLASSIFIED = 0b11000000111111  # destination and type
_ROUTED = tuple(((1 << octets) - 1) << 30 | 3 << 14 for octets in range(5))  # version, TOS and so many octets of the destination
_SOURCE = 0xF << 26
_HOP = 0b1101 << TTL  # the TTL and the checksum
_NO_CHANGE = 0, False
NO_LIMIT = 1 << 30
NO_SUM, WITH_PSEUDO_HEADER, ALONE = range(3)  # how the transport checksum is verified: TCP's and UDP's way, ICMP's


class Shape(NamedTuple):
    """What a path does to a header."""

    writes: tuple[tuple[int, int], ...] = ()  # offset and value of every byte that is written
    ttl: int = 0  # how often one is taken from the TTL
    sums: tuple[tuple[int, int, bool], ...] = ()  # a checksum's offset, what is added to it modulo 65535, whether zero is sent as 0xffff


UNCHANGED = Shape()


class Conditions(NamedTuple):
    """What holds for every frame of a path beside the bytes of its key."""

    shortest: int
    longest: int
    ipv4: bool  # Packet.plain_ipv4()
    transport: int  # the checksum of what is behind the IPv4 header, verified in one of the ways above
    lengths: tuple[int, ...]  # 16-bit fields that say how long the rest of the packet from TRANSPORT on is
    nonzero: tuple[int, ...]  # 16-bit fields that are not 0
    strangers: bool  # Packet.is_from_stranger(), of addresses that each flow has its own of


Mask = tuple[int, int, int, bool, int, tuple[int, ...], tuple[int, ...], bool]


class Recorder:
    """The notes of one journey."""

    __slots__ = ("counters", "depends", "ipv4", "lengths", "longest", "nonzero", "outputs", "refused", "seen", "shortest", "stamps",
                 "strangers", "transport", "until")

    def __init__(self) -> None:
        self.seen = 0  # one bit a byte of the frame that decided something
        self.shortest = 0
        self.longest = NO_LIMIT
        self.ipv4 = False
        self.transport = NO_SUM
        self.lengths: tuple[int, ...] = ()
        self.nonzero: tuple[int, ...] = ()
        self.strangers: frozenset[int] | None = None
        self.until = 0  # the path is good before this moment; 0 is for ever
        self.refused = ""
        self.counters: list[Any] = []  # a counter and how many bytes of the frame it leaves out, in turn: no tuple for each
        self.stamps: list[Stamp] = []
        self.outputs: list[tuple[Shape, Sink, str]] = []
        self.depends: list[Any] = []  # watchers and a key of theirs, in turn

    def refuse(self, why: str) -> None:
        self.refused = self.refused or why

    def expire(self, moment: int) -> None:
        """The path is good only before a moment."""
        self.until = min(self.until, moment) if self.until else moment

    @property
    def mask(self) -> Mask:
        """What says whether two frames are recognised in the same way: the bytes that decided, and the conditions."""
        return self.seen, self.shortest, self.longest, self.ipv4, self.transport, self.lengths, self.nonzero, self.strangers is not None


class RecordingPacket(Packet):
    """A packet that is watched: each way to look at it or change it also takes a note. Same answers, same effects."""

    __slots__ = ("_broken", "_computed", "_payload_delta", "_pseudo_delta", "_recorder", "_shape", "_sums", "_ttl", "_unwritten", "_writes",
                 "_written")

    def __init__(self, data: bytes, recorder: Recorder) -> None:
        Packet.__init__(self, data)
        self._recorder = recorder
        self._written = 0  # one bit a byte that the path wrote: reading it again decides nothing about the frame that came
        self._unwritten = -1  # the other bits
        self._writes: list[tuple[int, bytes]] = []
        self._ttl = 0
        self._sums: dict[int, tuple[int, bool]] = {}
        self._computed = 0  # one bit a byte that follows from the frame's own: the TTL, updated checksums
        self._broken = False  # the IPv4 header was written without its checksum
        self._pseudo_delta = self._payload_delta = 0  # by how much the transport checksum is off, of what was written, modulo 65535
        self._shape: Shape | None = UNCHANGED  # what was done so far, until more is

    # --- looking -----------------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        self._recorder.refuse("asks for the exact length")
        return len(self._data)

    @property
    def data(self) -> bytes:
        self._recorder.refuse("takes the whole frame")
        return self._data

    def has(self, length: int) -> bool:
        recorder = self._recorder
        if len(self._data) >= length:
            recorder.shortest = max(recorder.shortest, length)
            return True
        recorder.longest = min(recorder.longest, length - 1)
        return False

    def fits(self, length: int) -> bool:
        recorder = self._recorder
        if len(self._data) <= length:
            if length < recorder.longest:  # noqa: PLR1730 - a third of what min() takes
                recorder.longest = length
            return True
        recorder.shortest = max(recorder.shortest, length + 1)
        return False

    def lies_between(self, shortest: int, longest: int) -> bool:
        return self.has(shortest) and self.fits(longest)

    def pass_cable(self, counter: Counter, longest: int, to_other_namespace: bool, mac: bytes, broadcast: bytes) -> bool:
        recorder = self._recorder
        if longest < recorder.longest and not self.fits(longest):
            return False
        counters = recorder.counters
        counters.append(counter)
        counters.append(self.accelerated)
        recorder.seen |= _CLASSIFIED & self._unwritten
        return Packet.pass_cable(self, counter, longest, to_other_namespace, mac, broadcast)

    def classify(self, mac: bytes, broadcast: bytes) -> None:
        self._recorder.seen |= _CLASSIFIED & self._unwritten
        super().classify(mac, broadcast)

    def read(self, view: View) -> tuple[Any, ...]:
        self._recorder.seen |= view.bits & self._unwritten  # the last of them says how long the frame has to be
        return view.unpack(self._data)

    def slice(self, start: int, end: int | None = None) -> bytes:
        recorder = self._recorder
        if end is None or end > len(self._data):
            recorder.refuse("reads to the end of the frame")
        else:
            recorder.seen |= ((1 << end) - (1 << start)) & self._unwritten
        return self._data[start:end]

    # --- conditions --------------------------------------------------------------------------------------------------------------

    def plain_ipv4(self) -> bool:
        answer = Packet.plain_ipv4(self)
        self._note_plain(answer, 1 << 14)
        return answer

    def is_from_stranger(self, addresses: Collection[int]) -> bool:
        """Once the source was written the answer is the same for all; the set of a host's addresses is a setting."""
        answer, recorder = Packet.is_from_stranger(self, addresses), self._recorder
        if not answer or not recorder.ipv4:
            recorder.seen |= _SOURCE & self._unwritten
        elif not self._written & _SOURCE:
            recorder.strangers = frozenset(addresses) | (recorder.strangers or frozenset())
        elif self._unwritten & _SOURCE:
            recorder.refuse("has a source that was written in part")
        return answer

    def plain_ipv4_route(self, routes: Routing) -> tuple[int, int, int] | None:
        answer = Packet.plain_ipv4_route(self, routes)
        self._note_plain(answer is not None, _ROUTED[routes.octets(self.device, answer[2], answer[1])] if answer is not None else 0)
        return answer

    def _note_plain(self, plain: bool, bits: int) -> None:
        """The header was verified, and these bytes of it decided something too. What the path wrote before is no frame's own header."""
        recorder = self._recorder
        if not plain or self._broken or (not recorder.ipv4 and (self._written | self._computed) & IPV4_HEADER):
            recorder.refuse("has an IPv4 header that is not plain")
        recorder.ipv4 = True
        recorder.seen |= bits & self._unwritten

    def plain_udp(self, verify: bool) -> bool:
        answer, recorder = super().plain_udp(verify), self._recorder
        if not answer or not recorder.ipv4 or self._broken or self._written >> 38 & 15:
            recorder.refuse("has a UDP header that is not plain")
            return answer
        self.has(42)
        if 38 not in recorder.lengths:
            recorder.lengths = (*recorder.lengths, 38)
        if verify and self._is_nonzero(40):
            self._sums_up(WITH_PSEUDO_HEADER)
        return answer

    def plain_tcp(self, verify: bool) -> bool:
        answer, recorder = super().plain_tcp(verify), self._recorder
        if not answer or not recorder.ipv4 or self._broken:
            recorder.refuse("has a TCP header that is not plain")
            return answer
        (offset,) = self.slice(46, 47)
        self.has(TRANSPORT + max((offset >> 4) * 4, 20))
        if verify:
            self._sums_up(WITH_PSEUDO_HEADER)
        return answer

    def plain_icmp(self) -> bool:
        answer, recorder = super().plain_icmp(), self._recorder
        if not answer or not recorder.ipv4 or self._broken:
            recorder.refuse("has an ICMP header that is not plain")
            return answer
        self.has(42)
        self._sums_up(ALONE)
        return answer

    def _sums_up(self, how: int) -> None:
        """The transport checksum is verified. Once the frame's own was, what the path wrote since has to have kept it right."""
        recorder = self._recorder
        if recorder.transport == NO_SUM:
            changed = (self._written | self._computed) >> (ADDRESSES if how == WITH_PSEUDO_HEADER else TRANSPORT)
        else:
            changed = (self._payload_delta + (self._pseudo_delta if how == WITH_PSEUDO_HEADER else 0)) % 65535
        if changed or recorder.transport not in (NO_SUM, how):
            recorder.refuse("has its transport checksum verified after it was changed")
        recorder.transport = how

    def _is_nonzero(self, at: int) -> bool:
        """Has the frame a UDP checksum? If not, its two bytes are part of the key; if it has, that is a condition."""
        if at in self._sums:  # updated by one that was not zero, and never zero since
            return True
        if self._written >> at & 3:
            self._recorder.refuse("has a checksum of another stage")
        if self._data[at:at + 2] == b"\0\0":
            self._recorder.seen |= 3 << at
            return False
        if at not in self._recorder.nonzero:
            self._recorder.nonzero = (*self._recorder.nonzero, at)
        return True

    # --- acting ------------------------------------------------------------------------------------------------------------------

    def write(self, offset: int, value: bytes) -> None:
        bits = ((1 << len(value)) - 1) << offset
        if bits & self._computed:
            self._recorder.refuse("writes where a value was computed")
        if bits >> 14:
            self._broken = self._broken or bool(bits & IPV4_HEADER)
            self._payload_delta = 1  # unknown: whoever verifies it again refuses
        self._written |= bits
        self._unwritten = ~self._written
        self._writes.append((offset, value))
        self._shape = None
        Packet.write(self, offset, value)

    def replace(self, offset: int, value: bytes, checks: tuple[int, ...], udp: int = 0) -> None:
        recorder, end = self._recorder, offset + len(value)
        bits = (1 << end) - (1 << offset)
        sums = tuple((at, False) for at in checks)
        if udp and self._is_nonzero(udp):
            sums = (*sums, (udp, True))
        if bits & self._computed or offset & 1 or len(value) & 1 or any(self._written >> at & 3 for at, _ in sums):
            recorder.refuse("replaces what was computed")
        recorder.seen |= bits & self._unwritten
        self.has(max(end, *(at + 2 for at, _ in sums)) if sums else end)
        delta = int.from_bytes(self._data[offset:end], "big") - int.from_bytes(value, "big")
        if bits & IPV4_HEADER and IPV4_CHECK not in checks:
            self._broken = True
        if ADDRESSES <= offset < TRANSPORT:
            self._pseudo_delta += delta
        elif offset >= TRANSPORT:
            self._payload_delta += delta
        self._payload_delta -= delta * sum(at >= TRANSPORT for at, _ in sums)
        for at, kind in sums:
            self._computed |= 3 << at
            self._sums[at] = self._sums.get(at, (0, kind))[0] + delta, kind
        self._written |= bits
        self._unwritten = ~self._written
        self._writes.append((offset, value))
        self._shape = None
        super().replace(offset, value, checks, udp)

    def decrease_ttl(self) -> None:
        if self._written & _HOP or not self._recorder.ipv4 or self._broken:
            self._recorder.refuse("takes one from a TTL that was written")
        self._ttl += 1
        self._computed |= _HOP
        check, kind = self._sums.get(IPV4_CHECK, _NO_CHANGE)
        self._sums[IPV4_CHECK] = check + 0x100, kind
        self._shape = None
        Packet.decrease_ttl(self)

    def trim(self, length: int) -> None:
        self._recorder.refuse("cuts the frame")
        super().trim(length)

    def strip_vlan_tag(self) -> None:
        self._recorder.refuse("takes a VLAN tag off")
        super().strip_vlan_tag()

    def insert_vlan_tag(self, tag: bytes) -> None:
        self._recorder.refuse("puts a VLAN tag back")
        super().insert_vlan_tag(tag)

    def become(self, other: Packet) -> None:
        self._recorder.refuse("is put together from fragments")
        super().become(other)

    def count(self, counter: Counter, header: int = 0) -> None:
        counters = self._recorder.counters
        counters.append(counter)
        counters.append(header + self.accelerated)
        counter._packets += 1
        counter._bytes += len(self._data) - header - self.accelerated

    def count_each(self, counters: tuple[Counter, ...], header: int = 0) -> None:
        header += self.accelerated
        noted = self._recorder.counters
        size = len(self._data) - header
        for counter in counters:
            noted.append(counter)
            noted.append(header)
            counter._packets += 1
            counter._bytes += size

    def touch(self, stamp: Stamp) -> None:
        self._recorder.stamps.append(stamp)
        stamp._at = stamp.scheduler._now

    def emit(self, sink: Sink, direction: str) -> None:
        if sink.on_frame is not None:
            self._recorder.refuse("is shown to somebody as it passes")
        self._recorder.outputs.append((self.shape, sink, direction))
        sink.add(direction, self._data)

    @property
    def shape(self) -> Shape:
        """What was done to the header so far."""
        shape = self._shape
        if shape is None:
            sums = tuple((at, delta % 65535, kind) for at, (delta, kind) in sorted(self._sums.items()))
            values: dict[int, int] = {}
            for offset, value in self._writes:
                values.update(enumerate(value, offset))
            shape = self._shape = Shape(tuple(sorted(values.items())), self._ttl, sums)
        return shape

    def clone(self) -> Packet:
        copy = RecordingPacket(self._data, self._recorder)
        copy.device = self.device
        self.copy_notes(copy)
        copy._written, copy._unwritten, copy._writes, copy._ttl = self._written, self._unwritten, list(self._writes), self._ttl
        copy._sums, copy._computed, copy._broken = dict(self._sums), self._computed, self._broken
        copy._pseudo_delta, copy._payload_delta, copy._shape = self._pseudo_delta, self._payload_delta, self._shape
        return copy
