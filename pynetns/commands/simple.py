"""Commands that hardly do anything: echo, sleep, true, false."""

from pynetns.commands.base import CommandFailed, Context

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
        unit = _UNITS.get(word[-1:])
        try:
            value = float(word[:-1] if unit else word)
        except ValueError:
            value = -1.0
        if not 0 <= value < float("inf"):
            raise CommandFailed(f"sleep: invalid time interval ‘{word}’\nTry 'sleep --help' for more information.\n", 1)
        seconds += value * (unit or 1)
    context.lab.advance(seconds)
    return 0


def true(context: Context, argv: list[str]) -> int:
    return 0


def false(context: Context, argv: list[str]) -> int:
    return 1
