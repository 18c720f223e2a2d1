"""Reassembly: net/ipv4/ip_fragment.c and inet_fragment.c, RFC 791 and RFC 5722's rule that overlaps drop the whole datagram."""

from bisect import insort
from typing import TYPE_CHECKING

from pynetns.device.packet import IP, Packet, View
from pynetns.device.scheduler import SECOND, Timer
from pynetns.netns.neigh_entry import truesize
from pynetns.wire.checksum import checksum
from pynetns.wire.icmp import ICMP_EXC_FRAGTIME, ICMP_TIME_EXCEEDED

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

IP_DF, IP_MF, IP_OFFSET = 0x4000, 0x2000, 0x1FFF
HEADER = View(vihl=(14, "B"), tos=(15, "B"), length=(16, "H"), id=(18, "H"), frag=(20, "H"), proto=(23, "B"), src=(26, "I"), dst=(30, "I"))
QUEUE_SIZE = 200  # what struct ipq counts against the limit
# ip_frag_ecn_table: which combinations of ECN marks (not-ECT 1, ECT(1) 2, ECT(0) 4, CE 8) can't be one datagram.
_BAD_ECN = frozenset((1 | 2, 1 | 4, 1 | 8, 1 | 2 | 4, 1 | 2 | 8, 1 | 4 | 8, 1 | 2 | 4 | 8))

NEW, DUPLICATE, OVERLAP = "new", "duplicate", "overlap"
Key = tuple[int, int, int, int]


class FragmentQueue:
    """The pieces of one datagram, by where they start."""

    __slots__ = ("ecn", "first", "last_in", "length", "max_df_size", "max_size", "meat", "memory", "pieces", "runs", "timer")

    def __init__(self) -> None:
        self.pieces: dict[int, bytes] = {}
        self.runs: list[tuple[int, int]] = []  # stretches without a gap that came in order, sorted
        self.length = 0
        self.meat = 0
        self.last_in = False
        self.first: Packet | None = None
        self.ecn = 0
        self.max_size = 0
        self.max_df_size = 0
        self.memory = QUEUE_SIZE
        self.timer: Timer | None = None

    def place(self, start: int, end: int) -> str:
        """inet_frag_queue_insert(): a piece within one stretch is a duplicate and dropped alone, any other overlap takes all."""
        runs = self.runs
        if not runs or runs[-1][1] < end:
            if runs and start < runs[-1][1]:
                return OVERLAP
            if runs and start == runs[-1][1]:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
            return NEW
        for first, last in runs:
            if start < last and first < end:
                return DUPLICATE if first <= start and end <= last else OVERLAP
        insort(runs, (start, end))
        return NEW


