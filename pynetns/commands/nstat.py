"""nstat: the counters of /proc/net/snmp and netstat, and how much they grew since the last call (misc/nstat.c of iproute2 6.1).

The real tool keeps what it printed last in /tmp/.nstat.u0, a file of the user's and not of the namespace's: a call in one namespace
after a call in another prints differences between the two. So it is here, one history a lab.
"""

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pynetns.commands import proc_net
from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.net_tools_getopt import Getopt
from pynetns.netns.snmp import CONSTANTS, NETSTAT, SNMP

if TYPE_CHECKING:
    from pynetns.lab import Lab

_USAGE = """\
Usage: nstat [OPTION] [ PATTERN [ PATTERN ] ]
   -h, --help          this message
   -a, --ignore        ignore history
   -d, --scan=SECS     sample every statistics every SECS
   -j, --json          format output in JSON
   -n, --nooutput      do history only
   -p, --pretty        pretty print
   -r, --reset         reset history
   -s, --noupdate      don't update history
   -t, --interval=SECS report average over the last SECS
   -V, --version       output version information
   -z, --zeros         show entries with zero activity
"""
_LONG = {"help": ("h", False), "ignore": ("a", False), "scan": ("d", True), "nooutput": ("n", False), "json": ("j", False),
         "reset": ("r", False), "noupdate": ("s", False), "pretty": ("p", False), "interval": ("t", True), "version": ("V", False),
         "zeros": ("z", False)}
_VERSION = "nstat utility, iproute2-6.1.0\n"

Table = list[tuple[str, int]]

_histories: "WeakKeyDictionary[Lab, Table]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class _Options:
    letters: frozenset[str]
    patterns: tuple[str, ...]

    def __contains__(self, letter: str) -> bool:
        return letter in self.letters

    def match(self, name: str) -> bool:
        """match(): letters of either case are the same to it."""
        return not self.patterns or any(fnmatchcase(name.lower(), pattern.lower()) for pattern in self.patterns)


def main(context: Context, words: list[str]) -> int:
    options = _parse(context, words)
    if options is None:
        context.out(_VERSION)
        return 0
    lab = context.lab
    if "r" in options:
        _histories.pop(lab, None)
    history = _histories.get(lab) or []
    now = [(group + name, value) for groups in (SNMP, NETSTAT) for group, columns in proc_net.counters(context.namespace, groups)
           for name, value in columns if group + name not in CONSTANTS]
    if "n" not in options:
        grown = None if "a" in options or not history else history
        context.out(_format(_rows(now, grown, options), options))
    if "s" not in options:
        _histories[lab] = _next_history(now, history, options)
    return 0


def _parse(context: Context, words: list[str]) -> _Options | None:
    letters: set[str] = set()
    reader = Getopt(context, "nstat", words, "h?vVzrnasd:t:jp", _LONG)
    for option, value in reader:
        if option in ("v", "V"):
            return None
        if option == "t":
            if not value.lstrip("+").isdigit() or not int(value):
                raise CommandFailed("nstat: invalid time constant divisor\n", 255)
        elif option == "d":
            raise CommandFailed("nstat: there is no daemon in a lab: it would sample a clock that stands still\n", 255)
        elif option in ("h", "?"):
            raise CommandFailed(_USAGE, 255)
        else:
            letters.add(option)
    return _Options(frozenset(letters), tuple(reader.rest))


def _rows(now: Table, history: Table | None, options: _Options) -> list[tuple[str, int, bool]]:
    """dump_kern_db() and dump_incr_db(): name, value, and whether the counter went back, which is then no growth."""
    rows, at = [], 0
    for name, value in now:
        went_back = False
        if history is not None:
            before, at = _find(history, at, name)
            if before is not None:
                went_back, value = value < before, max(value - before, 0)
        if (value or "z" in options) and options.match(name):
            rows.append((name, value, went_back))
    return rows


def _find(history: Table, start: int, name: str) -> tuple[int | None, int]:
    """The value of a counter in what is left of the history, and where the rest begins."""
    for at in range(start, len(history)):
        if history[at][0] == name:
            return history[at][1], at + 1
    return None, start


def _format(rows: list[tuple[str, int, bool]], options: _Options) -> str:
    if "j" in options:
        return _json({name: value for name, value, _ in rows}, "p" in options)
    return "#kernel\n" + "".join(f"{name:<32}{value:<16}{0:6.1f}{' (overflow)' if went_back else ''}\n" for name, value, went_back in rows)


def _json(values: dict[str, int], pretty: bool) -> str:
    """As json_writer.c writes it."""
    return json.dumps({"kernel": values}, indent=4 if pretty else None, separators=(",", ": " if pretty else ":")) + "\n"


def _next_history(now: Table, history: Table, options: _Options) -> Table:
    """What the history file holds next: where the patterns leave a counter out, its old value."""
    table, at = [], 0
    for name, value in now:
        if not value and "z" not in options:
            continue
        if not options.match(name):
            before, at = _find(history, at, name)
            value = value if before is None else before
        table.append((name, value))
    return table
