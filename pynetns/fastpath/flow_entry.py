"""A remembered flow in words, for people: `lab.flows()`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pynetns.device.packet import Counter
from pynetns.fastpath.flow import Flow
from pynetns.fastpath.flow_cache import FlowCache
from pynetns.fastpath.recorder import ALONE, NO_LIMIT, NO_SUM, Shape
from pynetns.wire.address import format_ipv4

# What stands where in a frame with an IPv4 header without options; behind it the ports of UDP and TCP.
FIELDS = (("eth dst", 0, 6), ("eth src", 6, 6), ("eth type", 12, 2), ("ip version", 14, 1), ("ip tos", 15, 1), ("ip length", 16, 2),
          ("ip id", 18, 2), ("ip frag", 20, 2), ("ip ttl", 22, 1), ("ip proto", 23, 1), ("ip checksum", 24, 2), ("ip src", 26, 4),
          ("ip dst", 30, 4), ("sport", 34, 2), ("dport", 36, 2), ("udp length", 38, 2), ("udp checksum", 40, 2))


@dataclass(frozen=True, slots=True)
class FlowEntry:
    """One flow. `key` has the fields that decided its path, with their values; `path` what its frames count on their way."""

    namespace: str
    device: str
    key: tuple[tuple[str, bytes], ...]
    conditions: tuple[str, ...]
    path: tuple[str, ...]
    rewrite: tuple[str, ...]
    hits: int

    @property
    def mask(self) -> tuple[str, ...]:
        """The fields that were looked at: frames that agree on them are of this flow."""
        return tuple(name for name, _ in self.key)


@dataclass(frozen=True, slots=True)
class FlowSummary:
    """What became of the frames that were injected at one device."""

    namespace: str
    device: str
    flows: int
    hits: int
    misses: int
    refusals: Mapping[str, int]  # why the paths of misses were not remembered


def describe(flow: Flow, namespace: str, device: str, names: Mapping[Counter, str]) -> FlowEntry:
    """`names`: what each counter of the lab is called."""
    path = flow.path
    return FlowEntry(namespace, device, tuple(_key(flow)), tuple(_conditions(flow)),
                     tuple(names.get(counter, "?") + (f" x{times}" if times > 1 else "") for counter, times, _ in path.counters)
                     + tuple(f"seen as {direction} by {sink!r}" for _, sink, direction in path.program.outputs),
                     tuple(_rewrite(path.shape)), flow.hits)


def summarize(cache: FlowCache, namespace: str, device: str) -> FlowSummary:
    return FlowSummary(namespace, device, cache.size, cache.hits, cache.misses, dict(cache.refusals))


def _fields(offsets: Iterable[int]) -> Iterable[tuple[str, int, int]]:
    """Names for bytes: of whole fields, and of what has no name by offset."""
    left = set(offsets)
    for name, at, size in FIELDS:
        part = [offset for offset in range(at, at + size) if offset in left]
        if part:
            left -= set(part)
            yield (name if len(part) == size else f"{name}[{part[0] - at}:{part[-1] + 1 - at}]"), part[0], part[-1] + 1 - part[0]
    for offset in sorted(left):
        yield f"byte {offset}", offset, 1


def _key(flow: Flow) -> Iterable[tuple[str, bytes]]:
    for name, at, size in _fields(flow.table.kept):
        yield name, flow.key[at:at + size]


def _conditions(flow: Flow) -> Iterable[str]:
    table, conditions = flow.table, flow.table.conditions
    yield f"at least {table.shortest} bytes"
    if conditions.longest < NO_LIMIT:
        yield f"at most {conditions.longest} bytes"
    if conditions.ipv4:
        yield "plain IPv4 header that sums up"
    for name, _, _ in _fields(conditions.lengths):
        yield f"{name.partition('[')[0]} fills the packet"
    if conditions.strangers:
        own = sorted(int.from_bytes(address, "big") for address in flow.strangers)
        yield "ip src a station's, and none of " + ", ".join(map(format_ipv4, own))
    for name, _, _ in _fields(conditions.nonzero):
        yield f"{name.partition('[')[0]} is not 0"
    if conditions.transport != NO_SUM:
        yield "ICMP checksum right" if conditions.transport == ALONE else "transport checksum right"


def _rewrite(shape: Shape) -> Iterable[str]:
    values = dict(shape.writes)
    for name, at, size in _fields(values):
        yield f"{name} = {bytes(values[offset] for offset in range(at, at + size)).hex(':')}"
    if shape.ttl:
        yield f"ip ttl - {shape.ttl}"
    for at, delta, _ in shape.sums:
        yield f"{next((name for name, offset, _ in FIELDS if offset == at), f'checksum at {at}')} + {delta:#06x}"
