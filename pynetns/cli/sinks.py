"""Where a command's text goes: a stream, a pipe, a file of this machine, or a setting below the lab's own /proc/sys."""

import errno
import os
from pathlib import Path
from typing import TextIO

from pynetns.cli.grammar import Redirect, SyntaxFailed
from pynetns.errors import Error, strerror
from pynetns.netns.namespace import NetNamespace
from pynetns.netns.sysctl import SysctlError


class Sink:
    """Where text goes; this one forgets it."""

    def write(self, text: str) -> None:
        """Take some text."""

    def close(self) -> None:
        """Nothing more is coming."""


class Refused(Error):
    """A redirection that can't be made, in bash's words."""


class Stream(Sink):
    """A stream of this process, flushed at each write so that output and errors keep their order."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> None:
        if text:
            self.stream.write(text)
            self.stream.flush()


class Pipe(Sink):
    """What the next command of the pipeline reads."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def write(self, text: str) -> None:
        self.pieces.append(text)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class File(Sink):
    """A file of this machine, there from the moment that the redirection is read."""

    def __init__(self, path: str, append: bool) -> None:
        self.path = Path(path)
        try:
            with self.path.open("a" if append else "w", encoding="utf-8"):
                pass
        except OSError as error:
            raise Refused(f"sh: {path}: {os.strerror(error.errno or 0)}") from None

    def write(self, text: str) -> None:
        with self.path.open("a", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)


class Setting(Sink):
    """A file below /proc/sys: the lab's, never this machine's."""

    def __init__(self, namespace: NetNamespace, path: str) -> None:
        self.sysctl = namespace.sysctl
        self.path = path
        self.key = path.removeprefix("/proc/sys/").replace("/", ".")
        if self.key not in self.sysctl:
            raise Refused(f"sh: {path}: {strerror(errno.ENOENT)}")

    def write(self, text: str) -> None:
        if text:
            try:
                self.sysctl[self.key] = text.strip()
            except SysctlError as error:
                raise Refused(f"sh: write error: {strerror(error.errno)}") from None


def is_virtual(path: str) -> bool:
    """Is it a file that the lab has, not the machine?"""
    return path.startswith(("/proc/", "/sys/"))


def sink_for(redirect: Redirect, namespace: NetNamespace) -> Sink:
    """What `> target` writes to. Raises Refused."""
    target = redirect.target
    if target in ("/dev/null", os.devnull):
        return Sink()
    if target.startswith("/proc/sys/"):
        return Setting(namespace, target)
    if is_virtual(target):
        raise Refused(f"sh: {target}: {strerror(errno.EACCES)}")
    return File(target, redirect.operator == ">>")


def route(redirects: list[Redirect], out: Sink, err: Sink, namespace: NetNamespace) -> tuple[Sink, Sink]:
    """The sinks of a command's output and errors, its redirections taken from left to right as a shell does. Raises Refused."""
    sinks = {1: out, 2: err}
    for redirect in redirects:
        if redirect.operator == "<":
            continue
        if redirect.fd not in sinks:
            raise SyntaxFailed(f"syntax error: there is no stream {redirect.fd} here")
        if redirect.operator == ">&":
            if not redirect.target.isdigit() or int(redirect.target) not in sinks:
                raise SyntaxFailed(f"syntax error: >&{redirect.target} is not supported here")
            sinks[redirect.fd] = sinks[int(redirect.target)]
        else:
            sinks[redirect.fd] = sink_for(redirect, namespace)
    return sinks[1], sinks[2]


def source_for(redirects: list[Redirect], given: str, namespace: NetNamespace) -> str:
    """What a command reads: `given` unless there is a `< FILE`. Raises Refused."""
    for redirect in redirects:
        if redirect.operator == "<":
            given = _read(redirect.target, namespace)
    return given


def _read(path: str, namespace: NetNamespace) -> str:
    if path in ("/dev/null", os.devnull):
        return ""
    if is_virtual(path):
        done = namespace.run(f"cat '{path}'")
        if done.returncode:
            raise Refused(f"sh: {path}: {strerror(errno.ENOENT)}")
        return str(done.stdout)
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refused(f"sh: {path}: not text") from None
    except OSError as error:
        raise Refused(f"sh: {path}: {os.strerror(error.errno or 0)}") from None
