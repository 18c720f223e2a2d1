"""Routing decisions about what comes in, remembered.

The kernel keeps them with the next hop (rt_cache_route() in net/ipv4/route.c), here they are found by what was asked.

Deciding is a few look-ups in tables and settings, like everything that a path depends on; so a remembered decision depends on the same keys
(device.table), and is gone when one of them or a setting changes. A packet that is watched depends on them in its turn. Where it does not
matter who the sender is, one decision serves all senders, and all destinations that no route tells from each other (RouteDecision.octets).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pynetns.device.scheduler import Scheduler

if TYPE_CHECKING:
    from pynetns.device.netdevice import NetDevice
    from pynetns.netns.dst import Dst

MAX_DECISIONS = 4096
ANYBODY = 0  # a source that none has
Question = tuple["NetDevice", int, int, int]  # by which device it came, destination, source, TOS


class _Observer:
    """What one decision depends on."""

    __slots__ = ("depends", "refused")

    def __init__(self) -> None:
        self.depends: list[Any] = []  # watchers and a key of theirs, in turn
        self.refused = ""

    def refuse(self, why: str) -> None:
        self.refused = self.refused or why

    def expire(self, moment: int) -> None:
        self.refused = self.refused or "depends on the time"


class Remembered:
    """One decision, which may be the answer to several questions."""

    __slots__ = ("decision", "depends", "memory", "octets", "questions")

    def __init__(self, memory: "DecisionMemory", question: Question, decision: "Dst", depends: list[Any], octets: int) -> None:
        self.memory = memory
        self.questions = [question]
        self.decision = decision
        self.depends = depends
        self.octets = octets  # of the destination, on which it depends

    def drop(self) -> None:
        """Something that it depended on changed."""
        for question in self.questions:
            self.memory.decisions.pop(question, None)
        self.unwatch()

    def unwatch(self) -> None:
        for watchers, key in zip(self.depends[::2], self.depends[1::2]):
            watchers.unwatch(key, self)


class DecisionMemory:
    """The decisions of one namespace."""

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self.decisions: dict[Question, Remembered] = {}

    def find_alike(self, device: "NetDevice", dst: int, tos: int, octets: int) -> Remembered | None:
        """What was decided about any destination with the same first octets; from now on it is found for this one at once."""
        known = self.decisions.get((device, _part(dst, octets), ANYBODY, tos))
        if known is not None and len(self.decisions) < MAX_DECISIONS:
            question = device, dst, ANYBODY, tos
            known.questions.append(question)
            self.decisions[question] = known
        return known

    def decide(self, question: Question, decide: "Callable[..., Dst]", rest: tuple[Any, ...], octets: int) -> "Dst":
        """Watch a decision being made, of the question and the `rest`, and remember it if it depends on nothing but tables and settings.
        `octets`: of the destination, that say the way for all senders, unless it is back to where they are, of which they might be told; 0
        where senders matter. For one watched packet's sake it is not remembered."""
        recorder, observer = self.scheduler.recorder, _Observer()
        self.scheduler.recorder = observer
        try:
            decision = decide(*question, *rest)
        finally:
            self.scheduler.recorder = recorder
            if recorder is not None:
                recorder.depends += observer.depends
                if observer.refused:
                    recorder.refuse(observer.refused)
        device, dst, _, tos = question
        if observer.refused:
            return decision
        if octets and decision.device is not device:
            self._remember((device, _part(dst, octets), ANYBODY, tos), decision, observer, octets)
        elif recorder is None:
            self._remember(question, decision, observer, 4)
        return decision

    def _remember(self, question: Question, decision: "Dst", observer: _Observer, octets: int) -> None:
        if len(self.decisions) >= MAX_DECISIONS:
            self.clear()
        if not self.decisions and self not in self.scheduler.caches:
            self.scheduler.caches.append(self)
        depends = observer.depends
        known = self.decisions[question] = Remembered(self, question, decision, depends, octets)
        for at in range(0, len(depends), 2):
            depends[at].watch(depends[at + 1], known)

    def clear(self) -> None:
        """A setting changed."""
        for known in self.decisions.values():
            known.unwatch()
        self.decisions.clear()

    def settle(self) -> None:
        """A decision owes nothing."""


def _part(dst: int, octets: int) -> int:
    """The first octets of a destination, as a number that is less than any whole address whose first octet is not 0."""
    return dst >> 32 - 8 * octets
