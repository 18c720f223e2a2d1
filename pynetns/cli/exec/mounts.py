"""What a program's own mount namespace gets before the program starts: the lab's files where the machine's would be.

All of it is undone when the last process in the namespace ends. Nothing is made on the machine's own file systems: mount points that are
missing are made on a tmpfs, and what else is below /proc/sys and /sys can only be read. Imports nothing of the package: clients use it.
"""

import ctypes
import errno
import os
import platform
import socket
import stat
import sys
from contextlib import suppress
from pathlib import Path

# Where a program sees files of the lab. A tree has them at the same paths below its own root.
RUN_NETNS = "/run/netns"
ROOTS = ("/proc/sys/net", "/proc/net", "/sys/class/net", "/sys/devices/virtual/net", RUN_NETNS)
# /proc/net is a symbolic link. What lies on top of it is another one, to a name in /proc/sys/net that no listing has.
PROC_NET_LINK, PROC_NET_ALIAS = "/proc-net", "/proc/sys/net/.proc-net"
VIEWS = "/proc/sys/net/.pynetns"  # where a mirror has the trees of all namespaces, each in a folder
INITIAL = "0"  # the initial namespace's
_FIRST = "/sys/class/net"  # where a tree is mounted, until its parts are where they belong

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_NOATIME, MS_NODIRATIME = 0x1, 0x2, 0x4, 0x8, 0x20, 0x400, 0x800
_CLONE_NEWNS = 0x20000
MS_BIND, MS_REC, MS_PRIVATE, MS_RELATIME = 0x1000, 0x4000, 0x40000, 0x200000
ST_RELATIME = 0x1000
_AT_FDCWD, _AT_SYMLINK_NOFOLLOW, _OPEN_TREE_CLONE, _MOVE_MOUNT_F_EMPTY_PATH = -100, 0x100, 0x1, 0x4
_SYS_OPEN_TREE, _SYS_MOVE_MOUNT = 428, 429  # the same on every architecture but alpha, which has them 110 higher


