"""What stages look up while a frame is on its way, and who remembers a path that such a look-up was part of.

What a stage owes the recorder
==============================
The flow cache (fastpath) sends the first frame of a flow through the stages with a recorder on, and later ones down the path that it noted.
Whatever the stages did for the first frame is done for all: a stage therefore acts in ways that the recorder sees, and in no others.

- **Look at the frame** by `Packet.read`, `slice`, `has`, `fits`: the bytes and lengths asked for decide, frames that differ in them are
  another flow. Nothing that was read is kept from before a `write`, or for another packet. Ask late and little: what one stage reads of the
  ports makes a flow of every connection.
- **The destination** of a packet that `plain_ipv4_route` has is noted as far as the FIB asks for it: it is for the look-up that was given,
  and whoever wants it for something else reads it.
- **Conditions** hold for all frames of a path and leave the bytes out of the key: `plain_ipv4`, `plain_udp`, `plain_tcp`, `plain_icmp`
  (that a header sums up, that a length fits), `is_from_stranger` (that a source is none of a host's addresses). Where one does not hold
  the packet goes slow.
- **Change the frame** by `write` (constants), `replace` (a field that checksums cover: they are updated by the difference, the field's old
  value is in the key) and `decrease_ttl`. A condition that was verified stays true after `replace`, not after `write`.
- **Count** by `Packet.count`, **note a time of use** by `Packet.touch`, show the frame to a capture by `emit`, send copies by `clone`.
  These are the only effects that a path repeats.
- **State that changes with traffic** (learned addresses, neighbours, connections) is kept in a `Table`. To `look` a key up makes the path
  depend on it, present or absent; `put` and `remove` drop the paths that did, and where an entry's own fields decide something, whoever
  changes one calls `watchers.changed(key)`. What is looked up in another way than by key has `Watchers` of its own (Fib, by /16).
- **Settings** are plain attributes of a `Stage`, immutable values: assigning one drops every path.
- **The time**: `Scheduler.before(moment)` is a question that a path may depend on; it is dropped at that moment. `scheduler.now` is not.
- **What a packet carries** (`mark`, `ct`, `dst`, `kind`, `port`) follows from what was looked at: read and write it freely.

Everything else refuses the path, that is, the next frame of its kind comes the slow way again: to ask for the time or a random number, to
set a timer, to change or walk a table, to read a counter or a stamp, to assign a setting, `Counter.add`, a packet of one's own, the whole
frame (`data`). Those tell by themselves. A stage that changes something which is none of these (a window, a token bucket) says
`scheduler.refuse(why)`; the reason is shown by `flows`. tests/fastpath breaks each of these duties on purpose and sees that it is noticed.
"""

from collections.abc import Hashable, Iterator
from typing import Any, Generic, Protocol, TypeVar

from pynetns.device.scheduler import Scheduler

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_MISSING: Any = object()


class Path(Protocol):
    """What can depend on a key: a flow."""

    def drop(self) -> None: ...


class Stage:
    """Something that handles packets. Its settings are plain attributes; assigning another value forgets every remembered path.

    Slots, in every subclass too: CPython 3.11 finds neither attributes nor methods as fast where there are more than thirty of them.
    """

    __slots__ = ("scheduler",)

    scheduler: Scheduler

    def __setattr__(self, name: str, value: object) -> None:
        if getattr(self, name, _MISSING) is not value:
            object.__setattr__(self, name, value)
            scheduler = getattr(self, "scheduler", None)
            if scheduler is not None:
                scheduler.generation += 1
                if scheduler.caches or scheduler.recorder is not None:
                    scheduler.flush()


class Stamp:
    """When something was last used or confirmed, in nanoseconds. A stage sets it by `Packet.touch`."""

    __slots__ = ("_at", "scheduler")

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self._at = scheduler._now

    @property
    def at(self) -> int:
        self.scheduler.settle("reads a time of use")
        return self._at

    def set(self, at: int) -> None:
        self.scheduler.settle("sets a time of use")
        self._at = at

    @property
    def age(self) -> int:
        """Nanoseconds since then."""
        return self.scheduler.now - self.at


class Watchers:
    """Which paths depend on which keys."""

    __slots__ = ("_paths", "scheduler")

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self._paths: dict[Any, Path | dict[Path, None]] = {}  # most keys are watched by one path: it stands for itself

    def note(self, key: Any) -> None:
        """A stage looks at this key: the packet that is watched depends on it."""
        recorder = self.scheduler.recorder
        if recorder is not None:
            recorder.depends += self, key

    def watch(self, key: Any, path: Path) -> None:
        known = self._paths.get(key)
        if known is None:
            self._paths[key] = path
        elif isinstance(known, dict):
            known[path] = None
        elif known is not path:
            self._paths[key] = {known: None, path: None}

    def unwatch(self, key: Any, path: Path) -> None:
        known = self._paths.get(key)
        if known is path:
            del self._paths[key]
        elif isinstance(known, dict):
            known.pop(path, None)
            if not known:
                del self._paths[key]

    def changed(self, key: Any) -> None:
        """Something about this key is different from now on."""
        recorder = self.scheduler.recorder
        if recorder is not None:
            recorder.refuse("changes a table")
        known = self._paths.pop(key, None)
        if known is not None:
            for path in list(known) if isinstance(known, dict) else [known]:
                path.drop()

    def watched(self) -> list[Any]:
        return list(self._paths)


class Table(Generic[K, V]):
    """A mapping in order of insertion."""

    __slots__ = ("_entries", "_scheduler", "watchers")

    def __init__(self, scheduler: Scheduler) -> None:
        self._entries: dict[K, V] = {}
        self._scheduler = scheduler
        self.watchers = Watchers(scheduler)

    def look(self, key: K) -> V | None:
        """The entry of a key, or None: an absence is an answer too."""
        recorder = self._scheduler.recorder
        if recorder is not None:
            depends = recorder.depends
            depends.append(self.watchers)
            depends.append(key)
        return self._entries.get(key)

    def put(self, key: K, value: V) -> None:
        self._entries[key] = value
        self.watchers.changed(key)

    def remove(self, key: K) -> None:
        del self._entries[key]
        self.watchers.changed(key)

    def values(self) -> list[V]:
        self.watchers.scheduler.refuse("walks a table")
        return list(self._entries.values())

    def items(self) -> list[tuple[K, V]]:
        self.watchers.scheduler.refuse("walks a table")
        return list(self._entries.items())

    def keys(self) -> list[K]:
        self.watchers.scheduler.refuse("walks a table")
        return list(self._entries)

    def clear(self) -> None:
        for key in list(self._entries):
            self.remove(key)

    def __iter__(self) -> Iterator[K]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: K) -> bool:
        return self.look(key) is not None
