"""Files of command lines: comments, continued lines, and the `#!` directives of the scenario files (tests/oracle/README.md).

    #! include NAME                the lines of ../include/NAME.sh stand here (or of include/NAME.sh, or of NAME.sh beside the file)
    #! capture                     the kernel has had its second to notice every carrier; what is captured is --pcap's to say
    #! send NS/IFACE WORDS...      a frame leaves by that interface (pynetns.cli.frame_words has the words)
    #! sleep SECONDS               virtual time passes
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pynetns.cli.frame_words import frame
from pynetns.errors import Error
from pynetns.lab import Lab

CARRIER = 1.1  # seconds, as the oracle waits before it captures
SETTLE = 0.06  # seconds, as the oracle waits behind a frame
VERBS = ("include", "capture", "send", "sleep")


@dataclass(frozen=True, slots=True)
class Line:
    """A command line or a directive, and where it begins."""

    place: str
    text: str

    @property
    def directive(self) -> list[str]:
        """The words of `#! VERB ...`; none where the line is something else, the first line's `#!/bin/sh` too."""
        words = self.text[2:].split() if self.text.startswith("#!") else []
        return [] if words and words[0].startswith("/") else words


def joined(lines: Iterable[str], name: str) -> Iterator[Line]:
    """The lines with those that end in a backslash put together. Comments are not continued."""
    held, place = "", ""
    for number, raw in enumerate(lines, 1):
        text = raw.rstrip("\r\n")
        if not held:
            place = f"{name}:{number}"
        if (len(text) - len(text.rstrip("\\"))) % 2 and not (not held and text.lstrip().startswith("#")):
            held += text[:-1]
            continue
        yield Line(place, (held + text).strip())
        held = ""
    if held:
        yield Line(place, held.strip())


def read(path: Path) -> Iterator[Line]:
    """The lines of a file, includes expanded. Raises Error where one can't be read."""
    return _read(path, path.as_posix(), ())


def _read(path: Path, name: str, above: tuple[Path, ...]) -> Iterator[Line]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Error(f"{name}: not a script: it is not text") from None
    except OSError as error:
        raise Error(f"{name}: {error.strerror}") from None
    yield from expanded(joined(text.splitlines(), name), path.parent, (*above, path.resolve()))


def expanded(lines: Iterable[Line], folder: Path, above: tuple[Path, ...] = ()) -> Iterator[Line]:
    """The lines with those of included files in the place of each `#! include NAME`; `folder` is where the including file is."""
    for line in lines:
        words = line.directive
        if words[:1] != ["include"]:
            yield line
            continue
        if len(words) != 2:
            raise Error(f"{line.place}: #! include takes one name")
        path = _find(folder, words[1])
        if path is None:
            raise Error(f"{line.place}: nothing to include: {words[1]}")
        if path.resolve() in above:
            raise Error(f"{line.place}: {words[1]} includes itself")
        yield from _read(path, path.as_posix(), above)


def _find(folder: Path, name: str) -> Path | None:
    places = (folder.resolve().parent / "include", folder / "include", folder)
    return next((path for place in places for path in (place / f"{name}.sh", place / name) if path.is_file()), None)


def obey(lab: Lab, line: Line) -> None:
    """Do what a directive says. Raises Error."""
    verb, *words = line.directive
    if verb == "capture" and not words:
        lab.advance(CARRIER)
    elif verb == "sleep" and len(words) == 1:
        lab.advance(_seconds(line, words[0]))
    elif verb == "send" and words:
        _send(lab, line, words)
    elif verb in VERBS:
        raise Error(f"{line.place}: wrong use of {line.text}")
    else:
        raise Error(f"{line.place}: no such directive: {line.text}")


def _seconds(line: Line, word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise Error(f"{line.place}: not a number of seconds: {word}") from None


def _send(lab: Lab, line: Line, words: list[str]) -> None:
    namespace, _, name = words[0].rpartition("/")
    devices = (lab[namespace] if namespace else lab.host).devices
    if name not in devices:
        raise Error(f'{line.place}: Cannot find device "{name}"')
    devices[name].inject(frame(words[1:]))
    lab.advance(SETTLE)
