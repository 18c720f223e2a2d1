"""What a mirror remembers: the files of each namespace, and those that programs have open."""

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

MAX_TEXT = 1 << 16


class Given:
    """A file that somebody has opened, and the text that it had then."""

    __slots__ = ("fd", "text")

    def __init__(self, fd: int, text: bytes) -> None:
        self.fd = fd
        self.text = text

    def written(self) -> bytes:
        """What was written since the last time."""
        now = os.pread(self.fd, MAX_TEXT, 0)
        new = now.removeprefix(self.text)
        self.text = now
        return new

    def is_closed(self) -> bool:
        """Has everybody closed it? Only then is a lease to be had."""
        try:
            fcntl.fcntl(self.fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        except OSError:
            return False
        return True


class Mirrored:
    """A file of the tree: the descriptor that holds the lease of who comes next, and the files that were given out."""

    __slots__ = ("fd", "given", "path", "view")

    def __init__(self, view: "View", path: str, fd: int) -> None:
        self.view = view
        self.path = path
        self.fd = fd
        self.given: list[Given] = []


class View:
    """The files of one namespace, below a folder of its own."""

    def __init__(self, name: str, namespace: "NetNamespace") -> None:
        self.name = name
        self.namespace = namespace
        self.shape: dict[str, tuple[object, ...]] = {}  # what decides which files there are: see Mirror._shape()
        self.folders: dict[str, dict[str, type]] = {}  # what is in each folder
        self.files: dict[str, Mirrored] = {}
        self.links: dict[str, str] = {}
