"""What stages look up while a frame is on its way: mappings whose every look-up and change goes through one place.

A stage keeps what changes with traffic (learned addresses, neighbours) in a `Table`, and times of use in a `Stamp`. That one place is
where a flow cache learns on what a path depends.
"""

from collections.abc import ItemsView
from typing import Generic, TypeVar

from pynetns.device.scheduler import Scheduler

K = TypeVar("K")
V = TypeVar("V")


class Stamp:
    """When something was last used or confirmed, in nanoseconds. A stage sets it by `Packet.touch`."""

    __slots__ = ("_at", "scheduler")

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self._at = scheduler.now

    @property
    def at(self) -> int:
        return self._at

    def set(self, at: int) -> None:
        self._at = at

    @property
    def age(self) -> int:
        """Nanoseconds since then."""
        return self.scheduler.now - self._at


class Table(Generic[K, V]):
    """A mapping in order of insertion."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: dict[K, V] = {}

    def look(self, key: K) -> V | None:
        """The entry of a key, or None: an absence is an answer too."""
        return self._entries.get(key)

    def put(self, key: K, value: V) -> None:
        self._entries[key] = value

    def remove(self, key: K) -> None:
        del self._entries[key]

    def items(self) -> ItemsView[K, V]:
        return self._entries.items()

    def values(self) -> list[V]:
        return list(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: K) -> bool:
        return key in self._entries
