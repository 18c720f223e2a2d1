"""The lab's files where nobody may open /dev/fuse: plain files on a tmpfs of the program's own mount namespace.

Each file has a write lease (fcntl(2), F_SETLEASE): whoever opens it waits until its text has been written into it, so a reader finds the
lab as it is at that moment, and nothing is written that nobody reads. Another file, with a lease of its own, then takes its name, so each
opener has one to himself. What programs write is found by inotify(7) when they close the file, and applied before the next may open one.
That leaves two differences to /dev/fuse: what the kernel would refuse is refused when it is done (`refused` hears of it, and the next
reader sees what holds), and a namespace is seen only by a program that has mounted its `view`.
"""

import ctypes
import fcntl
import os
import resource
import select
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING

from pynetns.cli.exec.mirror_files import Given, Mirrored, View
from pynetns.cli.exec.mounts import INITIAL, PROC_NET_LINK, ROOTS, RUN_NETNS, VIEWS
from pynetns.cli.exec.tree import Tree
from pynetns.commands.file_nodes import File, Folder, Link, Node
from pynetns.commands.lab_files import find

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_F_SETSIG = 10
_LEASE_BROKEN = signal.SIGRTMIN + 5  # a signal that queues, and tells which file
_SIGNAL = Struct("=20xi104x")  # signalfd_siginfo: ssi_fd
_EVENT = Struct("=iIII")  # inotify_event: wd mask cookie len
_IN_CLOSE_WRITE, _IN_MOVED_TO, _IN_CREATE, _IN_DELETE, _IN_ONLYDIR = 0x8, 0x80, 0x100, 0x200, 0x01000000
_WATCHED = _IN_CLOSE_WRITE | _IN_MOVED_TO | _IN_CREATE | _IN_DELETE | _IN_ONLYDIR
_EVENTS = 1 << 16
_THAT_CHANGE: set[object] = {"vlan", "xt_recent"}  # folders of /proc/net
_SPARE = "spare"  # beside the views: the next file, until it has its name
_OF_DEVICES = ("/sys/class/net", "/sys/devices/virtual/net", "/proc/sys/net/ipv4/conf", "/proc/sys/net/ipv4/neigh")

Refused = Callable[[str, OSError], None]


