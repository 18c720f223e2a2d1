"""Timers of the spanning tree (net/bridge/br_stp_timer.c): set anew, deleted, and asked how long they still run."""

from collections.abc import Callable

from pynetns.device.scheduler import SECOND, Scheduler, Timer

JIFFY = SECOND // 250  # CONFIG_HZ of the reference kernel


class StpTimer:
    """One timer. A quiet one is only a time to tell: nothing happens when it is over, until somebody wakes it."""

    __slots__ = ("_ends", "_expired", "_scheduler", "_timer")

    def __init__(self, scheduler: Scheduler, expired: Callable[[], None]) -> None:
        self._scheduler = scheduler
        self._expired = expired
        self._ends = 0
        self._timer: Timer | None = None

    def set(self, delay: int, quiet: bool = False) -> None:
        """mod_timer(): `delay` nanoseconds from now, whatever was set before."""
        self.stop()
        self._ends = self._scheduler.now + delay
        if not quiet:
            self._timer = self._scheduler.timer(delay, self._fire, together=True)

    def set_round(self, delay: int) -> None:
        """The same at a whole second: round_jiffies(), so that timers of many bridges fire together."""
        now = self._scheduler.now
        over = (now + delay) % SECOND
        rounded = delay - over + (0 if over < SECOND // 4 else SECOND)
        self.set(rounded if rounded > 0 else delay)

    def wake(self) -> None:
        """A quiet timer has something to do now."""
        if self._timer is None and self._ends > self._scheduler.now:
            self._timer = self._scheduler.timer(self._ends - self._scheduler.now, self._fire, together=True)

    def stop(self) -> None:
        """del_timer()."""
        self._ends = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _fire(self) -> None:
        self._timer = None
        self._expired()

    @property
    def pending(self) -> bool:
        return self._ends > self._scheduler.now

    @property
    def left(self) -> float:
        """Seconds that it still runs."""
        return max(0, self._ends - self._scheduler.now) / SECOND


def ticks(time: int) -> int:
    """Nanoseconds as 256ths of a second, by way of jiffies: br_set_ticks()."""
    return 256 * (time // JIFFY) // 250


def duration(ticks: int) -> int:
    """256ths of a second as nanoseconds: br_get_ticks()."""
    return -(-ticks * 250 // 256) * JIFFY
