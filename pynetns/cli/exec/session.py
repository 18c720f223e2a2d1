"""One session: the server, the folder with its socket and its commands, and the program that uses them."""

import contextlib
import marshal
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from pynetns.cli.exec import client, mounts
from pynetns.cli.exec.files import attach
from pynetns.cli.exec.functions import functions
from pynetns.cli.exec.launch import Launch, adopt_orphans
from pynetns.cli.exec.namespaces import VARIABLE, Names
from pynetns.cli.exec.quiet import Programs
from pynetns.cli.exec.programs import MISSING, OURS, cover, keep_etc
from pynetns.cli.exec.server import Server
from pynetns.cli.exec.state import Journal
from pynetns.commands import ip_text
from pynetns.lab import Lab

_PATIENCE = 0.5  # seconds: how long programs have to end when they are asked to


class Session:
    """A lab that one program and all that it starts use. Leaving it removes what it left in the folder for temporary files."""

    def __init__(self, lab: Lab, real_time: bool = False, journal: Journal | None = None) -> None:
        self.server = Server(lab, OURS, real_time)
        self.server.journal = journal
        self.lab = lab

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="pynetns-"))  # only its user can enter it
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, argv: list[str]) -> int:
        """Run a program; its status, as a shell gives it. Raises Error where the machine does not allow it: then nothing was run."""
        server, folder = self.server, self.folder
        commands, own_functions = _commands(folder), _functions(folder)
        ip_text.ETC.insert(0, folder / "etc")  # /etc/iproute2/rt_tables as the session has changed it
        adopt_orphans()
        sys.stdout.flush()

        def mount(channel: socket.socket) -> None:
            mounts.establish(channel)
            keep_etc(folder)
            cover(folder / "client")

        launch = Launch(mount)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(folder / "socket"))
        listener.listen(1024)
        server.listen(listener)
        server.listen(launch.listener)
        if sys.stdin is not None and sys.stdin.isatty():
            server.terminal = sys.stdin.fileno()
        environment = {key: value for key, value in os.environ.items() if key != VARIABLE}
        environment |= {"PATH": f"{commands}:{os.environ.get('PATH', os.defpath)}", "BASH_ENV": str(own_functions),
                        "PYNETNS_SOCKET": str(folder / "socket"), "PYNETNS_PORT": str(launch.listener.getsockname()[1]), VARIABLE: ""}

        def ended(number: int, frame: object) -> None:
            """Somebody wants the session to end: its program hears of it, and may not take long."""
            os.kill(launch.pid, signal.SIGKILL if number == signal.SIGALRM else number)
            signal.setitimer(signal.ITIMER_REAL, 2 * _PATIENCE)

        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
            signal.signal(number, ended)
        for number in (signal.SIGINT, signal.SIGQUIT):  # a terminal tells the programs itself
            signal.signal(number, lambda number, frame: server.interrupt(number))
        seen = attach(self.lab, launch.channel, server.namespaces.look, Names(server.namespaces), _refused,
                      server.journal.wrote if server.journal is not None else None)
        if seen.needs_views:
            environment["PYNETNS_ENTER"] = str(_program(folder / "enter", mounts.__file__))
        server.show(seen)
        server.begin(launch.pid)  # after attach(): its threads then block the signals that a mirror is told by
        launch.wait_until_mounted()
        launch.start(argv, environment)
        status = _wait(launch.pid)
        server.finish()
        if server.programs is not None:
            _end(server.programs)
        return status

    def report(self) -> str:
        """Which commands were used, and what a script asked for that is missing here, a line each."""
        return "".join(f"pynetns: {title}: {name} ({count})\n" for title, counts in (
            ("used", self.server.used), ("missing", self.server.missing)) for name, count in sorted(counts.items()))


def _wait(pid: int) -> int:
    """The program's status, as a shell gives it. Orphans that end meanwhile are buried."""
    while True:
        ended, status = os.waitpid(-1, 0)
        if ended == pid:
            return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _end(programs: Programs) -> None:
    """What the first program left running belongs to a lab that is gone: it is asked to end, and then made to."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        left = programs.all()[1:]
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        end = time.monotonic() + _PATIENCE
        while left and time.monotonic() < end:
            time.sleep(_PATIENCE / 50)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            left = programs.all()[1:]


def _commands(folder: Path) -> Path:
    """A folder of programs: one file, under every name."""
    place = folder / "bin"
    place.mkdir()
    program = _program(folder / "client", client.__file__)
    for name in sorted(OURS | {name for name in MISSING if shutil.which(name)}):
        (place / name).symlink_to(program)
    return place


def _program(place: Path, module: str) -> Path:
    """A module that imports nothing of the package, as a program. It is compiled here: Python would do that anew at each start, and 2 ms
    are a quarter of what it takes to start at all."""
    code = place.with_suffix(".code")
    code.write_bytes(marshal.dumps(compile(Path(module).read_text(encoding="utf-8"), module, "exec", optimize=2)))
    place.write_text(f"#!{sys.executable} -IS\nimport marshal\nwith open({str(code)!r}, 'rb') as file:\n    exec(marshal.load(file))\n")
    place.chmod(0o755)
    return place


def _refused(path: str, failure: OSError) -> None:
    print(f"pynetns: {path}: {failure.strerror}", file=sys.stderr, flush=True)


def _functions(folder: Path) -> Path:
    place = folder / "functions.bash"
    place.write_text(functions(sorted(OURS)), encoding="utf-8")
    return place
