"""The flow cache of one device: learned paths by masked key (after Open vSwitch's megaflows), and how a burst goes down them.

How a burst is processed is decided once for it: by columns if it is long and all of one flow, all keys in one go if flows are mixed, frame
by frame if it is short. A miss cuts the burst: what stands before it is sent, it is learned, the rest begins anew.
"""

from array import array
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pynetns.device.packet import Packet
from pynetns.fastpath.burst import JOIN_LIMIT, Burst, is_stranger
from pynetns.fastpath.flow import PROGRAM, STRANGERS, Flow, MaskTable, Program
from pynetns.fastpath.flow_store import MAX_FLOWS, FlowStore
from pynetns.fastpath.lanes import key_cutter
from pynetns.fastpath.rewrite import Later

if TYPE_CHECKING:
    from pynetns.device.netdevice import NetDevice

MAX_BURST = 256
SHORT = 6  # shorter bursts go frame by frame
RUN = 24  # so many frames of one flow at the beginning of a burst go as one flow, though others follow
# Of bytes this is the length and 33, of any other buffer a number that has nothing to do with its length: type and length in one pass. What
# is not bytes is found out by the length of what was joined, but for those that look as long as bytes of an odd size.
_SIZE = object.__sizeof__
_EMPTY = _SIZE(b"")
_LOOKS = frozenset(_SIZE(buffer) - _EMPTY for buffer in (bytearray(), memoryview(b""), array("B")))


class FlowCache(FlowStore):
    """The paths of the frames that are injected at one device, and the ways down them."""

    def __init__(self, device: "NetDevice", limit: int = MAX_FLOWS) -> None:
        super().__init__(device, limit)
        self._last: Flow | None = None  # whose the last burst of one flow was

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
        k, flow, same, others = len(burst), self._last, 0, b""
        other: bytes | None = None  # the frame of another flow behind many of one
        if flow is not None and flow in flow.path.flows:  # most bursts are like the one before: then nothing is to be found
            columns = flow.columns
            if columns is not None and buf and columns.n == columns.size == size and columns.k >= k:
                same, others = columns.agree(buf, RUN)
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
            joined = Burst(burst, size, table.head, buf)
            columns = flow.columns
            if columns is None or columns.k < k or columns.n != joined.n or columns.size != size:
                columns = table.columns(flow, joined.n, k, size)
            same, others = columns.agree(joined.buf, RUN)
        assert flow is not None
        table = flow.table
        if same < k:
            if size and others and self._others_hold(flow, joined.without(same, others)):
                return self._send_around(flow, burst, size, same)
            if same < RUN:
                self._last = None
                return self._send_mixed(table, joined)
            if same >= 2 * RUN:
                other = burst[same]
            joined, burst, k = joined.first(same), burst[:same], same
        if table.conditions.ipv4:
            good = _holds(flow, joined, bool(size))
            if good < k:
                if good < SHORT:
                    return self._send_each(burst[:good + 1], [flow] * good + [None])
                burst, k, other = burst[:good], good, None
        if flow.program.outputs and flow.program.kind is None:
            return self._send_each(burst, [flow] * k)
        self._last = flow
        self._send_one_flow(flow, burst, size)
        if other is None:
            return k
        self.inject_one(bytes(other))  # by itself, so that the rest of the burst begins with a frame of the same flow again
        return k + 1

    def _send_one_flow(self, flow: Flow, burst: list[bytes], size: int) -> None:
        """Frames of one flow, whose conditions hold."""
        self._account(flow, len(burst), size * len(burst) if size else sum(map(len, burst)))
        if flow.program.outputs:
            self._output(flow.program, burst, size)

    @staticmethod
    def _others_hold(flow: Flow, others: Burst) -> bool:
        """Do all frames of a burst that agree on the key of one flow meet its conditions, and need no order of their own?"""
        if flow.program.outputs and flow.program.kind is None:
            return False
        return not flow.table.conditions.ipv4 or _holds(flow, others, True) == others.k

    def _send_around(self, flow: Flow, burst: list[bytes], size: int, at: int) -> int:
        """One other frame among those of a flow. What is behind it was recognised already, and goes the same way unless that frame was new
        and changed it."""
        self._send_one_flow(flow, burst[:at], size)
        self.inject_one(bytes(burst[at]))
        rest = burst[at + 1:]
        if flow not in flow.path.flows:
            return at + 1
        self._last = flow
        if rest:
            self._send_one_flow(flow, rest, size)
        return len(burst)

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
        keys, burst = _keys(table, joined), list(joined.frames)
        try:
            flows: list[Flow] = list(itemgetter(*keys)(table.flows))
        except KeyError:
            found = self._found_in_tables(table, joined, list(map(table.flows.get, keys)))
            flows = list(filter(None, found))
            if len(flows) < joined.k:
                return self._send_each(burst, found)
            self._send_known(flows, burst, joined.size)
            return joined.k
        if not _all_hold(table, joined, flows):
            return self._send_each(burst, _verified(table, joined, flows))
        self._send_known(flows, burst, joined.size, table)
        return joined.k

    def _found_in_tables(self, first: MaskTable, joined: Burst, found: list[Flow | None]) -> list[Flow | None]:
        """What one table does not have looked up in others, as long as many are missing, the next of them is known somewhere, and many are
        found there."""
        flows, found_there = _verified(first, joined, found), SHORT
        while flows.count(None) >= SHORT and found_there >= SHORT:
            at = flows.index(None)
            flow = flows[at] = self._find(joined.frames[at])
            if flow is None:
                break
            table = flow.table
            if not (table.head <= joined.n and table.shortest <= joined.shortest and joined.longest <= table.longest):
                break
            more = _verified(table, joined, list(map(table.flows.get, _keys(table, joined))))
            found_there = joined.k - more.count(None)
            flows = [flow or other for flow, other in zip(flows, more)]
        return flows

    def _send_each(self, burst: list[bytes], found: Sequence[Flow | None]) -> int:
        """What is known of a burst's flows is `found`; ask of each of the others. Those before the first miss are sent, it is learned."""
        flows: list[Any] = list(found)
        known = len(burst)
        for i in [i for i, flow in enumerate(flows) if flow is None]:
            flows[i] = self._find(burst[i])
            if flows[i] is None:
                known = i
                break
        if known:
            frames = burst[:known]
            size = len(frames[0])
            self._send_known(flows[:known], frames, size if set(map(len, frames)) == {size} else 0)
        if known == len(burst):
            return known
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


