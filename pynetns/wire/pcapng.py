"""The pcapng capture file: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html.

A file is a chain of blocks, each with its length at both ends:

    SHB (byte order) . IDB eth0 . IDB veth1 . EPB eth0 in . EPB veth1 out "a comment" . ...

A section header starts over: its own byte order, its own interfaces. Blocks and options that are not named here are
skipped when read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from struct import Struct, pack
from typing import BinaryIO

from pynetns.wire.record import LINKTYPE_ETHERNET, MAX_PACKET, CaptureError, Direction, Record, Source

BLOCK_SECTION_HEADER = 0x0A0D0D0A  # the same in both byte orders
BLOCK_INTERFACE = 1
BLOCK_SIMPLE_PACKET = 3
BLOCK_ENHANCED_PACKET = 6

OPT_END = 0
OPT_COMMENT = 1
SHB_USERAPPL = 4
IF_NAME = 2
IF_DESCRIPTION = 3
IF_TSRESOL = 9
IF_TSOFFSET = 14
EPB_FLAGS = 2  # its lowest two bits: 1 inbound, 2 outbound

_BYTE_ORDER_MAGIC = 0x1A2B3C4D
_ORDERS = {_BYTE_ORDER_MAGIC.to_bytes(4, "little"): "<", _BYTE_ORDER_MAGIC.to_bytes(4, "big"): ">"}
_MAX_BLOCK = 16 << 20  # as libpcap: a length above it is a mistake, not a block
_DIRECTIONS: dict[int, Direction] = {1: "in", 2: "out"}
_DIRECTION_FLAGS = {"in": 1, "out": 2}
_DECIMAL_NANOSECONDS = b"\x09"
_SECOND = 1_000_000_000

_WORD = {order: Struct(order + "I") for order in "<>"}
_BLOCK_START = {order: Struct(order + "II") for order in "<>"}
_INTERFACE = {order: Struct(order + "HHI") for order in "<>"}  # link type, reserved, snaplen
_PACKET = {order: Struct(order + "IIIII") for order in "<>"}  # interface, time high, low, captured, original length
_OPTION = {order: Struct(order + "HH") for order in "<>"}


@dataclass(frozen=True, slots=True)
class Interface:
    """What a file says about where its packets were captured."""

    name: str = ""
    description: str = ""
    linktype: int = LINKTYPE_ETHERNET
    snaplen: int = 0  # 0: no limit


@dataclass(frozen=True, slots=True)
class _Clock:
    """An interface as a reader needs it."""

    interface: Interface
    ticks_per_second: int
    offset_ns: int

    def time_ns(self, ticks: int) -> int:
        return ticks * _SECOND // self.ticks_per_second + self.offset_ns


def is_pcapng(start: bytes) -> bool:
    return start[:4] == b"\n\r\r\n"


def read(source: bytes | bytearray | memoryview | BinaryIO | Source) -> Iterator[Record]:
    """The records one by one; a file that is cut short gives those before the cut, then CaptureError."""
    source = source if isinstance(source, Source) else Source(source)
    if not is_pcapng(source.peek(4)):
        raise CaptureError("unknown file format" if len(source.peek(4)) == 4 else "truncated dump file")
    interfaces: list[_Clock] = []
    for order, kind, body in _blocks(source):
        if kind == BLOCK_SECTION_HEADER:
            interfaces = []
        elif kind == BLOCK_INTERFACE:
            interfaces.append(_parse_interface(order, body))
        elif kind == BLOCK_ENHANCED_PACKET:
            yield _parse_enhanced_packet(order, body, interfaces)
        elif kind == BLOCK_SIMPLE_PACKET:
            yield _parse_simple_packet(order, body, interfaces)


def _blocks(source: Source) -> Iterator[tuple[str, int, bytes]]:
    """Byte order, type and body of each block. The first is a section header: `read` looked."""
    order = "<"
    while not source.at_end:
        start = source.peek(12)
        if is_pcapng(start):
            if len(start) == 12 and start[8:] not in _ORDERS:
                raise CaptureError(f"unknown byte order magic {start[8:].hex()} in a section header")
            order = _ORDERS.get(start[8:], order)
        kind, length = _BLOCK_START[order].unpack(source.take(8, "block header"))
        if length < 12 or length % 4:
            raise CaptureError(f"block in pcapng dump file has a length of {length}")
        if length > _MAX_BLOCK:
            raise CaptureError(f"pcapng block size {length} > maximum {_MAX_BLOCK}")
        body = source.take(length - 8, "block")
        (trailer,) = _WORD[order].unpack(body[-4:])
        if trailer != length:
            raise CaptureError(f"block total length {length} and trailing length {trailer} do not match")
        yield order, kind, body[:-4]


def _parse_options(order: str, data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        code, length = _OPTION[order].unpack_from(data, at)
        if code == OPT_END:
            return
        value = data[at + 4 : at + 4 + length]
        if len(value) < length:
            raise CaptureError(f"option {code} in pcapng dump file is longer than its block")
        yield code, value
        at += 4 + length + -length % 4


def _parse_interface(order: str, body: bytes) -> _Clock:
    if len(body) < 8:
        raise CaptureError("interface description block is too short")
    linktype, _, snaplen = _INTERFACE[order].unpack_from(body)
    options = dict(_parse_options(order, body[8:]))
    resolution = options.get(IF_TSRESOL, b"\x06")
    offset = options.get(IF_TSOFFSET, bytes(8))
    if len(resolution) != 1 or len(offset) != 8:
        raise CaptureError("interface description block has a timestamp option of the wrong length")
    exponent = resolution[0] & 0x7F
    seconds = int.from_bytes(offset, "little" if order == "<" else "big", signed=True)
    interface = Interface(_text(options.get(IF_NAME, b"")), _text(options.get(IF_DESCRIPTION, b"")), linktype, snaplen)
    return _Clock(interface, (2 if resolution[0] & 0x80 else 10) ** exponent, seconds * _SECOND)


def _parse_enhanced_packet(order: str, body: bytes, interfaces: list[_Clock]) -> Record:
    if len(body) < 20:
        raise CaptureError("enhanced packet block is too short")
    index, high, low, captured, original = _PACKET[order].unpack_from(body)
    if index >= len(interfaces):
        raise CaptureError(f"a packet arrived on interface {index}, but there's no Interface Description Block for it")
    clock = interfaces[index]
    data = _packet_data(body, 20, captured)
    flags, comments = 0, []
    for code, value in _parse_options(order, body[20 + captured + -captured % 4 :]):
        if code == OPT_COMMENT:
            comments.append(_text(value))
        elif code == EPB_FLAGS and len(value) == 4:
            (flags,) = _WORD[order].unpack(value)
    return Record(
        time_ns=clock.time_ns(high << 32 | low),
        data=data,
        interface=clock.interface.name,
        direction=_DIRECTIONS.get(flags & 3),
        comment="\n".join(comments) if comments else None,
        original_length=None if original == captured else original,
        linktype=clock.interface.linktype,
    )


def _parse_simple_packet(order: str, body: bytes, interfaces: list[_Clock]) -> Record:
    """A packet of the first interface, without a time."""
    if len(body) < 4:
        raise CaptureError("simple packet block is too short")
    if not interfaces:
        raise CaptureError("a packet arrived on interface 0, but there's no Interface Description Block for it")
    (original,) = _WORD[order].unpack_from(body)
    interface = interfaces[0].interface
    captured = min(original, interface.snaplen or original)
    return Record(
        time_ns=0,
        data=_packet_data(body, 4, captured),
        interface=interface.name,
        original_length=None if original == captured else original,
        linktype=interface.linktype,
    )


def _packet_data(body: bytes, start: int, captured: int) -> bytes:
    if captured > MAX_PACKET:
        raise CaptureError(f"invalid packet capture length {captured}, bigger than maximum of {MAX_PACKET}")
    data = body[start : start + captured]
    if len(data) < captured:
        raise CaptureError(f"packet of {captured} captured bytes is longer than its block")
    return data


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").rstrip("\0")


def chunks(
    records: Iterable[Record], interfaces: Iterable[Interface] = (), *, big_endian: bool = False
) -> Iterator[bytes]:
    """The file block by block, to be written as it grows; times are in nanoseconds.

    `interfaces` come first, in their order; one that only a record names is described before that record.
    """
    order = ">" if big_endian else "<"
    indexes: dict[tuple[str, int], int] = {}
    yield _section_header(order)
    for interface in interfaces:
        if (interface.name, interface.linktype) not in indexes:  # records know only the name, so the first has them
            indexes[interface.name, interface.linktype] = len(indexes)
            yield _interface_block(order, interface)
    for record in records:
        key = (record.interface, record.linktype)
        if key not in indexes:
            indexes[key] = len(indexes)
            yield _interface_block(order, Interface(record.interface, linktype=record.linktype))
        yield _packet_block(order, indexes[key], record)


def emit(records: Iterable[Record], interfaces: Iterable[Interface] = (), *, big_endian: bool = False) -> bytes:
    """The whole file."""
    return b"".join(chunks(records, interfaces, big_endian=big_endian))


def _block(order: str, kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    body += bytes(-len(body) % 4)
    length = len(body) + 12
    return b"".join((_BLOCK_START[order].pack(kind, length), body, _WORD[order].pack(length)))


def _options(order: str, *options: tuple[int, bytes]) -> bytes:
    """The options that have a value, with the end mark if there are any."""
    parts = []
    for code, value in options:
        if len(value) > 0xFFFF:
            raise CaptureError(f"option {code} of {len(value)} bytes does not fit a pcapng file")
        if value:
            parts += [_OPTION[order].pack(code, len(value)), value, bytes(-len(value) % 4)]
    return b"".join([*parts, bytes(4)]) if parts else b""


def _section_header(order: str) -> bytes:
    fixed = pack(order + "IHHq", _BYTE_ORDER_MAGIC, 1, 0, -1)
    return _block(order, BLOCK_SECTION_HEADER, fixed, _options(order, (SHB_USERAPPL, b"pynetns")))


def _interface_block(order: str, interface: Interface) -> bytes:
    fixed = _INTERFACE[order].pack(interface.linktype, 0, interface.snaplen)
    options = _options(
        order,
        (IF_NAME, interface.name.encode("utf-8", "replace")),
        (IF_DESCRIPTION, interface.description.encode("utf-8", "replace")),
        (IF_TSRESOL, _DECIMAL_NANOSECONDS),
    )
    return _block(order, BLOCK_INTERFACE, fixed, options)


def _packet_block(order: str, index: int, record: Record) -> bytes:
    if not 0 <= record.time_ns < 1 << 64:
        raise CaptureError(f"a pcapng file cannot hold the time {record.time_ns} ns")
    data, comment = record.data, record.comment or ""
    fixed = _PACKET[order].pack(index, record.time_ns >> 32, record.time_ns & 0xFFFFFFFF, len(data), record.length)
    flags = _WORD[order].pack(_DIRECTION_FLAGS[record.direction]) if record.direction else b""
    options = _options(order, (OPT_COMMENT, comment.encode("utf-8", "replace")), (EPB_FLAGS, flags))
    return _block(order, BLOCK_ENHANCED_PACKET, fixed, data, bytes(-len(data) % 4), options)
