"""Capture files of either format: the one that a file is in shows in its first four bytes."""

from collections.abc import Iterator
from typing import BinaryIO

from pynetns.wire import pcap, pcapng
from pynetns.wire.record import CaptureError, Record, Source

__all__ = ["CaptureError", "Record", "read"]


def read(source: bytes | bytearray | memoryview | BinaryIO) -> Iterator[Record]:
    """The records of a pcap or pcapng file, one by one; CaptureError where it is neither, or where it breaks off."""
    opened = Source(source)
    reader = pcapng.read if pcapng.is_pcapng(opened.peek(4)) else pcap.read
    yield from reader(opened)
