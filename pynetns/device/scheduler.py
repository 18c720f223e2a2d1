"""The clock of a lab, its timers, and the queue of frames that are on their way.

Time is an integer of nanoseconds that moves only in `advance`. Between two moments everything runs to completion: a frame handed to a
device waits in `queue`, as in the kernel's per-CPU backlog (netif_rx), and is handled in that order when the current handler is done.
"""

import heapq
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Any, Protocol

from pynetns.errors import LoopError

SECOND = 1_000_000_000


class Timer:
    """One call at one time. `cancel` it, or see by `active` whether it is still to come."""

    __slots__ = ("active", "callback", "together", "when")

    def __init__(self, when: int, callback: Callable[[], None], together: bool = False) -> None:
        self.when = when
        self.callback = callback
        self.together = together
        self.active = True

    def cancel(self) -> None:
        self.active = False


class Observer(Protocol):
    """What watches one packet on its way, to learn its path (fastpath.recorder)."""

    depends: list[Any]  # watchers and a key of theirs, in turn: what was looked up

    def refuse(self, why: str) -> None: ...
    def expire(self, moment: int) -> None: ...


class Cache(Protocol):
    """Learned paths that owe their counters and stamps something (fastpath.flow_cache)."""

    def clear(self) -> None: ...
    def settle(self) -> None: ...


class Perishable(Protocol):
    """What is good only before a moment: a path that asked whether it is past it."""

    def drop(self) -> None: ...


class Scheduler:
    """Virtual time and the work that is due. `work_limit` bounds what one drain may do: beyond it, a loop is assumed."""

    def __init__(self, work_limit: int = 4_000_000) -> None:
        self._now = 0
        self.generation = 0  # grows with every setting that changes
        self.recorder: Observer | None = None  # while one packet is watched
        self.caches: list[Cache] = []  # those that hold a path
        self.unsettled: list[Cache] = []  # those of them that owe a count
        self.queue: deque[tuple[Callable[[Any], None], Any]] = deque()
        self.deferred: deque[tuple[Callable[[Any], None], Any]] = deque()  # a work queue: each waits until nothing else is left to do
        self.work_limit = work_limit
        self.waiter: Callable[[int, bool], bool] | None = None  # who decides when time moves, where that is not the one who waits
        self._timers: list[tuple[int, int, Timer]] = []
        self._perishables: list[tuple[int, int, Perishable]] = []  # not among the timers: nobody can see that they are there
        self._order = count()
        self._draining = False

    @property
    def now(self) -> int:
        """Nanoseconds since the lab began. Who asks while a packet is watched does what no cached path may do."""
        if self.recorder is not None:
            self.recorder.refuse("asks for the time")
        return self._now

    def before(self, moment: int) -> bool:
        """Is it still before a moment? Unlike the time itself, a path may depend on the answer: it is forgotten at that moment. Once it is
        past, that can't change."""
        if self._now >= moment:
            return False
        if self.recorder is not None:
            self.recorder.expire(moment)
        return True

    def expire(self, moment: int, path: Perishable) -> None:
        """Drop a path at a moment to come."""
        heapq.heappush(self._perishables, (moment, next(self._order), path))

    def _move(self, moment: int) -> None:
        """Time is the moment now, if it was not later already."""
        if moment > self._now:
            self._now = moment
            while self._perishables and self._perishables[0][0] <= moment:
                heapq.heappop(self._perishables)[2].drop()

    def refuse(self, why: str) -> None:
        """Say that what happens now must happen anew for each packet: it is no path to remember."""
        if self.recorder is not None:
            self.recorder.refuse(why)

    def flush(self) -> None:
        """A setting changed: no remembered path is good any more."""
        self.generation += 1
        if self.recorder is not None:
            self.recorder.refuse("changes a setting")
        if self.caches:
            caches, self.caches = self.caches, []
            for cache in caches:
                cache.clear()

    def settle(self, what: str = "reads a counter") -> None:
        """Somebody is about to look at counters or stamps: remembered paths pay what they owe."""
        if self.recorder is not None:
            self.recorder.refuse(what)
        while self.unsettled:
            self.unsettled.pop().settle()

    @property
    def busy(self) -> bool:
        """Is a frame being handled right now?"""
        return self._draining or self.recorder is not None or bool(self.queue) or bool(self.deferred)

    def timer(self, delay: int, callback: Callable[[], None], together: bool = False) -> Timer:
        """Call back in `delay` nanoseconds; timers of one moment fire in the order in which they were set.

        What one does is done with all that follows before the next fires; `together`, before what they sent arrives, as in one tick of
        the kernel.
        """
        self.refuse("sets a timer")
        timer = Timer(self._now + max(delay, 0), callback, together)
        heapq.heappush(self._timers, (timer.when, next(self._order), timer))
        return timer

    def drain(self) -> None:
        """Handle every waiting frame and all that it causes. Inside a handler this does nothing: the outermost call goes on."""
        if self._draining:
            return
        queue = self.queue
        limit = self.work_limit
        self._draining = True
        try:
            while queue or self.deferred:
                handler, packet = queue.popleft() if queue else self.deferred.popleft()
                handler(packet)
                limit -= 1
                if limit < 0:
                    raise LoopError(f"more than {self.work_limit} frames were handled for one event: is there a switching loop?")
        finally:
            self._draining = False
            queue.clear()
            self.deferred.clear()

    def advance(self, delay: int) -> None:
        """Move the clock by `delay` nanoseconds, firing timers in order, each at its own time."""
        until = self._now + delay
        self.drain()
        if self.waiter is not None and delay:
            self.waiter(until, True)
            return
        while self._timers and self._timers[0][0] <= until:
            self._fire_next()
        self._move(until)

    def step(self, until: int) -> bool:
        """Fire the timers of the next moment if it is not after `until`, else move there. False when `until` is reached."""
        if self.waiter is not None:
            return self.waiter(until, False)
        self._drop_cancelled()
        if self._timers and self._timers[0][0] <= until:
            self._fire_next()
            return True
        self._move(until)
        return False

    def next_event(self, until: int) -> int:
        """The moment of the next timer, if it is before `until`; else `until`."""
        self._drop_cancelled()
        return min(until, self._timers[0][0]) if self._timers else until

    @property
    def pending(self) -> bool:
        """Is any timer still to fire, or may others do something meanwhile?"""
        self._drop_cancelled()
        return bool(self._timers) or self.waiter is not None

    def _drop_cancelled(self) -> None:
        while self._timers and not self._timers[0][2].active:
            heapq.heappop(self._timers)

    def _fire_next(self) -> None:
        when, _, timer = heapq.heappop(self._timers)
        if timer.active:
            timer.active = False
            self._move(when)
            timer.callback()
            while timer.together and self._timers and self._timers[0][0] == when and self._timers[0][2].together:
                timer = heapq.heappop(self._timers)[2]
                if timer.active:
                    timer.active = False
                    timer.callback()
            self.drain()
