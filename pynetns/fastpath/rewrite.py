"""What a path does to the header of its frames, for one frame and for a burst."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pynetns.fastpath.burst import Burst
from pynetns.fastpath.columns import Columns, gather
from pynetns.fastpath.lanes import lanes
from pynetns.fastpath.recorder import IPV4_CHECK, TTL, Shape

_DECREMENT = [bytes((value - step) & 255 for value in range(256)) for step in range(256)]


class Rewrite:
    """Bytes written at offsets, ones taken from the TTL, and checksums that follow.

    `values` are the written bytes, then the changes of checksums, two bytes each: rewrites of one `kind` differ in them only, so a burst of
    flows with such rewrites goes together, each frame with the values of its own flow.
    """

    __slots__ = ("_columns", "_macs", "_step", "kind", "pieces", "places", "sums", "ttl", "values", "width")

    def __init__(self, shape: Shape) -> None:
        writes, self.ttl, self.sums = shape
        self.places = tuple(offset for offset, _ in writes)
        written = bytes(value for _, value in writes)
        self.values = written + b"".join(delta.to_bytes(2, "big") for _, delta, _ in self.sums)
        runs = [list(run) for _, run in groupby(range(len(writes)), lambda i: self.places[i] - i)]
        self.pieces = [(self.places[run[0]], written[run[0]:run[-1] + 1]) for run in runs]
        self.kind: Any = self.places, self.ttl, tuple((at, kind) for at, _, kind in self.sums)
        self.width = max((*(place + 1 for place in self.places), *(at + 2 for at, _, _ in self.sums), TTL + 1 if self.ttl else 0))
        ethernet_only = self.places == tuple(range(12)) or (self.places == tuple(range(14)) and written[12:] == b"\x08\x00")
        plain = ethernet_only and self.ttl and self.sums == ((IPV4_CHECK, 0x100 * self.ttl, False),)
        self._macs = written[:12] if plain else None
        self._step = (self.ttl << 72) - (self.ttl << 88)
        self._columns: Columns | None = None

    def one(self, frame: bytes) -> bytes:
        """One frame; as one number where only the TTL changes and the checksum's carry does not go round."""
        ttl = self.ttl
        if self._macs is not None and frame[24] + ttl < 0xFF:
            return self._macs + frame[12:14] + (int.from_bytes(frame[14:34], "big") + self._step).to_bytes(20, "big") + frame[34:]
        out = bytearray(frame)
        if ttl:
            out[TTL] -= ttl
        for offset, piece in self.pieces:
            out[offset:offset + len(piece)] = piece
        for at, delta, kind in self.sums:
            check = ((frame[at] << 8 | frame[at + 1]) + delta) % 65535 or (0xFFFF if kind else 0)
            out[at], out[at + 1] = check >> 8, check & 255
        return bytes(out)

    def burst(self, joined: Burst, values: bytes | None = None) -> list[bytes]:
        """Every frame of a burst. `values`: those of each frame's own flow, one after the other, where the flows differ in them."""
        n, k = joined.n, joined.k
        out = bytearray(joined.buf)
        width = len(self.values)
        if values is None:
            columns = self._columns
            if columns is None or columns.k < k or columns.n != n:
                columns = self._columns = Columns(dict(zip(self.places, self.values)), n, k)
            columns.write(out)
        else:
            gather(out, self.places, n, values, width)
        if self.ttl:
            out[TTL::n] = joined.buf[TTL::n].translate(_DECREMENT[self.ttl])
        vector = lanes(k)
        for number, (at, delta, kind) in enumerate(self.sums):
            place = len(self.places) + 2 * number
            change = vector.one * delta if values is None else vector.load(values, place, width)
            sums = vector.fold(joined.word(at) + change)  # of a sum that is not zero never zero: as UDP wants it
            vector.store(sums if kind else vector.canonical(sums), out, at, n)
        return joined.split(out)


class Later:
    """The frames of a burst rewritten when somebody looks at them: a capture costs nothing until it is read."""

    __slots__ = ("_count", "_frames", "_result", "_rewrite", "_size", "_values")

    def __init__(self, frames: Sequence[bytes], size: int, rewrite: Rewrite, values: bytes | None = None) -> None:
        self._frames = frames
        self._count = len(frames)
        self._size = size
        self._rewrite = rewrite
        self._values = values
        self._result: list[bytes] | None = None

    def __len__(self) -> int:
        return self._count

    def __call__(self) -> list[bytes]:
        if self._result is None:
            if len(self._frames) < 8 and self._values is None:
                self._result = list(map(self._rewrite.one, self._frames))
            else:
                self._result = self._rewrite.burst(Burst(self._frames, self._size, self._rewrite.width), self._values)
            self._frames, self._values = (), None
        return self._result
