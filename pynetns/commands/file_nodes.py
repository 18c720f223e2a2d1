"""What the files of a namespace are made of, and what the kernel says to those who use them otherwise (fs/proc, fs/kernfs)."""

import errno
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pynetns.errors import Error, os_error

S_IFDIR, S_IFREG, S_IFLNK = 0o040000, 0o100000, 0o120000


@dataclass(frozen=True, slots=True)
class File:
    """`show` gives the text, `store` takes what one write(2) brought; both raise what the kernel would return. None: not to be opened so.

    `refusal` is the error for who opens it in a way that it does not have.
    """

    show: Callable[[], str] | None
    store: Callable[[str], None] | None = None
    permissions: int = 0o444
    size: int = 0
    refusal: int = errno.EACCES
    once: bool = False  # a setting: takes one value at the beginning, and ignores what is written behind it

    @property
    def mode(self) -> int:
        return S_IFREG | self.permissions

    def read(self) -> bytes:
        if self.show is None:
            raise os_error(self.refusal)
        return self.show().encode(errors="surrogateescape")

    def write(self, data: bytes) -> None:
        """What one write(2) does. Raises OSError."""
        if self.store is None:
            raise os_error(self.refusal)
        try:
            self.store(data.decode(errors="surrogateescape").partition("\0")[0])
        except Error as refusal:
            raise os_error(getattr(refusal, "errno", errno.EINVAL)) from None


@dataclass(frozen=True, slots=True)
class Folder:
    """`names` are what is in it."""

    names: Callable[[], Iterable[str]]
    permissions: int = 0o555
    family: str = "proc"  # whose refusals it answers with: proc, sysctl, sysfs

    @property
    def mode(self) -> int:
        return S_IFDIR | self.permissions


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    target: str

    @property
    def mode(self) -> int:
        return S_IFLNK | 0o777


Node = File | Folder | Link

# What the kernel says to those who make or remove something in such a folder.
CREATE_REFUSALS = {"proc": errno.ENOENT, "sysctl": errno.ENOENT, "sysfs": errno.EACCES}
MKDIR_REFUSALS = {"proc": errno.ENOENT, "sysctl": errno.ENOENT, "sysfs": errno.EPERM}
UNLINK_REFUSALS = {"proc": errno.EPERM, "sysctl": errno.EACCES, "sysfs": errno.EPERM}
