"""Rows about size: how long a network takes to be built, asked across, and thrown away, and what it weighs."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from time import perf_counter

import peers
import topologies
from report import Finding, Peer
from topologies import FULL, SMOKE, Size
from unit import Unit

from pynetns import Lab, NetNamespace


@dataclass(slots=True)
class Bench:
    """What every row is given."""

    unit: Unit
    smoke: bool = False
    flow_cache: bool = True
    kernel: bool = True

    @property
    def size(self) -> Size:
        return SMOKE if self.smoke else FULL

    def rounds(self, times: int, once: Callable[[], float]) -> list[float]:
        """Time something, with U between the rounds; a smoke run is one round."""
        found = []
        for _ in range(1 if self.smoke else times):
            gc.collect()
            self.unit.sample()
            found.append(once())
        return found

    def peers(self, lines: Callable[[], Iterator[str]]) -> list[Peer]:
        """The same script by pynetns and by the kernel; neither in a smoke run."""
        if self.smoke:
            return []
        by_kernel = [peers.by_kernel(lines())] if self.kernel else []
        return [peers.by_script(lines()), *by_kernel]


def expect(condition: bool, what: str) -> None:
    """A figure about a wrong result is worse than none."""
    if not condition:
        raise SystemExit(f"not measured, the result is wrong: {what}")


def build(bench: Bench) -> Finding:
    size = bench.size.stations

    def once() -> float:
        begun = perf_counter()
        lab, hosts = topologies.star(size, bench.flow_cache)
        seconds = perf_counter() - begun
        expect(len(hosts) == len(lab["sw"].devices) - 2 == size, f"{size} stations")
        expect(all(host.devices["eth0"].running for host in hosts), "every station has a carrier")
        return seconds

    return Finding("build", f"a bridge of {size:,} stations, built", f"{size:,} of {size:,} stations have a carrier",
                   bench.rounds(5, once), limit=None if bench.smoke else 2.0, peers=bench.peers(lambda: topologies.star_lines(size)))


def everybody(bench: Bench) -> Finding:
    size = bench.size.stations
    deliveries = 0

    def once() -> float:
        nonlocal deliveries
        _, hosts = topologies.star(size, bench.flow_cache)
        target = topologies.address(0)
        begun = perf_counter()
        answered = sum(host.ping(target).received for host in hosts[1:])
        seconds = perf_counter() - begun
        expect(answered == size - 1, f"{answered} of {size - 1} pings answered")
        deliveries = sum(host.devices["eth0"].stats.rx_packets for host in hosts)
        expect(deliveries >= (size - 1) * (size - 1), f"{deliveries} frames delivered")
        return seconds

    def lines() -> Iterator[str]:
        return chain(topologies.star_lines(size), (f"ip netns exec h{n} ping -q -c 1 {topologies.address(0)}" for n in range(1, size)))

    rounds = bench.rounds(3, once)
    return Finding("everybody", f"{size - 1:,} stations ping one", f"{size - 1:,} answers, {deliveries:,} frames delivered to stations",
                   rounds, steps=deliveries, limit=None if bench.smoke else 4.0, peers=bench.peers(lines) if bench.kernel else [])


def _across(hosts: list[NetNamespace]) -> list[tuple[int, int]]:
    """Ten pairs of hosts on different bridges."""
    return [(number, (number + len(hosts) // 2) % len(hosts)) for number in range(0, len(hosts), len(hosts) // 10)]


def tree(bench: Bench) -> Finding:
    hosts_wanted, bridges = bench.size.hosts, bench.size.bridges

    def once() -> float:
        begun = perf_counter()
        lab, hosts = topologies.tree(hosts_wanted, bridges, bench.flow_cache)
        answered = sum(hosts[near].ping(topologies.address(far)).received for near, far in _across(hosts))
        seconds = perf_counter() - begun
        expect(answered == len(_across(hosts)), f"{answered} of {len(_across(hosts))} pings answered")
        ports = hosts_wanted + 2 * (bridges - 1)
        expect(len(lab["sw"].devices) == 1 + bridges + ports, f"{bridges} bridges with {ports} ports")
        return seconds

    def lines() -> Iterator[str]:
        yield from topologies.tree_lines(hosts_wanted, bridges)
        for near in range(0, hosts_wanted, hosts_wanted // 10):
            far = (near + hosts_wanted // 2) % hosts_wanted
            yield f"ip netns exec h{near} ping -q -c 1 -W 5 {topologies.address(far)}"

    return Finding("tree", f"a tree of {hosts_wanted:,} hosts and {bridges} bridges, built and pinged across", "10 of 10 pings answered",
                   bench.rounds(5, once), limit=None if bench.smoke else 5.0, peers=bench.peers(lines))


def three(bench: Bench) -> Finding:
    def once() -> float:
        begun = perf_counter()
        answered = topologies.three()
        seconds = perf_counter() - begun
        expect(answered, "the ping is answered")
        return seconds

    rounds = bench.rounds(51, once)
    return Finding("three", "three namespaces and a bridge, built, pinged and thrown away", "every ping answered", rounds,
                   limit=None if bench.smoke else 0.005, peers=bench.peers(topologies.three_lines))


def memory(bench: Bench) -> Finding:
    number = 50 if bench.smoke else 500

    def once() -> float:
        lab = Lab()
        lab.netns("first")  # what all share is not counted
        gc.collect()
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            for n in range(number):
                lab.netns(f"n{n}")
            gc.collect()
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        expect(len(lab.namespaces) == number + 1, f"{number} namespaces")
        return (after - before) / number

    return Finding("memory", "an idle namespace with its lo", f"the mean of {number}", bench.rounds(3, once), unit="bytes")


ROWS: dict[str, Callable[[Bench], Finding]] = {"build": build, "everybody": everybody, "tree": tree, "three": three, "memory": memory}
