"""Every file of a lab that programs of this machine see: the namespaces' /proc and /sys by process, and /run/netns.

Paths are those that a program types. mounts.py puts each of its ROOTS where it belongs.
"""

import errno
import posixpath
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from pynetns.cli.exec.mounts import PROC_NET_ALIAS, PROC_NET_LINK, ROOTS, RUN_NETNS
from pynetns.commands import lab_files
from pynetns.commands.file_nodes import CREATE_REFUSALS, MKDIR_REFUSALS, UNLINK_REFUSALS, File, Folder, Link, Node
from pynetns.errors import Error, os_error

if TYPE_CHECKING:
    from pynetns.lab import Lab
    from pynetns.netns.namespace import NetNamespace

@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except Error as refusal:
        raise os_error(getattr(refusal, "errno", errno.EINVAL)) from None


def _skeleton() -> dict[str, Node]:
    """The folders above the roots."""
    names: dict[str, list[str]] = {}
    for root in ROOTS:
        path = root
        while path != "/":
            above, name = posixpath.split(path)
            if name not in names.setdefault(above, []):
                names[above].append(name)
            path = above
    folders: dict[str, Node] = {path: Folder(lambda below=tuple(below): below) for path, below in names.items()}  # type: ignore[misc]
    folders[PROC_NET_LINK] = Link(PROC_NET_ALIAS.removeprefix("/proc/"))
    return folders


_SKELETON = _skeleton()
_SKELETON.pop("/proc/sys/net", None)


class Names(Protocol):
    """What the server does for programs that make names in /run/netns themselves. All raise OSError or pynetns.Error."""

    def symlink(self, pid: int, name: str, target: str) -> None:
        """ln -s /proc/PID/ns/net /run/netns/NAME: a target that is no namespace stays a link that leads nowhere."""

    def unlink(self, pid: int, name: str) -> None:
        """rm /run/netns/NAME of a name that the lab knows."""


class Tree:
    """The files of a lab as the process `pid` sees them. `namespace_of` says in which namespace that is; None: the initial one,
    which is also where the process 0 is, whom nobody knows."""

    def __init__(self, lab: "Lab", namespace_of: "Callable[[int], NetNamespace | None]", names: Names | None = None) -> None:
        self.lab = lab
        self.namespace_of = namespace_of
        self.names = names
        self.wrote: Callable[[NetNamespace, str, str], None] | None = None  # told of what was written where
        self._plain: dict[str, str] = {}  # what else was made in /run/netns: empty files, and links that lead nowhere

        self._linked: dict[str, str] = {}  # names of namespaces that are links to /proc/PID/ns/net

    def find(self, pid: int, path: str) -> Node | None:
        """What is at a path, links not followed."""
        above = _SKELETON.get(path)
        if above is not None:
            return above
        if path.startswith(RUN_NETNS):
            return self._in_run(path[len(RUN_NETNS) + 1:])
        if path.startswith(PROC_NET_ALIAS):
            path = "/proc/net" + path.removeprefix(PROC_NET_ALIAS)
        namespace = (self.namespace_of(pid) if pid else None) or self.lab.host
        node = lab_files.find(namespace, path)
        store, wrote = node.store if isinstance(node, File) else None, self.wrote
        if not isinstance(node, File) or wrote is None or store is None:
            return node

        def keep(text: str) -> None:
            store(text)
            wrote(namespace, path, text)

        return replace(node, store=keep)

    def is_everywhere(self, path: str) -> bool:
        """Is what is there in every namespace, for ever? Most settings are, and what is above them."""
        if path in _SKELETON:
            return True
        parts = path.split("/")[4:]  # below /proc/sys/net
        if not path.startswith("/proc/sys/net") or path.startswith(PROC_NET_ALIAS):
            return path == PROC_NET_ALIAS or (path.startswith(PROC_NET_ALIAS) and "xt_recent" not in path and "vlan" not in path)
        if parts[1:2] in (["conf"], ["neigh"]):
            return len(parts) == 2 or (parts[1] == "conf" and parts[2] in ("all", "default"))
        return not self.lab.host.sysctl.is_of_machine(".".join(("net", *parts)))

    # --- /run/netns --------------------------------------------------------------------------------------------------------------

    def _in_run(self, name: str) -> Node | None:
        if not name:
            return Folder(self.names_in_run, 0o755, "run")
        if name in self.lab.namespaces:
            linked = self._linked.get(name)
            return Link(linked) if linked else File(lambda: "", lambda text: None, refusal=errno.EINVAL)
        self._linked.pop(name, None)
        target = self._plain.get(name)
        if target is None:
            return None
        return Link(target) if target else File(lambda: "", lambda text: None, 0o644)

    def names_in_run(self) -> Iterable[str]:
        """What `ls /run/netns` shows."""
        return (*self.lab.namespaces, *(name for name in self._plain if name not in self.lab.namespaces))

    # --- what changes a folder ---------------------------------------------------------------------------------------------------

    def create(self, pid: int, path: str) -> None:
        """open(O_CREAT) of what is not there."""
        self._plain[self._new(pid, path, CREATE_REFUSALS)] = ""

    def symlink(self, pid: int, path: str, target: str) -> None:
        name = self._new(pid, path, MKDIR_REFUSALS)
        if self.names is not None:
            with _as_os_error():
                self.names.symlink(pid, name, target)
        (self._linked if name in self.lab.namespaces else self._plain)[name] = target

    def mkdir(self, pid: int, path: str) -> None:
        self._new(pid, path, MKDIR_REFUSALS)
        raise os_error(errno.EPERM)

    def unlink(self, pid: int, path: str) -> None:
        """A name in /run/netns goes, and with it a namespace that nothing else keeps."""
        above = self._family(pid, path)
        if above != "run":
            raise os_error(UNLINK_REFUSALS[above] if self.find(pid, path) is not None else errno.ENOENT)
        name = posixpath.basename(path)
        if name in self._plain:
            del self._plain[name]
        elif name in self.lab.namespaces:
            if self.names is None:
                raise os_error(errno.EBUSY)  # a mount point: it takes `ip netns del`
            with _as_os_error():
                self.names.unlink(pid, name)
        else:
            raise os_error(errno.ENOENT)

    def _new(self, pid: int, path: str, refusals: dict[str, int]) -> str:
        family = self._family(pid, path)
        if self.find(pid, path) is not None:
            raise os_error(errno.EEXIST)
        if family != "run":
            raise os_error(refusals[family])
        return posixpath.basename(path)

    def _family(self, pid: int, path: str) -> str:
        above = self.find(pid, posixpath.dirname(path))
        if not isinstance(above, Folder):
            raise os_error(errno.ENOENT if above is None else errno.ENOTDIR)
        return above.family
