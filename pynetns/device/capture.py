"""What a packet socket on a device sees: frames with their time and direction (af_packet.c)."""

from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any, Protocol, overload

from pynetns.device.scheduler import SECOND, Scheduler

Record = tuple[float, str, bytes]


class Deferred(Protocol):
    """Frames that are made when somebody looks; how many they are is known."""

    def __len__(self) -> int: ...
    def __call__(self) -> list[bytes]: ...


Frames = list[bytes] | Deferred


class Sink(Protocol):
    """Where a frame may come out of a path: a capture, a socket. It only takes what it gets; nothing happens on the way because of it."""

    @property
    def on_frame(self) -> Any: ...
    def add(self, direction: str, frame: bytes) -> None: ...
    def add_burst(self, direction: str, frames: Frames) -> None: ...


class Capture:
    """A live list of (seconds, "in" or "out", frame). `save` writes a pcap, `stop` ends it; what was seen stays."""

    def __init__(self, scheduler: Scheduler, name: str, stop: Callable[["Capture"], None],
                 writer: "Callable[[str, Capture], None] | None") -> None:
        self.name = name
        self._scheduler = scheduler
        self._stop = stop
        self._writer = writer
        self._seen: list[tuple[int, str, bytes]] = []
        self._runs: list[tuple[int, str, Frames]] = []  # bursts that nobody has looked at yet
        self._broken = False
        self._on_frame: Callable[[int, str, bytes], None] | None = None

    @property
    def on_frame(self) -> "Callable[[int, str, bytes], None] | None":
        """Told of each frame as it passes, for a live view: time in nanoseconds, direction, frame."""
        return self._on_frame

    @on_frame.setter
    def on_frame(self, callback: "Callable[[int, str, bytes], None] | None") -> None:
        self._on_frame = callback
        self._scheduler.flush()

    def add(self, direction: str, frame: bytes) -> None:
        if self._runs:
            self._unroll()
        self._seen.append((self._scheduler._now, direction, frame))
        if self._on_frame is not None:
            self._on_frame(self._scheduler._now, direction, frame)

    def add_burst(self, direction: str, frames: Frames) -> None:
        """Frames of one moment, or what makes them when somebody looks. A list is kept as it is."""
        self._runs.append((self._scheduler._now, direction, frames))

    def _unroll(self) -> None:
        for at, direction, frames in self._runs:
            self._seen.extend(zip(repeat(at), repeat(direction), frames() if callable(frames) else frames))
        self._runs.clear()

    @property
    def _records(self) -> list[tuple[int, str, bytes]]:
        if self._runs:
            self._unroll()
        return self._seen

    def device_went_down(self) -> None:
        """The list reads as empty from now on: the reader of a packet socket gets ENETDOWN in the place of what it has not read yet.
        `frames`, `nanoseconds` and `save` still have everything."""
        self._broken = True

    def stop(self) -> None:
        """See no more. Stopping twice is harmless."""
        self._stop(self)

    def clear(self) -> None:
        self._runs.clear()
        self._seen.clear()

    def save(self, path: str) -> None:
        """Write what was seen as a pcap file (pcapng if the name ends in .pcapng)."""
        if self._writer is None:
            raise RuntimeError("this capture was made without a writer")
        self._writer(path, self)

    @property
    def nanoseconds(self) -> list[tuple[int, str, bytes]]:
        """The records with integer times."""
        return list(self._records)

    @property
    def frames(self) -> list[bytes]:
        return [frame for _, _, frame in self._records]

    def _readable(self) -> list[tuple[int, str, bytes]]:
        return [] if self._broken else self._records

    def __len__(self) -> int:
        return len(self._readable())

    def __iter__(self) -> Iterator[Record]:
        return ((at / SECOND, direction, frame) for at, direction, frame in self._readable())

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        if isinstance(index, slice):
            return [(at / SECOND, direction, frame) for at, direction, frame in self._readable()[index]]
        at, direction, frame = self._readable()[index]
        return at / SECOND, direction, frame

    def __repr__(self) -> str:
        return f"<Capture of {self.name}: {len(self)} frames>"
