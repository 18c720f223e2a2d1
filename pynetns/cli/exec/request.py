"""One command of one program: where its text goes, what it reads, and the answer that its program waits for."""

import contextlib
import errno
import os
import select
import signal
import stat
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from pynetns.cli.exec.namespaces import Namespaces
from pynetns.cli.exec.mounts import ROOTS
from pynetns.commands import run_words
from pynetns.commands.base import Context, Interrupted, ProgramWanted
from pynetns.commands.timeout import TimedProgram
from pynetns.device.scheduler import SECOND
from pynetns.netfilter.match_time import EPOCH

if TYPE_CHECKING:
    from pynetns.lab import Lab
    from pynetns.netns.namespace import NetNamespace

FOREVER = 1 << 62  # nanoseconds: longer than any lab lives
PROCESS = 0.005  # seconds
POLLING = 50  # questions for the time between two commands that wait
PIECE = 4096  # PIPE_BUF: a pipe with room for anything has room for this much
# What writes each line at once: iproute2 flushes after each object, ping and arping after each line, Go has no buffer.
_UNBUFFERED = frozenset(("ip", "bridge", "tc", "ping", "arping", "traceroute", "tracepath", "docker", "dockerd", "systemctl", "curl",
                         "wget", "nc", "sudo", "sysctl", "timeout", "nsenter", "unshare"))
_FOLDERS = ("", "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")


class Host(Protocol):
    """What a request needs of the server."""

    lab: "Lab"
    namespaces: Namespaces
    polls: int

    def wait_for(self, descriptor: int, writing: bool) -> None: ...
    def note(self, name: str) -> None: ...
    def is_ours(self, name: str) -> bool: ...
    def enter(self, namespace: "NetNamespace") -> str: ...
    def processes(self, namespace: "NetNamespace") -> list[int]: ...
    def namespace_of(self, pid: int) -> "NetNamespace | None": ...


