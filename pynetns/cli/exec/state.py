"""`--state FILE` keeps a lab between runs: what was done to it is written down, and done again at the same times when the next run begins.

A lab is nothing but its commands and its clock (same seed and same calls: the same bytes), so the file is a list of them, a JSON object a
line: commands with the text that they read, writes to /proc/sys and the like, and the time at the end. What ran beside other commands, such
as a tcpdump in the background, left nothing behind and is not done again; programs that were alive are not either.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pynetns.cli.exec.request import Request
from pynetns.commands import run_words
from pynetns.commands.base import Context, Interrupted
from pynetns.commands.file_nodes import File
from pynetns.commands.lab_files import find
from pynetns.device.scheduler import SECOND
from pynetns.errors import Error

if TYPE_CHECKING:
    from pynetns.lab import Lab
    from pynetns.netns.namespace import NetNamespace

_VERSION = 1


@dataclass(slots=True)
class Entry:
    """Something that was done: words with what they read, or a path and what was written there; in which namespace, when, from where."""

    at: int
    place: str
    words: list[str]
    folder: str = "/"
    text: str = ""
    path: str = ""


class Journal:
    """The entries of this run and of those before it."""

    def __init__(self, lab: "Lab", options: dict[str, Any]) -> None:
        """`options` are the lab's own: a file that was written under others can't be done again."""
        self.lab = lab
        self.options = options
        self.entries: list[Entry] = []

    def ran(self, request: Request, began: int, alone: bool) -> None:
        """A command has ended. One that waited while others ran is not kept."""
        place = self._place(request.namespace)
        if place is not None and alone:
            self.entries.append(Entry(began, place, request.words, request.folder, request.text_read))

    def wrote(self, namespace: "NetNamespace", path: str, text: str) -> None:
        """A program has written to a file of the lab's."""
        place = self._place(namespace)
        if place is not None:
            self.entries.append(Entry(self.lab.scheduler.now, place, [], path=path, text=text))

    def load(self, file: Path) -> None:
        """Do again what the file has. Raises Error where it is none, or another lab's."""
        try:
            lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            head, end = lines[0], int(lines[-1]["end"])
            entries = [Entry(**line) for line in lines[1:-1]]
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, KeyError, IndexError):
            raise Error(f"{file}: not a state of pynetns exec") from None
        if head != self._head():
            raise Error(f"{file}: written with other options, or by another version: {head}")
        folder = Path.cwd()
        try:
            for entry in entries:
                self._advance(entry.at)
                self._do(entry)
        finally:
            os.chdir(folder)
        self._advance(end)
        self.entries = entries

    def save(self, file: Path) -> None:
        """Raises OSError."""
        lines = [self._head(), *({slot: getattr(entry, slot) for slot in Entry.__slots__} for entry in self.entries),
                 {"end": self.lab.scheduler.now}]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        fresh = file.with_name(file.name + ".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(file)

    def _head(self) -> dict[str, Any]:
        return {"pynetns": _VERSION} | self.options

    def _do(self, entry: Entry) -> None:
        namespace = self._namespace(entry.place)
        if namespace is None:
            return
        if entry.path:
            node = find(namespace, entry.path)
            if isinstance(node, File):
                with contextlib.suppress(OSError, Error):
                    node.write(entry.text.encode(errors="surrogateescape"))
            return
        with contextlib.suppress(OSError):
            os.chdir(entry.folder)
        with _open_files(entry) as words, contextlib.suppress(Interrupted):
            run_words(Context(self.lab, namespace, entry.text), words)
        self.lab.scheduler.advance(0)

    def _advance(self, moment: int) -> None:
        self.lab.advance(max(moment - self.lab.scheduler.now, 0) / SECOND)

    def _place(self, namespace: "NetNamespace") -> str | None:
        """How the next run finds the namespace: the initial one, or by name."""
        if namespace is self.lab.host:
            return ""
        return next((name for name, other in self.lab.namespaces.items() if other is namespace), None)

    def _namespace(self, place: str) -> "NetNamespace | None":
        return self.lab.namespaces.get(place) if place else self.lab.host


@contextlib.contextmanager
def _open_files(entry: Entry) -> Iterator[list[str]]:
    """The words, /dev/fd/63 among them as a file with what the command read there."""
    memory = os.memfd_create("pynetns")
    try:
        os.write(memory, entry.text.encode(errors="surrogateescape"))
        yield [f"/proc/self/fd/{memory}" if word == "/dev/stdin" or word.startswith("/dev/fd/") else word for word in entry.words]
    finally:
        os.close(memory)
