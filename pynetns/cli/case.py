"""`python3 -m pynetns case [NAME]`: ten questions about Docker's networks: the cause, the frames that show it, what fixes it."""

import argparse
import sys

from pynetns.cli.run import add_lab_arguments, make_lab
from pynetns.cli.story import StoryFailed, Teller, stories


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="*", metavar="NAME", help="the case to run, or all; without one the cases are listed")
    add_lab_arguments(parser)


def main(options: argparse.Namespace) -> int:
    cases = {case.name: case for case in stories("cases")}
    if not options.name:
        print("\n".join(f"{case.name:19} {case.title}" for case in cases.values()))
        return 0
    unknown = [name for name in options.name if name not in cases and name != "all"]
    if unknown:
        print(f"pynetns case: no such case: {unknown[0]}", file=sys.stderr)
        return 2
    teller = Teller(sys.stdout, colour=sys.stdout.isatty())
    for at, name in enumerate(cases if "all" in options.name else options.name):
        if at:
            print("\n")
        try:
            for _ in teller.tell(cases[name], make_lab(options)):
                pass
        except StoryFailed as error:
            print(f"pynetns: {name}: {error}", file=sys.stderr)
            return 1
    return 0
