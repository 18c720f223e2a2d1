"""What both capture file formats have in common: the record, the error, and a reader that says what is missing."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Literal

LINKTYPE_ETHERNET = 1
MAX_PACKET = 262144  # MAXIMUM_SNAPLEN of libpcap; a record that claims more is no record

Direction = Literal["in", "out"]


class CaptureError(ValueError):
    """A capture file that cannot be read, or a record that cannot be written."""


@dataclass(frozen=True, slots=True)
class Record:
    time_ns: int
    data: bytes
    interface: str = ""  # its name, empty where the file gives none
    direction: Direction | None = None
    comment: str | None = None
    original_length: int | None = None  # on the wire; None: all of it is in `data`
    linktype: int = LINKTYPE_ETHERNET

    @property
    def length(self) -> int:
        """How long the packet was on the wire, also where the capture cut it."""
        return len(self.data) if self.original_length is None else self.original_length


class Source:
    """A binary stream that is asked for exact amounts, with some bytes of it perhaps read already."""

    def __init__(self, source: bytes | bytearray | memoryview | BinaryIO) -> None:
        self._stream = BytesIO(source) if isinstance(source, (bytes, bytearray, memoryview)) else source
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer at the end, which stay to be taken."""
        while len(self._ahead) < size and (more := self._stream.read(size - len(self._ahead))):
            self._ahead += more
        return self._ahead[:size]

    def take(self, size: int, what: str) -> bytes:
        """Exactly `size` bytes, or an error in the words of libpcap."""
        taken = self.peek(size)
        if len(taken) < size:
            raise CaptureError(f"truncated dump file; tried to read {size} {what} bytes, only got {len(taken)}")
        self._ahead = self._ahead[size:]
        return taken

    @property
    def at_end(self) -> bool:
        return not self.peek(1)
