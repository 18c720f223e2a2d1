"""Commands that hardly do anything: echo, sleep, true, false."""

import math

from pynetns.commands.base import CommandFailed, Context
from pynetns.device.scheduler import SECOND

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def echo(context: Context, argv: list[str]) -> int:
    """Words with a space between, -n without the line end."""
    words = argv[1:] if argv[:1] == ["-n"] else argv
    context.out(" ".join(words) + ("" if argv[:1] == ["-n"] else "\n"))
    return 0


def sleep(context: Context, argv: list[str]) -> int:
    """The lab's clock moves; nobody waits."""
    if not argv:
        raise CommandFailed("sleep: missing operand\nTry 'sleep --help' for more information.\n", 1)
    seconds = 0.0
    for word in argv:
        value = duration(word)
        if math.isnan(value):
            raise CommandFailed(f"sleep: invalid time interval ‘{word}’\nTry 'sleep --help' for more information.\n", 1)
        seconds += value
    if math.isinf(seconds):
        context.lab.scheduler.advance(context.patience(60 * SECOND))
        return 0
    context.lab.advance(seconds)
    return 0


def duration(text: str) -> float:
    """Seconds, or with a unit behind them minutes, hours or days, as sleep and timeout take them; NaN where it is none of these."""
    unit = _UNITS.get(text[-1:])
    try:
        value = float(text[:-1] if unit else text)
    except ValueError:
        return math.nan
    return value * (unit or 1) if value >= 0 else math.nan


def true(context: Context, argv: list[str]) -> int:
    return 0


def false(context: Context, argv: list[str]) -> int:
    return 1


def sudo(context: Context, argv: list[str]) -> int:
    """Everybody is root in a lab: sudo only runs what stands behind its options."""
    words = iter(argv)
    for word in words:
        if word in ("-u", "-g", "-h", "-p", "-C", "-r", "-t", "-D", "--user", "--group"):
            next(words, None)
        elif word in ("-v", "--validate", "-k", "-K", "-l", "--list"):
            return 0
        elif word != "--" and not word.startswith("-"):
            return context.execute([word, *words])
    raise CommandFailed("usage: sudo -h | -K | -k | -V\nusage: sudo [-ABbEHkNnPS] [-u user] [VAR=value] [-i | -s] [command [arg ...]]\n", 1)


def xtables_multi(context: Context, argv: list[str]) -> int:
    """The one program that iptables and its family are; its first word is which of them."""
    if not argv or not argv[0].startswith(("iptables", "ip6tables", "main", "save", "restore")):
        raise CommandFailed("ERROR: No valid subcommand given.\nValid subcommands:\n * iptables\n * main4\n * iptables-save\n * save4\n"
                            " * iptables-restore\n * restore4\n * iptables-xml\n * xml\n * ip6tables\n * main6\n * ip6tables-save\n"
                            " * save6\n * ip6tables-restore\n * restore6\n", 1)
    plain = {"main4": "iptables", "save4": "iptables-save", "restore4": "iptables-restore", "main6": "ip6tables",
             "save6": "ip6tables-save", "restore6": "ip6tables-restore"}
    return context.execute([plain.get(argv[0], argv[0]), *argv[1:]])
