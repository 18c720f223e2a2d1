"""A frame as the line that tcpdump 4.99.3 with `-n` prints for it: pretty_print_packet() in print.c.

Everything that the stack itself sends is decoded. Where the real tool has a printer for a protocol that is none of
the stack's business (DNS, DHCP, IPv6, LLDP, ...), the line stays at what is known of the layer below.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from pynetns.commands.tcpdump_cooked import print_cooked
from pynetns.commands.tcpdump_dissection import (
    Dissection,
    Endpoints,
    Options,
    Sequences,
    Truncated,
    ascii_only,
    hex_and_ascii,
    hex_only,
)
from pynetns.commands.tcpdump_link import print_ethernet

__all__ = ["Options", "Printer"]

_SECOND_US = 1_000_000
_DAY = 86_400


class Printer:
    """Prints frames in their order: it remembers where TCP connections started, and the time for `-ttt`.

    >>> arp = "0001080006040001 020000000001 0a000001 000000000000 0a000002"
    >>> frame = bytes.fromhex(f"ffffffffffff 020000000001 0806 {arp}")
    >>> print(Printer().line(1_500_000_000, frame))
    00:00:01.500000 ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28
    """

    def __init__(self, options: Options = Options()) -> None:  # noqa: B008 - frozen
        self.options = options
        self._connections: dict[Endpoints, Sequences] = {}
        self._reference_us = 0
        self._count = 0

    def line(self, time_ns: int, frame: bytes, length: int | None = None, names: Mapping[int, str] | None = None) -> str:
        """The text of one frame without its last newline; `length` is that on the wire where the capture cut it. With `names`, those of
        the devices by their index, it is not an Ethernet frame but what the device any shows (tcpdump_cooked)."""
        self._count += 1
        number = f"{self._count:5}  " if self.options.number else ""
        if not frame:
            return f"{number}[Invalid header: caplen==0{'' if length else ', len==0'}]"
        dissection = Dissection(frame, len(frame), self.options, self._connections)
        try:
            whole = len(frame) if length is None else length
            header = print_ethernet(dissection, whole) if names is None else print_cooked(dissection, whole, names)
        except Truncated:
            dissection.put_truncated()
            header = 0
        return number + self._timestamp(time_ns // 1000) + "".join(dissection.parts) + self._dump(frame, header)

    def _dump(self, frame: bytes, header: int) -> str:
        """The bytes behind the link header, or all of them with a doubled option or after a truncated packet."""
        for count, dump in (
            (self.options.hex_ascii, hex_and_ascii),
            (self.options.hex, hex_only),
            (self.options.ascii, ascii_only),
        ):
            if count:
                shown = frame if count > 1 else frame[header:]
                return dump(shown) if shown else ""
        return ""

    def _timestamp(self, time_us: int) -> str:
        """ts_print(); a clock that is not set, as a reference of zero is not, counts from the next packet."""
        kind = self.options.timestamp
        if kind == 1:
            return ""
        if kind == 2:
            return f"{time_us // _SECOND_US}.{time_us % _SECOND_US:06} "
        if kind in (3, 5):
            self._reference_us = self._reference_us or time_us
            delta = time_us - self._reference_us
            if kind == 3:
                self._reference_us = time_us
            return f"{'-' if delta < 0 else ' '}{_clock(abs(delta))} "
        if kind == 4:
            date = datetime.fromtimestamp(time_us // _SECOND_US, UTC).strftime("%Y-%m-%d")
            return f"{date} {_clock(time_us)} "
        return f"{_clock(time_us)} "


def _clock(time_us: int) -> str:
    seconds, fraction = divmod(time_us, _SECOND_US)
    seconds %= _DAY
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{fraction:06}"
