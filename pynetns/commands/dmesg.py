"""dmesg(1) of util-linux: what the kernel said, with the lab's time."""

from datetime import UTC, datetime

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.iptables_getopt import getopt
from pynetns.device.scheduler import SECOND
from pynetns.netfilter.match_time import EPOCH

_LEVELS = ("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug")
_HINT = "Try 'dmesg --help' for more information.\n"
_LONG = {"clear": ("C", 0), "read-clear": ("c", 0), "ctime": ("T", 0), "notime": ("t", 0), "raw": ("r", 0), "decode": ("x", 0),
         "level": ("l", 1), "facility": ("f", 1), "kernel": ("k", 0), "human": ("H", 0), "nopager": ("P", 0), "color": ("L", 2),
         "follow": ("w", 0), "console-level": ("n", 1), "console-off": ("D", 0), "console-on": ("E", 0), "force-prefix": ("p", 0),
         "syslog": ("S", 0), "buffer-size": ("s", 1), "noescape": ("N", 0), "version": ("V", 0)}
# Of these only one may be given.
_EXCLUSIVE = {"C": "--clear", "D": "--console-off", "E": "--console-on", "c": "--read-clear", "n": "--console-level", "r": "--raw"}


def _level(text: str, first: int = 0) -> int:
    """By name or by number; the console's begin with 1, which shows emergencies."""
    if text.isdecimal() and first <= int(text) < len(_LEVELS) + first:
        return int(text) - first
    if text not in _LEVELS:
        raise CommandFailed(f"dmesg: unknown level '{text}'\n")
    return _LEVELS.index(text)


def main(context: Context, argv: list[str]) -> int:
    options, rest = getopt(argv, "CcDEf:HkL::l:n:Pprs:StTVwx", _LONG)
    levels: set[int] = set()
    given: set[str] = set()
    for letter, value in options:
        if letter == "?":
            raise CommandFailed(f"dmesg: {value}\n{_HINT}")
        if letter in _EXCLUSIVE and given & (_EXCLUSIVE.keys() - {letter}):
            raise CommandFailed(f"dmesg: mutually exclusive arguments: {' '.join(_EXCLUSIVE.values())}\n")
        given.add(letter)
        if letter == "l":
            levels.update(_level(level) for level in value.split(","))
        elif letter == "n":
            _level(value, 1)
        elif letter == "V":
            context.out("dmesg from util-linux 2.38.1\n")
            return 0
    if rest:
        raise CommandFailed(f"dmesg: bad usage\n{_HINT}")
    if given & set("nDE"):  # the console is nobody's here
        return 0
    log = context.namespace.log
    if "C" not in given:
        for at, level, text in log:
            if not levels or level in levels:
                context.out(_line(given, at, level, text))
    if given & set("cC"):
        log.clear()
    return 0


def _line(given: set[str], at: int, level: int, text: str) -> str:
    decoded = f"kern  :{_LEVELS[level]:<6}: " if "x" in given else ""
    raw = f"<{level}>" if "r" in given else ""
    if "t" in given:
        stamp = ""
    elif "T" in given and not raw:
        stamp = f"[{datetime.fromtimestamp(EPOCH + at // SECOND, UTC):%a %b %e %H:%M:%S %Y}] "
    else:
        stamp = f"[{at // SECOND:5}.{at % SECOND // 1000:06}] "
    return f"{decoded}{raw}{stamp}{text}\n"
