"""May the lab's time move? It does when every program of the session waits, as the time of a machine passes while its processes sleep.

A program that computes, or one that an answer has just woken, may be about to ask for something else at this very moment of the lab's time.
So the process tree is read (proc(5): children, status), twice: if all sleep and none ran in between, nothing will happen but by time.
"""

import os
from collections.abc import Collection

_BUSY = ("R", "D")
_ENDED = ("Z", "X")


class Programs:
    """The descendants of a process. `blocked` are those that certainly wait for us."""

    def __init__(self, root: int) -> None:
        self.root = root
        self._answered: dict[int, bytes] = {}

    def answered(self, pid: int) -> None:
        """A program is about to get an answer. Until it has run it is not at rest, even if it still sleeps: the kernel may deliver late."""
        counts = _counts(pid)
        if counts:
            self._answered[pid] = counts[1]

    def quiet(self, blocked: Collection[int]) -> bool:
        """Do all of them wait?"""
        first = self._look()
        if first is None:
            return False
        for pid, counts in list(self._answered.items()):
            if first.get(pid) == counts:
                return False
            del self._answered[pid]
        if len(first) == 1 and self.root in blocked:
            return True
        return self._look() == first

    def all(self) -> list[int]:
        """Every process, parents before their children."""
        found: list[int] = []
        pending = [self.root, *(pid for pid in _children(os.getpid()) if pid != self.root)]  # and those that lost their parents
        while pending:
            pid = pending.pop(0)
            found.append(pid)
            pending += _children(pid)
        return found

    def _look(self) -> dict[int, bytes] | None:
        """For each process how often it gave up the processor; None where one is busy."""
        seen: dict[int, bytes] = {}
        for pid in self.all():
            found = _counts(pid)
            if found is None:  # gone meanwhile
                continue
            state, seen[pid] = found
            if state in _BUSY or (pid == self.root and state in _ENDED):  # with the first program the session ends: no time passes any more
                return None
        return seen


def _counts(pid: int) -> tuple[str, bytes] | None:
    """The state of a process, and how often it gave up or lost the processor; None where there is none."""
    try:
        with open(f"/proc/{pid}/status", "rb", buffering=0) as file:
            text = file.read(4096)
    except OSError:
        return None
    return chr(text[text.index(b"\nState:\t") + 8]), text[text.find(b"\nvoluntary_ctxt_switches:"):]


def _children(pid: int) -> list[int]:
    """The children that any thread of a process has started, and those that were left to it."""
    found: list[int] = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found
    for thread in threads:
        try:
            with open(f"/proc/{pid}/task/{thread}/children", "rb", buffering=0) as file:
                found += map(int, file.read(65536).split())
        except OSError:
            continue
    return found
