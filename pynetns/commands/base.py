"""What every command has: where it runs, where its text goes, and how it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pynetns.device.netdevice import NetDevice
    from pynetns.lab import Lab
    from pynetns.netns.namespace import NetNamespace


class CommandFailed(Exception):
    """A command ends with a message (with its line end) and an exit status."""

    def __init__(self, message: str, status: int = 1) -> None:
        self.message = message
        self.status = status
        super().__init__(message)


class Interrupted(BaseException):
    """A signal reached a command that waits. One that knows what to do with it catches it; the others die of it."""

    def __init__(self, signal: int) -> None:
        self.signal = signal
        super().__init__(signal)


class ProgramWanted(Exception):
    """What a command was to start is a program of the machine: whoever runs the command has to start it, in that namespace."""

    def __init__(self, namespace: "NetNamespace", argv: list[str]) -> None:
        self.namespace = namespace
        self.argv = argv
        super().__init__(argv)


@dataclass(frozen=True, slots=True)
class Result:
    """What a command line left behind. The text of it is what a terminal would show."""

    stdout: str
    stderr: str
    returncode: int

    def __str__(self) -> str:
        return self.stdout + self.stderr


class Job(Protocol):
    """A command that goes on while others run, such as a tcpdump that listens."""

    finished: bool

    def stop(self) -> int:
        """End it as ^C would; its exit status."""


class Context:
    """Where a command runs: a lab, one of its namespaces, and its three streams.

    `jobs` is None where a command runs in the foreground; behind `&` it is the list that takes what goes on afterwards.
    """

    vrf: "NetDevice | None" = None  # to which sockets are bound that are bound to nothing else: `ip vrf exec`
    has_programs = False  # can anything be started that is no command of ours?

    def __init__(self, lab: "Lab", namespace: "NetNamespace", stdin: str = "", jobs: list[Job] | None = None) -> None:
        self.lab = lab
        self.namespace = namespace
        self.stdin = stdin
        self.jobs = jobs
        self._out: list[str] = []
        self._err: list[str] = []

    def out(self, text: str) -> None:
        self._out.append(text)

    def err(self, text: str) -> None:
        self._err.append(text)

    def collect(self, function: Callable[["Context", list[str]], int], words: list[str]) -> tuple[str, str, int]:
        """Run a command and give what it wrote, out and err, and its status."""
        status = function(self, words)
        return *self.take(), status

    def take(self) -> tuple[str, str]:
        """What was written since the last time, out and err."""
        out, err = "".join(self._out), "".join(self._err)
        self._out.clear()
        self._err.clear()
        return out, err

    def patience(self, nanoseconds: int) -> int:
        """How long a command without an end goes on. Where nobody else runs it could never be interrupted, so it stops by itself."""
        return nanoseconds

    def file(self, path: str) -> str:
        """Where a file of whoever runs this is for this process."""
        return path

    def execute(self, argv: list[str]) -> int:
        """Run another command with these streams, as execvp(3) would. Raises ProgramWanted where it is none of ours."""
        from pynetns.commands import find, run_words  # the registry imports this module

        if find(argv[0]) is None:
            raise ProgramWanted(self.namespace, argv)
        return run_words(self, argv)

    def namespace_of(self, pid: int) -> "NetNamespace | None":
        """The namespace that a process is in, 0 being whoever runs this; here only containers have processes."""
        return container_with(self.lab, pid) if pid else self.namespace

    def processes(self, namespace: "NetNamespace") -> list[int]:
        """The processes in a namespace."""
        daemon = self.lab.host.docker
        containers = daemon.containers.values() if daemon is not None else ()
        return [container.pid for container in containers if container.namespace is namespace and container.pid]

    def start_program(self, caller: str, wanted: ProgramWanted) -> int:
        """Where a lab has no programs but its own commands, none other is found."""
        name = wanted.argv[0]
        if caller == "ip":
            raise CommandFailed(f'exec of "{name}" failed: No such file or directory\n', 1)
        if caller == "sudo":
            raise CommandFailed(f"sudo: {name}: command not found\n", 1)
        failure = f"failed to run command ‘{name}’" if caller == "timeout" else f"failed to execute {name}"
        raise CommandFailed(f"{caller}: {failure}: No such file or directory\n", 127)

    def within(self, namespace: "NetNamespace") -> "Context":
        """The same streams in another namespace: `ip netns exec`."""
        other = Context(self.lab, namespace, self.stdin, self.jobs)
        other._out, other._err = self._out, self._err
        return other


def container_with(lab: "Lab", pid: int) -> "NetNamespace | None":
    """The namespace of the container whose first process has a number."""
    daemon = lab.host.docker
    containers = daemon.containers.values() if daemon is not None else ()
    return next((container.namespace for container in containers if container.pid == pid), None)


class Words:
    """The words of a command line, taken one after the other as iproute2's NEXT_ARG does."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._words)

    @property
    def word(self) -> str:
        """The one that is due."""
        return self._words[self._at]

    def take(self) -> str:
        """The one that is due, and on to the next."""
        word = self._words[self._at]
        self._at += 1
        return word

    @property
    def last(self) -> str:
        """The one that was taken last."""
        return self._words[self._at - 1]

    def argument(self) -> str:
        """The word behind an option; the command line is not complete without."""
        if not self:
            raise CommandFailed('Command line is not complete. Try option "help"\n', 255)
        return self.take()

    def rest(self) -> list[str]:
        rest = self._words[self._at:]
        self._at = len(self._words)
        return rest


def matches(word: str, name: str) -> bool:
    """Is the word an abbreviation of the name? iproute2 takes any beginning."""
    return bool(word) and name.startswith(word)


def wrong_argument(message: str, argument: str) -> CommandFailed:
    """invarg() of iproute2."""
    return CommandFailed(f'Error: argument "{argument}" is wrong: {message}\n', 255)


def missing_argument(name: str) -> CommandFailed:
    """missarg()."""
    return CommandFailed(f'Error: argument "{name}" is required\n', 255)


def duplicate(key: str, argument: str) -> CommandFailed:
    """duparg()."""
    return CommandFailed(f'Error: duplicate "{key}": "{argument}" is the second value.\n', 255)


def garbage(key: str, argument: str) -> CommandFailed:
    """duparg2()."""
    return CommandFailed(f'Error: either "{key}" is duplicate, or "{argument}" is a garbage.\n', 255)


def no_device(name: str) -> CommandFailed:
    """nodev()."""
    return CommandFailed(f'Cannot find device "{name}"\n', 1)


def number(text: str, low: int = 0, high: int = 0xFFFFFFFF) -> int | None:
    """A number as strtoul(3) with base 0 reads it, within bounds; None if it is none."""
    try:
        octal = len(text) > 1 and text[0] == "0" and text.isdigit()
        value = int(text, 8 if octal else 0)
    except ValueError:
        return None
    return value if low <= value <= high else None
