"""`-m hashlimit`: a limit for each address or port. net/netfilter/xt_hashlimit.c, revision 3, in the kernel's arithmetic."""

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, check_file_name, invalid
from pynetns.netfilter.match_limit import HZ, TICK
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import IP_PROTO, IP_SRC_DST, PORT_PROTOCOLS, ports, read_at
from pynetns.wire.address import mask

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

SCALE = 1_000_000  # XT_HASHLIMIT_SCALE_v2
BYTE_SHIFT = 4
U64 = (1 << 64) - 1
CREDITS_PER_JIFFY = 1 << 39  # POW2_BELOW64(2**64 / (HZ * 60 * 60 * 24))
CREDITS_PER_JIFFY_BYTES = 1 << 23  # POW2_BELOW32(0xFFFFFFFF / HZ)
DEFAULT_SIZE = 8192  # buckets on a machine of a gigabyte or more
MODES = ("srcip", "srcport", "dstip", "dstport")


def user2credits(user: int) -> int:
    per_second = HZ * CREDITS_PER_JIFFY
    return user * (per_second // SCALE) & U64 if per_second > SCALE else user // (SCALE // per_second)


def user2credits_byte(user: int) -> int:
    return user * HZ * CREDITS_PER_JIFFY_BYTES >> 32 & 0xFFFFFFFF


class Bucket:
    """What one address may still send: struct dsthash_ent."""

    __slots__ = ("cap", "cost", "credit", "expires", "previous")

    def __init__(self, credit: int, cost: int, cap: int, now: int) -> None:
        self.credit, self.cost, self.cap, self.previous = credit, cost, cap, now
        self.expires = now


class HashTable:
    """The buckets of one --hashlimit-name, with the settings of the rule that made it."""

    def __init__(self, rule: "HashLimit") -> None:
        self.rule = rule
        size = rule.size or DEFAULT_SIZE
        self.maximum = 8 * size if rule.maximum == 0 else max(rule.maximum, size)
        self.buckets: dict[tuple[int, ...], Bucket] = {}
        self.swept = 0

    def sweep(self, now: int) -> None:
        """What the garbage collector has taken away by now: it runs each `gc_interval` and drops what is expired."""
        interval = max(self.rule.gc_interval * HZ // 1000, 1)
        if now - self.swept >= interval:
            self.swept = now - now % interval
            for key in [key for key, bucket in self.buckets.items() if bucket.expires <= self.swept]:
                del self.buckets[key]


@dataclass(frozen=True, slots=True)
class HashLimit(Match):
    """`average` is a cost per packet in millionths of a second, or as bytes_to_cost() has it."""

    name = "hashlimit"
    average: int
    burst: int
    above: bool
    bytes_mode: bool
    modes: tuple[str, ...]
    table_name: str
    size: int = 0
    maximum: int = 0
    gc_interval: int = 1000
    expire: int = 1000
    srcmask: int = 32
    dstmask: int = 32
    rate_match: bool = False
    interval: int = 0

    def check(self, entry: EntryCheck) -> None:
        if self.gc_interval == 0 or self.expire == 0 or max(self.srcmask, self.dstmask) > (32 if entry.family == 4 else 128):
            raise invalid("")
        check_file_name(self.table_name)
        if self.bytes_mode:
            if user2credits_byte(self.average) == 0:
                raise invalid(f"xt_hashlimit: overflow, rate too high: {self.average}")
        elif self.burst == 0 or user2credits(self.average * self.burst & U64) < user2credits(self.average):
            raise invalid(f"xt_hashlimit: overflow, try lower: {self.average}/{self.burst}", errno.ERANGE)

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        scheduler = namespace.scheduler
        table = namespace.iptables.hash_tables[self.table_name]
        shared = table.rule
        src_mask, dst_mask = mask(shared.srcmask), mask(shared.dstmask)
        by_src, by_sport, by_dst, by_dport = (mode in shared.modes for mode in MODES)

        def match(packet: Packet, state: HookState) -> bool:
            now = scheduler.now // TICK
            src, dst = packet.read(IP_SRC_DST)
            sport = dport = 0
            if by_sport or by_dport:
                proto = packet.read(IP_PROTO)[0]
                offset = PORT_PROTOCOLS.get(proto)
                if offset is not None:
                    if not packet.has(state.thoff + offset + 4):
                        state.hotdrop = True
                        return False
                    if offset:
                        sport, dport = read_at(packet, state.thoff + offset, "H"), read_at(packet, state.thoff + offset + 2, "H")
                    else:
                        sport, dport = ports(packet, state)
            key = (src & src_mask if by_src else 0, dst & dst_mask if by_dst else 0, sport if by_sport else 0, dport if by_dport else 0)
            table.sweep(now)
            bucket = table.buckets.get(key)
            if bucket is None:
                if len(table.buckets) >= table.maximum:
                    state.hotdrop = True
                    return False
                bucket = table.buckets[key] = self._new_bucket(shared, now)
            else:
                self._refill(shared, bucket, now)
            bucket.expires = now + shared.expire * HZ // 1000
            if shared.rate_match:
                over = self._over_rate(shared, bucket, len(packet) - 14)
                return over is self.above
            cost = self._byte_cost(bucket, len(packet) - 14) if self.bytes_mode else bucket.cost
            if bucket.credit >= cost:
                bucket.credit -= cost
                return not self.above
            return self.above

        return match

    @staticmethod
    def _new_bucket(shared: "HashLimit", now: int) -> Bucket:
        """rateinfo_init()."""
        if shared.rate_match:
            # The counter of an interval, the rate allowed, and when the interval began.
            return Bucket(0, shared.average, 0, now)
        if shared.bytes_mode:
            return Bucket(CREDITS_PER_JIFFY_BYTES * HZ, user2credits_byte(shared.average), shared.burst, now)
        credit = user2credits(shared.average * shared.burst & U64)
        return Bucket(credit, user2credits(shared.average), credit, now)

    @staticmethod
    def _refill(shared: "HashLimit", bucket: Bucket, now: int) -> None:
        """rateinfo_recalc()."""
        delta = now - bucket.previous
        if shared.rate_match:
            interval = shared.interval * HZ
            if delta >= interval:
                bucket.previous = now
                bucket.cap = bucket.credit * HZ // delta if delta else 0
                bucket.credit = 0
            return
        if not delta:
            return
        bucket.previous = now
        if shared.bytes_mode:
            bucket.credit = min(bucket.credit + CREDITS_PER_JIFFY_BYTES * delta, CREDITS_PER_JIFFY_BYTES * HZ)
        else:
            bucket.credit = min(bucket.credit + delta * CREDITS_PER_JIFFY, bucket.cap)

    @staticmethod
    def _byte_cost(bucket: Bucket, length: int) -> int:
        """hashlimit_byte_cost(): the burst is how often an empty bucket is filled again at once."""
        cost = min(((length >> BYTE_SHIFT) + 1) * bucket.cost, CREDITS_PER_JIFFY_BYTES * HZ)
        if bucket.credit < cost and bucket.cap:
            bucket.cap -= 1
            bucket.credit = CREDITS_PER_JIFFY_BYTES * HZ
        return cost

    @staticmethod
    def _over_rate(shared: "HashLimit", bucket: Bucket, length: int) -> bool:
        """The rate of the last whole interval, against the one that is asked for."""
        bucket.credit += length if shared.bytes_mode else 1
        rate = bucket.cap
        if shared.bytes_mode:
            allowed = (0xFFFFFFFF // shared.average - 1) << BYTE_SHIFT if shared.average else 0
        else:
            allowed = SCALE // shared.average if shared.average else 0
        return rate > allowed