def _keys(table: MaskTable, joined: Burst) -> tuple[bytes, ...]:
    """What each frame of a burst is looked up by."""
    n, k = joined.n, joined.k
    cut = key_cutter(table.width, n, k).unpack
    if not table.blank:
        return cut(joined.buf)
    blanked, zeros = bytearray(joined.buf), bytes(k)
    for at in table.blank:
        blanked[at::n] = zeros
    return cut(blanked)


def _holds(flow: Flow, joined: Burst, length_is_known: bool) -> int:
    """How many frames from the first on of those that have one flow's key meet its conditions."""
    table = flow.table
    good = joined.holds(table.conditions, table.loose, flow.fixed, length_is_known)
    return min(good, joined.from_strangers(flow.strangers)) if table.conditions.strangers else good


def _all_hold(table: MaskTable, joined: Burst, flows: list[Flow]) -> bool:
    """Do all frames meet the conditions of their flows, which are of one table?"""
    conditions = table.conditions
    if not conditions.ipv4:
        return True
    return joined.holds_all(conditions) == joined.k and (
        not conditions.strangers or joined.from_strangers(table.no_sources) == joined.k
        or joined.from_strangers_each(map(STRANGERS, flows)))


def _verified(table: MaskTable, joined: Burst, found: Sequence[Flow | None]) -> list[Flow | None]:
    """Of the flows that were found by their keys in one table, those whose frames meet its conditions."""
    flows = list(found)
    if table.conditions.ipv4:
        frames = joined.frames
        for i in range(joined.holds_all(table.conditions), joined.k):
            if flows[i] is not None and table.find(frames[i], len(frames[i])) is None:
                flows[i] = None
    if table.conditions.strangers and joined.from_strangers(table.no_sources) < joined.k:
        for i, frame in enumerate(joined.frames):
            flow = flows[i]
            if flow is not None and not is_stranger(frame, flow.strangers):
                flows[i] = None
    return flows
