"""Scripts that explain themselves: the chapters of `pynetns tour` and the questions of `pynetns case`.

A story is a shell script (pynetns/examples). Its first comment is its title. Blocks are parted by empty lines: a block of commands with
comments behind them is a step, shown as commands, output, comments and path; a block without a comment is preparation and is not
shown. `! COMMAND` has to fail, `## WORDS` is a heading, and `#! path [N]` shows the way of the first N packets of the command before it
(2: a request and its answer).
"""

import io
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from importlib.resources import files
from typing import TextIO

from pynetns.cli.packet_path import INDENT, PathWatch
from pynetns.cli.session import Session
from pynetns.errors import Error
from pynetns.lab import Lab

WIDTH = 80
_BOLD, _DIM, _CYAN, _RESET = "\033[1m", "\033[2m", "\033[36m", "\033[0m"


@dataclass(frozen=True, slots=True)
class Step:
    """Commands, what is said about them, and of how many packets the way is shown; or a heading alone."""

    heading: str = ""
    commands: tuple[str, ...] = ()
    prose: str = ""
    watched: int = 0  # which command's packets are shown, counted from 1
    packets: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A story, by the name of its file."""

    name: str
    title: str
    steps: tuple[Step, ...]


class StoryFailed(Error):
    """A command of a story did not end as the story says."""


def stories(folder: str) -> list[Story]:
    """Those of a folder of the examples, in the order of their file names; digits that a name begins with are for that order only."""
    found = sorted((file for file in files("pynetns").joinpath("examples", folder).iterdir() if file.name.endswith(".sh")), key=_name)
    return [read(file.name.removesuffix(".sh").lstrip("0123456789").lstrip("-"), file.read_text(encoding="utf-8")) for file in found]


def _name(file: Traversable) -> str:
    return file.name


def read(name: str, text: str) -> Story:
    """The story that a script tells."""
    first, _, rest = text.removeprefix("#!/bin/sh\n").partition("\n")
    steps = [step for block in rest.split("\n\n") for step in _steps(block.splitlines())]
    return Story(name, first.lstrip("# "), tuple(steps))


def _steps(lines: Iterable[str]) -> Iterator[Step]:
    commands: list[str] = []
    prose: list[str] = []
    watched = packets = 0
    for line in lines:
        if line.startswith("## "):
            yield Step(heading=line[3:])
        elif line.startswith("#! path"):
            watched, packets = len(commands), int(line.removeprefix("#! path") or 2)
        elif line.startswith("# "):
            prose.append(line[2:])
        elif line:
            commands.append(line)
    if commands or prose:
        yield Step("", tuple(commands), " ".join(prose), watched, packets)


class Teller:
    """Tells stories on a stream: 80 columns, in colour where `colour` says so."""

    def __init__(self, out: TextIO, colour: bool) -> None:
        self.out = out
        self.colour = colour

    def title(self, text: str) -> None:
        self._print(self._in(_BOLD, text))
        self._print(self._in(_BOLD, "=" * len(text)))

    def tell(self, story: Story, lab: Lab) -> Iterator[Step]:
        """Run a story in a lab; each step that was shown is yielded. Raises StoryFailed."""
        printed = io.StringIO()
        session = Session(lab, printed, printed)
        session.errexit = False
        self.title(story.title)
        for step in story.steps:
            if step.heading:
                self._print("\n" + self._in(_BOLD, step.heading))
                continue
            if not step.prose:
                for command in step.commands:
                    self._run(session, command, printed)
                continue
            self._print("")
            self._show(session, step, printed)
            yield step
        session.close()

    def _show(self, session: Session, step: Step, printed: io.StringIO) -> None:
        """Commands and what they print, what is said about it, and the packets' ways."""
        path: list[str] = []
        for at, command in enumerate(step.commands, 1):
            watch = PathWatch(session.lab) if at == step.watched else None
            self._print(self._in(_CYAN, "\n".join(_wrapped(_typed(command)))))
            output = self._run(session, command, printed)
            for line in output.splitlines():
                self._print("\n".join(_wrapped(line)))
            if watch is not None:
                watch.stop()
                path = watch.lines(step.packets) or ["   nothing was sent"]
        for line in textwrap.wrap(step.prose, WIDTH - 2):
            self._print(f"# {line}")
        if path:
            self._print(self._in(_DIM, "   the packet's path (-> out of an interface, <- into it)"))
        for line in path:
            self._print(self._in(_DIM, "\n".join(_wrapped(line, INDENT))))

    def _run(self, session: Session, command: str, printed: io.StringIO) -> str:
        """What a command prints, once it has ended as it should."""
        printed.seek(0)
        printed.truncate()
        status = session.execute(command)
        if status:
            raise StoryFailed(f"{command}: exit status {status}\n{printed.getvalue()}")
        return printed.getvalue()

    def _in(self, colour: str, text: str) -> str:
        return f"{colour}{text}{_RESET}" if self.colour else text

    def _print(self, text: str) -> None:
        self.out.write(text + "\n")
        self.out.flush()


def _typed(command: str) -> str:
    """A command as it stands at the prompt of its namespace: both `ip netns exec NAME COMMAND` and `ip -n NAME ...` are typed there."""
    command = command.removeprefix("! ")
    for prefix, program in (("ip netns exec ", ""), ("ip -n ", "ip ")):
        if command.startswith(prefix):
            namespace, _, rest = command.removeprefix(prefix).partition(" ")
            return f"{namespace}# {program}{rest}"
    return f"# {command}"


def _wrapped(line: str, indent: int = 4) -> list[str]:
    """A line in pieces that fit, cut at a space where there is one."""
    line = line.expandtabs()
    if len(line) < WIDTH:
        return [line]
    return textwrap.wrap(line, WIDTH - 1, subsequent_indent=" " * indent, replace_whitespace=False, break_on_hyphens=False)
