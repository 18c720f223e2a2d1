"""A burst of frames as one matrix, and the conditions of a path verified for all of it at once."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import count, repeat
from operator import add, contains, itemgetter, mod
from struct import pack
from typing import Any

from pynetns.fastpath.lanes import header_cutter, lanes, source_cutter, splitter
from pynetns.fastpath.recorder import ADDRESSES, IPV4_CHECK, NO_SUM, TRANSPORT, WITH_PSEUDO_HEADER, Conditions
from pynetns.wire.address import SPECIAL_FIRST_BYTES

# glibc gives freed memory back to the kernel and faults it in again for the next large burst. One big block, made and freed once, raises
# its thresholds: 1,400 bytes x 256 routed went from 25 U to 7 U.
del (_ := [bytearray(30 << 20)])[0]

WORDS = (14, 16, 18, 20, 22, 26, 28, 30, 32)  # the IPv4 header's 16-bit words without the checksum
HEADER = 34
_SPECIAL = bytes(sorted(SPECIAL_FIRST_BYTES))
_NUMBER: Any = int.from_bytes
PSEUDO_WORDS = (26, 28, 30, 32)
FEW = 48  # frames of mixed flows: fewer are summed one by one
FEW_ADDRESSES = 48  # more are looked for in one go, not one by one
JOIN_LIMIT = 256  # of longer frames only the heads are joined: cutting 256 of them costs 1 U, copying 1,400 bytes each 3 U


class Burst:
    """Frames joined: whole ones if all have one length that is not large, else their first bytes, with the rest kept aside.

    `size` is the length of every frame, 0 where they differ; `width` how many bytes at least have to be joined.
    """

    __slots__ = ("_check", "_held", "buf", "frames", "k", "n", "size", "whole")

    def __init__(self, frames: Sequence[bytes], size: int, width: int, buf: bytes = b"") -> None:
        self.frames = frames
        self.k = len(frames)
        self.size = size
        self.whole = bool(buf) or 0 < size <= JOIN_LIMIT
        if self.whole:
            self.n = size
            self.buf = buf or b"".join(frames)
        else:
            self.n = width = _aligned(max(width, 2), size or min(map(len, frames)))
            self.buf = b"".join(map(itemgetter(slice(0, width)), frames))
        self._check: int | None = None  # the IPv4 checksums as lanes, once somebody needed them
        self._held: dict[Conditions, int] = {}

    @property
    def shortest(self) -> int:
        """How long the shortest frame is."""
        return self.size or min(map(len, self.frames))

    @property
    def longest(self) -> int:
        """How long the longest frame is."""
        return self.size or max(map(len, self.frames))

    def first(self, k: int) -> "Burst":
        """The first k frames."""
        return self._part(self.frames[:k], self.buf[:k * self.n])

    def without(self, at: int, buf: bytes) -> "Burst":
        """The first frame in the place of another, as `buf` has it already: as many frames, so that what is made for so many serves."""
        frames = list(self.frames)
        frames[at] = frames[0]
        return self._part(frames, buf)

    def _part(self, frames: Sequence[bytes], buf: bytes) -> "Burst":
        part = Burst.__new__(Burst)
        part.frames, part.k, part.size, part.whole, part.n = frames, len(frames), self.size, self.whole, self.n
        part.buf, part._check, part._held = buf, None, {}
        return part

    def split(self, out: bytearray) -> list[bytes]:
        heads = splitter(self.n, self.k).unpack(out)
        return list(heads) if self.whole else list(map(add, heads, map(itemgetter(slice(self.n, None)), self.frames)))

    def word(self, at: int) -> int:
        """The 16 bits at an offset as lanes."""
        if at != IPV4_CHECK:
            return lanes(self.k).load(self.buf, at, self.n)
        if self._check is None:
            self._check = lanes(self.k).load(self.buf, IPV4_CHECK, self.n)
        return self._check

    # --- conditions --------------------------------------------------------------------------------------------------------------

    def holds(self, conditions: Conditions, loose: Sequence[int] = WORDS, fixed: int = 0, length_is_known: bool = False) -> int:
        """How many frames from the first on meet the conditions, but for their lengths' limits. `loose` are the words of the IPv4 header
        that are not known to be the same in every frame, `fixed` the sum of those that are."""
        good = self.k
        if conditions.ipv4:
            good = self._header_sums_up(loose, fixed)
            if not length_is_known:
                good = min(good, self._length_is(16, 14))
        for at in conditions.lengths:
            good = min(good, self._length_is(at, TRANSPORT))
        for at in conditions.nonzero:
            good = min(good, self._nonzero(at))
        if conditions.transport != NO_SUM and good:
            good = min(good, self._transport_sums_up(conditions.transport == WITH_PSEUDO_HEADER))
        return good

    def holds_all(self, conditions: Conditions) -> int:
        """`holds` of frames of which nothing is known; what several tables ask for is found out once."""
        good = self._held.get(conditions)
        if good is None:
            good = self._held[conditions] = self.holds(conditions)
        return good

    def _header_sums_up(self, loose: Sequence[int], fixed: int) -> int:
        if self.k < FEW and len(loose) > 4:
            headers = header_cutter(self.n, self.k).unpack(self.buf)
            rests = list(map(mod, map(_NUMBER, headers, repeat("big")), repeat(65535)))
            return self.k if not any(rests) else next(i for i, rest in enumerate(rests) if rest)
        vector = lanes(self.k)
        return vector.first_other(vector.fold(vector.fold(self.word(IPV4_CHECK) + self._sum(loose, fixed))))

    def _sum(self, words: Sequence[int], constant: int) -> int:
        """The sum of some words and a constant, as lanes. What is the same in every frame is added as a number, not as a vector."""
        buf, n, k, vector = self.buf, self.n, self.k, lanes(self.k)
        total = 0
        for at in words:
            high, low = buf[at::n], buf[at + 1::n]
            if high == high[:1] * k and low == low[:1] * k:
                constant += high[0] << 8 | low[0]
            else:
                total += vector.spread(high, low)
        return total + vector.one * constant

    def _length_is(self, at: int, start: int) -> int:
        """How many frames have in the word at `at` their length from `start` on."""
        n, k, buf = self.n, self.k, self.buf
        if self.size:
            length = self.size - start
            if length > 0xFFFF:
                return 0
            wanted = bytes((length >> 8,)) * k, bytes((length & 255,)) * k
        else:
            lengths = list(map(len, self.frames))
            if max(lengths) > 0xFFFF:
                return next(i for i, length in enumerate(lengths) if length > 0xFFFF)
            vector, packed = lanes(k), pack(f">{k}H", *lengths)
            difference = vector.spread(packed[0::2], packed[1::2]) - vector.spread(buf[at::n], buf[at + 1::n]) - vector.one * start
            if not difference:
                return k
            return next(i for i, length in enumerate(lengths) if buf[at + i * n] << 8 | buf[at + 1 + i * n] != length - start)
        return min(_agree(buf[at::n], wanted[0]), _agree(buf[at + 1::n], wanted[1]))

    def _nonzero(self, at: int) -> int:
        either = int.from_bytes(self.buf[at::self.n], "big") | int.from_bytes(self.buf[at + 1::self.n], "big")
        zero = either.to_bytes(self.k, "big").find(0)
        return zero if zero >= 0 else self.k

    def from_strangers(self, addresses: AbstractSet[bytes]) -> int:
        """How many frames from the first on have a source that a station can have, and none of these."""
        columns = [self.buf[at::self.n] for at in range(ADDRESSES, ADDRESSES + 4)]
        if len(columns[0].translate(None, _SPECIAL)) == self.k:
            if len(addresses) < FEW_ADDRESSES and not any(all(map(contains, columns, address)) for address in addresses):
                return self.k  # mostly some byte is nowhere in its column
            if addresses.isdisjoint(self.sources):
                return self.k
        return next((i for i, frame in zip(count(), self.frames) if not is_stranger(frame, addresses)), self.k)

    def from_strangers_each(self, own: Iterable[frozenset[bytes]]) -> bool:
        """Have all frames a source that a station can have, and none of those that are given for each of them?"""
        return (len(self.buf[ADDRESSES::self.n].translate(None, _SPECIAL)) == self.k
                and not any(map(contains, own, self.sources)))

    @property
    def sources(self) -> tuple[bytes, ...]:
        """Each frame's IPv4 source."""
        return source_cutter(self.n, self.k).unpack(self.buf)

    def _transport_sums_up(self, pseudo_header: bool) -> int:
        if not self.whole:
            return next((i for i, frame in zip(count(), self.frames) if not transport_sums_up(frame, pseudo_header)), self.k)
        vector, n, k = lanes(self.k), self.n, self.k
        total = self._sum(range(TRANSPORT, n - 1, 2), 0)
        if n & 1:
            total += vector.spread(self.buf[n - 1::n], bytes(k))
        if pseudo_header:
            total += self._sum(PSEUDO_WORDS, n - TRANSPORT) + vector.spread(bytes(k), self.buf[23::n])
        return vector.first_other(vector.fold(vector.fold(total)))


