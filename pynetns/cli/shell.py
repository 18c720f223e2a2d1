"""`python3 -m pynetns shell`: the same commands by hand, with history and completion."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from pynetns import __version__
from pynetns.cli.completion import candidates
from pynetns.cli.run import add_lab_arguments, make_lab
from pynetns.cli.session import Session

BANNER = f"pynetns {__version__}: a lab without namespaces yet. `ip netns add NAME` makes one, `netns NAME` goes there, `exit` leaves.\n"
HISTORY_LENGTH = 1000
_BREAKS = " \t\n;|&"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_lab_arguments(parser)


def main(options: argparse.Namespace) -> int:
    session = Session(make_lab(options), sys.stdout, sys.stderr)
    session.builtins |= {"netns": change_namespace, "help": show_help}
    session.errexit = False
    if sys.stdin.isatty():
        signal.signal(signal.SIGINT, signal.default_int_handler)  # who started it in the background may have had ^C ignored
        print(BANNER, end="")
    save = _set_up_readline(session)
    try:
        return _loop(session)
    finally:
        session.close()
        save()


def _loop(session: Session) -> int:
    """Read and run until `exit` or the end of the input; ^C gives up the line, not the shell."""
    held = ""
    while not session.finished:
        try:
            line = held + _read(prompt(session) if not held else "> ")
        except EOFError:
            if sys.stdin.isatty():
                print()
            break
        except KeyboardInterrupt:
            print()
            held = ""
            continue
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            held = line[:-1]
            continue
        held = ""
        try:
            session.execute(line)
        except KeyboardInterrupt:
            print()
            session.status = 130
    return session.status


def _read(text: str) -> str:
    return input(text if sys.stdin.isatty() else "")


def prompt(session: Session) -> str:
    """`pynetns@c1# `; the initial namespace has no name."""
    if session.namespace.deleted:
        session.namespace = session.lab.host
    name = session.namespace.name
    return f"pynetns@{name}# " if name else "pynetns# "


def change_namespace(session: Session, words: list[str]) -> int:
    """`netns NAME`: type in that namespace from now on; without a name in the initial one."""
    name = words[0] if words else None
    if name is not None and name not in session.lab:
        session.err.write(f'Cannot open network namespace "{name}": No such file or directory\n')
        return 1
    session.namespace = session.lab[name] if name is not None else session.lab.host
    return 0


def show_help(session: Session, words: list[str]) -> int:
    session.out.write("The commands of Linux (ip, bridge, ping, sysctl, ...), each with its own help, in a network that is only here.\n"
                      "netns [NAME]   type in another namespace\n"
                      "sleep SECONDS  let virtual time pass\n"
                      "exit [STATUS]  leave; ^D does too\n"
                      "Pipes lead to ordinary programs, > and >> to ordinary files.\n")
    return 0


def history_path() -> Path:
    """$XDG_STATE_HOME/pynetns/history where that is set, else ~/.pynetns_history."""
    state = os.environ.get("XDG_STATE_HOME")
    return Path(state, "pynetns", "history") if state else Path.home() / ".pynetns_history"


def _set_up_readline(session: Session) -> Callable[[], None]:
    """History and completion where there are a terminal and readline. What to call at the end."""
    if not sys.stdin.isatty():
        return _nothing
    try:
        readline: Any = import_module("readline")  # Windows has none
    except ImportError:
        return _nothing
    found: list[str] = []

    def complete(word: str, state: int) -> str | None:
        if not state:
            found[:] = candidates(session, readline.get_line_buffer()[:readline.get_begidx()], word)
        return _ended(found[state]) if state < len(found) else None

    def save() -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(path)
        except OSError as error:
            print(f"pynetns: {path}: {error.strerror}", file=sys.stderr)

    readline.set_completer(complete)
    readline.set_completer_delims(_BREAKS)
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    readline.set_history_length(HISTORY_LENGTH)
    path = history_path()
    try:
        readline.read_history_file(path)
    except OSError:
        pass  # the first time, or not ours to read
    return save


def _ended(word: str) -> str:
    return word if word.endswith("/") else f"{word} "


def _nothing() -> None:
    """No readline, nothing to save."""
