"""Rows about frames: what one costs on its way, in U, for bursts of 256, 32 and 1; and what learning and forgetting a path costs.

Before a row is measured its frames go through two networks, with the flow cache and without: what each station heard, in order, and every
counter are equal, or nothing is reported. Frames end in a namespace that counts and drops them: they are not for its address.
"""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random
from time import perf_counter

import libraries
import paths
from kernel_path import kernel_peers
from paths import IMIX, SOURCE, TARGET, Way, one_flow, station_mac
from report import Finding, Peer
from unit import Unit

from pynetns.device.packet import Packet
from pynetns.netns.route_entry import Route

Build = Callable[[bool], Way]
ROUND = 0.02  # seconds of one round
FLOWS = 1000


@dataclass
class Case:
    """One line of the table."""

    name: str
    build: Build
    frames: Callable[[Way], list[list[bytes]]]
    limit: float | None = None
    peers: list[Peer] = field(default_factory=list)
    fresh: bool = False  # a burst is sent once only, then another is made: its misses are the point
    many: bool = False  # many flows
    rounds: list[float] = field(default_factory=list)
    units: list[float] = field(default_factory=list)

    def prepare(self) -> None:
        self.proof = prove(self.build, self.frames, self.fresh)
        self.way = self.build(True)
        self.bursts = self.frames(self.way)
        if not self.fresh:
            for burst in self.bursts * 2:
                self.way.first.inject(burst)
        self.forget()
        self.at, self.loops = 0, 1
        seconds = self.once()
        self.loops = len(self.bursts) // 10 if self.fresh else max(1, min(int(ROUND / max(seconds, 1e-7)), 1 << 20))

    def forget(self) -> None:
        for capture in self.way.captures:
            capture.clear()

    def once(self) -> float:
        inject = self.way.first.inject
        if self.fresh:
            ring = self.bursts[self.at:self.at + self.loops]
            self.at += self.loops
        else:
            ring = list(islice(cycle(self.bursts), self.loops))
        begun = perf_counter()
        for burst in ring:
            inject(burst)
        seconds = perf_counter() - begun
        self.forget()
        return seconds

    def measure(self, unit_ns: float) -> None:
        gc.collect()
        seconds = self.once()
        count = sum(len(burst) for burst in islice(cycle(self.bursts), self.loops))
        self.rounds.append(seconds / count)
        self.units.append(seconds / count * 1e9 / unit_ns)

    def finding(self) -> Finding:
        return Finding(self.name, "", self.proof, self.rounds, steps=1, in_units=self.units, limit_in_units=self.limit, peers=self.peers)


def prove(build: Build, frames: Callable[[Way], list[list[bytes]]], fresh: bool) -> str:
    """The slow path's frames, in their order, and its counters are those of the fast path."""
    seen = []
    count = 0
    for flow_cache in (True, False):
        way = build(flow_cache)
        watched = [end.capture() for end in way.last[:8]]
        bursts = frames(way)[:3]
        count = sum(map(len, bursts)) * 2
        for burst in bursts * 2:
            way.first.inject(burst)
        heard = [capture.nanoseconds for capture in watched]
        spaces = [*way.lab.namespaces.values(), *way.lab.unnamed]
        counters = [(space.label, device.name, dict(device.stats)) for space in spaces for device in space.devices.values()]
        counters += [(space.label, line, str(space.run(line))) for space in spaces for line in way.questions]
        seen.append((heard, counters, [capture.nanoseconds for capture in way.captures]))
        if flow_cache and not fresh and way.first.flow_cache.hits < count // 4:
            raise SystemExit(f"not measured: only {way.first.flow_cache.hits} of {count} frames took the fast path")
    if seen[0] != seen[1]:
        raise SystemExit("not measured, the result is wrong: the slow path's frames or counters are others")
    return f"{count:,} of {count:,} frames as on the slow path, counters equal"


def compete(cases: Sequence[Case], unit: Unit, smoke: bool) -> list[Finding]:
    """Rounds of all cases in turn, with U in between."""
    for case in cases:
        case.prepare()
    for _ in range(1 if smoke else 9):
        for case in cases:
            case.measure(unit.sample())
    return [case.finding() for case in cases]


# --- frames ------------------------------------------------------------------------------------------------------------------------


def single(count: int, length: int = 64) -> Callable[[Way], list[list[bytes]]]:
    return lambda way: [one_flow(way, count, (length,))]


def mixed_lengths(count: int) -> Callable[[Way], list[list[bytes]]]:
    lengths = Random(2).choices(IMIX, k=count)
    return lambda way: [one_flow(way, count, lengths)]