class Request:
    """A command line that a program wants run. `streams` gives a descriptor of the program's by its number, as one of ours."""

    def __init__(self, host: Host, pid: int, namespace: "NetNamespace", words: list[str], streams: Callable[[int], int]) -> None:
        self.host = host
        self.pid = pid
        self.namespace = namespace
        self.words = words
        self.folder = "/"  # where its file names begin
        self.text_read = ""  # of its input, or of a file that only it has open
        self.inside = namespace  # where the command has gone: `ip netns exec`
        self._streams = streams
        self._held: dict[int, int | None] = {}
        self._pieces: list[tuple[int, str]] = []
        self._block = ""
        self._block_buffered = False

    def run(self) -> str:
        """Run it; what to tell the program: a status, or what it has to do itself (client.py has the words)."""
        try:
            out, _ = self._descriptor(1), self._descriptor(2)  # before the program could go on and close them
            name = self.words[0]
            self.host.note(name)
            if not self.host.is_ours(name):
                self.put(2, f"{name}: pynetns has no such command\n")
                self.flush()
                return "127"
            self._block_buffered = name not in _UNBUFFERED and not (name == "tcpdump" and _line_buffered(self.words)) and not (
                out is not None and os.isatty(out))
            if name == "date":
                return self._date()
            if name in ("sleep", "ping"):
                self.host.polls = 0
            words = self._with_open_files()
            status = run_words(ExecContext(self, self.namespace), words)
            self.flush()
            return str(status & 0xFF)
        except ProgramWanted as wanted:
            self.flush()
            answer = f"X {self.host.enter(wanted.namespace)} {len(wanted.argv)}"
            return answer + (f" {wanted.namespace.name}" if self.words[0] == "ip" and self._has_own_etc(wanted.namespace) else "")
        except TimedProgram as timed:
            self.flush()
            return f"T {timed.seconds} {timed.signal} {timed.kill_after} {timed.flags} {len(timed.argv)}"
        except Interrupted as interrupted:
            self._flush_what_is_left()
            return f"K {interrupted.signal}"
        except Exception:  # noqa: BLE001 - a fault of ours: the script is told, and goes on
            self.put(2, f"pynetns: {self.words[0]}: internal error\n{traceback.format_exc()}")
            self._flush_what_is_left()
            return "70"
        finally:
            self.close()

    def _date(self) -> str:
        """The machine's own date tells the lab's time. It takes as long as a process does, so a loop that asks for the time and waits for
        something by asking again and again does not wait for ever; and longer once it is clear that it is such a loop."""
        self.host.polls += 1
        self.host.lab.advance(PROCESS if self.host.polls < POLLING else 10 * PROCESS)
        now = EPOCH * SECOND + self.host.lab.scheduler.now
        return f"D {now // SECOND}.{now % SECOND:09}"

    def put(self, stream: int, text: str) -> None:
        """Take text for a stream. As stdio does, a program's output waits until a block is full where it goes to no terminal; what goes to
        the errors does not."""
        if not text:
            return
        if stream == 2 and "pynetns" in text:
            self.host.note(f"{self.words[0]}: {text.strip().splitlines()[0]}")
        if stream == 1 and self._block_buffered:
            self._block += text
            if len(self._block) >= PIECE:
                whole = len(self._block) // PIECE * PIECE
                self._pieces.append((1, self._block[:whole]))
                self._block = self._block[whole:]
        else:
            self._pieces.append((stream, text))

    def flush(self) -> None:
        """The end: hand over everything. Raises Interrupted (SIGPIPE) where the reader has gone."""
        block, self._block = self._block, ""
        self._pieces.append((1, block))
        self.flush_lines()

    def flush_lines(self) -> None:
        """Hand over what the program would have written by now."""
        while self._pieces:
            pieces, self._pieces = self._pieces, []
            at = 0
            while at < len(pieces):
                stream, end = pieces[at][0], at + 1
                while end < len(pieces) and pieces[end][0] == stream:
                    end += 1
                text = "".join(text for _, text in pieces[at:end])
                if text:
                    self._write(stream, text.encode("utf-8", "surrogateescape"))
                at = end

    def read(self, stream: int = 0) -> bytes:
        """All of a stream to its end."""
        self.flush_lines()
        descriptor = self._descriptor(stream)
        if descriptor is None:
            return b""
        pieces = []
        while True:
            try:
                if not _ready(descriptor, select.POLLIN):
                    self.host.wait_for(descriptor, False)
                piece = os.read(descriptor, 1 << 16)
            except OSError:
                break
            if not piece:
                break
            pieces.append(piece)
        data = b"".join(pieces)
        self.text_read += data.decode("utf-8", "surrogateescape")
        return data

    def close(self) -> None:
        held, self._held = self._held, {}
        for descriptor in held.values():
            if descriptor is not None and _is_ours(descriptor):
                Thread(target=os.close, args=(descriptor,), daemon=True).start()
            elif descriptor is not None:
                os.close(descriptor)

    def _flush_what_is_left(self) -> None:
        try:
            self.flush()
        except Interrupted:
            self._pieces.clear()

    def _descriptor(self, stream: int) -> int | None:
        if stream not in self._held:
            try:
                self._held[stream] = self._streams(stream)
            except OSError:
                self._held[stream] = None
        return self._held[stream]

    def _write(self, stream: int, data: bytes) -> None:
        descriptor = self._descriptor(stream)
        if descriptor is None:
            return
        if _is_ours(descriptor):
            self._elsewhere(partial(os.write, descriptor, data))
            return
        whole = stat.S_ISREG(os.fstat(descriptor).st_mode)
        view = memoryview(data)
        while view:
            try:
                if not whole and not _ready(descriptor, select.POLLOUT):
                    self.host.wait_for(descriptor, True)
                view = view[os.write(descriptor, view if whole else view[:PIECE]):]
            except OSError as error:
                if error.errno == errno.EPIPE:
                    raise Interrupted(signal.SIGPIPE) from None
                return

    def _has_own_etc(self, namespace: "NetNamespace") -> bool:
        """Is there an /etc/netns/NAME, as the program sees it?"""
        return bool(namespace.name) and Path(f"/proc/{self.pid}/root/etc/netns/{namespace.name}").is_dir()

    def _elsewhere(self, function: Callable[[], object]) -> None:
        """Do what a file of the lab's (`> /proc/sys/net/ipv4/ip_forward`) would have this very loop answer in a thread of its own."""
        done, tell = os.pipe()

        def act() -> None:
            with contextlib.suppress(OSError):
                function()
            os.close(tell)

        Thread(target=act, daemon=True).start()
        try:
            self.host.wait_for(done, False)
        finally:
            os.close(done)

    def _with_open_files(self) -> list[str]:
        """The words, with /dev/stdin and /dev/fd/63 (a process substitution) as files that are the program's and not the server's."""
        words = []
        for word in self.words:
            number = _open_file(word)
            if number is None:
                words.append(word)
                continue
            memory = os.memfd_create("pynetns")
            self._held[-memory] = memory
            os.write(memory, self.read(number))
            words.append(f"/proc/self/fd/{memory}")
        return words


