"""A file system in user space: the kernel's FUSE protocol 7.31 spoken on /dev/fuse (include/uapi/linux/fuse.h, fs/fuse/).

The kernel caches nothing but names that every namespace has: other names and all attributes are asked for each time, and files are read
past the page cache (FOPEN_DIRECT_IO), so what a program sees is what the lab is at that moment. A file's text is made when it is read from
its beginning, as seq_file does.
"""

import errno
import os
import time
from collections.abc import Callable
from struct import Struct, error as struct_error
from typing import TYPE_CHECKING

from pynetns.cli.exec.tree import Tree
from pynetns.commands.file_nodes import File, Folder, Link, Node
from pynetns.errors import os_error

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_IN = Struct("=IIQQIIIHH")      # len opcode unique nodeid uid gid pid total_extlen padding
_OUT = Struct("=IiQ")           # len error unique
_ATTR = Struct("=QQQQQQIIIIIIIIII")  # ino size blocks atime mtime ctime, their nanoseconds, mode nlink uid gid rdev blksize flags
_ENTRY = Struct("=QQQQII")      # nodeid generation entry_valid attr_valid and their nanoseconds
_ATTR_OUT = Struct("=QII")      # attr_valid attr_valid_nsec dummy
_OPEN_OUT = Struct("=QII")      # fh open_flags padding
# major minor max_readahead flags max_background congestion_threshold max_write time_gran max_pages map_alignment flags2
_INIT_OUT = Struct("=IIIIHHIIHHI28x")
_READ_IN = Struct("=QQI")       # fh offset size
_STATFS = Struct("=QQQQQIIII24x")
_DIRENT = Struct("=QQII")       # ino off namelen type
_TWO_WORDS, _ONE_LONG, _TWO_LONGS, _LONG_AND_WORDS = Struct("=II"), Struct("=Q"), Struct("=QQ"), Struct("=QII")
_WRITE_HEADER, _CREATE_HEADER, _MKDIR_HEADER, _MKNOD_HEADER = 40, 16, 8, 16

