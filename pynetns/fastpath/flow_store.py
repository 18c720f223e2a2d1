"""The flows of one device: how paths are learned, forgotten, and paid for. How frames go down them is flow_cache's."""

from collections import Counter as Tally
from collections import deque
from typing import TYPE_CHECKING, Any

from pynetns.fastpath.flow import Flow, MaskTable, Path, Program
from pynetns.fastpath.recorder import Conditions, Mask, Recorder, RecordingPacket, Shape
from pynetns.fastpath.rewrite import Rewrite

if TYPE_CHECKING:
    from pynetns.device.netdevice import NetDevice

MAX_FLOWS = 100_000
MAX_MASKS = 64
MAX_PROGRAMS = 10_000
MAX_PENDING = 1 << 18


class FlowStore:
    """The paths of the frames that are injected at one device."""

    def __init__(self, device: "NetDevice", limit: int = MAX_FLOWS) -> None:
        self.device = device
        self.scheduler = device.scheduler
        self.limit = limit
        self.tables: list[MaskTable] = []
        self.size = 0
        self.misses = 0  # frames that took the slow way
        self.refusals: dict[str, int] = {}  # why paths were not remembered
        self._by_mask: dict[Mask, MaskTable] = {}
        self._paths: dict[Any, Path] = {}
        self._order: deque[Flow] = deque()  # oldest first, with some that are gone
        self._programs: dict[Any, Program] = {}
        self._rewrites: dict[Shape, Rewrite] = {}
        self._dirty: list[Path] = []
        self._pending: list[tuple[int, int | list[int], list[Flow]]] = []
        self._pending_frames = 0
        self._past_hits = 0  # of flows that are gone

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
        mask = recorder.mask
        table = self._by_mask.get(mask) or self._new_table(mask)
        key = table.cut(frame)
        known = table.flows.get(key)
        if known is not None:
            self.drop(known)
            if not table.flows:
                table = self._new_table(mask)
        if not self.size:
            self.scheduler.caches.append(self)
        flow = Flow(table, key, self._path(packet, recorder), recorder.strangers)
        flow.path.flows[flow] = None
        table.add(flow)
        self.size += 1
        self._order.append(flow)
        if len(self._order) > 2 * self.size + 1024:
            self._order = deque(flow for flow in self._order if flow in flow.path.flows)

    def _new_table(self, mask: Mask) -> MaskTable:
        if len(self.tables) >= MAX_MASKS:
            for flow in list(self.tables[-1].flows.values()):
                self.drop(flow)
        table = self._by_mask[mask] = MaskTable(mask[0], Conditions(*mask[1:]))
        self.tables.append(table)
        return table

    def _path(self, packet: RecordingPacket, recorder: Recorder) -> Path:
        """Flows over one path share it: what was recorded is the same."""
        program = self._program(recorder)
        key = program, recorder.until, len(recorder.counters), len(recorder.stamps), *recorder.counters, *recorder.stamps, *recorder.depends
        path = self._paths.get(key)
        if path is None:
            path = self._paths[key] = Path(self, key, program, recorder, packet.shape)
            if recorder.until:
                self.scheduler.expire(recorder.until, path)
        return path

    def _program(self, recorder: Recorder) -> Program:
        key = tuple([(shape, id(sink), direction) for shape, sink, direction in recorder.outputs])
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
            del self._by_mask[table.seen, *table.conditions]
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
