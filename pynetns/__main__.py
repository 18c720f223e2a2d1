"""`python3 -m pynetns`: a lab on the command line."""

import argparse
import contextlib
import os
import sys

from pynetns import __version__
from pynetns.cli import case, compose, replay, run, shell, tour
from pynetns.cli.exec import command as exec_command


def main(argv: list[str] | None = None) -> int:
    """Run one command; its exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.command is None:
        parser.print_help(sys.stderr)
        return 2
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a stream that somebody put in the place of the real one
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = int(options.command(options))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("pynetns", description="Linux container networks in one process: the same commands and frames.")
    parser.add_argument("--version", action="version", version=f"pynetns {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module, name in ((tour, "tour"), (case, "case"), (compose, "compose"), (run, "run"), (exec_command, "exec"), (shell, "shell"),
                         (replay, "replay")):
        text = (module.__doc__ or "").partition(": ")[2].strip().removesuffix(".")
        command = commands.add_parser(name, help=text, description=text)
        module.add_arguments(command)
        command.set_defaults(command=module.main)
    parser.set_defaults(command=None)
    return parser


if __name__ == "__main__":
    sys.exit(main())
