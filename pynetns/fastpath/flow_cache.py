"""The flow cache of one device: learned paths by masked key (after Open vSwitch's megaflows), and how a burst goes down them.

How a burst is processed is decided once for it: by columns if it is long and all of one flow, all keys in one go if flows are mixed, frame
by frame if it is short. A miss cuts the burst: what stands before it is sent, it is learned, the rest begins anew.
"""

from array import array
from collections import Counter as Tally
from collections import deque
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pynetns.device.packet import Packet
from pynetns.fastpath.burst import HEADER, JOIN_LIMIT, Burst
from pynetns.fastpath.flow import PROGRAM, Flow, MaskTable, Path, Program
from pynetns.fastpath.lanes import key_cutter
from pynetns.fastpath.recorder import Conditions, Recorder, RecordingPacket, Shape
from pynetns.fastpath.rewrite import Later, Rewrite

if TYPE_CHECKING:
    from pynetns.device.netdevice import NetDevice

MAX_FLOWS = 100_000
MAX_MASKS = 64
MAX_PROGRAMS = 10_000
MAX_BURST = 256
SHORT = 6  # shorter bursts go frame by frame
RUN = 24  # so many frames of one flow at the beginning of a burst go as one flow, though others follow
MAX_PENDING = 1 << 18
# Of bytes this is the length and 33, of any other buffer a number that has nothing to do with its length: type and length in one pass. What
# is not bytes is found out by the length of what was joined, but for those that look as long as bytes of an odd size.
_SIZE = object.__sizeof__
_EMPTY = _SIZE(b"")
_LOOKS = frozenset(_SIZE(buffer) - _EMPTY for buffer in (bytearray(), memoryview(b""), array("B")))