@lru_cache(maxsize=1024)
def packed(addresses: frozenset[int]) -> frozenset[bytes]:
    """Addresses as they stand in frames; equal ones are one object."""
    return frozenset(address.to_bytes(4, "big") for address in addresses)


def is_stranger(frame: bytes, addresses: AbstractSet[bytes]) -> bool:
    """Packet.is_from_stranger() of a frame."""
    return frame[26] not in SPECIAL_FIRST_BYTES and bytes(frame[26:30]) not in addresses


def transport_sums_up(frame: bytes, pseudo_header: bool) -> bool:
    """The transport checksum of a packet without IPv4 options that fills its frame."""
    odd = len(frame) % 2 * 8
    if pseudo_header:
        return ((int.from_bytes(frame[26:], "big") << odd) + frame[23] + len(frame) - TRANSPORT) % 65535 == 0
    total = int.from_bytes(frame[TRANSPORT:], "big") << odd
    return total > 0 and total % 65535 == 0


def _aligned(width: int, shortest: int) -> int:
    """A little more than needed, if every frame has so much, makes columns of eight bytes."""
    for unit in (8, 4, 2):
        wide = -(-width // unit) * unit
        if wide <= shortest:
            return wide
    return width


def _agree(column: bytes, wanted: bytes) -> int:
    """How many bytes from the first on are equal."""
    if column == wanted:
        return len(column)
    difference = int.from_bytes(column, "big") ^ int.from_bytes(wanted, "big")
    return len(column) - (difference.bit_length() + 7 >> 3)
