"""`-m time`: dates, days and times of day. net/netfilter/xt_time.c, on the lab's calendar."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

SECOND = 1_000_000_000
DAY = 86400
EPOCH = 1735689600  # what a lab's clock calls 0: 2025-01-01 00:00:00 UTC, a Wednesday
ALL_MONTHDAYS = 0xFFFFFFFE
ALL_WEEKDAYS = 0xFE
MAX_DAYTIME = DAY - 1
MAX_DATE = 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Time(Match):
    """Seconds since 1970, seconds of the day, a bit for each day of the month and of the week (1 is Monday)."""

    name = "time"
    date_start: int = 0
    date_stop: int = MAX_DATE
    day_start: int = 0
    day_stop: int = MAX_DAYTIME
    monthdays: int = ALL_MONTHDAYS
    weekdays: int = ALL_WEEKDAYS
    local: bool = False  # the kernel's time zone, which is UTC here
    contiguous: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        scheduler = namespace.scheduler

        def match(packet: Packet, state: HookState) -> bool:
            stamp = EPOCH + scheduler.now // SECOND
            if stamp < self.date_start or stamp > self.date_stop:
                return False
            of_day = stamp % DAY
            if self.day_start < self.day_stop:
                if of_day < self.day_start or of_day > self.day_stop:
                    return False
            else:
                if self.day_stop < of_day < self.day_start:
                    return False
                if self.contiguous and of_day <= self.day_stop:
                    stamp -= DAY  # it belongs to the evening before
            if not self.weekdays >> (3 + stamp // DAY) % 7 + 1 & 1:
                return False
            return self.monthdays == ALL_MONTHDAYS or bool(self.monthdays >> datetime.fromtimestamp(stamp, UTC).day & 1)

        return match
