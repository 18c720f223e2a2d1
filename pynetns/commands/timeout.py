"""timeout of coreutils 9.1. Its times are the lab's."""

import math
import signal
from typing import NoReturn

from pynetns.commands.base import CommandFailed, Context, Interrupted, ProgramWanted
from pynetns.commands.net_tools_getopt import UNKNOWN, Getopt
from pynetns.commands.simple import duration
from pynetns.device.scheduler import SECOND

_LONG = {"kill-after": ("k", True), "signal": ("s", True), "foreground": ("f", False), "preserve-status": ("p", False),
         "verbose": ("v", False), "help": ("help", False), "version": ("version", False)}
_TRY = "Try 'timeout --help' for more information.\n"


class TimedProgram(Exception):
    """A program of the machine is to run, and to end when its time is up: whoever runs the command has to see to it."""

    def __init__(self, seconds: float, signal: int, kill_after: float, flags: str, argv: list[str]) -> None:
        self.seconds = seconds
        self.signal = signal
        self.kill_after = kill_after
        self.flags = flags
        self.argv = argv
        super().__init__(argv)


def main(context: Context, words: list[str]) -> int:
    number, kill_after, flags = int(signal.SIGTERM), 0.0, set()
    reader = Getopt(context, "timeout", words, "+k:s:v", _LONG)
    for option, value in reader:
        if option == UNKNOWN:
            context.err(_TRY)
            return 125
        if option == "k":
            kill_after = _seconds(value)
        elif option == "s":
            number = _signal(value)
        else:
            flags.add(option)
    if len(reader.rest) < 2:
        raise CommandFailed(_TRY, 125)
    seconds, argv = _seconds(reader.rest[0]), reader.rest[1:]
    try:
        return _timed(context, argv, seconds, number, "p" in flags)
    except ProgramWanted:
        if not context.has_programs:
            raise
        raise TimedProgram(seconds, number, kill_after, "".join(sorted(flags & {"f", "p", "v"})) or "-", argv) from None


def _timed(context: Context, argv: list[str], seconds: float, number: int, preserve: bool) -> int:
    """One of our own commands: a signal reaches it at the moment when its time is up."""
    scheduler = context.lab.scheduler
    if not seconds:
        return context.execute(argv)
    outer, end = scheduler.waiter, scheduler.now + round(seconds * SECOND)
    late = False

    def wait(until: int, exact: bool) -> bool:
        nonlocal late
        scheduler.waiter = outer
        try:
            while True:
                moment = min(until, end)
                if exact:
                    scheduler.advance(max(moment - scheduler.now, 0))
                    more = False
                else:
                    more = scheduler.step(moment)
                if scheduler.now >= end and until > end and not late:
                    late = True
                    raise Interrupted(number)
                return more
        finally:
            scheduler.waiter = wait

    scheduler.waiter = wait
    try:
        status = context.execute(argv)
    except Interrupted as interrupted:
        if not late:
            raise
        status = 128 + interrupted.signal
        if interrupted.signal == signal.SIGKILL:
            return status
    finally:
        scheduler.waiter = outer
    return 124 if late and not preserve else status


def _seconds(text: str) -> float:
    seconds = duration(text)
    if math.isnan(seconds):
        _wrong("time interval", text)
    return seconds


def _signal(text: str) -> int:
    if text.isdigit() and int(text) < signal.NSIG:
        return int(text)
    number = getattr(signal, f"SIG{text.upper().removeprefix('SIG')}", None)
    if number is None:
        _wrong("signal", text, "‘{}’: invalid signal")
    return int(number)


def _wrong(what: str, text: str, form: str = "") -> NoReturn:
    raise CommandFailed(f"timeout: {form.format(text) if form else f'invalid {what} ‘{text}’'}\n{_TRY}", 125)
