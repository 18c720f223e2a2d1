"""`-m set` and `-j SET`: whether a packet's addresses and ports are in a set, and putting them there. net/netfilter/xt_set.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction, Target, TargetFunction
from pynetns.netfilter.ipset import IpSet, IpSetError
from pynetns.netfilter.ipset_store import Element, Entry
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import IP_PROTO, IP_SRC_DST, ports, read_at
from pynetns.netfilter.verdict import CONTINUE
from pynetns.wire.address import mask

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

SRC, DST = "src", "dst"
ICMP = 1
# How much of its header has to be there for a port: get_port().
HEADERS = {6: 20, 17: 8, 132: 12, 136: 8, ICMP: 8}


def packet_values(packet: Packet, state: HookState, wanted: IpSet, directions: tuple[str, ...]) -> list[int | str] | None:
    """What of the packet is looked up, part by part; None where it has no such thing."""
    if len(directions) < wanted.type.dimension:
        return None
    src, dst = packet.read(IP_SRC_DST)
    values: list[int | str] = []
    for part, direction in zip(wanted.type.parts, directions):
        if part in ("ip", "net", "ip2", "net2"):
            address = src if direction == SRC else dst
            if not address and wanted.type.name == "hash:ip":
                return None
            values.append(address & mask(wanted.netmask) if part == "ip" else address)
        elif part == "iface":
            device = state.indev if direction == SRC else state.outdev
            if device is None:
                return None
            values.append(device.name)
        else:
            port = _port(packet, state, direction)
            if port is None:
                return None
            if part == "port":
                values += port
            elif wanted.type.name == "bitmap:port":
                if port[1] not in (6, 17):
                    return None
                values.append(port[0])
            else:
                values.append((src if direction == SRC else dst) & mask(wanted.netmask))
    return values


def _port(packet: Packet, state: HookState, direction: str) -> tuple[int, int] | None:
    """ip_set_get_ip4_port(): the port and the protocol; of ICMP its type and code."""
    proto = packet.read(IP_PROTO)[0]
    header = HEADERS.get(proto)
    if header is None:
        return (0, proto) if proto else None
    if state.fragoff or not packet.has(state.thoff + header):
        return None
    if proto == ICMP:
        return read_at(packet, state.thoff, "H"), proto
    return ports(packet, state)[direction == DST], proto


@dataclass(frozen=True, slots=True)
class CounterTest:
    """`op` is eq, ne, lt or gt."""

    what: str  # packets or bytes
    op: str
    value: int

    def fits(self, entry: Entry) -> bool:
        have = entry.packets if self.what == "packets" else entry.bytes
        return {"eq": have == self.value, "ne": have != self.value, "lt": have < self.value, "gt": have > self.value}[self.op]


@dataclass(frozen=True, slots=True)
class SetMatch(Match):
    name = "set"
    wanted: IpSet
    directions: tuple[str, ...]
    invert: bool = False
    return_nomatch: bool = False
    update_counters: bool = True
    update_subcounters: bool = True
    counter_tests: tuple[CounterTest, ...] = ()

    def sets(self) -> tuple[IpSet, ...]:
        return (self.wanted,)

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        return lambda packet, state: self._in(packet, state) is not self.invert

    def _in(self, packet: Packet, state: HookState) -> bool:
        """ip_set_test() of the set itself, or of the sets in it."""
        wanted = self.wanted
        if wanted.type.name != "list:set":
            return self._test(wanted, packet, state, self.update_counters, self.counter_tests)
        if wanted.timeout is not None or wanted.counters:
            wanted.scheduler.refuse("asks a set that changes with traffic or time")
        wanted.sweep()
        update = self.update_counters and self.update_subcounters
        return any(self._test(member, packet, state, update, ())
                   and self._fits(wanted, wanted.store.entries[(member.name,)], packet, self.update_counters, self.counter_tests)
                   for member in wanted.members)

    def _test(self, wanted: IpSet, packet: Packet, state: HookState, update: bool, tests: tuple[CounterTest, ...]) -> bool:
        if wanted.timeout is not None or wanted.counters:
            wanted.scheduler.refuse("asks a set that changes with traffic or time")
        values = packet_values(packet, state, wanted, self.directions)
        entry = wanted.lookup(values) if values is not None else None
        if entry is None or not self._fits(wanted, entry, packet, update, tests):
            return False
        return entry.nomatch is (self.return_nomatch and wanted.type.has_nets)

    @staticmethod
    def _fits(wanted: IpSet, entry: Entry, packet: Packet, update: bool, tests: tuple[CounterTest, ...]) -> bool:
        """ip_set_match_extensions(): count the packet, and compare."""
        if not wanted.counters:
            return True
        if update:
            entry.packets += 1
            entry.bytes += len(packet) - 14
        return all(test.fits(entry) for test in tests)


@dataclass(frozen=True, slots=True)
class SetChange:
    wanted: IpSet
    directions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetTarget(Target):
    name = "SET"
    add: SetChange | None = None
    delete: SetChange | None = None
    exist: bool = False
    timeout: int | None = None

    def sets(self) -> tuple[IpSet, ...]:
        return tuple(change.wanted for change in (self.add, self.delete) if change is not None)

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            namespace.scheduler.refuse("changes a set")
            for change, adds in ((self.add, True), (self.delete, False)):
                if change is None:
                    continue
                element = _element(packet, state, change)
                if element is None:
                    continue
                try:
                    if adds:
                        wanted = change.wanted
                        timeout = self.timeout if wanted.timeout is not None else 0
                        wanted.add(element, Entry(wanted.expiry(timeout), 1, len(packet) - 14), self.exist)
                    else:
                        change.wanted.delete(element)
                except IpSetError:
                    pass
            return CONTINUE

        return apply


def _element(packet: Packet, state: HookState, change: SetChange) -> Element | None:
    """The element that a packet stands for; a network of its own is a host."""
    values = packet_values(packet, state, change.wanted, change.directions)
    if values is None or not values[0]:
        return None
    parts = change.wanted.type.parts
    if parts[0] == "net":
        return (values[0], 32, *values[1:])
    return (*values, 32) if parts[-1] == "net2" else tuple(values)
