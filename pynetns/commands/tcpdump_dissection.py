"""What the parts of tcpdump's printer share: the bytes that may be read, the text so far, the options.

The printers follow tcpdump 4.99.3 (Debian 12) file by file: tcpdump_link.py is print-ether.c, print-llc.c and
print-stp.c, tcpdump_ip.py print-ip.c and print-udp.c, and so on, so that a line can be looked up on both sides.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from pynetns.wire.address import format_ipv4


@dataclass(frozen=True, slots=True)
class Options:
    """The command line switches that change a line; counts where a switch may be repeated. `-n` is always on."""

    link_level: bool = False  # -e
    verbose: int = 0  # -v, -vv, -vvv
    quiet: bool = False  # -q
    timestamp: int = 0  # -t: 1 none, 2 seconds, 3 since the previous, 4 with date, 5 since the first
    hex: int = 0  # -x, -xx with the link header
    hex_ascii: int = 0  # -X, -XX
    ascii: int = 0  # -A, -AA
    absolute_sequence: bool = False  # -S
    no_checksums: bool = False  # -K
    number: bool = False  # -#

    @property
    def suppress_default(self) -> bool:
        """Whether an unknown packet is not dumped: its bytes are printed anyway, or nobody asked."""
        return bool(self.hex or self.hex_ascii or self.quiet)


@dataclass(slots=True)
class Sequences:
    """Where the two directions of a TCP connection start; `seq` is that of the end with the lower port."""

    seq: int
    ack: int


Endpoints = tuple[int, int, int, int]


class Truncated(Exception):
    """A printer asked for a byte that was not captured: the longjmp() of netdissect."""


@dataclass(slots=True)
class Dissection:
    """One packet on its way to text. Offsets are into `data`; `end` is the snapend: no byte behind it is read."""

    data: bytes
    end: int
    options: Options
    connections: dict[Endpoints, Sequences]
    protocol: str = ""  # named where a packet is truncated
    parts: list[str] = field(default_factory=list)

    def put(self, text: str) -> None:
        self.parts.append(text)

    def put_truncated(self) -> None:
        """nd_print_trunc()"""
        self.parts.append(f" [|{self.protocol}]")

    def put_invalid(self) -> None:
        """nd_print_invalid()"""
        self.parts.append(" (invalid)")

    def put_unknown(self, at: int, length: int) -> None:
        """ndo_default_print(): hex and ASCII of what nobody understood."""
        self.parts.append(hex_and_ascii(self.data[at : min(at + length, self.end)]))

    def has(self, at: int, size: int) -> bool:
        return at + size <= self.end

    def need(self, at: int, size: int) -> None:
        if at + size > self.end:
            raise Truncated

    def number(self, at: int, size: int) -> int:
        if at + size > self.end:
            raise Truncated
        return int.from_bytes(self.data[at : at + size], "big")

    def u8(self, at: int) -> int:
        return self.number(at, 1)

    def u16(self, at: int) -> int:
        return self.number(at, 2)

    def u32(self, at: int) -> int:
        return self.number(at, 4)

    def ip(self, at: int) -> str:
        return format_ipv4(self.number(at, 4))

    def octets(self, at: int, size: int) -> str:
        """A hardware address: linkaddr_string()."""
        self.need(at, size)
        return self.data[at : at + size].hex(":") if size else "<empty>"

    def final_destination(self, ip: int) -> int:
        """The address in the pseudo header, which a source route holds last: ip_finddst()."""
        at, end = ip + 20, ip + (self.u8(ip) & 15) * 4
        while at < end and (code := self.u8(at)):
            size = self.u8(at + 1) if code > 1 else 1
            if size < 1 + (code > 1) or at + size > end:
                break
            if code in (131, 137) and size >= 7:
                return self.u32(at + size - 4)
            at += size
        return self.u32(ip + 16)

    @contextmanager
    def cut(self, end: int) -> Iterator[None]:
        """Read no further than `end` inside: nd_push_snaplen()."""
        saved, self.end = self.end, min(self.end, end)
        yield
        self.end = saved


def bits(names: Mapping[int, str], value: int, separator: str = ", ") -> str:
    """The names of the bits that are set: bittok2str()."""
    return separator.join(name for bit, name in names.items() if bit and value & bit == bit) or "none"


def should_be(field: int, computed: int) -> int:
    """The checksum that would have been right, from the wrong one and the sum over all: in_cksum_shouldbe()."""
    total = field + computed
    total = (total & 0xFFFF) + (total >> 16)
    return (total & 0xFFFF) + (total >> 16)


def hex_and_ascii(data: bytes) -> str:
    """The dump of `-X`, each line behind a newline and a tab.

    >>> hex_and_ascii(b"GET / HTTP")
    '\\n\\t0x0000:  4745 5420 2f20 4854 5450                 GET./.HTTP'
    """
    return "".join(
        f"\n\t0x{at:04x}: {' ' + row.hex(' ', -2):<40}  {''.join(map(_graphic, row))}" for at, row in _rows(data)
    )


def hex_only(data: bytes) -> str:
    """The dump of `-x`."""
    return "".join(f"\n\t0x{at:04x}:  {row.hex(' ', -2)}" for at, row in _rows(data))


def ascii_only(data: bytes) -> str:
    """The text of `-A`; a carriage return shows only in the middle of a line."""
    shown = ["\n"]
    for at, byte in enumerate(data):
        if byte == 13:
            left = len(data) - at - 1
            shown.append("." if left > 1 and data[at + 1] != 10 else "")
        else:
            shown.append(chr(byte) if byte in b"\t\n " else _graphic(byte))
    return "".join(shown)


def _rows(data: bytes) -> Iterator[tuple[int, bytes]]:
    for at in range(0, len(data), 16):
        yield at, data[at : at + 16]


def _graphic(byte: int) -> str:
    return chr(byte) if 0x21 <= byte <= 0x7E else "."
