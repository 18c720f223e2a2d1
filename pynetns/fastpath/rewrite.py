"""What a path does to the header of its frames, for one frame and for a burst.

A burst of k frames of n bytes, joined, has byte i of every frame at `buf[i::n]`: one slice assignment writes a byte of all of them. Sixteen
bits of every frame, spread into 32-bit lanes of one big integer, are added and folded for all frames by one `+`, `&` and `>>`: ones'
complement sums of a whole burst (RFC 1071, RFC 1624) in a dozen operations. Python is slow by the operation, not by the byte.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from operator import add, itemgetter
from struct import Struct
from struct import pack as pack_struct

from pynetns.fastpath.recorder import Shape

# glibc gives freed memory back to the kernel and faults it in again for the next large burst. One big block, made and freed once, raises
# its thresholds: 1,400 bytes x 256 routed went from 25 U to 7 U.
del (_ := [bytearray(30 << 20)])[0]

WORDS = (14, 16, 18, 20, 22, 26, 28, 30, 32)  # the header's 16-bit words without the checksum
HEADER = 34  # Ethernet and IPv4: what is joined where the lengths differ
_HEAD, _TAIL = itemgetter(slice(0, HEADER)), itemgetter(slice(HEADER, None))
_DECREMENT = [bytes((value - step) & 255 for value in range(256)) for step in range(256)]


class Lanes:
    """k 16-bit words in one integer, 32 bits apart, so that carries have room."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.one = int.from_bytes(b"\0\0\0\1" * k, "big")
        self.mask = self.one * 0xFFFF

    def load(self, buf: bytes, at: int, n: int) -> int:
        return self.spread(buf[at::n], buf[at + 1::n])

    def spread(self, high: bytes, low: bytes) -> int:
        words = bytearray(4 * self.k)
        words[2::4], words[3::4] = high, low
        return int.from_bytes(words, "big")

    def fold(self, sums: int) -> int:
        return (sums & self.mask) + ((sums >> 16) & self.mask)

    def canonical(self, sums: int) -> int:
        """0xffff becomes 0, as the kernel's updates leave it."""
        return (sums + (((sums + self.one) >> 16) & self.one)) & self.mask

    def store(self, words: int, out: bytearray, at: int, n: int) -> None:
        spread = words.to_bytes(4 * self.k, "big")
        out[at::n], out[at + 1::n] = spread[2::4], spread[3::4]


@lru_cache(64)
def lanes(k: int) -> Lanes:
    return Lanes(k)


@lru_cache(64)
def splitter(n: int, k: int) -> Struct:
    """Cuts k frames of n bytes apart."""
    return Struct(f"{n}s" * k)


@lru_cache(64)
def key_cutter(width: int, n: int, k: int) -> Struct:
    """Cuts the first `width` bytes out of each of k frames of n bytes."""
    return Struct(f"{width}s{n - width}x" * k)


class Burst:
    """Frames joined: whole ones if all have one length, else their headers, with the rest kept aside."""

    def __init__(self, frames: list[bytes], sizes: set[int]) -> None:
        self.frames = frames
        self.k = len(frames)
        self.same_length = len(sizes) == 1
        self.n = len(frames[0]) if self.same_length else HEADER
        self.buf = b"".join(frames) if self.same_length else b"".join(map(_HEAD, frames))
        self.check: int | None = None  # the IPv4 checksums as lanes, once somebody needed them

    def split(self, out: bytearray) -> list[bytes]:
        heads = splitter(self.n, self.k).unpack(out)
        return list(heads) if self.same_length else list(map(add, heads, map(_TAIL, self.frames)))

    def is_plain_ipv4(self, loose: Sequence[int] = WORDS, fixed: int = 0) -> bool:
        """Does Packet.plain_ipv4() hold for every frame? `loose` are the words of the header that are not known to be the same in every
        frame, `fixed` the sum of those that are."""
        n, k, buf, vector = self.n, self.k, self.buf, lanes(self.k)
        if loose is WORDS and buf[14::n] != b"\x45" * k:
            return False
        if (n if self.same_length else max(map(len, self.frames))) > 0xFFFF + 14:
            return False
        if self.same_length:
            if buf[16::n] != bytes(((n - 14) >> 8,)) * k or buf[17::n] != bytes(((n - 14) & 255,)) * k:
                return False
        else:
            wanted = pack_struct(f">{k}H", *[len(frame) - 14 for frame in self.frames])
            if buf[16::n] != wanted[0::2] or buf[17::n] != wanted[1::2]:
                return False
        constant, total = fixed, self.checks()
        for at in loose:
            high, low = buf[at::n], buf[at + 1::n]
            if high == high[:1] * k and low == low[:1] * k:  # the same in every frame: a number, not a vector
                constant += high[0] << 8 | low[0]
            else:
                total += vector.spread(high, low)
        return vector.fold(vector.fold(total + vector.one * constant)) == vector.mask

    def checks(self) -> int:
        if self.check is None:
            self.check = lanes(self.k).load(self.buf, 24, self.n)
        return self.check


class Rewrite:
    """Bytes written at offsets, and how often one was taken from the TTL."""

    def __init__(self, shape: Shape) -> None:
        writes, self.ttl = shape
        self.places = [offset for offset, _ in writes]
        self.values = bytes(value for _, value in writes)
        runs = [list(run) for _, run in groupby(range(len(writes)), lambda i: self.places[i] - i)]
        self.pieces = [(self.places[run[0]], self.values[run[0]:run[-1] + 1]) for run in runs]
        self.kind = tuple(self.places), self.ttl  # rewrites of one kind differ in the values only: a burst of such flows goes together
        ethernet_only = self.places == list(range(12)) or (self.places == list(range(14)) and self.values[12:] == b"\x08\x00")
        self._macs = self.values[:12] if ethernet_only and self.ttl else None
        self._step = (self.ttl << 72) - (self.ttl << 88)
        self._columns: tuple[int, list[tuple[int, bytes]]] | None = None

    def one(self, frame: bytes) -> bytes:
        """One frame; as one number where the checksum's carry does not go round."""
        ttl = self.ttl
        if self._macs is not None and frame[24] + ttl < 0xFF:
            return self._macs + frame[12:14] + (int.from_bytes(frame[14:34], "big") + self._step).to_bytes(20, "big") + frame[34:]
        out = bytearray(frame)
        if ttl:
            check = (frame[24] << 8 | frame[25]) + (ttl << 8)
            check = check + (check >= 0xFFFF) & 0xFFFF
            out[22], out[24], out[25] = frame[22] - ttl, check >> 8, check & 255
        for offset, piece in self.pieces:
            out[offset:offset + len(piece)] = piece
        return bytes(out)

    def burst(self, joined: Burst, values: bytes | None = None) -> list[bytes]:
        """Every frame of a burst. `values`: those of each frame's own flow, one after the other, where the flows differ in them."""
        n, k = joined.n, joined.k
        out = bytearray(joined.buf)
        if values is None:
            if self._columns is None or self._columns[0] != k:
                self._columns = k, [(place, self.values[i:i + 1] * k) for i, place in enumerate(self.places)]
            for place, column in self._columns[1]:
                out[place::n] = column
        else:
            width = len(self.places)
            for i, place in enumerate(self.places):
                out[place::n] = values[i::width]
        if self.ttl:
            vector = lanes(k)
            out[22::n] = joined.buf[22::n].translate(_DECREMENT[self.ttl])
            sums = vector.fold(joined.checks() + (vector.one << 8) * self.ttl)
            vector.store(vector.canonical(sums), out, 24, n)
        return joined.split(out)