def interleaved(count: int, dst: Callable[[Way, int], bytes], source: Callable[[int], int], target: Callable[[int], int],
                ) -> Callable[[Way], list[list[bytes]]]:
    """A thousand flows at random."""
    def make(way: Way) -> list[list[bytes]]:
        rng = Random(1)
        bursts = []
        for number in range(5120 // count):
            picks = [rng.randrange(FLOWS) for _ in range(count)]
            bursts.append([paths.frame(dst(way, n), way.first.mac, number * count + i, source=source(n), target=target(n),
                                       ports=way.ports)
                           for i, n in enumerate(picks)])
        return bursts
    return make


def with_one_more(another: Callable[[Way, int], bytes]) -> Callable[[Way], list[list[bytes]]]:
    """Bursts of one flow with one frame of another that was not seen yet."""
    def make(way: Way) -> list[list[bytes]]:
        bursts = []
        for number in range(400):
            burst = one_flow(way, 256)
            burst[(number * 37) % 256] = another(way, number)
            bursts.append(burst)
        return bursts
    return make


def of_a_new_sender(way: Way, number: int) -> bytes:
    return paths.frame(way.to, way.first.mac, number, source=SOURCE + 0x10000 + number)


def to_a_new_host(way: Way, number: int) -> bytes:
    return paths.frame(way.to, way.first.mac, number, target=paths.MANY + number)


def to_a_host_of_its_own(way: Way, number: int) -> bytes:
    paths.route_to(way, number)
    return to_a_new_host(way, number)


# --- rows --------------------------------------------------------------------------------------------------------------------------


def bridge(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    cases = []
    for nf, limits in ((0, (1.5, 3, 18)), (1, (3.5, 8, 32))):
        def build(flow_cache: bool, nf: int = nf) -> Way:
            return paths.bridged(flow_cache, nf)
        cases += [Case(f"bridge, nf {nf}, 64 bytes, burst {count}", build, single(count), limit)
                  for count, limit in zip((256, 32, 1), limits, strict=True)]
        cases.append(Case(f"bridge, nf {nf}, 1400 bytes, burst 256", build, single(256, 1400), 3 if nf == 0 else None))
    if not smoke:
        cases[0].peers = kernel_peers("bridge", kernel, least=20)
    return compete(cases, unit, smoke)


def bridge_to_a_host(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    """The same to a station's own MAC: its IPv4 looks at the header before it drops."""
    def to_it(way: Way) -> list[bytes]:
        way.to = way.last[0].mac
        return one_flow(way, 256)
    return compete([Case(f"bridge to a host's own MAC, 64 bytes, burst {count}", paths.bridged,
                         lambda way, count=count: [to_it(way)[:count]]) for count in (256, 32, 1)], unit, smoke)


def bridge_interleaved(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    def to_one(flow_cache: bool) -> Way:
        return paths.bridged(flow_cache, behind=FLOWS)

    def to_many(flow_cache: bool) -> Way:
        return paths.bridged(flow_cache, ports=60 if smoke else FLOWS)
    cases = [Case(f"bridge, {FLOWS} stations interleaved, one port, burst {count}", to_one,
                  interleaved(count, lambda way, n: station_mac(n), lambda n: SOURCE, lambda n: TARGET), limit)
             for count, limit in ((256, 5.5), (32, 8))]
    cases += [Case(f"bridge, {FLOWS} stations interleaved, {FLOWS} ports, burst {count}", to_many,
                   interleaved(count, lambda way, n: station_mac(n % len(way.last)), lambda n: SOURCE, lambda n: TARGET), limit)
              for count, limit in ((256, 9), (32, 10))]
    return compete(cases, unit, smoke)


def route(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    cases = [Case(f"route, 64 bytes, burst {count}", paths.routed, single(count), limit) for count, limit in ((256, 4), (32, 12), (1, 44))]
    cases += [Case("route, 1400 bytes, burst 256", paths.routed, single(256, 1400), 9),
              Case("route, IMIX, burst 256", paths.routed, mixed_lengths(256), 10),
              Case("route, captures on both ends, burst 256", lambda flow_cache: paths.routed(flow_cache, captured=True), single(256)),
              Case("route, a new sender in a burst of 256", paths.routed, with_one_more(of_a_new_sender), fresh=True),
              Case("route, a new destination in a burst of 256", paths.routed, with_one_more(to_a_new_host), fresh=True),
              Case("route, one miss in a burst of 256 (a destination with a route of its own)", paths.routed,
                   with_one_more(to_a_host_of_its_own), fresh=True)]
    if not smoke:
        cases[0].peers = [*kernel_peers("route", kernel, least=10), *libraries.route_peers()]
    found = compete(cases, unit, smoke)
    found[5].limit_in_units = found[0].units + 1
    for at in (6, 7, 8):
        found[at].limit_in_units = found[0].units + 2
    return found


def route_interleaved(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    ends = 60 if smoke else FLOWS

    def to_many(flow_cache: bool) -> Way:
        return paths.routed(flow_cache, ends=ends)
    cases = [Case(f"route, {FLOWS} flows interleaved, one next hop, burst {count}", paths.routed,
                  interleaved(count, lambda way, n: way.to, lambda n: SOURCE + 0x300 + n, lambda n: TARGET), limit)
             for count, limit in ((256, 9.5), (32, 17))]
    cases += [Case(f"route, {FLOWS} flows interleaved, {FLOWS} next hops, burst {count}", to_many,
                   interleaved(count, lambda way, n: way.to, lambda n: SOURCE, lambda n: TARGET + n % ends), limit)
              for count, limit in ((256, 15), (32, 26))]
    return compete(cases, unit, smoke)


def hops(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    cases = [Case(f"{number} hops, 64 bytes, burst {count}", lambda flow_cache, number=number: paths.routed(flow_cache, hops=number),
                  single(count))
             for number in (2, 8, 16) for count in (256, 1)]
    found = compete(cases, unit, smoke)
    for at in (0, 1):
        found[4 + at].limit_in_units = found[at].units * 1.05
    return found


def local(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    """Datagrams that a socket waits for; it is full after the first few hundred, as one that nobody reads."""
    def build(flow_cache: bool) -> Way:
        way = paths.bridged(flow_cache)
        way.last[0].add_address("20.0.0.0/8")
        socket = way.lab["z0"].socket()
        socket.bind(("0.0.0.0", 9))
        way.to = way.last[0].mac
        return way
    return compete([Case(f"unicast to a local socket, 64 bytes, burst {count}", build, single(count)) for count in (256, 32, 1)], unit,
                   smoke)


def slow_path(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    """One frame over bridge, router, bridge without a cache; learning its path; and forgetting it."""
    plain, cached = paths.routed(flow_cache=False), paths.routed()
    frames = one_flow(plain, 256)
    new = [to_a_host_of_its_own(cached, number) for number in range(256)]
    cache = cached.first.flow_cache

    def slowly() -> None:
        for each in frames:
            plain.first.inject_packet(Packet(each))

    def learn() -> None:
        cache.clear()
        for each in new:
            cache.learn(each)

    def forget() -> None:
        for flow in cache.flows:
            cache.drop(flow)

    found = [Finding("slow path over bridge, router, bridge", "", "the frames of the other rows", steps=1, limit_in_units=250),
             Finding("learning a flow", "recorded and installed, its path shared with others", "256 flows known afterwards", steps=1,
                     limit_in_units=450),
             Finding("dropping a flow", "", "none known afterwards", steps=1, limit=3e-6)]
    # One after the other: a lab without a cache has no packets of two classes, for which CPython 3.11 would not specialize its code.
    for row, work in zip(found, (slowly, learn, forget), strict=True):
        for _ in range(1 if smoke else 9):
            if work is forget:
                learn()
            unit_ns = unit.sample()
            begun = perf_counter()
            work()
            seconds = (perf_counter() - begun) / 256
            row.rounds.append(seconds)
            row.in_units.append(seconds * 1e9 / unit_ns)
            if cache.size != (0 if work is forget else cache.size) or (work is learn and cache.size != 256):
                raise SystemExit("not measured: the flows are not what they should be")
    return found


def unrelated(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    """A route or a neighbour that no path depends on comes and goes while 1,000 flows are remembered."""
    way = paths.routed()
    frames = [to_a_host_of_its_own(way, number) for number in range(FLOWS)]
    way.first.inject(frames)
    router = way.lab["r0"]
    fib, neigh, device = router.fib, router.neigh, router.devices["e1"]
    entry = neigh.resolve(0x0B000001, device)
    entry.disarm()

    routes = [Route(0x0B000000 + (number << 8), 24, device=device) for number in range(9 * 200)]

    def change_route(number: int) -> None:
        fib.insert(routes[number])

    def change_neighbour(number: int) -> None:
        neigh.changed(entry)

    found = []
    for name, change in (("an unrelated route", change_route), ("an unrelated neighbour", change_neighbour)):
        row = Finding(name, f"{FLOWS} flows remembered", "none dropped", limit=4e-6)
        for turn in range(1 if smoke else 9):
            unit.sample()
            begun = perf_counter()
            for number in range(200):
                change(turn * 200 + number)
            row.rounds.append((perf_counter() - begun) / 200)
        if way.first.flow_cache.size != FLOWS:
            raise SystemExit(f"not measured: {way.first.flow_cache.size} of {FLOWS} flows are left")
        found.append(row)
    return found


ROWS: dict[str, Callable[[Unit, bool, bool], list[Finding]]] = {
    "bridge": bridge, "bridge-to-host": bridge_to_a_host, "bridge-interleaved": bridge_interleaved, "route": route,
    "route-interleaved": route_interleaved, "hops": hops, "local": local, "slow": slow_path, "unrelated": unrelated}