class Fragments:
    """All unfinished datagrams of a namespace."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.queues: dict[Key, FragmentQueue] = {}
        self.memory = 0

    def add(self, packet: Packet) -> Packet | None:
        """ip_defrag(): the whole datagram if this was its last piece, else None."""
        self.namespace.scheduler.refuse("is a fragment to be put together")
        namespace = self.namespace
        packet.count(namespace.mib.IpReasmReqds)
        _, _, _, number, _, proto, src, dst = packet.read(HEADER)
        key = (number, src, dst, proto)
        queue = self.queues.get(key)
        if queue is None:
            limit = namespace.sysctl.number("net.ipv4.ipfrag_high_thresh")
            if not limit or self.memory > limit:
                packet.count(namespace.mib.IpReasmFails)
                return None
            queue = self.queues[key] = FragmentQueue()
            self.memory += QUEUE_SIZE
            lifetime = namespace.sysctl.number("net.ipv4.ipfrag_time") * SECOND
            queue.timer = namespace.scheduler.timer(lifetime, lambda: self._expire(key))
        return self._insert(key, queue, packet)

    def _insert(self, key: Key, queue: FragmentQueue, packet: Packet) -> Packet | None:
        """ip_frag_queue()."""
        mib = self.namespace.mib
        vihl, tos, length, _, frag, _, _, _ = packet.read(HEADER)
        header = (vihl & 15) * 4
        start = (frag & IP_OFFSET) * 8
        payload = packet.slice(IP + header, IP + length)
        more = bool(frag & IP_MF)
        end = start + len(payload)
        if not more:
            if end < queue.length or (queue.last_in and end != queue.length):
                self._discard(key, packet)
                return None
            queue.last_in, queue.length = True, end
        else:
            if end & 7:
                end &= ~7
                payload = payload[:end - start]
            if end > queue.length:
                if queue.last_in:
                    self._discard(key, packet)
                    return None
                queue.length = end
        if end == start:
            self._discard(key, packet)
            return None
        fate = queue.place(start, end)
        if fate == DUPLICATE:
            return None
        if fate == OVERLAP:
            packet.count(mib.IpExtReasmOverlaps)
            self._discard(key, packet)
            return None
        size = truesize(len(packet))
        queue.pieces[start] = payload
        queue.meat += len(payload)
        queue.ecn |= 1 << (tos & 3)
        queue.memory += size
        self.memory += size
        total = len(payload) + header
        queue.max_size = max(queue.max_size, total)
        if frag & IP_DF:
            queue.max_df_size = max(queue.max_df_size, total)
        if start == 0:
            queue.first = packet
        if queue.first is not None and queue.last_in and queue.meat == queue.length:
            return self._reassemble(key, queue)
        return None

    def _discard(self, key: Key, packet: Packet) -> None:
        self._kill(key)
        packet.count(self.namespace.mib.IpReasmFails)

    def _kill(self, key: Key) -> FragmentQueue:
        queue = self.queues.pop(key)
        self.memory -= queue.memory
        if queue.timer is not None:
            queue.timer.cancel()
        return queue

    def _reassemble(self, key: Key, queue: FragmentQueue) -> Packet | None:
        """ip_frag_reasm(): the first piece's header, all payloads, the device of the last piece that came."""
        self._kill(key)
        mib, first = self.namespace.mib, queue.first
        assert first is not None
        vihl, tos, *_ = first.read(HEADER)
        header = (vihl & 15) * 4
        length = header + queue.length
        if length > 0xFFFF or queue.ecn in _BAD_ECN:
            first.count(mib.IpReasmFails)
            return None
        ecn = 3 if queue.ecn & 8 and queue.ecn & 6 else tos & 3
        df = queue.max_df_size and queue.max_df_size == queue.max_size
        head = first.slice(IP, IP + header)
        head = head[:1] + bytes((tos & 0xFC | ecn,)) + length.to_bytes(2, "big") + head[4:6] + (IP_DF if df else 0).to_bytes(2, "big") + (
            head[8:10] + b"\0\0" + head[12:])
        head = head[:10] + checksum(head).to_bytes(2, "big") + head[12:]
        whole = Packet(first.slice(0, IP) + head + b"".join(queue.pieces[start] for start in sorted(queue.pieces)), first.device)
        first.copy_notes(whole)
        whole.dst, whole.options = first.dst, first.options
        whole.reassembled_mtu = queue.max_size if df or not queue.max_df_size else max(queue.max_size, queue.max_df_size)
        whole.parts = tuple(len(queue.pieces[start]) for start in sorted(queue.pieces))
        whole.count(mib.IpReasmOKs)
        return whole

    def _expire(self, key: Key) -> None:
        """ip_expire(): the sender is told if its first piece is there and was for this host."""
        namespace = self.namespace
        queue = self._kill(key)
        namespace.mib.IpReasmFails.add(1)
        namespace.mib.IpReasmTimeout.add(1)
        first = queue.first
        if first is None or first.device is None:
            return
        namespace.icmp.send_error(first, ICMP_TIME_EXCEEDED, ICMP_EXC_FRAGTIME, 0)
        namespace.scheduler.drain()
