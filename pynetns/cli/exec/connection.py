"""A program's line to the server: what it asks, and the answer.

A message is fields that each end in a zero byte: `run`, the process, the number of its namespace, the number of words, the words; or
`signal` and a number, for the command that runs. With a client's first message come its three streams (SCM_RIGHTS); bash can't send any,
so the server takes them from the process itself (pidfd_getfd(2)), which needs the right to trace it: it is its ancestor and of its user.
The answer is a line: a status, or what the program has to do itself (client.py).
"""

import ctypes
import os
import signal
import socket
import time
from array import array
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from pynetns.cli.exec.namespaces import Namespaces
from pynetns.cli.exec.request import Host, Request

BASH_LINE = 199  # the descriptor of bash's line: nobody's script uses it
_PIDFD_GETFD = 438  # the number of the system call, on every architecture
_PATIENCE = 1.0  # seconds
_syscall = ctypes.CDLL(None, use_errno=True).syscall


class Server(Host, Protocol):
    """What a line needs of the server."""

    namespaces: Namespaces

    def run(self, connection: "Connection", request: Request) -> None: ...
    def stop(self, connection: "Connection", number: int) -> None: ...
    def watch(self, file: "socket.socket | int", callback: Callable[[], object]) -> None: ...
    def forget(self, file: "socket.socket | int") -> None: ...


class Connection:
    """One line. It ends with the process that asked first, whoever inherited it."""

    def __init__(self, server: Server, line: socket.socket) -> None:
        self.server = server
        self.line = line
        self.closed = False
        self._heard = b""
        self._passed: list[int] = []
        self._process: int | None = None  # a pidfd
        self._line_name = ""

    def hear(self) -> None:
        """Something has come."""
        try:
            data, further, _, _ = self.line.recvmsg(1 << 16, socket.CMSG_SPACE(12))
        except OSError:
            data, further = b"", []
        for level, kind, descriptors in further:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                self._passed += array("i", descriptors[:len(descriptors) // 4 * 4])
        if not data:
            self._close()
            return
        self._heard += data
        while not self.closed and (message := self._message()) is not None:
            if message[0] == b"signal":
                self.server.stop(self, int(message[1]))
            else:
                self._run(int(message[1]), message[2].decode(), [os.fsdecode(word) for word in message[4:]])

    def answer(self, text: str) -> None:
        try:
            self.line.sendall(text.encode() + b"\n")
        except OSError:
            pass  # it has gone meanwhile

    def _close(self) -> None:
        """The process has gone."""
        if self.closed:
            return
        self.closed = True
        self.server.forget(self.line)
        self.line.close()
        if self._process is not None:
            self.server.forget(self._process)
            os.close(self._process)
        for descriptor in self._passed:
            os.close(descriptor)
        self.server.stop(self, signal.SIGKILL)

    def _message(self) -> list[bytes] | None:
        """The first whole message of what was heard."""
        fields = self._heard.split(b"\0")[:-1]
        wanted = 2 if fields[:1] == [b"signal"] else 4 + int(fields[3]) if len(fields) > 3 else len(fields) + 1
        if len(fields) < wanted:
            return None
        message = fields[:wanted]
        self._heard = self._heard[sum(map(len, message)) + wanted:]
        return message

    def _run(self, pid: int, number: str, words: list[str]) -> None:
        if not self._passed and self._process is None:
            try:
                self._process = os.pidfd_open(pid)
            except OSError:
                self._close()
                return
            self.server.watch(self._process, self._close)
            self._line_name = Path(f"/proc/{pid}/fd/{BASH_LINE}").readlink().name
        streams = self._passed_stream if self._passed else partial(self._stream, pid)
        self.server.run(self, Request(self.server, pid, self.server.namespaces.find(number), words, streams))

    def _passed_stream(self, number: int) -> int:
        return os.dup(self._passed[number])

    def _stream(self, pid: int, number: int) -> int:
        """A descriptor of bash's. While its printf that asks is about to end, its output is still the line."""
        end = time.monotonic() + _PATIENCE
        while number == 1 and Path(f"/proc/{pid}/fd/1").readlink().name == self._line_name and time.monotonic() < end:
            time.sleep(0)
        descriptor = int(_syscall(_PIDFD_GETFD, self._process, number, 0))
        if descriptor < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return descriptor
