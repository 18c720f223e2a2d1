"""The program's side of a session: a child process in namespaces of its own (user, mount, net, UTS), which becomes the program.

Nothing in there has any right on the machine: its network is an empty one, its mounts are private, and what is mounted over /proc/sys/net
and the like is the lab's. Without user namespaces there is no honest way to do this, so the session refuses before anything has run.
"""

import ctypes
import fcntl
import os
import signal
import socket
import struct
import sys
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path

from pynetns.errors import Error

_CLONE_NEWNS, _CLONE_NEWUTS, _CLONE_NEWUSER, _CLONE_NEWNET = 0x00020000, 0x04000000, 0x10000000, 0x40000000
_PR_SET_CHILD_SUBREAPER = 36
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
CANNOT = 126
MISSING = 127


def adopt_orphans() -> None:
    """Whoever loses its parent becomes a child of this process, so that it is still part of the session (prctl(2))."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


class Launch:
    """A child that has its namespaces, and waits to become the program. `listener` is where bash reaches the server: a port of the child's
    own loopback, which nothing outside can see."""

    def __init__(self, mount: Callable[[socket.socket], None]) -> None:
        """`mount` runs in the child, with its end of the channel. Raises Error where the machine refuses."""
        self.channel, theirs = socket.socketpair()
        self.pid = os.fork()
        if not self.pid:
            self.channel.close()
            _child(theirs, mount)
        theirs.close()
        if self.channel.recv(1) != b"u":
            os.waitpid(self.pid, 0)
            raise Error("this machine lets nobody have user, mount and network namespaces (unshare(2)), without which a script's network "
                        "commands could reach the machine itself: nothing was run")
        self._map_users()
        self.channel.send(b"m")
        _, further, _, _ = self.channel.recvmsg(1, socket.CMSG_SPACE(4))
        if not further:
            raise Error("the session's own namespaces could not be set up: nothing was run")
        self.listener = socket.socket(fileno=array("i", further[0][2])[0])

    def wait_until_mounted(self) -> None:
        """Raises Error where it could not be."""
        if self.channel.recv(1) != b"r":
            raise Error("the lab's files could not be mounted: nothing was run")

    def start(self, argv: list[str], environment: Mapping[str, str]) -> None:
        """Become the program."""
        self.channel.sendall(repr((argv, dict(environment))).encode() + b"\n")

    def _map_users(self) -> None:
        """The user is root in there. For root all users are what they are, as files belong to them."""
        if os.getuid() == 0:
            for kind in ("uid", "gid"):
                _write(f"/proc/{self.pid}/{kind}_map", "0 0 4294967295")
        else:
            _write(f"/proc/{self.pid}/setgroups", "deny")
            _write(f"/proc/{self.pid}/uid_map", f"0 {os.getuid()} 1")
            _write(f"/proc/{self.pid}/gid_map", f"0 {os.getgid()} 1")


def _child(channel: socket.socket, mount: Callable[[socket.socket], None]) -> None:
    """Never returns."""
    try:
        folder = Path.cwd()
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWNET | _CLONE_NEWUTS):
            channel.send(b"-")
            os._exit(CANNOT)
        channel.send(b"u")
        channel.recv(1)
        _loopback_up()
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        channel.sendmsg([b"l"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", [listener.fileno()]))])
        listener.close()
        mount(channel)
        channel.send(b"r")
        told = b""
        while not told.endswith(b"\n"):
            piece = channel.recv(1 << 16)
            if not piece:
                os._exit(CANNOT)
            told += piece
        channel.close()
        import ast
        argv, environment = ast.literal_eval(told.decode())
        os.chdir(folder)  # once more: what is mounted over it, if it is one of those folders
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        os.execvpe(argv[0], argv, environment)  # noqa: S606 - it is what was asked for
    except FileNotFoundError as error:
        print(f"pynetns: {error.filename}: command not found", file=sys.stderr)
        os._exit(MISSING)
    except BaseException as error:  # noqa: BLE001 - a child that is no program yet must end here, whatever happens
        print(f"pynetns: {error}", file=sys.stderr)
        os._exit(CANNOT)


def _loopback_up() -> None:
    """ip link set lo up, in the empty network that nobody sees."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
