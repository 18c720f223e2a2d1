"""U: what it costs to touch each frame of a burst once from C. Figures in U hold on a noisy machine, and on another one."""

from operator import itemgetter
from statistics import median
from time import perf_counter_ns

BURST = [bytes(range(start % 128, start % 128 + 64)) + b"" for start in range(256)]
TOUCH = itemgetter(slice(0, 12))
REPEATS = 100


class Unit:
    """U in nanoseconds a frame, measured anew between the rounds of whatever else is measured, so that noise hits both."""

    def __init__(self) -> None:
        self.samples: list[float] = []

    def sample(self) -> float:
        """Take one more; says what it is."""
        begun = perf_counter_ns()
        for _ in range(REPEATS):
            list(map(TOUCH, BURST))
        self.samples.append((perf_counter_ns() - begun) / REPEATS / len(BURST))
        return self.samples[-1]

    @property
    def nanoseconds(self) -> float:
        return median(self.samples)