class FlowCache:
    """The paths of the frames that are injected at one device."""

    def __init__(self, device: "NetDevice", limit: int = MAX_FLOWS) -> None:
        self.device = device
        self.scheduler = device.scheduler
        self.limit = limit
        self.tables: list[MaskTable] = []
        self.size = 0
        self.misses = 0  # frames that took the slow way
        self.refusals: dict[str, int] = {}  # why paths were not remembered
        self._by_mask: dict[tuple[int, Conditions], MaskTable] = {}
        self._paths: dict[Any, Path] = {}
        self._order: deque[Flow] = deque()  # oldest first, with some that are gone
        self._programs: dict[Any, Program] = {}
        self._rewrites: dict[Shape, Rewrite] = {}
        self._dirty: list[Path] = []
        self._pending: list[tuple[int, int | list[int], list[Flow]]] = []
        self._pending_frames = 0
        self._past_hits = 0  # of flows that are gone
        self._last: Flow | None = None  # whose the last burst of one flow was

    @property
    def hits(self) -> int:
        """Frames that found their path."""
        self._count_pending()
        return self._past_hits + sum(flow.hits for table in self.tables for flow in table.flows.values())

    # --- learning and forgetting -------------------------------------------------------------------------------------------------

    def learn(self, frame: bytes) -> None:
        """Send one frame the slow way and remember its path, if it is one to remember."""
        self.misses += 1
        scheduler = self.scheduler
        recorder = Recorder()
        packet = RecordingPacket(bytes(frame), recorder)
        scheduler.recorder = recorder
        try:
            self.device.inject_packet(packet)
        finally:
            scheduler.recorder = None
        if recorder.refused:
            self.refusals[recorder.refused] = self.refusals.get(recorder.refused, 0) + 1
        else:
            self._install(frame, packet, recorder)

    def _install(self, frame: bytes, packet: RecordingPacket, recorder: Recorder) -> None:
        if self.size >= self.limit:
            self._evict()
        mask = recorder.seen, recorder.conditions
        table = self._by_mask.get(mask)
        if table is not None and (known := table.flows.get(table.cut(frame))) is not None:
            self.drop(known)
        table = self._by_mask.get(mask) or self._new_table(mask)
        key = table.cut(frame)
        if not self.size:
            self.scheduler.caches.append(self)
        flow = Flow(table, key, self._path(packet, recorder))
        flow.path.flows[flow] = None
        table.add(flow)
        self.size += 1
        self._order.append(flow)
        if len(self._order) > 2 * self.size + 1024:
            self._order = deque(flow for flow in self._order if flow in flow.path.flows)

    def _new_table(self, mask: tuple[int, Conditions]) -> MaskTable:
        if len(self.tables) >= MAX_MASKS:
            for flow in list(self.tables[-1].flows.values()):
                self.drop(flow)
        table = self._by_mask[mask] = MaskTable(*mask)
        self.tables.append(table)
        return table

    def _path(self, packet: RecordingPacket, recorder: Recorder) -> Path:
        """Flows over one path share it: what was recorded is the same."""
        program = self._program(recorder)
        key = program, tuple(recorder.counters), tuple(recorder.stamps), tuple(recorder.depends), recorder.until
        path = self._paths.get(key)
        if path is None:
            path = self._paths[key] = Path(self, key, program, recorder, packet.shape)
            if recorder.until:
                self.scheduler.expire(recorder.until, path)
        return path

    def _program(self, recorder: Recorder) -> Program:
        key = tuple((shape, id(sink), direction) for shape, sink, direction in recorder.outputs)
        program = self._programs.get(key)
        if program is None:
            if len(self._programs) >= MAX_PROGRAMS:
                self._programs.clear()
                self._rewrites.clear()
            program = self._programs[key] = Program(recorder.outputs, self._rewrites)
        return program

    def _evict(self) -> None:
        """Make room: the oldest flow goes."""
        while True:
            flow = self._order.popleft()
            if flow in flow.path.flows:
                self.drop(flow)
                return

    def drop(self, flow: Flow) -> None:
        """Forget one flow, and its path if it was the last one on it. What it owes is paid all the same."""
        del flow.path.flows[flow]
        if not flow.path.flows:
            self._forget_path(flow.path)
        self._remove(flow)

    def drop_path(self, path: Path) -> None:
        """Forget a path and all of its flows: something that it depended on changed."""
        flows, path.flows = path.flows, {}
        if flows:
            self._forget_path(path)
            for flow in flows:
                self._remove(flow)

    def _forget_path(self, path: Path) -> None:
        del self._paths[path.key]
        for watchers, key in path.depends:
            watchers.unwatch(key, path)

    def _remove(self, flow: Flow) -> None:
        table = flow.table
        table.remove(flow)
        self._past_hits += flow.hits
        self.size -= 1
        if not table.flows:
            self.tables.remove(table)
            del self._by_mask[table.seen, table.conditions]
        if not self.size and self in self.scheduler.caches:
            self.scheduler.caches.remove(self)

    def clear(self) -> None:
        """Forget everything."""
        for path in self._paths.values():
            self._past_hits += sum(flow.hits for flow in path.flows)
            path.flows = {}
            for watchers, key in path.depends:
                watchers.unwatch(key, path)
        self.tables.clear()
        for forgotten in (self._by_mask, self._paths, self._programs, self._rewrites):
            forgotten.clear()
        self._order.clear()
        self.size = 0

    @property
    def flows(self) -> list[Flow]:
        self.settle()
        return [flow for table in self.tables for flow in table.flows.values()]

    # --- counting ----------------------------------------------------------------------------------------------------------------

    def _owe(self) -> None:
        """Something is owed from now on."""
        if not self._dirty and not self._pending:
            self.scheduler.unsettled.append(self)

    def _account(self, flow: Flow, packets: int, size: int) -> None:
        path = flow.path
        if not path.packets:
            self._owe()
            self._dirty.append(path)
        path.packets += packets
        path.bytes += size
        path.used = self.scheduler._now
        flow.hits += packets

    def _account_many(self, flows: list[Flow], lengths: int | list[int]) -> None:
        """Remember which flows the frames of a burst were of; who counts is sorted out when somebody looks."""
        pending, now = self._pending, self.scheduler._now
        if pending and lengths.__class__ is int and pending[-1][1] == lengths and pending[-1][0] == now:
            pending[-1][2].extend(flows)
        else:
            self._owe()
            pending.append((now, lengths, flows))
        self._pending_frames += len(flows)
        if self._pending_frames > MAX_PENDING:
            self._count_pending()

    def _count_pending(self) -> None:
        pending, self._pending, self._pending_frames = self._pending, [], 0
        for now, lengths, flows in pending:
            if isinstance(lengths, int):
                for flow, packets in Tally(flows).items():
                    self._add(flow, packets, packets * lengths, now)
            else:
                for flow, length in zip(flows, lengths, strict=True):
                    self._add(flow, 1, length, now)

    def _add(self, flow: Flow, packets: int, size: int, now: int) -> None:
        path = flow.path
        if not path.packets:
            self._dirty.append(path)
        path.packets += packets
        path.bytes += size
        path.used = max(path.used, now)
        if flow in path.flows:
            flow.hits += packets
        else:
            self._past_hits += packets

    def settle(self) -> None:
        """Pay every counter and time of use that is owed."""
        if self in self.scheduler.unsettled:
            self.scheduler.unsettled.remove(self)
        if self._pending:
            self._count_pending()
        dirty, self._dirty = self._dirty, []
        for path in dirty:
            path.settle()

    # --- sending -----------------------------------------------------------------------------------------------------------------

    def inject_one(self, frame: bytes) -> None:
        """Send one frame."""
        scheduler = self.scheduler
        if scheduler._draining or scheduler.recorder is not None or scheduler.queue:
            self.device.inject_packet(Packet(frame))  # inside of another frame's handling
            return
        size = len(frame)
        for table in self.tables:
            if table.shortest <= size <= table.longest:
                flow = table.flows.get(frame[:table.width]) if table.simple else table.find(frame, size)
                if flow is not None:
                    path = flow.path
                    if not path.packets:
                        self._owe()
                        self._dirty.append(path)
                    path.packets += 1
                    path.bytes += size
                    path.used = scheduler._now
                    flow.hits += 1
                    if path.program.outputs:
                        self._output_one(path.program, frame)
                    return
        self.learn(frame)

    def inject(self, frames: list[bytes]) -> None:
        """Send frames one after the other, as far as anybody can see. The list is the cache's own from now on."""
        at, end = 0, len(frames)
        if end == 1:
            frame = frames[0]
            self.inject_one(frame if frame.__class__ is bytes else bytes(frame))
            return
        if self.scheduler.busy:
            for frame in frames:
                self.device.inject_packet(Packet(bytes(frame)))
            return
        while at < end:
            burst = frames[at:at + MAX_BURST] if end > MAX_BURST else frames
            at += MAX_BURST
            if len(burst) < SHORT:
                for frame in burst:
                    self.inject_one(frame if frame.__class__ is bytes else bytes(frame))
            else:
                self._send_all(burst)

    def _send_all(self, burst: list[bytes]) -> None:
        """Send a burst, as much at a time as goes together."""
        size, buf, k = len(burst[0]), b"", len(burst)
        if size <= JOIN_LIMIT and size not in _LOOKS:
            sizes = list(map(_SIZE, burst))
            if sizes[0] == size + _EMPTY and sizes.count(sizes[0]) == k:
                buf = b"".join(burst)
        if not buf or len(buf) != k * size:
            if list(map(type, burst)).count(bytes) != k:
                burst = list(map(bytes, burst))
                size = len(burst[0])
            if list(map(len, burst)).count(size) != k:
                size = 0
            buf = b"".join(burst) if 0 < size <= JOIN_LIMIT else b""
        while True:
            sent = self._send(burst, size, buf)
            burst = burst[sent:]
            if len(burst) < SHORT:
                break
            buf = buf[sent * size:]
        for frame in burst:
            self.inject_one(bytes(frame))

    def _send(self, burst: list[bytes], size: int, buf: bytes) -> int:
        """Send the first frames of a burst that go together; says how many they were. `size` is the length of all, 0 where they differ;
        `buf` is all of them joined, if they are of one small size."""
        k, flow, same = len(burst), self._last, 0
        if flow is not None and flow in flow.path.flows:  # most bursts are like the one before: then nothing is to be found
            columns = flow.columns
            if columns is not None and buf and columns.n == columns.size == size and columns.k >= k:
                same = columns.agree(buf, RUN)
                if same == k and flow.table.simple and not flow.program.outputs:
                    self._account(flow, k, size * k)
                    return k
                joined = Burst(burst, size, size, buf)
        if not same:
            flow = self._find(burst[0])
            if flow is None:
                self.learn(burst[0])
                return 1
            table = flow.table
            if not (table.shortest <= size <= table.longest if size else
                    table.shortest <= min(map(len, burst)) and max(map(len, burst)) <= table.longest):
                return self._send_each(burst, [None] * k)
            joined = Burst(burst, size, max(table.width, HEADER if table.conditions.ipv4 else 0), buf)
            columns = flow.columns
            if columns is None or columns.k < k or columns.n != joined.n or columns.size != size:
                columns = table.columns(flow, joined.n, k, size)
            same = columns.agree(joined.buf, RUN)
        assert flow is not None
        table = flow.table
        if same < k:
            if same < RUN:
                self._last = None
                return self._send_mixed(table, joined)
            joined, burst, k = joined.first(same), burst[:same], same
        if table.conditions.ipv4:
            good = joined.holds(table.conditions, table.loose, flow.fixed, bool(size))
            if good < k:
                if good < SHORT:
                    return self._send_each(burst[:good + 1], [flow] * good + [None])
                burst, k = burst[:good], good
        program = flow.program
        if program.outputs and program.kind is None:
            return self._send_each(burst, [flow] * k)
        self._last = flow
        self._account(flow, k, size * k if size else sum(map(len, burst)))
        if program.outputs:
            self._output(program, burst, size)
        return k

    def _find(self, frame: bytes) -> Flow | None:
        size = len(frame)
        for table in self.tables:
            if table.shortest <= size <= table.longest:
                flow = table.flows.get(bytes(frame[:table.width])) if table.simple else table.find(frame, size)
                if flow is not None:
                    if table is not self.tables[0]:
                        self.tables.remove(table)
                        self.tables.insert(0, table)
                    return flow
        return None

    def _send_mixed(self, table: MaskTable, joined: Burst) -> int:
        """Flows mixed: look all keys up, send those before the first miss together."""
        n, k, burst, size = joined.n, joined.k, joined.frames, joined.size
        if table.blank:
            blanked, zeros = bytearray(joined.buf), bytes(k)
            for at in table.blank:
                blanked[at::n] = zeros
            keys = key_cutter(table.width, n, k).unpack(blanked)
        else:
            keys = key_cutter(table.width, n, k).unpack(joined.buf)
        try:
            flows: list[Flow] = list(itemgetter(*keys)(table.flows))
        except KeyError:
            return self._send_each(list(burst), list(map(table.flows.get, keys)), joined)
        if table.conditions.ipv4 and joined.holds(table.conditions) < k:
            return self._send_each(list(burst), flows, joined)  # type: ignore[arg-type]
        self._send_known(flows, list(burst), size, table)
        return k

    def _send_each(self, burst: list[bytes], found: list[Flow | None], joined: Burst | None = None) -> int:
        """What is known of a burst's flows is `found`; ask of each of the others. Those before the first miss are sent, it is learned.

        With `joined` the flows were found by their keys, and it is still to be seen whether their table's conditions hold.
        """
        k = len(burst)
        table = next((flow.table for flow in found if flow is not None), None)
        if joined is not None and table is not None and table.conditions.ipv4:
            good = joined.holds(table.conditions)
            if good < k:
                for i in range(good, k):
                    if found[i] is not None and table.find(burst[i], len(burst[i])) is None:
                        found[i] = None
        flows: list[Flow] = []
        for frame, flow in zip(burst, found):
            flow = flow or self._find(frame)
            if flow is None:
                break
            flows.append(flow)
        known = len(flows)
        if known:
            frames = burst[:known]
            size = len(frames[0])
            self._send_known(flows, frames, size if set(map(len, frames)) == {size} else 0)
        if known == k:
            return k
        self.learn(burst[known])
        return known + 1

    def _send_known(self, flows: list[Flow], burst: list[bytes], size: int, table: MaskTable | None = None) -> None:
        """Frames whose flows are known, all of one table if that is given, and whose conditions hold."""
        self._account_many(flows, size or list(map(len, burst)))
        program = flows[0].program
        programs = table.programs if table is not None and len(table.programs) == 1 else set(map(PROGRAM, flows))
        if len(programs) == 1:
            if program.outputs and program.kind is not None:
                self._output(program, burst, size)
            elif program.outputs:
                self._output_each(flows, burst)
        elif any(program.outputs for program in programs):
            kind = program.kind
            if kind is not None and all(other.kind == kind for other in programs):
                self._output(program, burst, size, flows)
            else:
                self._output_each(flows, burst)

    @staticmethod
    def _output(program: Program, burst: list[bytes], size: int, flows: list[Flow] | None = None) -> None:
        """To each sink on the way its view of the frames. `flows`: whose values are written, where they differ."""
        if list(map(type, burst)).count(bytes) != len(burst):
            burst = list(map(bytes, burst))  # they are kept
        results: list[Any] = [burst]
        for j, rewrite in enumerate(program.rewrites):
            values = b"".join([flow.program.rewrites[j].values for flow in flows]) if flows is not None else None
            results.append(Later(burst, size, rewrite, values))
        for which, sink, direction in program.outputs:
            sink.add_burst(direction, results[which])

    @staticmethod
    def _output_one(program: Program, frame: bytes) -> None:
        frame = bytes(frame)
        results = [frame, *[rewrite.one(frame) for rewrite in program.rewrites]]
        for which, sink, direction in program.outputs:
            sink.add(direction, results[which])

    def _output_each(self, flows: Sequence[Flow], burst: list[bytes]) -> None:
        """In the order of the frames, where sinks get some of them only, or by one frame twice."""
        for flow, frame in zip(flows, burst):
            if flow.program.outputs:
                self._output_one(flow.program, frame)
