"""The classic capture file: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-03.html, as libpcap reads it.

One interface without a name, one link type, no directions and no comments; times in micro- or nanoseconds.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from struct import Struct
from typing import BinaryIO

from pynetns.wire.record import LINKTYPE_ETHERNET, MAX_PACKET, CaptureError, Record, Source

MAGIC_MICROSECONDS = 0xA1B2C3D4
MAGIC_NANOSECONDS = 0xA1B23C4D
FILE_HEADER = 24  # bytes

_NANOSECONDS_PER_TICK = {MAGIC_MICROSECONDS: 1000, MAGIC_NANOSECONDS: 1}
_MAGICS = {
    magic.to_bytes(4, "little" if order == "<" else "big"): (order, tick)
    for magic, tick in _NANOSECONDS_PER_TICK.items()
    for order in "<>"
}
_FILE_HEADER = {order: Struct(order + "IHHiIII") for order in "<>"}  # magic, version, zone, sigfigs, snaplen, link type
_RECORD_HEADER = {order: Struct(order + "IIII") for order in "<>"}  # seconds, ticks, captured, original length


def is_pcap(start: bytes) -> bool:
    return start[:4] in _MAGICS


def read(source: bytes | bytearray | memoryview | BinaryIO | Source) -> Iterator[Record]:
    """The records one by one; a file that is cut short gives those before the cut, then CaptureError."""
    source = source if isinstance(source, Source) else Source(source)
    start = source.peek(4)
    if start not in _MAGICS:
        if len(start) == 4:
            raise CaptureError("unknown file format")
        raise CaptureError(f"truncated dump file; tried to read 4 file header bytes, only got {len(start)}")
    order, nanoseconds_per_tick = _MAGICS[start]
    header_bytes = source.peek(FILE_HEADER)
    if len(header_bytes) < FILE_HEADER:  # libpcap counts what it asked for in all, and what came of the second part
        raise CaptureError(f"truncated dump file; tried to read {FILE_HEADER} file header bytes, only got {len(header_bytes) - len(start)}")
    _, major, _, _, _, _, network = _FILE_HEADER[order].unpack(source.take(FILE_HEADER, "file header"))
    if major != 2:
        raise CaptureError(f"unsupported pcap savefile version {major}")
    linktype = network & 0xFFFF  # above it: the length of a frame check sequence
    header = _RECORD_HEADER[order]
    while not source.at_end:
        seconds, ticks, captured, original = header.unpack(source.take(16, "header"))
        if captured > MAX_PACKET:
            raise CaptureError(f"invalid packet capture length {captured}, bigger than maximum of {MAX_PACKET}")
        data = source.take(captured, "captured")
        yield Record(
            time_ns=seconds * 1_000_000_000 + ticks * nanoseconds_per_tick,
            data=data,
            original_length=None if original == captured else original,
            linktype=linktype,
        )


def chunks(
    records: Iterable[Record], *, nanoseconds: bool = False, snaplen: int = MAX_PACKET, big_endian: bool = False,
    linktype: int = LINKTYPE_ETHERNET,
) -> Iterator[bytes]:
    """The file piece by piece, to be written as it grows; the first record's link type is that of all, `linktype` where there is none."""
    order = ">" if big_endian else "<"
    tick = 1 if nanoseconds else 1000
    magic = MAGIC_NANOSECONDS if nanoseconds else MAGIC_MICROSECONDS
    header = _RECORD_HEADER[order]
    records = iter(records)
    first = list(islice(records, 1))
    linktype = first[0].linktype if first else linktype
    yield _FILE_HEADER[order].pack(magic, 2, 4, 0, 0, snaplen, linktype)
    for record in chain(first, records):
        if record.linktype != linktype:
            raise CaptureError(f"a pcap file has one link type: {record.linktype} after {linktype}")
        seconds, rest = divmod(record.time_ns, 1_000_000_000)
        if not 0 <= seconds <= 0xFFFFFFFF:
            raise CaptureError(f"a pcap file cannot hold the time {record.time_ns} ns")
        data = record.data[:snaplen]
        yield header.pack(seconds, rest // tick, len(data), record.length) + data


def emit(
    records: Iterable[Record], *, nanoseconds: bool = False, snaplen: int = MAX_PACKET, big_endian: bool = False,
    linktype: int = LINKTYPE_ETHERNET,
) -> bytes:
    """The whole file."""
    return b"".join(chunks(records, nanoseconds=nanoseconds, snaplen=snaplen, big_endian=big_endian, linktype=linktype))
