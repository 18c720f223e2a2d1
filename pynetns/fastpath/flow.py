"""A flow: all frames that agree on the bytes which decided the path of the first of them."""

from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pynetns.device.capture import Capture
from pynetns.device.packet import Counter
from pynetns.device.table import Stamp, Watchers
from pynetns.fastpath.recorder import Recorder, Shape
from pynetns.fastpath.rewrite import WORDS, Rewrite

if TYPE_CHECKING:
    from pynetns.fastpath.flow_cache import FlowCache

UNCHANGED: Shape = ((), 0)


class Program:
    """What happens to a flow's frames: rewrites, and which of their results each capture gets, in order. Equal flows share one."""

    __slots__ = ("kind", "outputs", "rewrites", "twice")

    def __init__(self, outputs: list[tuple[Shape, Capture, str]], rewrites: dict[Shape, Rewrite]) -> None:
        shapes = list(dict.fromkeys(shape for shape, _, _ in outputs if shape != UNCHANGED))
        self.rewrites = tuple(rewrites.get(shape) or rewrites.setdefault(shape, Rewrite(shape)) for shape in shapes)
        # 0 is the frame as it came, j the result of rewrite j - 1
        self.outputs = tuple((shapes.index(shape) + 1 if shape in shapes else 0, capture, direction)
                             for shape, capture, direction in outputs)
        captures = [id(capture) for _, capture, _ in outputs]
        self.twice = len(set(captures)) != len(captures)  # then the order among frames matters: one after the other
        self.kind = tuple(rewrite.kind for rewrite in self.rewrites), self.outputs


class MaskTable:
    """The flows that were recognised by the same bytes under the same conditions."""

    __slots__ = ("blank", "cut", "flows", "ipv4", "kept", "longest", "loose", "shortest", "width")

    def __init__(self, seen: int, shortest: int, longest: int, ipv4: bool) -> None:
        self.width = seen.bit_length()
        self.shortest = max(shortest, self.width, 34 if ipv4 else 0)
        self.longest = longest
        self.ipv4 = ipv4
        self.flows: dict[bytes, Flow] = {}
        self.kept = [at for at in range(self.width) if seen >> at & 1]
        self.blank = [at for at in range(self.width) if not seen >> at & 1]
        self.loose = tuple(at for at in WORDS if not seen >> at & seen >> at + 1 & 1)
        self.cut = _cutter(self.kept, self.blank)


def _cutter(kept: list[int], blank: list[int]) -> Callable[[bytes], bytes]:
    """A frame's key: its first bytes with zeros where nothing was read."""
    if not blank:
        return itemgetter(slice(0, len(kept)))
    runs = [[at for _, at in run] for _, run in groupby(enumerate(kept), lambda pair: pair[1] - pair[0])]
    pieces = [slice(run[0], run[-1] + 1) for run in runs]
    template, at = b"", 0
    for piece in pieces:
        template += b"\0" * (piece.start - at) + b"%b"
        at = piece.stop
    cut: Callable[[bytes], Any] = itemgetter(*pieces)
    if len(pieces) == 1:
        return lambda frame: template % (cut(frame),)
    return lambda frame: template % cut(frame)


class Flow:
    """One learned path. What its frames owe (counters, times of use) is counted once, and paid when somebody looks."""

    __slots__ = ("bytes", "cache", "columns", "counters", "depends", "fixed", "hits", "key", "packets", "program", "stamps", "table",
                 "used")

    def __init__(self, cache: "FlowCache", table: MaskTable, key: bytes, program: Program, recorder: Recorder) -> None:
        self.cache = cache
        self.table = table
        self.key = key
        self.program = program
        self.counters = _merged(recorder.counters)
        self.stamps: tuple[Stamp, ...] = tuple(dict.fromkeys(recorder.stamps))
        self.depends: tuple[tuple[Watchers, Any], ...] = tuple(recorder.depends)
        # the sum of the IPv4 header's words that the key fixes
        self.fixed = sum(key[at] << 8 | key[at + 1] for at in WORDS if at not in table.loose) if table.ipv4 else 0
        self.packets = self.bytes = self.used = self.hits = 0
        self.columns: tuple[int, list[tuple[int, bytes]]] | None = None
        for watchers, watched in self.depends:
            watchers.watch(watched, self)

    def drop(self) -> None:
        """Something that the path depended on changed."""
        self.cache.drop(self)

    def settle(self) -> None:
        """Pay what is owed."""
        packets, size, used = self.packets, self.bytes, self.used
        if not packets:
            return
        self.packets = self.bytes = 0
        for counter, times, headers in self.counters:
            counter._packets += packets * times
            counter._bytes += size * times - headers * packets
        for stamp in self.stamps:
            stamp._at = max(stamp._at, used)


def _merged(counters: list[tuple[Counter, int]]) -> tuple[tuple[Counter, int, int], ...]:
    """Each counter once: how often it counted, and how many header bytes it left out in all."""
    merged: dict[Counter, tuple[int, int]] = {}
    for counter, header in counters:
        times, headers = merged.get(counter, (0, 0))
        merged[counter] = times + 1, headers + header
    return tuple((counter, times, headers) for counter, (times, headers) in merged.items())
