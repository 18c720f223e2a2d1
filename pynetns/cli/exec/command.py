"""`python3 -m pynetns exec -- PROGRAM`: run a real program, such as bash with a script, whose network commands go to a lab."""

import argparse
import os
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path

from pynetns.cli.exec import client, mounts
from pynetns.cli.exec.files import attach
from pynetns.cli.exec.functions import functions
from pynetns.cli.exec.launch import Launch, adopt_orphans
from pynetns.cli.exec.namespaces import VARIABLE, Names
from pynetns.cli.exec.programs import MISSING, OURS, cover, keep_etc
from pynetns.cli.exec.server import Server
from pynetns.cli.exec.uplink import connect
from pynetns.cli.exec.uplink import parse as parse_uplink
from pynetns.cli.run import add_lab_arguments, make_lab
from pynetns.cli.taps import TappedLab
from pynetns.commands import ip_text
from pynetns.errors import Error
from pynetns.lab import Lab

def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--real-time", action="store_true", help="time passes as it does on the machine: `sleep 1` takes a second")
    parser.add_argument("--report", action="store_true", help="at the end say which commands were used, and which are missing here")
    parser.add_argument("--pcap", type=Path, metavar="DIR", help="leave a capture of every interface there: NAMESPACE.INTERFACE.pcap")
    parser.add_argument("--uplink", type=parse_uplink, metavar="NAME:ADDRESS",
                        help="an interface of the initial namespace, and a router behind it that answers")
    add_lab_arguments(parser)
    parser.add_argument("program", nargs=argparse.REMAINDER, metavar="PROGRAM ...", help="what to run: bash SCRIPT, ./SCRIPT, bash")


def main(options: argparse.Namespace) -> int:
    argv = options.program[1:] if options.program[:1] == ["--"] else options.program
    if not argv:
        print("pynetns exec: say which PROGRAM to run (see --help)", file=sys.stderr)
        return 2
    lab = make_lab(options, TappedLab if options.pcap else Lab)
    try:
        if options.uplink is not None:
            connect(lab, options.uplink)
    except Error as error:
        print(f"pynetns: {error}", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="pynetns-"))  # only its user can enter it
    try:
        return _run(lab, folder, argv, options)
    except Error as error:
        print(f"pynetns: {error}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(lab: Lab, folder: Path, argv: list[str], options: argparse.Namespace) -> int:
    adopt_orphans()
    sys.stdout.flush()
    commands = _commands(folder)
    ip_text.ETC.insert(0, folder / "etc")

    def mount(channel: socket.socket) -> None:
        mounts.establish(channel)
        keep_etc(folder)
        cover(folder / "client")

    launch = Launch(mount)
    server = Server(lab, OURS, options.real_time)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(folder / "socket"))
    listener.listen(1024)
    server.listen(listener)
    server.listen(launch.listener)
    if sys.stdin is not None and sys.stdin.isatty():
        server.terminal = sys.stdin.fileno()
    port = launch.listener.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key != VARIABLE}
    environment |= {"PATH": f"{commands}:{os.environ.get('PATH', os.defpath)}", "BASH_ENV": str(_functions(folder)),
                    "PYNETNS_SOCKET": str(folder / "socket"), "PYNETNS_PORT": str(port), VARIABLE: ""}
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: server.interrupt(number))
    seen = attach(lab, launch.channel, server.namespaces.look, Names(server.namespaces), _refused)
    if seen.needs_views:
        environment["PYNETNS_ENTER"] = str(_program(folder / "enter", mounts.__file__))
    server.show(seen)
    server.begin(launch.pid)  # after attach(): its threads then block the signals that a mirror is told by
    launch.wait_until_mounted()
    launch.start(argv, environment)
    status = _wait(launch.pid)
    server.finish()
    if options.report:
        _report(server)
    if isinstance(lab, TappedLab):
        os.chdir(_HERE)
        lab.save(options.pcap)
    return status


_HERE = Path.cwd()


def _wait(pid: int) -> int:
    """The program's status, as a shell gives it. Orphans that end meanwhile are buried."""
    while True:
        ended, status = os.waitpid(-1, 0)
        if ended == pid:
            return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _commands(folder: Path) -> Path:
    """A folder of programs: one file, under every name."""
    place = folder / "bin"
    place.mkdir()
    program = _program(folder / "client", client.__file__)
    for name in sorted(OURS | {name for name in MISSING if shutil.which(name)}):
        (place / name).symlink_to(program)
    return place


def _program(place: Path, module: str) -> Path:
    """A module that imports nothing of the package, as a program."""
    source = Path(module).read_text(encoding="utf-8")
    place.write_text(f"#!{sys.executable} -IS\n{source}", encoding="utf-8")
    place.chmod(0o755)
    return place


def _refused(path: str, failure: OSError) -> None:
    print(f"pynetns: {path}: {failure.strerror}", file=sys.stderr, flush=True)


def _functions(folder: Path) -> Path:
    place = folder / "functions.bash"
    place.write_text(functions(sorted(OURS)), encoding="utf-8")
    return place


def _report(server: Server) -> None:
    for title, counts in (("used", server.used), ("missing", server.missing)):
        for name, count in sorted(counts.items()):
            print(f"pynetns: {title}: {name} ({count})", file=sys.stderr)
