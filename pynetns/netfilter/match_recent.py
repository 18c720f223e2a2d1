"""`-m recent`: who was here lately. net/netfilter/xt_recent.c: lists by name, shared by the rules of a namespace that use the name."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, check_file_name, invalid
from pynetns.netfilter.match_limit import HZ, TICK
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import IP_SRC_DST, IP_TTL

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

MAX_ENTRIES = 100  # ip_list_tot
STAMPS = 32  # visits that are remembered where no rule asks for more
MAX_STAMPS = 65536  # the most hits that a rule may ask for, and one


class RecentEntry:
    """An address, and when it was seen; the last `limit` times."""

    __slots__ = ("stamps", "ttl")

    def __init__(self, ttl: int, now: int, limit: int) -> None:
        self.ttl = ttl
        self.stamps: deque[int] = deque([now], maxlen=limit)


class RecentList:
    """Entries by address, the one that was used longest ago first. The rule that made it has decided which part of an address counts."""

    def __init__(self, mask: int, stamps: int) -> None:
        self.entries: dict[int, RecentEntry] = {}
        self.mask = mask
        self.stamps_kept = stamps

    def keep(self, stamps: int) -> None:
        """A rule wants more hits remembered: the list begins anew."""
        if stamps > self.stamps_kept:
            self.entries.clear()
            self.stamps_kept = stamps

    def add(self, address: int, ttl: int, now: int) -> None:
        if len(self.entries) >= MAX_ENTRIES:
            del self.entries[next(iter(self.entries))]
        self.entries[address] = RecentEntry(ttl, now, self.stamps_kept)

    def update(self, address: int, entry: RecentEntry, now: int) -> None:
        entry.stamps.append(now)
        self.entries[address] = self.entries.pop(address)

    def reap(self, before: int, spared: RecentEntry | None) -> None:
        """Only the oldest, and only if its last visit is out of the window."""
        for address, entry in self.entries.items():
            if entry is not spared and entry.stamps[-1] < before:
                del self.entries[address]
            break


@dataclass(frozen=True, slots=True)
class Recent(Match):
    """`action` is set, rcheck, update or remove."""

    name = "recent"
    action: str
    seconds: int = 0
    hitcount: int = 0
    reap: bool = False
    rttl: bool = False
    list_name: str = "DEFAULT"
    mask: int = 0xFFFFFFFF
    dest: bool = False
    invert: bool = False

    def check(self, entry: EntryCheck) -> None:
        if self.action in ("set", "remove") and (self.seconds or self.hitcount or self.rttl or self.reap):
            raise invalid("")
        if self.reap and not self.seconds:
            raise invalid("")
        if self.hitcount >= MAX_STAMPS:
            raise invalid(f"xt_recent: hitcount ({self.hitcount}) is larger than allowed maximum ({MAX_STAMPS - 1})")
        check_file_name(self.list_name)

    @property
    def stamps(self) -> int:
        """How many visits the rule wants remembered: a power of two."""
        return 1 << (self.hitcount - 1).bit_length() if self.hitcount else STAMPS

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        scheduler = namespace.scheduler
        recent = namespace.iptables.recent[self.list_name]
        sets = self.action == "set"

        def match(packet: Packet, state: HookState) -> bool:
            now = scheduler.now // TICK
            src, dst = packet.read(IP_SRC_DST)
            ttl: int = packet.read(IP_TTL)[0]
            address = (dst if self.dest else src) & recent.mask
            if state.outdev is not None and packet.device is not None:
                ttl += 1  # as seen before forwarding
            entry = recent.entries.get(address)
            if entry is not None and self.rttl and entry.ttl and entry.ttl != ttl:
                entry = None
            if entry is None:
                if not sets:
                    return self.invert
                recent.add(address, ttl, now)
                return not self.invert
            answer = self.invert
            if sets:
                answer = not answer
            elif self.action == "remove":
                del recent.entries[address]
                answer = not answer
            else:
                oldest = now - self.seconds * HZ
                hits = 0
                for stamp in entry.stamps:
                    if self.seconds and stamp < oldest:
                        continue
                    hits += 1
                    if not self.hitcount or hits >= self.hitcount:
                        answer = not answer
                        break
                if self.reap:
                    recent.reap(oldest, entry if self.action == "update" and answer else None)
            if sets or (self.action == "update" and answer):
                entry.ttl = ttl
                recent.update(address, entry, now)
            return answer

        return match
