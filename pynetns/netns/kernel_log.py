"""What the kernel says of a namespace: the lines that `dmesg` shows. The real one has a single log, and hides what rules of a namespace log
unless net.netfilter.nf_log_all_netns says otherwise; here each namespace has its own."""

from collections import deque
from collections.abc import Iterator

from pynetns.device.scheduler import Scheduler

MAX_LINES = 16384  # about what the kernel's buffer of 256 KiB holds
KERN_WARNING = 4


class KernelLog:
    """Lines with their times in nanoseconds and their levels (0 emergency to 7 debug), oldest first. Iterates over (time, level, text)."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._lines: deque[tuple[int, int, str]] = deque(maxlen=MAX_LINES)

    def write(self, text: str, level: int = KERN_WARNING) -> None:
        self._lines.append((self._scheduler.now, level, text))

    def clear(self) -> None:
        self._lines.clear()

    def __iter__(self) -> Iterator[tuple[int, int, str]]:
        return iter(list(self._lines))

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def text(self) -> list[str]:
        """The lines alone."""
        return [text for _, _, text in self._lines]
