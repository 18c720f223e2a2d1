"""The files of a namespace under /proc and /sys as a tree: what is there, with which mode, and what reading and writing does.

Paths are those of the kernel: /proc/net, /proc/sys/net, /sys/class/net and /sys/devices/virtual/net with what is above them.
"""

import errno
import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.errors import Error, os_error

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

S_IFDIR, S_IFREG, S_IFLNK = 0o040000, 0o100000, 0o120000
_MAX_LINKS = 40  # MAXSYMLINKS


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


def find(namespace: "NetNamespace", path: str) -> Node | None:
    """What is at a path, links not followed; None where there is nothing or where it is none of the namespace's business.

    >>> from pynetns import Lab
    >>> find(Lab().host, "/sys/class/net/lo")
    Link(target='../../devices/virtual/net/lo')
    """
    from pynetns.commands import proc_net_tree, proc_sys, sysfs_net

    for root, finder in (("/proc/sys/net", proc_sys.find), ("/sys/devices/virtual/net", sysfs_net.find),
                         ("/sys/class/net", sysfs_net.find_class), ("/proc/net", proc_net_tree.find)):
        if path.startswith(root) and path[len(root):len(root) + 1] in ("", "/"):
            return finder(namespace, path[len(root) + 1:])
    return None


def resolve(namespace: "NetNamespace", path: str) -> Node | None:
    """What is at a path once every link on the way is followed."""
    done, rest = "/", [part for part in path.split("/") if part not in ("", ".")]
    links = 0
    node: Node | None = None
    while rest:
        part = rest.pop(0)
        if part == "..":
            done = posixpath.dirname(done)
            continue
        here = posixpath.join(done, part)
        node = find(namespace, here)
        if isinstance(node, Link):
            links += 1
            if links > _MAX_LINKS:
                raise os_error(errno.ELOOP)
            rest = [*node.target.split("/"), *rest]
        elif isinstance(node, File) and rest:
            raise os_error(errno.ENOTDIR)
        else:
            done = here
    return find(namespace, done)
