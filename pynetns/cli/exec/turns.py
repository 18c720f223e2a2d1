"""Commands that wait take turns, each in a thread of its own of which exactly one runs at any time.

A thread runs the server's loop, and in it the command that a program asks for. A command that has to wait (for a moment of the lab's time,
or until a file can be read) hands the loop to another thread and sleeps; when what it waits for is there, whoever runs the loop lets it go
on, and sleeps in its turn until the loop needs somebody. A command that does not wait costs no switch at all.
"""

import _thread
from collections.abc import Callable
from threading import Thread

from pynetns.commands.base import Interrupted


class Waiting:
    """A command that waits: until a moment (`deadline`), or for what the loop sees."""

    __slots__ = ("_gate", "deadline", "exact", "looks", "order", "signal")

    def __init__(self, order: int, deadline: int | None, exact: bool) -> None:
        self.order = order
        self.deadline = deadline  # None: no moment of the lab's time
        self.exact = exact  # nothing but the deadline matters: sleep
        self.looks = 0  # how often it has to look again whether what it waits for has come, before time may move
        self.signal = 0
        self._gate = _thread.allocate_lock()
        self._gate.acquire()

    def sleep(self) -> None:
        self._gate.acquire()
        if self.signal:
            raise Interrupted(self.signal)

    def wake(self) -> None:
        self._gate.release()


class Turns:
    """Who runs and who waits. `loop` is run by every thread that is started here, until the server ends."""

    def __init__(self, loop: Callable[[], None]) -> None:
        self._loop = loop
        self._spare: list[_thread.LockType] = []  # threads that wait until the loop needs one
        self._count = 0
        self.switches = 0  # whoever looks twice sees whether others ran in between
        self.waiting: dict[Waiting, None] = {}

    def start(self) -> None:
        """The first thread."""
        Thread(target=self._loop, daemon=True).start()

    def wait(self, deadline: int | None = None, exact: bool = False, started: Callable[[Waiting], None] | None = None) -> Waiting:
        """Called by a command: others run until it is woken. Raises Interrupted where a signal woke it. `started` is told who waits."""
        self._count += 1
        self.switches += 1
        mine = Waiting(self._count, deadline, exact)
        self.waiting[mine] = None
        if started is not None:
            started(mine)
        if self._spare:
            self._spare.pop().release()
        else:
            Thread(target=self._loop, daemon=True).start()
        mine.sleep()
        return mine

    def wake(self, waiting: Waiting, signal: int = 0) -> None:
        """Called by the loop: a command goes on; the loop comes back when it ends or waits again."""
        if self.waiting.pop(waiting, waiting) is waiting:
            return
        self.switches += 1
        waiting.signal = signal
        gate = _thread.allocate_lock()
        gate.acquire()
        self._spare.append(gate)
        waiting.wake()
        gate.acquire()

    def look_again(self, times: int) -> None:
        """Something happened: everybody who waits for more than a moment has to see whether it was that."""
        for waiting in self.waiting:
            waiting.looks = max(waiting.looks, times)

    @property
    def timed(self) -> list[Waiting]:
        """Those that wait for time, in the order in which they began to."""
        return [waiting for waiting in self.waiting if waiting.deadline is not None]
