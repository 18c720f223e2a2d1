"""Flows and paths: all frames that agree on the bytes which decided the way of the first of them go down one path."""

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pynetns.device.capture import Sink
from pynetns.device.packet import Counter
from pynetns.device.table import Stamp, Watchers
from pynetns.fastpath.burst import HEADER, WORDS, is_stranger, packed, transport_sums_up
from pynetns.fastpath.columns import Columns
from pynetns.fastpath.recorder import NO_SUM, UNCHANGED, WITH_PSEUDO_HEADER, Conditions, Recorder, Shape
from pynetns.fastpath.rewrite import Rewrite

if TYPE_CHECKING:
    from pynetns.fastpath.flow_store import FlowStore

LOW_20_BYTES = (1 << 160) - 1


class Program:
    """What happens to a path's frames: rewrites, and which of their results each sink gets, in order. Equal paths share one."""

    __slots__ = ("kind", "outputs", "rewrites", "width")

    def __init__(self, outputs: list[tuple[Shape, Sink, str]], rewrites: dict[Shape, Rewrite]) -> None:
        shapes = list(dict.fromkeys(shape for shape, _, _ in outputs if shape != UNCHANGED))
        self.rewrites = tuple(rewrites.get(shape) or rewrites.setdefault(shape, Rewrite(shape)) for shape in shapes)
        # 0 is the frame as it came, j the result of rewrite j - 1
        self.outputs = tuple((shapes.index(shape) + 1 if shape in shapes else 0, sink, direction)
                             for shape, sink, direction in outputs)
        self.width = max((rewrite.width for rewrite in self.rewrites), default=0)
        # Flows with programs of one kind go together, unless a sink is on the path twice: then the order among frames matters.
        twice = len({id(sink) for _, sink, _ in outputs}) != len(outputs)
        self.kind: Any = None if twice else (tuple(rewrite.kind for rewrite in self.rewrites), self.outputs)


class Path:
    """One way through the network. What its frames owe (counters, times of use) is counted once, and paid when somebody looks."""

    __slots__ = ("bytes", "cache", "counters", "depends", "flows", "key", "packets", "program", "shape", "stamps", "used")

    def __init__(self, cache: "FlowStore", key: Any, program: Program, recorder: Recorder, shape: Shape) -> None:
        self.cache = cache
        self.shape = shape  # what happens to a header until the end of the path
        self.key = key
        self.program = program
        self.counters = _merged(recorder.counters)
        self.stamps: tuple[Stamp, ...] = tuple(dict.fromkeys(recorder.stamps))
        self.depends: tuple[tuple[Watchers, Any], ...] = tuple(dict.fromkeys(zip(recorder.depends[::2], recorder.depends[1::2])))
        self.packets = self.bytes = self.used = 0
        self.flows: dict[Flow, None] = {}
        for watchers, watched in self.depends:
            watchers.watch(watched, self)

    def drop(self) -> None:
        """Something that the path depended on changed."""
        self.cache.drop_path(self)

    def settle(self) -> None:
        """Pay what is owed."""
        packets, size, used = self.packets, self.bytes, self.used
        self.packets = self.bytes = 0
        for counter, times, headers in self.counters:
            counter._packets += packets * times
            counter._bytes += size * times - headers * packets
        for stamp in self.stamps:
            stamp._at = max(stamp._at, used)


def _merged(counters: list[Any]) -> tuple[tuple[Counter, int, int], ...]:
    """Each counter once: how often it counted, and how many header bytes it left out in all."""
    merged: dict[Counter, tuple[int, int]] = {}
    for counter, header in zip(counters[::2], counters[1::2]):
        times, headers = merged.get(counter, (0, 0))
        merged[counter] = times + 1, headers + header
    return tuple((counter, times, headers) for counter, (times, headers) in merged.items())


class Flow:
    """The frames of one key: which path they take, and how many did. `strangers`: addresses that are no source of theirs."""

    __slots__ = ("columns", "fixed", "hits", "key", "path", "program", "strangers", "table")

    def __init__(self, table: "MaskTable", key: bytes, path: Path, strangers: frozenset[int] | None) -> None:
        self.table = table
        self.key = key
        self.path = path
        self.program = path.program
        self.hits = 0
        self.strangers = packed(strangers) if strangers is not None else NO_STRANGERS
        self.fixed = 0  # the sum of the IPv4 header's words that the key fixes, once there are columns
        self.columns: Columns | None = None