(LOOKUP, FORGET, GETATTR, SETATTR, READLINK, SYMLINK, MKNOD, MKDIR, UNLINK, RMDIR, RENAME, LINK, OPEN, READ, WRITE, STATFS, RELEASE) = (
    1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
INIT, OPENDIR, READDIR, RELEASEDIR, ACCESS, CREATE, INTERRUPT, DESTROY, BATCH_FORGET, RENAME2 = 26, 27, 28, 29, 34, 35, 36, 38, 42, 45
_NO_ANSWER = {FORGET, BATCH_FORGET, INTERRUPT, DESTROY}

VERSION = 7, 31
ATOMIC_O_TRUNC, BIG_WRITES = 1 << 3, 1 << 5
FOPEN_DIRECT_IO = 1
FATTR_MODE, FATTR_UID, FATTR_GID, FATTR_SIZE = 1, 2, 4, 8
ROOT = 1
_LONG = 1 << 30  # seconds
_UNKNOWN_INODE = 0xFFFFFFFF  # FUSE_UNKNOWN_INO: what has not been looked up yet
_MAX_WRITE = 1 << 16
_BUFFER = _MAX_WRITE + 4096
_TYPES = {File: 8, Folder: 4, Link: 10}  # DT_REG, DT_DIR, DT_LNK


class _Handle:
    """An open file or folder."""

    __slots__ = ("content", "listing", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.content = b""
        self.listing: list[tuple[bytes, int]] = []  # names and their DT_


class Fuse:
    """The server's end of one mount. `handle` answers one request; it never raises, and `closed` says when nothing more will come."""

    needs_views = False

    def __init__(self, fd: int, tree: Tree) -> None:
        os.set_blocking(fd, False)
        self._fd = fd
        self.tree = tree
        self.closed = False
        self._buffer = bytearray(_BUFFER)
        self._paths: dict[int, str] = {ROOT: "/"}
        self._nodes: dict[tuple[str, type], int] = {("/", Folder): ROOT}
        self._looked_up: dict[int, int] = {ROOT: 1}
        self._last_node = ROOT
        self._handles: dict[int, _Handle] = {}
        self._last_handle = 0
        self._born = int(time.time())  # every file's age
        self._answers: dict[int, Callable[[int, int, bytes], bytes]] = {
            INIT: self._init, LOOKUP: self._lookup, GETATTR: self._getattr, SETATTR: self._setattr, READLINK: self._readlink,
            SYMLINK: self._symlink, MKNOD: self._mknod, MKDIR: self._mkdir, UNLINK: self._unlink, RMDIR: self._rmdir, OPEN: self._open,
            READ: self._read, WRITE: self._write, STATFS: self._statfs, RELEASE: self._release, OPENDIR: self._opendir,
            READDIR: self._readdir, RELEASEDIR: self._release, ACCESS: self._access, CREATE: self._create, RENAME: self._rename,
            RENAME2: self._rename, LINK: self._rename,
        }

    def fileno(self) -> int:
        return self._fd

    def view(self, namespace: "NetNamespace", name: str) -> None:
        """Nothing to mount: a file knows who reads it."""

    def sync_in(self) -> None:
        """Nothing waits: what a program wrote was applied while it wrote."""

    def sync_out(self) -> None:
        """Nothing to do: what a program reads is made while it reads."""

    def close(self) -> None:
        """Whoever still waits for an answer gets an error."""
        if not self.closed:
            self.closed = True
            os.close(self._fd)

    def handle(self) -> None:
        """Read one request, if there is one, and answer it."""
        if self.closed:
            return
        try:
            size = os.readv(self._fd, [self._buffer])
        except OSError as failure:
            if failure.errno not in (errno.EAGAIN, errno.EINTR, errno.ENOENT):  # ENOENT: the request was interrupted
                self.close()
            return
        if size == 0:
            self.close()
        if size < _IN.size:
            return
        _, opcode, unique, node, _, _, pid, _, _ = _IN.unpack_from(self._buffer)
        body = bytes(memoryview(self._buffer)[_IN.size:size])
        if opcode in _NO_ANSWER:
            self._forget(opcode, node, body)
            return
        status, answer = self._answer(opcode, node, pid, body)
        try:
            os.writev(self._fd, [_OUT.pack(_OUT.size + len(answer), -status, unique), answer])
        except OSError as failure:
            if failure.errno != errno.ENOENT:  # nobody waits for it any more
                self.close()

    def _answer(self, opcode: int, node: int, pid: int, body: bytes) -> tuple[int, bytes]:
        answer = self._answers.get(opcode)
        if answer is None:
            return errno.ENOSYS, b""
        try:
            return 0, answer(node, pid, body)
        except OSError as refusal:
            return refusal.errno or errno.EIO, b""
        except (struct_error, ValueError):
            return errno.EINVAL, b""

    # --- nodes -------------------------------------------------------------------------------------------------------------------

    def _path(self, node: int) -> str:
        path = self._paths.get(node)
        if path is None:
            raise os_error(errno.ESTALE)
        return path

    def _below(self, node: int, name: bytes) -> str:
        """The path of a name, which ends with a NUL, in a folder."""
        word = os.fsdecode(name.partition(b"\0")[0])
        path = self._path(node)
        return f"{path}/{word}" if path != "/" else f"/{word}"

    def _found(self, pid: int, path: str) -> Node:
        node = self.tree.find(pid, path)
        if node is None:
            raise os_error(errno.ENOENT)
        return node

    def _number(self, path: str, node: Node) -> int:
        """The node's number: the same as long as the kernel remembers it, and another for another kind of thing at the same path."""
        key = path, type(node)
        number = self._nodes.get(key)
        if number is None:
            self._last_node += 1
            number = self._nodes[key] = self._last_node
            self._paths[number] = path
            self._looked_up[number] = 0
        return number

    def _entry(self, path: str, node: Node) -> bytes:
        number = self._number(path, node)
        self._looked_up[number] += 1
        return _ENTRY.pack(number, 0, _LONG if self.tree.is_everywhere(path) else 0, 0, 0, 0) + self._attributes(number, node)

    def _forget(self, opcode: int, node: int, body: bytes) -> None:
        try:
            if opcode == FORGET:
                self._drop(node, *_ONE_LONG.unpack_from(body))
            elif opcode == BATCH_FORGET:
                count = _TWO_WORDS.unpack_from(body)[0]
                for number, times in _TWO_LONGS.iter_unpack(body[8:8 + count * 16]):
                    self._drop(number, times)
        except struct_error:
            pass

    def _drop(self, number: int, times: int) -> None:
        left = self._looked_up.get(number, 0) - times
        if number == ROOT or number not in self._paths:
            return
        self._looked_up[number] = left
        if left <= 0:
            path = self._paths.pop(number)
            del self._looked_up[number]
            for kind in (File, Folder, Link):
                if self._nodes.get((path, kind)) == number:
                    del self._nodes[path, kind]

    # --- requests ----------------------------------------------------------------------------------------------------------------

    def _init(self, node: int, pid: int, body: bytes) -> bytes:
        major, _ = _TWO_WORDS.unpack_from(body)
        if major < VERSION[0]:
            raise os_error(errno.EPROTO)
        return _INIT_OUT.pack(*VERSION, 0, ATOMIC_O_TRUNC | BIG_WRITES, 16, 12, _MAX_WRITE, 1, 0, 0, 0)

    def _lookup(self, node: int, pid: int, body: bytes) -> bytes:
        path = self._below(node, body)
        return self._entry(path, self._found(pid, path))

    def _getattr(self, node: int, pid: int, body: bytes) -> bytes:
        path = self._path(node)
        found = self._found(pid, path)
        if node != ROOT and self._nodes.get((path, type(found))) != node:  # another kind of thing has the name by now
            raise os_error(errno.ESTALE)
        return _ATTR_OUT.pack(0, 0, 0) + self._attributes(node, found)

    def _setattr(self, node: int, pid: int, body: bytes) -> bytes:
        """A file is cut to no length before it is written, which means nothing; its owner and mode are the kernel's."""
        (valid,) = Struct("=I").unpack_from(body)
        path = self._path(node)
        found = self._found(pid, path)
        if valid & (FATTR_MODE | FATTR_UID | FATTR_GID) and path.startswith("/proc/"):
            raise os_error(errno.EPERM)
        if valid & FATTR_SIZE and isinstance(found, File) and found.store is None:
            raise os_error(found.refusal)
        return _ATTR_OUT.pack(0, 0, 0) + self._attributes(node, found)

    def _readlink(self, node: int, pid: int, body: bytes) -> bytes:
        found = self._found(pid, self._path(node))
        if not isinstance(found, Link):
            raise os_error(errno.EINVAL)
        return os.fsencode(found.target)

    def _symlink(self, node: int, pid: int, body: bytes) -> bytes:
        name, _, rest = body.partition(b"\0")
        path = self._below(node, name)
        self.tree.symlink(pid, path, os.fsdecode(rest.partition(b"\0")[0]))
        return self._entry(path, self._found(pid, path))

    def _mknod(self, node: int, pid: int, body: bytes) -> bytes:
        path = self._below(node, body[_MKNOD_HEADER:])
        self.tree.create(pid, path)
        return self._entry(path, self._found(pid, path))

    def _mkdir(self, node: int, pid: int, body: bytes) -> bytes:
        path = self._below(node, body[_MKDIR_HEADER:])
        self.tree.mkdir(pid, path)
        return self._entry(path, self._found(pid, path))

    def _unlink(self, node: int, pid: int, body: bytes) -> bytes:
        self.tree.unlink(pid, self._below(node, body))
        return b""

    def _rmdir(self, node: int, pid: int, body: bytes) -> bytes:
        self._found(pid, self._below(node, body))
        raise os_error(errno.EPERM)

    def _rename(self, node: int, pid: int, body: bytes) -> bytes:
        raise os_error(errno.EPERM)

    def _access(self, node: int, pid: int, body: bytes) -> bytes:
        """Everybody in there is root, whom only the files of /proc/sys tell to stay away."""
        mask, _ = _TWO_WORDS.unpack_from(body)
        found = self._found(pid, self._path(node))
        if isinstance(found, File) and (mask & 1 or (found.once and (
                (mask & 2 and found.store is None) or (mask & 4 and found.show is None)))):
            raise os_error(errno.EACCES)
        return b""

    def _statfs(self, node: int, pid: int, body: bytes) -> bytes:
        return _STATFS.pack(0, 0, 0, 0, 0, 4096, 255, 4096, 0)

    # --- open files --------------------------------------------------------------------------------------------------------------

    def _open(self, node: int, pid: int, body: bytes) -> bytes:
        flags, _ = _TWO_WORDS.unpack_from(body)
        path = self._path(node)
        return self._opened(self._found(pid, path), flags)

    def _opened(self, node: Node, flags: int) -> bytes:
        if not isinstance(node, File):
            raise os_error(errno.EISDIR)
        way = flags & os.O_ACCMODE
        if (way != os.O_WRONLY and node.show is None) or (way != os.O_RDONLY and node.store is None):
            raise os_error(node.refusal)
        return _OPEN_OUT.pack(self._new_handle(node), FOPEN_DIRECT_IO, 0)

    def _create(self, node: int, pid: int, body: bytes) -> bytes:
        flags, _ = _TWO_WORDS.unpack_from(body)
        path = self._below(node, body[_CREATE_HEADER:])
        found = self.tree.find(pid, path)
        if found is None or flags & os.O_EXCL:
            self.tree.create(pid, path)
            found = self._found(pid, path)
        opened = self._opened(found, flags)
        return self._entry(path, found) + opened

    def _new_handle(self, node: Node) -> int:
        self._last_handle += 1
        self._handles[self._last_handle] = _Handle(node)
        return self._last_handle

    def _handle(self, number: int) -> _Handle:
        handle = self._handles.get(number)
        if handle is None:
            raise os_error(errno.EBADF)
        return handle

    def _read(self, node: int, pid: int, body: bytes) -> bytes:
        number, offset, size = _READ_IN.unpack_from(body)
        handle = self._handle(number)
        if offset == 0 and isinstance(handle.node, File):
            handle.content = handle.node.read()
        return handle.content[offset:offset + size]

    def _write(self, node: int, pid: int, body: bytes) -> bytes:
        number, offset, size = _READ_IN.unpack_from(body)
        handle = self._handle(number)
        if not isinstance(handle.node, File):
            raise os_error(errno.EBADF)
        if offset == 0 or not handle.node.once:
            handle.node.write(body[_WRITE_HEADER:_WRITE_HEADER + size])
        return _TWO_WORDS.pack(size, 0)

    def _release(self, node: int, pid: int, body: bytes) -> bytes:
        self._handles.pop(_ONE_LONG.unpack_from(body)[0], None)
        return b""

    def _opendir(self, node: int, pid: int, body: bytes) -> bytes:
        path = self._path(node)
        found = self._found(pid, path)
        if not isinstance(found, Folder):
            raise os_error(errno.ENOTDIR)
        number = self._new_handle(found)
        listing = self._handles[number].listing
        listing += ((b".", _TYPES[Folder]), (b"..", _TYPES[Folder]))
        for name in found.names():
            below = self.tree.find(pid, f"{path.rstrip('/')}/{name}")
            if below is not None:
                listing.append((os.fsencode(name), _TYPES[type(below)]))
        return _OPEN_OUT.pack(number, 0, 0)

    def _readdir(self, node: int, pid: int, body: bytes) -> bytes:
        number, offset, size = _READ_IN.unpack_from(body)
        answer = b""
        for at, (name, kind) in enumerate(self._handle(number).listing[offset:], offset + 1):
            entry = _DIRENT.pack(_UNKNOWN_INODE, at, len(name), kind) + name
            entry += bytes(-len(entry) % 8)
            if len(answer) + len(entry) > size:
                break
            answer += entry
        return answer

    def _attributes(self, number: int, node: Node) -> bytes:
        size = node.size if isinstance(node, File) else 0
        links = 2 if isinstance(node, Folder) else 1
        born = self._born
        return _ATTR.pack(number, size, 0, born, born, born, 0, 0, 0, node.mode, links, 0, 0, 0, 4096, 0)