def establish(channel: socket.socket, fuse: bool = True) -> None:
    """In the program's process, which has unshared its user and mount namespaces: mount everything, and give the server its end.

    The server has to answer (`files.attach`) while this runs. Raises OSError that names the mount which failed. Without `fuse`, or where
    this user may not have it, the files are a mirror.
    """
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    _protect("/proc/sys")
    _protect("/sys")
    make_run_netns()
    fd = _mount_fuse() if fuse else None
    if fd is not None:
        socket.send_fds(channel, [b"fuse"], [fd])
        os.close(fd)
        _spread(_FIRST)
    else:
        mount("pynetns", _FIRST, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755")
        root = os.open(_FIRST, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        socket.send_fds(channel, [b"mirror"], [root])
        if channel.recv(16) != b"ready":
            raise OSError(errno.EPIPE, os.strerror(errno.EPIPE))
        _show(root, INITIAL, (RUN_NETNS,))
    if Path("/var/run").resolve() != Path("/run") and Path("/var/run/netns").is_dir():
        mount(RUN_NETNS, "/var/run/netns", "", MS_BIND)


def enter(view: str) -> None:
    """In a process that is to see another namespace's files in a mirror: `view` is the name that the server gave to Files.view()."""
    if _libc().unshare(_CLONE_NEWNS):
        raise _failure("unshare")
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    root = os.open(VIEWS, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    _show(root, view, ())


def _mount_fuse() -> int | None:
    """The descriptor of a FUSE mount at _FIRST, or None where this user may not have one."""
    try:
        fd = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        mount("pynetns", _FIRST, "fuse", MS_NOSUID | MS_NODEV | MS_NOEXEC, f"fd={fd},rootmode=40000,user_id=0,group_id=0,allow_other")
    except OSError:
        os.close(fd)
        return None
    return fd


def _spread(source: str) -> None:
    """Put the parts of the tree that is at _FIRST where they belong."""
    for root in ROOTS:
        if root not in (_FIRST, "/proc/net"):
            mount(source + root, root, "", MS_BIND)
    _cover_link(source + PROC_NET_LINK, "/proc/net")
    mount(source + _FIRST, _FIRST, "", MS_BIND)


def _show(root: int, view: str, further: tuple[str, ...]) -> None:
    """Put one namespace's part of a mirror where it belongs. Nobody writes to /proc/net."""
    all_views = f"/proc/self/fd/{root}"
    source = f"{all_views}/{view}"
    for path in ("/proc/sys/net", "/sys/devices/virtual/net", *further):
        mount(source + path, path, "", MS_BIND)
    mount(source + _FIRST, _FIRST, "", MS_BIND)
    mount(all_views, VIEWS, "", MS_BIND)
    os.close(root)
    proc_net = f"{VIEWS}/{view}/proc/net"
    mount(proc_net, proc_net, "", MS_BIND)
    _make_read_only(proc_net)
    _cover_link(f"{VIEWS}/{view}{PROC_NET_LINK}", "/proc/net")


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    """mount(2)."""
    arguments = (os.fsencode(source), os.fsencode(target), kind.encode(), ctypes.c_ulong(flags), data.encode() or None)
    if _libc().mount(*arguments):
        raise _failure(f"mount {target}")


def make_run_netns() -> None:
    """A folder /run/netns to mount on. Where the machine has none, /run becomes a tmpfs with all that was in it."""
    if Path(RUN_NETNS).is_dir():
        return
    kept = {name: os.open(f"/run/{name}", os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC) for name in sorted(os.listdir("/run"))}
    links = {name: Path(f"/run/{name}").readlink() for name in kept if Path(f"/run/{name}").is_symlink()}
    mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")
    for name, fd in kept.items():
        path = Path(f"/run/{name}")
        if name in links:
            path.symlink_to(links[name])
        else:
            if stat.S_ISDIR(os.fstat(fd).st_mode):
                path.mkdir()
            else:
                path.touch(0o600)
            mount(f"/proc/self/fd/{fd}", str(path), "", MS_BIND | MS_REC)
        os.close(fd)
    Path(RUN_NETNS).mkdir()


def _protect(path: str) -> None:
    """Let everything below be read only, but not what else is mounted there."""
    mount(path, path, "", MS_BIND | MS_REC)
    _make_read_only(path)


def _make_read_only(path: str) -> None:
    """What the mount does not allow already, it must go on not to allow."""
    flags = os.statvfs(path).f_flag
    kept = flags & (MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME) | (MS_RELATIME if flags & ST_RELATIME else 0)
    mount("none", path, "", MS_REMOUNT | MS_BIND | MS_RDONLY | kept)


def _cover_link(source: str, target: str) -> None:
    """Put a symbolic link on top of a symbolic link, which mount(2) would follow."""
    offset = 110 if platform.machine() == "alpha" else 0
    libc = _libc()
    tree = libc.syscall(ctypes.c_long(_SYS_OPEN_TREE + offset), _AT_FDCWD, os.fsencode(source),
                        ctypes.c_uint(_OPEN_TREE_CLONE | _AT_SYMLINK_NOFOLLOW | os.O_CLOEXEC))
    if tree < 0:
        raise _failure(f"open_tree {source}")
    try:
        if libc.syscall(ctypes.c_long(_SYS_MOVE_MOUNT + offset), tree, b"", _AT_FDCWD, os.fsencode(target),
                        ctypes.c_uint(_MOVE_MOUNT_F_EMPTY_PATH)) < 0:
            raise _failure(f"move_mount {target}")
    finally:
        with suppress(OSError):
            os.close(tree)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _failure(what: str) -> OSError:
    number = ctypes.get_errno() or errno.EIO
    return OSError(number, os.strerror(number), what)


def main() -> None:
    """enter VIEW PROGRAM ...: the program `pynetns exec` starts others with where the files are a mirror."""
    enter(sys.argv[1])
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - it is what was asked for


if __name__ == "__main__":
    main()