PROGRAM = attrgetter("program")
STRANGERS = attrgetter("strangers")
NO_STRANGERS: frozenset[bytes] = frozenset()


class MaskTable:
    """The flows that were recognised by the same bytes, under the same conditions.

    A key is the frame's first bytes with zeros where nothing was read. One frame is looked up by it as a number: one `&` blanks.
    """

    __slots__ = ("blank", "conditions", "flows", "further", "head", "kept", "longest", "loose", "mask", "no_sources", "numbers",
                 "programs", "seen", "shortest", "simple", "width")

    def __init__(self, seen: int, conditions: Conditions) -> None:
        self.seen = seen
        self.conditions = conditions
        self.width = width = seen.bit_length()
        # How many bytes of a frame say whether it is one of these; a transport checksum is of all of it.
        self.head = max(width, HEADER if conditions.ipv4 else 14, *(at + 2 for at in (*conditions.lengths, *conditions.nonzero)))
        self.shortest = max(conditions.shortest, self.head)
        self.longest = conditions.longest
        self.flows: dict[bytes, Flow] = {}
        self.numbers: dict[int, Flow] = {}
        self.no_sources: set[bytes] = set()  # the strangers of all flows, and maybe of some that are gone: it is the quick look
        self.programs: dict[Program, int] = {}  # how many flows have each: with one only, nobody has to ask whose frames are whose
        self.kept = [at for at in range(width) if seen >> at & 1]
        self.blank = [at for at in range(width) if not seen >> at & 1]
        self.mask = int.from_bytes(bytes(255 * (seen >> at & 1) for at in range(width)), "big")
        self.further = bool(conditions.transport != NO_SUM or conditions.lengths or conditions.nonzero)  # conditions of what IPv4 carries
        self.simple = not self.blank and not conditions.ipv4  # the key is the first bytes, and nothing else is to be seen
        self.loose = tuple(at for at in WORDS if not seen >> at & seen >> at + 1 & 1)

    def cut(self, frame: bytes) -> bytes:
        """A frame's key."""
        return (int.from_bytes(frame[:self.width], "big") & self.mask).to_bytes(self.width, "big")

    def add(self, flow: Flow) -> None:
        self.flows[flow.key] = flow
        self.numbers[int.from_bytes(flow.key, "big")] = flow
        self.programs[flow.program] = self.programs.get(flow.program, 0) + 1
        self.no_sources.update(flow.strangers)

    def remove(self, flow: Flow) -> None:
        del self.flows[flow.key]
        del self.numbers[int.from_bytes(flow.key, "big")]
        left = self.programs[flow.program] - 1
        if left:
            self.programs[flow.program] = left
        else:
            del self.programs[flow.program]

    def find(self, frame: bytes, size: int) -> Flow | None:
        """The flow of one frame of `size` bytes, which is between `shortest` and `longest`."""
        flow = self.numbers.get(int.from_bytes(frame[:self.width], "big") & self.mask)
        if flow is None or not self.conditions.ipv4:
            return flow
        # the version and header length are in the key
        if int.from_bytes(frame[14:34], "big") % 65535 or (frame[16] << 8 | frame[17]) != size - 14:
            return None
        if self.conditions.strangers and not is_stranger(frame, flow.strangers):
            return None
        return self._rest_holds(flow, frame, size) if self.further else flow

    def _rest_holds(self, flow: Flow, frame: bytes, size: int) -> Flow | None:
        conditions = self.conditions
        if any((frame[at] << 8 | frame[at + 1]) != size - 34 for at in conditions.lengths):
            return None
        if not all(frame[at] or frame[at + 1] for at in conditions.nonzero):
            return None
        if conditions.transport != NO_SUM and not transport_sums_up(frame, conditions.transport == WITH_PSEUDO_HEADER):
            return None
        return flow

    def columns(self, flow: Flow, n: int, k: int, size: int) -> Columns:
        """The flow's key as columns of a burst, and what its frames of `size` bytes have as their IPv4 length."""
        key = flow.key
        values = {at: key[at] for at in self.kept}
        length = size - 14
        if self.conditions.ipv4:
            flow.fixed = sum(key[at] << 8 | key[at + 1] for at in WORDS if at not in self.loose)
            if size and length <= 0xFFFF:
                values |= {16: length >> 8, 17: length & 255}
        flow.columns = Columns(values, n, k, size)
        return flow.columns
