"""`python3 -m pynetns exec -- PROGRAM`: run a real program, such as bash with a script, whose network commands go to a lab."""

import argparse
import sys
from pathlib import Path

from pynetns.cli.exec.uplink import connect, parse
from pynetns.cli.run import add_lab_arguments, make_lab
from pynetns.cli.taps import TappedLab
from pynetns.docker import Docker
from pynetns.docker.engine import VERSIONS
from pynetns.errors import Error
from pynetns.lab import Lab


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--real-time", action="store_true", help="time passes as it does on the machine: `sleep 1` takes a second")
    parser.add_argument("--report", action="store_true", help="at the end say which commands were used, and which are missing here")
    parser.add_argument("--state", type=Path, metavar="FILE", help="begin with the lab that the file has, and leave it there")
    parser.add_argument("--pcap", type=Path, metavar="DIR", help="leave a capture of every interface there: NAMESPACE.INTERFACE.pcap")
    parser.add_argument("--uplink", type=parse, metavar="NAME:ADDRESS",
                        help="an interface of the initial namespace, and a router behind it that answers")
    parser.add_argument("--docker", nargs="?", const="20.10", choices=sorted(VERSIONS), metavar="VERSION",
                        help="a Docker daemon runs from the beginning (20.10, or 28)")
    add_lab_arguments(parser)
    parser.add_argument("program", nargs=argparse.REMAINDER, metavar="PROGRAM ...", help="what to run: bash SCRIPT, ./SCRIPT, bash")


def main(options: argparse.Namespace) -> int:
    argv = options.program[1:] if options.program[:1] == ["--"] else options.program
    if not argv:
        print("pynetns exec: say which PROGRAM to run (see --help)", file=sys.stderr)
        return 2
    if sys.platform != "linux":
        print("pynetns: exec needs Linux: programs get namespaces of their own (the other commands run anywhere)", file=sys.stderr)
        return 2
    from pynetns.cli.exec.session import Session
    from pynetns.cli.exec.state import Journal

    here = Path.cwd()
    lab = make_lab(options, TappedLab if options.pcap else Lab)
    try:
        if options.uplink is not None:
            connect(lab, options.uplink)
        if options.docker:
            Docker(lab.host, options.docker)
        journal = Journal(lab, _of_the_lab(options))
        if options.state is not None:
            journal.load(options.state)
        with Session(lab, options.real_time, journal if options.state else None) as session:
            status = session.run(argv)
            if options.report:
                print(session.report(), end="", file=sys.stderr)
        if isinstance(lab, TappedLab):
            lab.save(here / options.pcap)
        if options.state is not None:
            journal.save(here / options.state)
    except OSError as error:
        print(f"pynetns: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    except Error as error:
        print(f"pynetns: {error}", file=sys.stderr)
        return 2
    return status


def _of_the_lab(options: argparse.Namespace) -> dict[str, object]:
    """The options that a lab is made with."""
    return {"seed": options.seed, "uplink": f"{options.uplink.name}:{options.uplink.address}" if options.uplink else "",
            "docker": options.docker or ""}
