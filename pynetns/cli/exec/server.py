"""The loop that answers programs: it listens to their connections, runs what they ask for in the lab, and lets its time pass."""

import os
import selectors
import socket
import termios
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from pynetns.cli.exec.connection import Connection
from pynetns.cli.exec.files import Files
from pynetns.cli.exec.namespaces import Namespaces
from pynetns.cli.exec.quiet import Programs
from pynetns.cli.exec.request import FOREVER, Request
from pynetns.cli.exec.state import Journal
from pynetns.cli.exec.mounts import INITIAL, ROOTS
from pynetns.cli.exec.turns import Turns, Waiting
from pynetns.device.scheduler import SECOND

if TYPE_CHECKING:
    from pynetns.lab import Lab
    from pynetns.netns.namespace import NetNamespace

_PATIENCE = 0.0002  # seconds until busy programs are looked at again, at first
_MOST_PATIENCE = 0.005
_LONG = 3600.0
_GRACE = 0.05  # seconds that busy programs have to come to rest even if something is due at this very moment


class Server:
    """A lab and the programs that use it. `ours` are the names of commands that are the lab's.

    The lab's time moves when every program waits (quiet.py): at once to the next thing that is due, or with `real_time` no faster than the
    time of the machine. Where a program computes on and on, time passes as it does on the machine, so nobody waits for ever.
    """

    def __init__(self, lab: "Lab", ours: frozenset[str], real_time: bool = False) -> None:
        self.lab = lab
        self.ours = ours
        self.real_time = real_time
        self.namespaces = Namespaces(lab)
        self.turns = Turns(self._loop)
        self.polls = 0  # how often programs asked for the time since one last waited
        self.used: dict[str, int] = {}
        self.missing: dict[str, int] = {}
        self.programs: Programs | None = None
        self.terminal: int | None = None  # of an interactive session
        self.files: Files | None = None
        self.journal: Journal | None = None
        self._selector = selectors.DefaultSelector()
        self._pending: dict[Connection, Request] = {}
        self._parked: dict[Waiting, Request] = {}
        self._current: Request | None = None
        self._patience = _PATIENCE
        self._anchor = time.monotonic(), 0  # a moment of the machine's time and one of the lab's from which both go on where they keep step
        self._interrupts, notify = socket.socketpair()
        notify.setblocking(False)
        self._notify = notify
        self._ended = False
        self._done = Event()

    # --- what the rest of the session uses ---------------------------------------------------------------------------------------

    def listen(self, listener: socket.socket) -> None:
        """Answer those who connect."""
        self.watch(listener, partial(self._accept, listener))

    def watch(self, file: "socket.socket | int", callback: Callable[[], object]) -> None:
        """Call back when there is something to read."""
        self._selector.register(file, selectors.EVENT_READ, callback)

    def forget(self, file: "socket.socket | int") -> None:
        self._selector.unregister(file)

    def show(self, files: Files) -> None:
        """Answer for the files that programs read and write."""
        self.files = files
        self.watch(files.fileno(), self._answer_file)

    def _answer_file(self) -> None:
        if self.files is not None:
            self.files.handle()
            if self.files.closed:
                self.forget(self.files.fileno())
                self.files = None
            self.turns.look_again(2)

    def begin(self, root: int) -> None:
        """The program has started: answer it from now on."""
        self.programs = Programs(root)
        self.watch(self._interrupts, self._interrupted)
        self.turns.start()

    def finish(self) -> None:
        """The program has ended: so do the commands that still wait."""
        self._ended = True
        self._notify.send(b"\x0f")
        self._done.wait(10)

    def interrupt(self, number: int) -> None:
        """^C at the terminal (called by a signal's handler): every command that waits hears of it."""
        self._notify.send(bytes([number]))

    # --- what a request uses -----------------------------------------------------------------------------------------------------

    def is_ours(self, name: str) -> bool:
        return name in self.ours

    def enter(self, namespace: "NetNamespace") -> str:
        """A program starts in a namespace: the number that it carries, which is a word."""
        number = self.namespaces.number(namespace) or INITIAL
        if self.files is not None:
            self.files.view(namespace, number)
        return number

    def processes(self, namespace: "NetNamespace") -> list[int]:
        """The programs of the session that are in a namespace."""
        return [pid for pid in self.programs.all() if self.namespace_of(pid) is namespace] if self.programs is not None else []

    def namespace_of(self, pid: int) -> "NetNamespace | None":
        """The namespace that a program is in, or the command that it waits for; None where there is no such process."""
        return next((request.inside for request in self._pending.values() if request.pid == pid), None) or self.namespaces.look(pid)

    def note(self, name: str) -> None:
        counts = self.used if self.is_ours(name) else self.missing
        counts[name] = counts.get(name, 0) + 1

    def wait_for(self, descriptor: int, writing: bool) -> None:
        """A command wants to read or write what is not ready."""
        event = selectors.EVENT_WRITE if writing else selectors.EVENT_READ
        own = os.dup(descriptor)  # two may wait for one pipe

        def start(waiting: Waiting) -> None:
            self._selector.register(own, event, partial(self.turns.wake, waiting))

        try:
            self._park(None, False, start)
        finally:
            self._selector.unregister(own)
            os.close(own)

    def run(self, connection: Connection, request: Request) -> None:
        """Run a command and answer. Others may run before this returns."""
        if self.files is not None:
            self.files.sync_in()
        if not self.turns.timed:
            self._anchor = time.monotonic(), self.lab.scheduler.now
        self._pending[connection] = request
        began, switches = self.lab.scheduler.now, len(self._pending)
        self._enter(request)
        scheduler = self.lab.scheduler
        scheduler.waiter = self._wait
        try:
            answer = request.run()
            scheduler.waiter = None
            scheduler.advance(0)  # what is due at this moment happens before the next line
        finally:
            scheduler.waiter = None
            self._current = None
            del self._pending[connection]
        if self.journal is not None:
            self.journal.ran(request, began, switches == 1 and not self._pending)
        self.turns.look_again(2)
        if self.files is not None:
            self.files.sync_out()
        if self.turns.timed and self.programs is not None:
            self.programs.answered(request.pid)
        connection.answer(answer)

    def stop(self, connection: Connection, number: int) -> None:
        """A signal for the command of a connection, if it waits."""
        for waiting, whose in list(self._parked.items()):
            if whose is self._pending.get(connection):
                self.turns.wake(waiting, number)
                return

    # --- waiting -----------------------------------------------------------------------------------------------------------------

    def _enter(self, request: Request) -> None:
        self._current = request
        folder = Path(f"/proc/{request.pid}/cwd")
        try:
            request.folder = str(folder.readlink())
            os.chdir("/" if request.folder.startswith(ROOTS) else folder)
        except OSError:
            os.chdir("/")

    def _wait(self, until: int, exact: bool) -> bool:
        """What the scheduler's step and advance do in a command (Scheduler.waiter)."""
        scheduler = self.lab.scheduler
        if until > scheduler.now:
            if self._current is not None:
                self._current.flush_lines()
            self._park(until, exact, None)
            return scheduler.now < until
        waiter, scheduler.waiter = scheduler.waiter, None
        try:
            return scheduler.step(until)
        finally:
            scheduler.waiter = waiter

    def _park(self, deadline: int | None, exact: bool, start: Callable[[Waiting], None] | None) -> None:
        scheduler, request = self.lab.scheduler, self._current
        waiter, scheduler.waiter = scheduler.waiter, None
        mine: list[Waiting] = []

        def started(waiting: Waiting) -> None:
            mine.append(waiting)
            if request is not None:
                self._parked[waiting] = request
            if start is not None:
                start(waiting)

        self._current = None
        try:
            self.turns.wait(deadline, exact, started)
        finally:
            self._parked.pop(mine[0], None)
            scheduler.waiter = waiter
            if request is not None:
                self._enter(request)

    # --- the loop ----------------------------------------------------------------------------------------------------------------

    def _loop(self) -> None:
        while not self._done.is_set():
            try:
                self._turn()
            except Exception:  # noqa: BLE001 - nothing that one command does ends the others
                traceback.print_exc()
            if self._ended and not self._pending:
                self._done.set()

    def _turn(self) -> None:
        if self._handle(0 if self.turns.timed else None) or not self.turns.timed:
            return
        looking = any(waiting.looks and not waiting.exact for waiting in self.turns.timed)
        target = self.lab.scheduler.now if looking else min(
            waiting.deadline for waiting in self.turns.timed if waiting.deadline is not None)
        patience = self._until_time_may_move(target)
        # A program that asked for something while the others were looked at sleeps too: what it asked comes first.
        if self._handle(patience) or patience:
            return
        for waiting in self.turns.timed:
            if waiting.looks and not waiting.exact:
                waiting.looks -= 1
                self.turns.wake(waiting)
                return
        self._move(target)

    def _handle(self, timeout: float | None) -> bool:
        """Listen for so long, answer what comes. True where something did."""
        switches = self.turns.switches
        events = self._selector.select(timeout)
        for key, _ in events:
            key.data()
            if self.turns.switches != switches:  # others ran: what was ready may not be there any more
                break
        return bool(events)

    def _until_time_may_move(self, target: int) -> float:
        """Seconds to listen before the lab's time moves on; 0 where it may at once."""
        next_event = self.lab.scheduler.next_event(target)
        quiet = self.programs is None or self.programs.quiet({request.pid for request in self._pending.values()})
        if quiet and next_event >= FOREVER:
            return _LONG  # nothing will ever happen by itself
        if quiet and not self.real_time and not self._somebody_types():
            self._patience = _PATIENCE
            return 0.0
        real, virtual = self._anchor
        left = real + (next_event - virtual) / SECOND - time.monotonic()
        if quiet:
            return min(max(left, 0.0), _LONG)
        self._patience = min(self._patience * 1.5, _MOST_PATIENCE)
        return min(self._patience, max(left + _GRACE, 0.0))

    def _somebody_types(self) -> bool:
        """Does a person sit at a prompt? Then what runs in the background keeps to the person's time."""
        if self.terminal is None:
            return False
        return not termios.tcgetattr(self.terminal)[3] & termios.ICANON

    def _move(self, target: int) -> None:
        self.lab.scheduler.step(target)
        now = self.lab.scheduler.now
        self._anchor = time.monotonic(), now
        self.turns.look_again(2)
        due = [waiting for waiting in self.turns.timed if waiting.deadline is not None and waiting.deadline <= now]
        if due:  # the others in the turns that follow; who only slept was there first, since programs take a little to start
            self.turns.wake(min(due, key=lambda waiting: (waiting.deadline, not waiting.exact, waiting.order)))

    # --- connections -------------------------------------------------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        accepted, _ = listener.accept()
        self.watch(accepted, Connection(self, accepted).hear)

    def _interrupted(self) -> None:
        number = self._interrupts.recv(1)[0]
        for waiting in list(self._parked):
            if waiting in self.turns.waiting:
                self.turns.wake(waiting, number)
