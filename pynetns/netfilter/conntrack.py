"""Connection tracking: which connection a packet is of (net/netfilter/nf_conntrack_core.c, in its order).

A namespace tracks only while something needs it: a rule that looks at connections, or one that translates (nf_ct_netns_get).
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pynetns.device.packet import IP, Counter, Packet
from pynetns.device.scheduler import Scheduler
from pynetns.device.table import Table
from pynetns.netfilter.connection import (
    IP_CT_ESTABLISHED, IP_CT_ESTABLISHED_REPLY, IP_CT_IS_REPLY, IP_CT_NEW, IP_CT_RELATED, IP_CT_RELATED_REPLY, IPS_ASSURED,
    IPS_CONFIRMED, IPS_DYING, IPS_EXPECTED, IPS_NAT_DONE_MASK, IPS_SEEN_REPLY, ORIGINAL, REPLY, Connection, Template,
)
from pynetns.netfilter.conntrack_icmp import icmp_error, track_icmp
from pynetns.netfilter.conntrack_tcp import TcpState, track_tcp
from pynetns.netfilter.conntrack_udp import track_generic, track_udp
from pynetns.netfilter.tuple import HEADER, IPPROTO_UDPLITE, Tuple, of_packet
from pynetns.netns.hooks import ACCEPT, DROP, LOCAL_IN, LOCAL_OUT, POST_ROUTING, PRE_ROUTING, REPEAT, STOLEN, HookState
from pynetns.netns.snmp import Mib
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# include/uapi/linux/netfilter_ipv4.h: enum nf_ip_hook_priorities.
NF_IP_PRI_CONNTRACK_DEFRAG, NF_IP_PRI_CONNTRACK, NF_IP_PRI_CONNTRACK_CONFIRM = -400, -200, (1 << 31) - 1
EVICTION_RANGE = 8  # buckets that are looked through for one that may go
Listener = Callable[[str, Connection], None]
_TRACKERS = {IPPROTO_TCP: track_tcp, IPPROTO_UDP: track_udp, IPPROTO_UDPLITE: track_udp, IPPROTO_ICMP: track_icmp}
_MAY_CLASH = frozenset((IPPROTO_UDP, IPPROTO_ICMP, IPPROTO_UDPLITE))


class Conntrack:
    """The connections of a namespace, each under the tuples of both directions. Iterates over them, oldest first."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.scheduler: Scheduler = namespace.scheduler
        self.tuples: Table[Tuple, Connection] = Table(namespace.scheduler)
        self.statistics = Mib(namespace.scheduler)  # found, invalid, insert, insert_failed, drop, early_drop, clash_resolve
        self.listeners: list[Listener] = []
        self.forgotten: list[Callable[[Connection], None]] = []  # who wants to know of one that goes
        self._connections: dict[Connection, None] = {}
        self._buckets: dict[int, dict[Connection, None]] = {}
        self._needed_by: set[str] = set()
        self._last_identifier = 0

    # --- being needed ------------------------------------------------------------------------------------------------------------

    def need(self, who: str, wanted: bool) -> None:
        """Track as long as anybody needs it: nf_ct_netns_get() and nf_ct_netns_put()."""
        before = bool(self._needed_by)
        (self._needed_by.add if wanted else self._needed_by.discard)(who)
        if bool(self._needed_by) == before:
            return
        hooks = self.namespace.hooks
        for hook, priority, function in ((PRE_ROUTING, NF_IP_PRI_CONNTRACK_DEFRAG, self.defragment),
                                         (LOCAL_OUT, NF_IP_PRI_CONNTRACK_DEFRAG, self.defragment),
                                         (PRE_ROUTING, NF_IP_PRI_CONNTRACK, self.track), (LOCAL_OUT, NF_IP_PRI_CONNTRACK, self.track),
                                         (POST_ROUTING, NF_IP_PRI_CONNTRACK_CONFIRM, self.confirm),
                                         (LOCAL_IN, NF_IP_PRI_CONNTRACK_CONFIRM, self.confirm)):
            if wanted:
                hooks.register(hook, priority, function)
            else:
                hooks.unregister(hook, function)

    @property
    def is_needed(self) -> bool:
        return bool(self._needed_by)

    def number(self, name: str) -> int:
        """net.netfilter.nf_conntrack_NAME."""
        return self.namespace.sysctl.number(f"net.netfilter.nf_conntrack_{name}")

    # --- looking at them ---------------------------------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Connection]:
        self.scheduler.settle("lists connections")
        return iter(list(self._connections))

    def __len__(self) -> int:
        self.scheduler.refuse("counts connections")
        return len(self._connections)

    def find(self, tuple_: Tuple) -> Connection | None:
        """The connection that has this tuple in either direction."""
        return self.tuples.look(tuple_)

    def is_taken(self, tuple_: Tuple, by_other_than: Connection) -> bool:
        """nf_conntrack_tuple_taken(): two connections of one origin are the same flow, and settle that when they are confirmed."""
        other = self.tuples.look(tuple_)
        return other is not None and other is not by_other_than and other.original != by_other_than.original

    def connection_changed(self, connection: Connection) -> None:
        """What was learned from its state must be learned again."""
        if connection.is_confirmed:
            self.tuples.watchers.changed(connection.original)
            self.tuples.watchers.changed(connection.reply)
        else:
            self.scheduler.refuse("changes a connection")

    # --- packets -----------------------------------------------------------------------------------------------------------------

    def defragment(self, packet: Packet, state: HookState) -> int:
        """ipv4_conntrack_defrag(): trackers see whole datagrams."""
        if packet.ct is not None and not isinstance(packet.ct, Template):
            return ACCEPT
        if packet.untracked or not packet.read(HEADER)[1] & 0x3FFF:
            return ACCEPT
        whole = self.namespace.fragments.add(packet)
        if whole is None:
            return STOLEN
        packet.become(whole)
        packet.ignore_df = True
        return ACCEPT

    def track(self, packet: Packet, state: HookState) -> int:
        """nf_conntrack_in()."""
        zones = (0, 0)
        if packet.ct is not None or packet.untracked:
            if packet.untracked or not isinstance(packet.ct, Template):
                return ACCEPT  # seen before, on lo, or not to be seen
            zones = packet.ct.zone_original, packet.ct.zone_reply
            packet.ct = None
        vihl, frag, proto, src, dst = packet.read(HEADER)
        offset = IP + (vihl & 15) * 4
        if frag & 0x1FFF or (state.hook == LOCAL_OUT and frag & 0x3FFF):
            if state.hook == PRE_ROUTING:
                packet.count(self.statistics.invalid)
            return ACCEPT
        if proto == IPPROTO_ICMP:
            verdict = icmp_error(self, packet, offset, state, zones)
            if verdict <= 0:
                packet.count(self.statistics.invalid)
                return -verdict
            if packet.ct is not None:
                return ACCEPT
        verdict = -REPEAT
        while verdict == -REPEAT:
            verdict = self._look_and_track(packet, state, offset, (src, dst, proto), zones)
        return verdict

    def _look_and_track(self, packet: Packet, state: HookState, offset: int, header: tuple[int, int, int], zones: tuple[int, int]) -> int:
        """The part of nf_conntrack_in() that is done again for a connection that is opened anew."""
        src, dst, proto = header
        tuple_ = of_packet(packet, src, dst, proto, offset, zones[ORIGINAL])
        connection = self.tuples.look(tuple_) if tuple_ is not None else None
        if connection is None and zones[ORIGINAL] != zones[REPLY] and tuple_ is not None:
            tuple_ = tuple_._replace(zone=zones[REPLY])
            connection = self.tuples.look(tuple_)
            if connection is None:
                tuple_ = tuple_._replace(zone=zones[ORIGINAL])
        if connection is None:
            answer = tuple_.inverted() if tuple_ is not None else None
            if tuple_ is None or answer is None:
                packet.count(self.statistics.invalid)
                return ACCEPT
            if not self._has_room(tuple_):
                packet.count(self.statistics.drop)
                self.namespace.log.write("nf_conntrack: nf_conntrack: table full, dropping packet")
                return DROP
            connection = Connection(self, tuple_, answer._replace(zone=zones[REPLY]))
            if self.number("acct"):
                connection.counters = Counter(self.scheduler), Counter(self.scheduler)
            ctinfo = IP_CT_NEW
        elif connection.reply == tuple_:  # also what a host sends to itself, both tuples being one
            ctinfo = IP_CT_ESTABLISHED_REPLY
        elif connection.status & IPS_SEEN_REPLY:
            ctinfo = IP_CT_ESTABLISHED
        else:
            ctinfo = IP_CT_RELATED if connection.status & IPS_EXPECTED else IP_CT_NEW
        packet.ct, packet.ctinfo = connection, ctinfo
        verdict = _TRACKERS.get(proto, track_generic)(connection, packet, offset, ctinfo, state)
        if verdict <= 0:
            packet.ct, packet.ctinfo = None, 0
            if verdict == -REPEAT:
                return verdict
            packet.count(self.statistics.invalid)
            return -verdict
        if ctinfo == IP_CT_ESTABLISHED_REPLY and not connection.status & IPS_SEEN_REPLY:
            connection.set_status(IPS_SEEN_REPLY)
            connection.event("reply")
        return ACCEPT

    def confirm(self, packet: Packet, state: HookState) -> int:
        """nf_confirm(): the packet got through, so its connection counts from now on."""
        connection: Connection | Template | None = packet.ct
        if connection is None or isinstance(connection, Template):
            return ACCEPT
        verdict = ACCEPT
        if not connection.is_confirmed and packet.ctinfo < IP_CT_IS_REPLY:
            verdict = self._insert(connection, packet)
        if self.listeners and packet.ct is not None:
            self._tell(packet.ct)
        return verdict

    def _insert(self, connection: Connection, packet: Packet) -> int:
        """__nf_conntrack_confirm(): another may have taken its tuples meanwhile."""
        self.scheduler.refuse("is the first of a connection")
        if connection.is_dying:
            packet.count(self.statistics.insert_failed)
            return DROP
        other = self.tuples.look(connection.original) or self.tuples.look(connection.reply)
        if other is not None:
            return self._resolve_clash(connection, other, packet)
        self._enter(connection)
        packet.count(self.statistics.insert)
        return ACCEPT

    def insert(self, connection: Connection) -> bool:
        """A connection made by hand: nf_conntrack_hash_check_insert(). False where one of its tuples is taken."""
        if self.tuples.look(connection.original) is not None or self.tuples.look(connection.reply) is not None:
            return False
        self._enter(connection)
        self.statistics.insert.add(1)
        return True

    def _enter(self, connection: Connection) -> None:
        self._last_identifier += 1
        connection.identifier = self._last_identifier
        connection.started = self.scheduler.now
        self._connections[connection] = None
        self._buckets.setdefault(self._bucket(connection.original), {})[connection] = None
        connection.used.set(self.scheduler.now)
        connection.set_status(IPS_CONFIRMED)
        self.tuples.put(connection.original, connection)
        self.tuples.put(connection.reply, connection)
        self.watch(connection)
        connection.event("new")

    def _resolve_clash(self, loser: Connection, winner: Connection, packet: Packet) -> int:
        """nf_ct_resolve_clash(): the same flow twice is one connection, if its protocol has no state that could differ."""
        same = winner.original == loser.original and winner.reply == loser.reply
        if loser.original.proto in _MAY_CLASH and (same or not winner.status & IPS_NAT_DONE_MASK):
            packet.ct = winner
            packet.count(self.statistics.clash_resolve)
            return ACCEPT
        packet.count(self.statistics.drop)
        packet.count(self.statistics.insert_failed)
        return DROP

    def attach(self, answer: Packet, packet: Packet) -> None:
        """nf_ct_attach(): what is sent back because of a packet is related to its connection."""
        answer.untracked = packet.untracked
        if packet.ct is not None and not isinstance(packet.ct, Template):
            answer.ct = packet.ct
            answer.ctinfo = IP_CT_RELATED_REPLY if packet.ctinfo < IP_CT_IS_REPLY else IP_CT_RELATED

    # --- coming and going --------------------------------------------------------------------------------------------------------

    def _bucket(self, tuple_: Tuple) -> int:
        """Where the kernel's hash would put it: somewhere, but always the same."""
        number = 0
        for part in tuple_:
            number = (number ^ part) * 0x9E3779B1 & 0xFFFFFFFF
            number ^= number >> 15
        return number % max(self.number("buckets"), 1)

    def _has_room(self, tuple_: Tuple) -> bool:
        """Is there room for one more? If not, one near by that is not assured has to go: early_drop()."""
        limit = self.number("max")
        if not limit or len(self._connections) < limit:
            return True
        buckets, first = max(self.number("buckets"), 1), self._bucket(tuple_)
        for step in range(EVICTION_RANGE):
            for connection in list(self._buckets.get((first + step) % buckets, ())):
                tcp = connection.protocol
                if connection.status & IPS_ASSURED and not (isinstance(tcp, TcpState) and tcp.may_go_early):
                    continue
                self.statistics.early_drop.add(1)
                self.kill(connection)
                return True
        return False

    def watch(self, connection: Connection) -> None:
        """Look again when its time is over."""
        scheduler = self.scheduler
        left = connection.used.at + connection.duration - scheduler.now
        connection.timer = scheduler.timer(left, lambda: self._expire(connection))

    def _expire(self, connection: Connection) -> None:
        if connection.expires_at <= self.scheduler.now:
            self.kill(connection)
        else:
            self.watch(connection)

    def kill(self, connection: Connection) -> None:
        """It is over: nf_ct_kill(). One that nobody finds yet will not be confirmed."""
        connection.set_status(IPS_DYING)
        if connection not in self._connections:
            return
        if connection.timer is not None:
            connection.timer.cancel()
        del self._connections[connection]
        bucket = self._bucket(connection.original)
        self._buckets[bucket].pop(connection, None)
        if not self._buckets[bucket]:
            del self._buckets[bucket]
        for tuple_ in (connection.original, connection.reply):
            if self.tuples.look(tuple_) is connection:
                self.tuples.remove(tuple_)
        for forget in self.forgotten:
            forget(connection)
        for listener in self.listeners:
            listener("destroy", connection)

    def flush(self) -> int:
        """`conntrack -F`: how many there were."""
        gone = list(self._connections)
        for connection in gone:
            self.kill(connection)
        return len(gone)

    def _tell(self, connection: Connection) -> None:
        events, connection.events = connection.events, {}
        if events:
            kind = "new" if "new" in events else "update"
            for listener in self.listeners:
                listener(kind, connection)