class ExecContext(Context):
    """A command's surroundings where the streams are a program's."""

    has_programs = True

    def __init__(self, request: Request, namespace: "NetNamespace") -> None:
        self.request = request
        self._stdin: str | None = None
        super().__init__(request.host.lab, namespace)

    @property
    def stdin(self) -> str:
        if self._stdin is None:
            self._stdin = self.request.read().decode("utf-8", "surrogateescape")
        return self._stdin

    @stdin.setter
    def stdin(self, text: str) -> None:
        """Nothing is read before somebody asks for it."""

    def out(self, text: str) -> None:
        self.request.put(1, text)

    def err(self, text: str) -> None:
        self.request.put(2, text)

    def patience(self, nanoseconds: int) -> int:
        return FOREVER

    def within(self, namespace: "NetNamespace") -> "ExecContext":
        return ExecContext(self.request, namespace)

    def namespace_of(self, pid: int) -> "NetNamespace | None":
        found = super().namespace_of(pid)
        if found is None:
            found = self.request.host.namespace_of(pid)
        return found

    def processes(self, namespace: "NetNamespace") -> list[int]:
        return sorted(super().processes(namespace) + self.request.host.processes(namespace))

    def start_program(self, caller: str, wanted: ProgramWanted) -> int:
        raise wanted

    def file(self, path: str) -> str:
        """A program may have mounts of its own: what it finds below /etc is below its root."""
        return f"/proc/{self.request.pid}/root{path}" if path.startswith("/etc/") else path

    def execute(self, argv: list[str]) -> int:
        folder, _, name = argv[0].rpartition("/")
        if folder in _FOLDERS and self.request.host.is_ours(name):
            self.request.inside = self.namespace
            return run_words(self, [name, *argv[1:]])
        raise ProgramWanted(self.namespace, argv)


def _is_ours(descriptor: int) -> bool:
    """Is it a file that the lab shows? Looking at it would ask this process."""
    return str(Path(f"/proc/self/fd/{descriptor}").readlink()).startswith(ROOTS)


def _line_buffered(words: list[str]) -> bool:
    """tcpdump -l or -U."""
    return any(word.startswith("-") and not word.startswith("--") and set(word) & {"l", "U"} for word in words)


def _open_file(word: str) -> int | None:
    for prefix in ("/dev/fd/", "/proc/self/fd/"):
        if word.startswith(prefix) and word[len(prefix):].isdigit():
            return int(word[len(prefix):])
    return 0 if word == "/dev/stdin" else None


def _ready(descriptor: int, event: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, event)
    return bool(poll.poll(0))
