"""A program of this machine that sees the files of a lab: what `pynetns exec` does, without its commands."""

import ctypes
import os
import pickle
import select
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pynetns import Lab, NetNamespace
from pynetns.cli.exec import files, mounts

_PR_SET_DUMPABLE = 4
_CLONE_NEWNS, _CLONE_NEWUSER, _CLONE_NEWNET = 0x20000, 0x10000000, 0x40000000


def why_not(fuse: bool) -> str:
    """Why nothing of the kind can be done on this machine; empty where it can."""
    pid = os.fork()
    if pid == 0:
        try:
            _unshare()
            if fuse:
                os.close(os.open("/dev/fuse", os.O_RDWR))
        except OSError as failure:
            os._exit(failure.errno or 1)
        os._exit(0)
    number = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return f"no user namespace{' or no /dev/fuse' if fuse else ''}: {os.strerror(number)}" if number else ""


def _unshare() -> None:
    uid, gid = os.getuid(), os.getgid()
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNS | _CLONE_NEWUSER | _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
    Path("/proc/self/gid_map").write_text(f"0 {gid} 1")


@dataclass(frozen=True)
class Ran:
    """What came out, and what a mirror refused afterwards."""

    stdout: str
    stderr: str
    status: int
    refused: list[str]


def run(lab: Lab, script: str, fuse: bool = True, before: Callable[[], None] = lambda: None, namespace: str = "") -> Ran:
    """A bash script among the files of the lab; `before` runs in its process before anything is mounted."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            _child(theirs, script, (out.fileno(), err.fileno()), fuse, before, namespace)
        theirs.close()
        with ours:
            refused = _serve(lab, ours, pid, namespace)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        out.seek(0)
        err.seek(0)
        return Ran(out.read().decode(), err.read().decode(), status, refused)


def as_nobody(work: Callable[[], Ran]) -> Ran:
    """Do it in a process of an ordinary user."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1)  # as after exec(2): its files in /proc are its own
        try:
            os.write(writer, pickle.dumps(work()))
        except BaseException as failure:  # noqa: BLE001 - nothing may go on from here in the child
            os.write(writer, pickle.dumps(repr(failure)))
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as file:
        result = pickle.load(file)  # noqa: S301 - it is our own
    os.waitpid(pid, 0)
    assert isinstance(result, Ran), result
    return result


def _child(channel: socket.socket, script: str, streams: tuple[int, int], fuse: bool, before: Callable[[], None], namespace: str) -> None:
    try:
        os.dup2(streams[0], 1)
        os.dup2(streams[1], 2)
        _unshare()
        before()
        mounts.establish(channel, fuse)
        channel.send(b"?")
        if channel.recv(1) == b"v":
            mounts.enter(namespace or mounts.INITIAL)
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "NETNS_OF_TEST": namespace}
        os.execve("/bin/bash", ["bash", "-c", script], environment)  # noqa: S606 - it is the shell
    except BaseException as failure:  # noqa: BLE001 - nothing may go on from here in the child
        os.write(2, f"{failure!r}\n".encode())
    os._exit(99)


def _serve(lab: Lab, channel: socket.socket, pid: int, namespace: str) -> list[str]:
    def namespace_of(number: int) -> NetNamespace | None:
        entries = Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
        name = next((entry[14:].decode() for entry in entries if entry.startswith(b"NETNS_OF_TEST=")), "")
        return lab.namespaces.get(name)

    refused: list[str] = []
    ended = os.pidfd_open(pid)
    served = None
    try:
        served = files.attach(lab, channel, namespace_of, refused=lambda path, failure: refused.append(f"{path}: {failure.strerror}"))
        while not served.closed:
            ready, _, _ = select.select([served, ended, channel], [], [])
            if served in ready:
                served.handle()
            elif ended in ready:
                break
            elif channel.recv(1) == b"?":  # mounted: in which namespace does it begin?
                served.view(lab.namespaces.get(namespace, lab.host), namespace or mounts.INITIAL)
                channel.send(b"v" if served.needs_views else b"-")
        served.sync_in()
    finally:
        os.close(ended)
        if served is not None:
            served.close()
    return refused
