"""The server's side of the lab's files: `attach` waits for what `mounts.establish` sends, and gives what the server's loop drives."""

import errno
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from pynetns.cli.exec.fuse import Fuse
from pynetns.cli.exec.mirror import Mirror, Refused
from pynetns.cli.exec.tree import Names, Tree
from pynetns.errors import os_error

if TYPE_CHECKING:
    from pynetns.lab import Lab
    from pynetns.netns.namespace import NetNamespace


class Files(Protocol):
    """What the server's loop knows of Fuse and Mirror."""

    closed: bool
    needs_views: bool

    def fileno(self) -> int: ...

    def handle(self) -> None:
        """The descriptor can be read: do what one request asks for."""

    def view(self, namespace: "NetNamespace", name: str) -> None:
        """A program is about to start in a namespace, and will call mounts.enter(name) if `needs_views`."""

    def sync_in(self) -> None:
        """A command is about to run: apply what programs wrote to files before."""

    def sync_out(self) -> None:
        """A command has run: files show what has changed."""

    def close(self) -> None: ...


Wrote = Callable[["NetNamespace", str, str], None]


def _nobody(path: str, failure: OSError) -> None:
    """Nobody wants to hear of it."""


def attach(lab: "Lab", channel: socket.socket, namespace_of: "Callable[[int], NetNamespace | None]", names: Names | None = None,
           refused: Refused = _nobody, wrote: Wrote | None = None) -> Files:
    """Wait for the other end of `channel` to say how it sees files. The caller then lets `handle` run whenever `fileno` can be read.

    `names` is told what programs do to /run/netns themselves; `refused` hears of what was written to a file and could not be applied, where
    the program could not be told; `wrote` of what was written. Raises OSError where the other end has gone.
    """
    message, descriptors, _, _ = socket.recv_fds(channel, 64, 4)
    tree = Tree(lab, namespace_of, names)
    tree.wrote = wrote
    if message == b"fuse" and descriptors:
        return Fuse(descriptors[0], tree)
    if message == b"mirror" and descriptors:
        mirror = Mirror(descriptors[0], tree, refused)
        channel.send(b"ready")
        return mirror
    raise os_error(errno.EPROTO)
