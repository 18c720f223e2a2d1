"""`python3 -m pynetns tour`: Docker's network models one by one, each shown by the commands that people type and by its packets."""

import argparse
import sys
import time

from pynetns.cli.run import add_lab_arguments, make_lab
from pynetns.cli.story import StoryFailed, Teller, stories

_PAUSE = 1.5  # seconds of this machine's time in which a person reads a step


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help="name the chapters")
    parser.add_argument("--only", action="append", default=[], metavar="CHAPTER", help="this chapter; may be repeated")
    parser.add_argument("--fast", action="store_true", help="do not pause on a terminal")
    add_lab_arguments(parser)


def main(options: argparse.Namespace) -> int:
    chapters = stories("tour")
    if options.list:
        print("\n".join(f"{chapter.name:12} {chapter.title}" for chapter in chapters))
        return 0
    unknown = [name for name in options.only if name not in {chapter.name for chapter in chapters}]
    if unknown:
        print(f"pynetns tour: no such chapter: {unknown[0]} (see --list)", file=sys.stderr)
        return 2
    on_terminal = sys.stdout.isatty()
    teller = Teller(sys.stdout, colour=on_terminal)
    for at, chapter in enumerate(chapter for chapter in chapters if not options.only or chapter.name in options.only):
        if at:
            print("\n")
        try:
            for _ in teller.tell(chapter, make_lab(options)):
                if on_terminal and not options.fast:
                    time.sleep(_PAUSE)
        except StoryFailed as error:
            print(f"pynetns: {chapter.name}: {error}", file=sys.stderr)
            return 1
    return 0