class Mirror:
    """The server's end: `root` is the tmpfs. `handle` does what waits; `sync_in` and `sync_out` stand around each command."""

    needs_views = True

    def __init__(self, root: int, tree: Tree, refused: Refused = lambda path, failure: None) -> None:
        self.tree = tree
        self.closed = False
        self.refused = refused
        self._root = root
        self._base = f"/proc/self/fd/{root}"
        self._views: dict[NetNamespace, View] = {}
        self._by_fd: dict[int, Mirrored] = {}
        self._writers: dict[Mirrored, None] = {}  # what somebody has opened to write
        self._watches: dict[int, tuple[View, str]] = {}
        self._numbers: dict[tuple[View, str], int] = {}
        self._names: tuple[str, ...] = ()
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._signals = self._checked(self._open_signals())
        self._inotify = self._checked(self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        self._poll = select.epoll()
        self._poll.register(self._signals, select.EPOLLIN)
        self._poll.register(self._inotify, select.EPOLLIN)
        self.view(tree.lab.host, INITIAL)

    @staticmethod
    def _checked(result: int) -> int:
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result

    def _open_signals(self) -> int:
        """signalfd(2). SIGIO comes where the queue of the other signal is full: then every lease is looked at."""
        wanted = {_LEASE_BROKEN, signal.SIGIO}
        signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
        mask = (ctypes.c_uint64 * 16)(sum(1 << number - 1 for number in wanted))
        result: int = self._libc.signalfd(-1, mask, os.O_NONBLOCK | os.O_CLOEXEC)
        return result

    def fileno(self) -> int:
        return self._poll.fileno()

    def close(self) -> None:
        """Whoever waits for a file gets it as it is."""
        if self.closed:
            return
        self.closed = True
        for view in list(self._views.values()):
            for path in list(view.files):
                self._let_go(view, path)
        for fd in (self._signals, self._inotify, self._root):
            os.close(fd)
        self._poll.close()

    # --- views -------------------------------------------------------------------------------------------------------------------

    def view(self, namespace: "NetNamespace", name: str) -> None:
        """Make the files of a namespace, under a name that it keeps, for mounts.enter()."""
        if namespace not in self._views:
            view = self._views[namespace] = View(name, namespace)
            self._make_skeleton(view)
            view.shape = self._shape(view)
            for root in ROOTS:
                if root != RUN_NETNS or view.name == INITIAL:
                    self._follow_folder(view, root)

    def _make_skeleton(self, view: View) -> None:
        for root in ROOTS:
            self._place(view, root).mkdir(parents=True)
        self._place(view, VIEWS).mkdir()
        self._place(view, PROC_NET_LINK).symlink_to(f"{VIEWS.removeprefix('/proc/')}/{view.name}/proc/net")

    def _place(self, view: View, path: str) -> Path:
        return Path(f"{self._base}/{view.name}{path}")

    def _find(self, view: View, path: str) -> Node | None:
        if path.startswith(RUN_NETNS):
            return self.tree.find(0, path)
        return find(view.namespace, path)

    def _shape(self, view: View) -> dict[str, tuple[object, ...]]:
        """What decides which files there are: the devices, what they belong to, and lists of addresses."""
        namespace = view.namespace
        shape: dict[str, tuple[object, ...]] = {
            name: (device, device.port, device.master.name if device.master is not None else "",
                   device.link.name if device.link is not None else "") for name, device in namespace.devices.items()}
        shape["/proc/net/xt_recent"] = (*namespace.iptables.recent,)
        return shape

    def _follow(self, view: View) -> None:
        """Make what is new in a namespace, and remove what is gone: in the folders of devices that changed, and of those beside them."""
        old, new = view.shape, self._shape(view)
        view.shape = new
        changed: set[object] = set()
        for name in old.keys() | new.keys():
            if old.get(name) != new.get(name):
                changed |= {name, *old.get(name, ())[2:], *new.get(name, ())[2:]}
        for folder in _OF_DEVICES:
            self._follow_folder(view, folder, changed)
        self._follow_folder(view, "/proc/net", _THAT_CHANGE)

    def _follow_folder(self, view: View, path: str, within: set[object] | None = None) -> None:
        """`within` are the folders that are looked into; None: all."""
        node = self._find(view, path)
        if not isinstance(node, Folder):
            return
        known = view.folders.get(path)
        if known is None:
            known = view.folders[path] = {}
            self._watch(view, path)
        now: dict[str, Node] = {}
        for name in node.names():
            below = self._find(view, f"{path}/{name}")
            if below is not None:
                now[name] = below
        for name, kind in list(known.items()):
            found = now.get(name)
            if type(found) is not kind or (isinstance(found, Link) and view.links.get(f"{path}/{name}") != found.target):
                self._remove(view, f"{path}/{name}")
                del known[name]
        for name, below in now.items():
            if name not in known:
                known[name] = type(below)
                self._make(view, f"{path}/{name}", below)
            if isinstance(below, Folder) and (within is None or name in within):
                self._follow_folder(view, f"{path}/{name}")

    def _make(self, view: View, path: str, node: Node) -> None:
        with suppress(FileExistsError):  # a program made it first
            if isinstance(node, Folder):
                self._place(view, path).mkdir()
            elif isinstance(node, Link):
                view.links[path] = node.target
                self._place(view, path).symlink_to(node.target)
            else:
                self._make_file(view, path, node)

    def _make_file(self, view: View, path: str, node: File) -> None:
        if path.startswith(RUN_NETNS):
            os.close(self._create(view.name + path, node.permissions))
            return
        fd = self._leased(view.name + path, node.permissions)
        view.files[path] = self._by_fd[fd] = Mirrored(view, path, fd)

    def _create(self, path: str, permissions: int) -> int:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=self._root)
        os.fchmod(fd, permissions)
        return fd

    def _leased(self, path: str, permissions: int) -> int:
        """A new empty file that nobody opens without our knowing."""
        fd = self._create(path, permissions)
        fcntl.fcntl(fd, _F_SETSIG, _LEASE_BROKEN)
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        return fd

    def _remove(self, view: View, path: str) -> None:
        place = self._place(view, path)
        kind = view.folders[path.rpartition("/")[0]][path.rpartition("/")[2]]
        if kind is Folder:
            for below in [other for other in view.files if other.startswith(path + "/")]:
                self._let_go(view, below)
            for folder in [other for other in view.folders if other == path or other.startswith(path + "/")]:
                del view.folders[folder]
                number = self._numbers.pop((view, folder), None)
                if number is not None:
                    del self._watches[number]
            shutil.rmtree(place, ignore_errors=True)
            return
        self._let_go(view, path)
        view.links.pop(path, None)
        place.unlink(missing_ok=True)

    def _end_view(self, view: View) -> None:
        """The namespace is gone. Who is still in it sees no files."""
        del self._views[view.namespace]
        for path in list(view.files):
            self._let_go(view, path)
        for folder in view.folders:
            self._watches.pop(self._numbers.pop((view, folder), -1), None)
        shutil.rmtree(self._place(view, ""), ignore_errors=True)

    def _let_go(self, view: View, path: str) -> None:
        file = view.files.pop(path, None)
        if file is not None:
            self._writers.pop(file, None)
            del self._by_fd[file.fd]
            for fd in (file.fd, *(given.fd for given in file.given)):
                os.close(fd)

    def _watch(self, view: View, path: str) -> None:
        number = self._libc.inotify_add_watch(self._inotify, os.fsencode(self._place(view, path)), ctypes.c_uint32(_WATCHED))
        if number >= 0:
            self._watches[number] = view, path
            self._numbers[view, path] = number

    # --- what programs do --------------------------------------------------------------------------------------------------------

    def sync_in(self) -> None:
        """Before a command runs: apply what programs have written."""
        if self.closed:
            return
        self.handle()
        for file in list(self._writers):  # those who keep it open
            self._apply(file)

    def sync_out(self) -> None:
        """After a command: the folders follow the lab. What is in the files waits until somebody opens one."""
        if self.closed:
            return
        names = tuple(self.tree.names_in_run())
        for namespace, view in list(self._views.items()):
            if namespace.deleted:
                self._end_view(view)
            elif view.shape != self._shape(view):
                self._follow(view)
            elif view.name == INITIAL and names != self._names:
                self._follow_folder(view, RUN_NETNS)
        self._names = names

    def handle(self) -> None:
        """What waits: first what was written, so that who opens a file now sees what came of it."""
        for view, path, mask in self._events():
            self._happened(view, path, mask)
        for file in self._broken():
            self._opened(file)

    def _events(self) -> "Iterator[tuple[View, str, int]]":
        with suppress(BlockingIOError):
            data = os.read(self._inotify, _EVENTS)
            at = 0
            while at < len(data):
                number, mask, _, size = _EVENT.unpack_from(data, at)
                name = os.fsdecode(data[at + _EVENT.size:at + _EVENT.size + size].rstrip(b"\0"))
                at += _EVENT.size + size
                place = self._watches.get(number)
                if place is not None and name:
                    yield place[0], f"{place[1]}/{name}", mask

    def _broken(self) -> list[Mirrored]:
        """The files that somebody waits for."""
        try:
            data = os.read(self._signals, _SIGNAL.size * 64)
        except BlockingIOError:
            return []
        numbers = [number for (number,) in _SIGNAL.iter_unpack(data)]
        # SIGIO has no number: the queue was full
        return [self._by_fd[number] for number in (numbers if all(numbers) else list(self._by_fd)) if number in self._by_fd]

    def _opened(self, file: Mirrored) -> None:
        """Somebody opens a file and waits: to write, then it is empty, or to read."""
        wanted = fcntl.fcntl(file.fd, fcntl.F_GETLEASE)
        if wanted == fcntl.F_WRLCK:
            return
        node = self._find(file.view, file.path)
        text = b""
        if wanted == fcntl.F_RDLCK and isinstance(node, File):
            with suppress(OSError):
                text = node.read()
        given = Given(file.fd, text)
        os.pwrite(given.fd, text, 0)
        self._replace(file)
        if wanted == fcntl.F_UNLCK:
            self._writers[file] = None
        else:  # the reader before has no say any more
            for other in [other for other in file.given if other.is_closed()]:
                file.given.remove(other)
                os.close(other.fd)
        file.given.append(given)
        with suppress(BlockingIOError):  # he has waited too long, and has gone on: /proc/sys/fs/lease-break-time
            fcntl.fcntl(given.fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)

    def _replace(self, file: Mirrored) -> None:
        """Another file takes the name, for who comes next."""
        del self._by_fd[file.fd]
        permissions = os.fstat(file.fd).st_mode & 0o777
        file.fd = self._leased(_SPARE, permissions)
        os.rename(_SPARE, file.view.name + file.path, src_dir_fd=self._root, dst_dir_fd=self._root)
        self._by_fd[file.fd] = file

    def _happened(self, view: View, path: str, mask: int) -> None:
        file = view.files.get(path)
        above, _, name = path.rpartition("/")
        known = view.folders.get(above, {})
        if file is not None and mask & _IN_CLOSE_WRITE:
            self._apply(file)
        elif mask & (_IN_CREATE | _IN_MOVED_TO) and name not in known:
            self._made(view, path)
        elif mask & _IN_DELETE and name in known:
            self._unlinked(view, path)

    def _apply(self, file: Mirrored) -> None:
        """Do what was written to a file, one write(2) a line."""
        for given in list(file.given):
            closed = given.is_closed()
            text = given.written()
            node = self._find(file.view, file.path)
            if text and isinstance(node, File):
                try:
                    for line in [text] if node.once else text.splitlines(keepends=True):
                        node.write(line)
                except OSError as failure:
                    self.refused(file.path, failure)
            if closed:
                file.given.remove(given)
                os.close(given.fd)
        if not file.given:
            self._writers.pop(file, None)

    def _made(self, view: View, path: str) -> None:
        """A program made something. In /run/netns it may; elsewhere it goes again."""
        place = self._place(view, path)
        target = place.readlink() if place.is_symlink() else None
        try:
            if target is not None:
                self.tree.symlink(0, path, str(target))
            elif place.is_dir():
                self.tree.mkdir(0, path)
            elif place.exists():
                self.tree.create(0, path)
            else:  # it is gone already
                return
        except OSError as failure:
            self._take_away(place)
            self.refused(path, failure)
        else:
            above, _, name = path.rpartition("/")
            view.folders[above][name] = File if target is None else Link
            view.links[path] = str(target or "")

    @staticmethod
    def _take_away(place: Path) -> None:
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)

    def _unlinked(self, view: View, path: str) -> None:
        """A program removed something: where it may not, it comes back."""
        place = self._place(view, path)
        if place.exists() or place.is_symlink():
            return
        try:
            self.tree.unlink(0, path)
        except OSError as failure:
            self.refused(path, failure)
        self._let_go(view, path)
        node = self._find(view, path)
        if node is not None:
            self._make(view, path, node)
        else:
            above, _, name = path.rpartition("/")
            view.folders[above].pop(name, None)
