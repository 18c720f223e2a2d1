"""`python3 -m pynetns run FILE`: a script of the commands people type, in a lab of its own."""

import argparse
import sys
from collections.abc import Iterable
from importlib.resources.abc import Traversable
from importlib.resources import files
from pathlib import Path

from pynetns.cli.script import Line, expanded, joined, obey, read
from pynetns.cli.session import Session
from pynetns.cli.taps import TappedLab
from pynetns.errors import Error
from pynetns.lab import Lab

INTERRUPTED = 130  # as a shell reports SIGINT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="the script, - for standard input, or the name of an example")
    parser.add_argument("-e", "--execute", action="append", default=[], metavar="LINE", help="run this line too; may be repeated")
    parser.add_argument("-k", "--keep-going", action="store_true", help="go on behind a failure; the status is the first failure's")
    parser.add_argument("--pcap", type=Path, metavar="DIR", help="leave a capture of every interface there: NAMESPACE.INTERFACE.pcap")
    parser.add_argument("--list-examples", action="store_true", help="name the examples that come with the package")
    add_lab_arguments(parser)


def add_lab_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of all that is random: the same seed gives the same bytes (0)")
    parser.add_argument("--no-flow-cache", action="store_true", help="handle every frame on the slow path; changes nothing but the speed")
    parser.add_argument("--work-limit", type=int, default=4_000_000, metavar="N", help="frames that one event may cause: more are a loop")


def make_lab(options: argparse.Namespace, kind: type[Lab] = Lab) -> Lab:
    """The lab that the options describe."""
    return kind(seed=options.seed, flow_cache=not options.no_flow_cache, work_limit=options.work_limit)


def main(options: argparse.Namespace) -> int:
    if options.list_examples:
        print("\n".join(sorted(example.name for example in _examples().iterdir() if example.name.endswith(".sh"))))
        return 0
    if options.file is None and not options.execute:
        print("pynetns run: say which FILE to run (see --help)", file=sys.stderr)
        return 2
    try:
        lines = script_lines(options.file, options.execute)
    except Error as error:
        print(f"pynetns: {error}", file=sys.stderr)
        return 2
    lab = make_lab(options, TappedLab if options.pcap else Lab)
    session = Session(lab, sys.stdout, sys.stderr)
    try:
        status = run_script(session, lines, options.keep_going)
    except KeyboardInterrupt:
        print("pynetns: interrupted", file=sys.stderr)
        status = INTERRUPTED
    session.close()
    if isinstance(lab, TappedLab):
        try:
            lab.save(options.pcap)
        except OSError as error:
            print(f"pynetns: {options.pcap}: {error.strerror}", file=sys.stderr)
            status = status or 1
    return status


def script_lines(name: str | None, further: Iterable[str]) -> list[Line]:
    """The lines of a file, if one is named, and those of the command line."""
    return [*_file_lines(name), *(Line("-e", line.strip()) for line in further)]


def _file_lines(name: str | None) -> Iterable[Line]:
    if name is None:
        return []
    if name == "-":
        return expanded(joined(sys.stdin, "<stdin>"), Path())
    return read(_find(name))


def _examples() -> Traversable:
    return files("pynetns").joinpath("examples")


def _find(name: str) -> Path:
    """The file of that name, or where there is none the example."""
    path = Path(name)
    if not path.exists() and path.name == name:
        for example in (name, f"{name}.sh"):
            place = Path(str(_examples().joinpath(example)))
            if place.is_file():
                return place
    return path


def run_script(session: Session, lines: Iterable[Line], keep_going: bool) -> int:
    """Run to the end, or to the first failure: the status of that."""
    first_failure = 0
    session.errexit = not keep_going
    for line in lines:
        status = _step(session, line)
        if session.finished:
            return status
        if not session.failed:
            continue
        first_failure = first_failure or status
        if session.errexit:
            print(f"pynetns: {line.place}: exit status {status}: {line.text}", file=sys.stderr)
            return status
    return first_failure


def _step(session: Session, line: Line) -> int:
    if not line.directive:
        return session.execute(line.text)
    try:
        obey(session.lab, line)
    except Error as error:
        return session.refuse(error, 2)
    session.jobs.drain()
    session.failed = False
    return 0
