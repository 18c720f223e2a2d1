"""The server's side of the lab's files: `attach` waits for what `mounts.establish` sends, and gives what the server's loop drives."""

import errno
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from pynetns.cli.exec.fuse import Fuse
from pynetns.cli.exec.tree import Names, Tree
from pynetns.errors import os_error

if TYPE_CHECKING:
    from pynetns.lab import Lab
    from pynetns.netns.namespace import NetNamespace


class Files(Protocol):
    """What the server's loop knows of Fuse and Mirror."""

    closed: bool

    def fileno(self) -> int: ...

    def handle(self) -> None:
        """The descriptor can be read: do what one request asks for."""

    def sync_in(self) -> None:
        """A command is about to run: apply what programs wrote to files before."""

    def sync_out(self) -> None:
        """A command has run: files show what has changed."""

    def close(self) -> None: ...


def attach(lab: "Lab", channel: socket.socket, namespace_of: "Callable[[int], NetNamespace | None]", names: Names | None = None) -> Files:
    """Wait for the other end of `channel` to say how it sees files. The caller then lets `handle` run whenever `fileno` can be read.

    `names` is told what programs do to /run/netns themselves. Raises OSError where the other end has gone.
    """
    message, descriptors, _, _ = socket.recv_fds(channel, 64, 4)
    if message != b"fuse" or not descriptors:
        raise os_error(errno.EPROTO)
    return Fuse(descriptors[0], Tree(lab, namespace_of, names))
