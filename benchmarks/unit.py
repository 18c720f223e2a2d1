"""U: what it costs to touch each frame of a burst once from C. Figures in U hold on a noisy machine, and on another one."""

from operator import itemgetter
from statistics import median
from time import perf_counter_ns

BURST = [bytes(range(64)) for _ in range(256)]
TOUCH = itemgetter(slice(0, 12))
REPEATS = 20


class Unit:
    """U in nanoseconds a frame, measured anew between the rounds of whatever else is measured, so that noise hits both."""

    def __init__(self) -> None:
        self.samples: list[float] = []

    def sample(self) -> None:
        best = min(self._once() for _ in range(REPEATS))
        self.samples.append(best / len(BURST))

    def _once(self) -> int:
        begun = perf_counter_ns()
        list(map(TOUCH, BURST))
        return perf_counter_ns() - begun

    @property
    def nanoseconds(self) -> float:
        return median(self.samples)
