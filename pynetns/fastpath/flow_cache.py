"""The flow cache of one device: learned paths by masked key (after Open vSwitch's megaflows), and how a burst goes down them.

How a burst is processed is decided once for it: by columns if it is long and all of one flow, all keys in one go if flows are mixed, frame
by frame if it is short. A miss cuts the burst: what stands before it is sent, it is learned, the rest begins anew.
"""

from collections import Counter as Tally
from operator import attrgetter
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.fastpath.flow import Flow, MaskTable, Program
from pynetns.fastpath.recorder import Recorder, RecordingPacket, Shape
from pynetns.fastpath.rewrite import Burst, Rewrite, key_cutter

if TYPE_CHECKING:
    from pynetns.device.netdevice import NetDevice

MAX_FLOWS = 100_000
MAX_BURST = 256
COLUMNS_BRIDGED = 16  # from so many frames on columns pay, measured: 16 where nothing is rewritten, 10 where a header is
COLUMNS_ROUTED = 10
JOIN_LIMIT = 400  # a longer frame that is only bridged is compared by its first bytes, not joined
MAX_PENDING = 65536
_PROGRAM = attrgetter("program")
_KIND = attrgetter("program.kind")


class FlowCache:
    """The paths of the frames that are injected at one device."""

    def __init__(self, device: "NetDevice", limit: int = MAX_FLOWS) -> None:
        self.device = device
        self.scheduler = device.scheduler
        self.limit = limit
        self.tables: list[MaskTable] = []
        self.size = 0
        self.hits = 0  # frames that found their path
        self.misses = 0  # frames that took the slow way
        self._by_mask: dict[tuple[int, int, int, bool], MaskTable] = {}
        self._programs: dict[tuple[tuple[Shape, int, str], ...], Program] = {}
        self._rewrites: dict[Shape, Rewrite] = {}
        self._dirty: dict[Flow, None] = {}
        self._pending: list[tuple[int, list[Flow], int | list[int]]] = []
        self._pending_frames = 0

    # --- learning and forgetting -------------------------------------------------------------------------------------------------

    def learn(self, frame: bytes) -> None:
        """Send one frame the slow way and remember its path, if it is one to remember."""
        self.misses += 1
        scheduler = self.scheduler
        recorder = Recorder()
        packet = RecordingPacket(frame, recorder)
        scheduler.recorder = recorder
        try:
            self.device.inject_packet(packet)
        finally:
            scheduler.recorder = None
        if not recorder.refused:
            self._install(frame, recorder)

    def _install(self, frame: bytes, recorder: Recorder) -> None:
        mask = recorder.seen, recorder.shortest, recorder.longest, recorder.ipv4
        table = self._by_mask.get(mask)
        if table is None:
            table = self._by_mask[mask] = MaskTable(*mask)
            self.tables.append(table)
        key = table.cut(frame)
        known = table.flows.get(key)
        if known is not None:
            self.drop(known)
        if self.size >= self.limit:
            self.drop(self._oldest())
        if not self.size:
            self.scheduler.caches.append(self)
        table.flows[key] = Flow(self, table, key, self._program(recorder), recorder)
        self.size += 1

    def _oldest(self) -> Flow:
        return next(flow for table in self.tables for flow in table.flows.values())

    def _program(self, recorder: Recorder) -> Program:
        key = tuple((shape, id(capture), direction) for shape, capture, direction in recorder.outputs)
        program = self._programs.get(key)
        if program is None:
            if len(self._programs) >= self.limit:
                self._programs.clear()
            program = self._programs[key] = Program(recorder.outputs, self._rewrites)
        return program

    def drop(self, flow: Flow) -> None:
        """Forget one path, after it has paid."""
        self.settle()
        if flow.table.flows.get(flow.key) is flow:
            del flow.table.flows[flow.key]
            self.size -= 1
            for watchers, key in flow.depends:
                watchers.unwatch(key, flow)
            if not self.size and self in self.scheduler.caches:
                self.scheduler.caches.remove(self)

    def clear(self) -> None:
        """Forget everything."""
        self.settle()
        for table in self.tables:
            for flow in table.flows.values():
                for watchers, key in flow.depends:
                    watchers.unwatch(key, flow)
            table.flows.clear()
        self.tables.clear()
        self._by_mask.clear()
        self._programs.clear()
        self._rewrites.clear()
        self.size = 0

    @property
    def flows(self) -> list[Flow]:
        self.settle()
        return [flow for table in self.tables for flow in table.flows.values()]

    # --- counting ----------------------------------------------------------------------------------------------------------------

    def _account(self, flow: Flow, packets: int, size: int) -> None:
        if not flow.packets:
            if not self._dirty and not self._pending:
                self.scheduler.unsettled.append(self)
            self._dirty[flow] = None
        flow.packets += packets
        flow.hits += packets
        flow.bytes += size
        flow.used = self.scheduler._now
        self.hits += packets

    def _account_many(self, flows: list[Flow], lengths: int | list[int]) -> None:
        """Remember which flows the frames of a burst were of; who counts is sorted out when somebody looks."""
        if not self._dirty and not self._pending:
            self.scheduler.unsettled.append(self)
        self._pending.append((self.scheduler._now, flows, lengths))
        self._pending_frames += len(flows)
        self.hits += len(flows)
        if self._pending_frames > MAX_PENDING:
            self._count_pending()

    def _count_pending(self) -> None:
        pending, self._pending, self._pending_frames = self._pending, [], 0
        for now, flows, lengths in pending:
            if isinstance(lengths, int):
                for flow, packets in Tally(flows).items():
                    self._add(flow, packets, packets * lengths, now)
            else:
                for flow, length in zip(flows, lengths, strict=True):
                    self._add(flow, 1, length, now)

    def _add(self, flow: Flow, packets: int, size: int, now: int) -> None:
        self._dirty[flow] = None
        flow.packets += packets
        flow.hits += packets
        flow.bytes += size
        flow.used = max(flow.used, now)

    def settle(self) -> None:
        """Pay every counter and time of use that is owed."""
        if self in self.scheduler.unsettled:
            self.scheduler.unsettled.remove(self)
        self._count_pending()
        dirty, self._dirty = self._dirty, {}
        for flow in dirty:
            flow.settle()

    # --- sending -----------------------------------------------------------------------------------------------------------------

    def inject(self, frames: list[bytes]) -> None:
        """Send frames one after the other, as far as anybody can see."""
        if self.scheduler.busy:
            self._slowly(frames)  # inside of another frame's handling: order is what counts
            return
        if len(frames) == 1:
            self._send_one(frames[0])
            return
        at, end = 0, len(frames)
        while at < end:
            burst = frames[at:at + MAX_BURST]
            at += self._send(burst) if len(burst) > 1 else self._send_one(burst[0])

    def _slowly(self, frames: list[bytes]) -> None:
        for frame in frames:
            self.device.inject_packet(Packet(frame))

    def find(self, frame: bytes) -> Flow | None:
        """The path of one frame."""
        size = len(frame)
        for table in self.tables:
            if table.shortest <= size <= table.longest:
                flow = table.flows.get(table.cut(frame))
                if flow is not None and (not table.ipv4 or (
                        int.from_bytes(frame[14:34], "big") % 65535 == 0 and frame[16] << 8 | frame[17] == size - 14)):
                    return flow  # the version and header length are in the key
        return None

    def _send_one(self, frame: bytes) -> int:
        flow = self.find(frame)
        if flow is None:
            self.learn(frame)
        else:
            self._forward(flow, frame)
        return 1

    def _forward(self, flow: Flow, frame: bytes) -> None:
        self._account(flow, 1, len(frame))
        program = flow.program
        if program.outputs:
            results = [frame, *[rewrite.one(frame) for rewrite in program.rewrites]]
            for which, capture, direction in program.outputs:
                capture.add(direction, results[which])

    def _send(self, burst: list[bytes]) -> int:
        """Send as much of a burst as goes together; says how many frames that was."""
        sizes = set(map(len, burst))
        if min(sizes) >= 14:
            for table in self.tables:
                if table.shortest <= min(sizes) and max(sizes) <= table.longest and table.flows:
                    sent = self._send_by(table, burst, sizes)
                    if sent:
                        return sent
        return self._send_frame_by_frame(burst)

    def _send_frame_by_frame(self, burst: list[bytes]) -> int:
        """Until the first miss has been learned: then the rest may go together again."""
        for sent, frame in enumerate(burst, 1):
            flow = self.find(frame)
            if flow is None:
                self.learn(frame)
                return sent
            self._forward(flow, frame)
        return len(burst)

    def _send_by(self, table: MaskTable, burst: list[bytes], sizes: set[int]) -> int:
        """Send what of the burst is known to one table, from its beginning on; 0 if nothing is, or if columns do not pay."""
        k = len(burst)
        flow = table.flows.get(table.cut(burst[0]))
        if flow is None:
            return 0
        if k < (COLUMNS_ROUTED if table.ipv4 else COLUMNS_BRIDGED):
            return 0
        if not table.ipv4 and (len(sizes) > 1 or len(burst[0]) > JOIN_LIMIT or flow.program.rewrites):
            return self._send_by_keys(table, burst, sizes, list(map(table.cut, burst)), None)
        if table.width > (min(sizes) if len(sizes) == 1 else 34):
            return 0
        joined = Burst(burst, sizes)
        if not self._one_flow(flow, joined):
            keys = bytearray(joined.buf)
            zeros = bytes(k)
            for at in table.blank:
                keys[at::joined.n] = zeros
            return self._send_by_keys(table, burst, sizes, list(key_cutter(table.width, joined.n, k).unpack(keys)), joined)
        if flow.program.twice or (table.ipv4 and not joined.is_plain_ipv4(table.loose, flow.fixed)):
            return 0
        self._account(flow, k, len(burst[0]) * k if len(sizes) == 1 else sum(map(len, burst)))
        self._output(flow.program, burst, joined)
        return k

    @staticmethod
    def _one_flow(flow: Flow, joined: Burst) -> bool:
        """Do all frames agree with the flow's key? A comparison a byte of the key, the likeliest to differ first."""
        columns = flow.columns
        if columns is None or columns[0] != joined.k:
            columns = flow.columns = joined.k, [(at, flow.key[at:at + 1] * joined.k) for at in reversed(flow.table.kept)]
        buf, n = joined.buf, joined.n
        return all(buf[at::n] == column for at, column in columns[1])

    def _send_by_keys(self, table: MaskTable, burst: list[bytes], sizes: set[int], keys: list[bytes], joined: Burst | None) -> int:
        """Flows mixed: look all keys up, send those before the first miss together."""
        flows = list(map(table.flows.get, keys))
        if None in flows:
            known = flows.index(None)
            if known < 2:
                return 0
            return self._send_by_keys(table, burst[:known], set(map(len, burst[:known])), keys[:known], None) or 0
        found: list[Flow] = flows  # type: ignore[assignment]
        programs = set(map(_PROGRAM, found))
        program = found[0].program
        if program.twice or (len(programs) > 1 and len(set(map(_KIND, found))) > 1):
            return 0
        if table.ipv4 or program.rewrites:
            if joined is None:
                joined = Burst(burst, sizes)
            if table.ipv4 and not joined.is_plain_ipv4():
                return 0
        self._account_many(found, len(burst[0]) if len(sizes) == 1 else list(map(len, burst)))
        if program.outputs:
            self._output(program, burst, joined, found if len(programs) > 1 else None)
        return len(burst)

    @staticmethod
    def _output(program: Program, burst: list[bytes], joined: Burst | None, flows: list[Flow] | None = None) -> None:
        """To each capture on the way its view of the frames."""
        if not program.outputs:
            return
        results = [burst]
        for j, rewrite in enumerate(program.rewrites):
            assert joined is not None
            values = b"".join([flow.program.rewrites[j].values for flow in flows]) if flows is not None else None
            results.append(rewrite.burst(joined, values))
        for which, capture, direction in program.outputs:
            capture.add_burst(direction, results[which])
