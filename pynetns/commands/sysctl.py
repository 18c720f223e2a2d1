"""sysctl(8) of procps 4.0."""

import errno
import re
from collections.abc import Iterator
from pathlib import Path

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.net_tools_getopt import UNKNOWN, Getopt
from pynetns.errors import strerror
from pynetns.netns.sysctl import ROUTE_FLUSH, SysctlError

USAGE = """
Usage:
 sysctl [options] [variable[=value] ...]

Options:
  -a, --all            display all variables
  -A                   alias of -a
  -X                   alias of -a
      --deprecated     include deprecated parameters to listing
      --dry-run        Print the key and values but do not write
  -b, --binary         print value without new line
  -e, --ignore         ignore unknown variables errors
  -N, --names          print variable names without values
  -n, --values         print only values of the given variable(s)
  -p, --load[=<file>]  read values from file
  -f                   alias of -p
      --system         read values from all system directories
  -r, --pattern <expression>
                       select setting that match expression
  -q, --quiet          do not echo variable set
  -w, --write          enable writing a value to variable
  -o                   does nothing
  -x                   does nothing
  -d                   alias of -h

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see sysctl(8).
"""
DEPRECATED = (".base_reachable_time", ".retrans_time")
_LONG = {"all": ("a", False), "deprecated": ("-deprecated", False), "dry-run": ("-dry-run", False), "binary": ("b", False),
         "ignore": ("e", False), "names": ("N", False), "values": ("n", False), "load": ("p", False), "pattern": ("r", True),
         "quiet": ("q", False), "write": ("w", False), "help": ("h", False), "version": ("V", False)}
_SAME = {"A": "-a", "X": "-a", "f": "-p", "d": "-h"}


class _Call:
    """One call: how values are shown, and the status that the worst of them leaves."""

    def __init__(self, context: Context, flags: set[str]) -> None:
        self.context = context
        self.sysctl = context.namespace.sysctl
        self.flags = flags
        self.status = 0

    def fail(self, message: str) -> None:
        self.context.err(f"sysctl: {message}\n")
        self.status = 1

    def show(self, key: str) -> None:
        value = self.sysctl[key]
        if key == ROUTE_FLUSH:
            return
        if "-N" in self.flags:
            self.context.out(f"{key}\n")
        elif "-b" in self.flags:
            self.context.out(str(value))
        elif "-n" in self.flags:
            self.context.out(f"{value}\n")
        else:
            self.context.out(f"{key} = {value}\n")

    def listed(self) -> Iterator[str]:
        """What is shown without its name."""
        return (key for key in self.sysctl if not self.sysctl.hides(key)
                and ("--deprecated" in self.flags or not key.endswith(DEPRECATED)))

    def read(self, word: str) -> None:
        key = dotted(word)
        if key in self.sysctl and not self.sysctl.hides(key):
            self.show(key)
            return
        below = [name for name in self.listed() if name.startswith(key + ".")]
        for name in below:
            self.show(name)
        if not below and "-e" not in self.flags:
            self.fail(f"cannot stat /proc/sys/{key.replace('.', '/')}: No such file or directory")

    def write(self, word: str, value: str) -> None:
        key = dotted(word.strip())
        if key not in self.sysctl or self.sysctl.hides(key):
            if "-e" not in self.flags:
                self.fail(f"cannot stat /proc/sys/{key.replace('.', '/')}: No such file or directory")
            return
        try:
            if self.sysctl.is_read_only(key):
                raise SysctlError(errno.EACCES, key)
            self.sysctl[key] = value.strip()
        except SysctlError as error:
            if error.errno == errno.EACCES:  # the file is only to be read: the tool looks, and says so with an errno of long ago
                self.context.err(f'sysctl: setting key "{key}": {strerror(errno.EINVAL)}\n')
                return
            self.fail(f'setting key "{key}": {strerror(error.errno)}')
            return
        if "-q" not in self.flags:
            if "-n" in self.flags:
                self.context.out(f"{value.strip()}\n")
            elif "-N" in self.flags:
                self.context.out(f"{key}\n")
            else:
                self.context.out(f"{key} = {value.strip()}\n")


def main(context: Context, argv: list[str]) -> int:
    argv = [part for word in argv for part in (["-p", word[7:]] if word.startswith("--load=") else [word])]
    reader = Getopt(context, "sysctl", argv, "AabdefhNnopqr:VwxX", _LONG)
    options = {_SAME.get(option, f"-{option}"): value for option, value in reader}
    if f"-{UNKNOWN}" in options:
        context.out(USAGE)
        return 0
    words = reader.rest
    if "-h" in options:
        context.out(USAGE)
        return 0
    if "-V" in options:
        context.out("sysctl from procps-ng 4.0.2\n")
        return 0
    call = _Call(context, set(options))
    pattern = re.compile(options["-r"]) if "-r" in options else None
    if "-a" in options:
        for key in call.listed():
            if pattern is None or pattern.search(key):
                call.show(key)
        return 0
    if "-p" in options:
        for path in words or [context.file("/etc/sysctl.conf")]:
            _load(call, path)
        return call.status
    if not words:
        raise CommandFailed("sysctl: no variables specified\nTry `sysctl --help' for more information.\n" if options else USAGE, 1)
    for word in words:
        key, equals, value = word.partition("=")
        if equals:
            call.write(key, value)
        elif "-w" in options:
            call.fail("command line(0): invalid syntax, continuing...")
        else:
            call.read(word)
    return call.status


def _load(call: _Call, path: str) -> None:
    """-p FILE: lines of `key = value`; # and ; begin a comment, a - before the key forgives its failure."""
    try:
        text = call.context.stdin if path == "-" else Path(path).read_text()
    except OSError:
        call.fail(f'cannot open "{path}": No such file or directory')
        return
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        key, equals, value = stripped.partition("=")
        if not equals:
            call.fail(f"{path}({number}): invalid syntax, continuing...")
            continue
        before = call.status
        call.write(key.strip().removeprefix("-"), value)
        if key.startswith("-"):
            call.status = before


def dotted(word: str) -> str:
    """`net/ipv4/ip_forward` is the same as `net.ipv4.ip_forward`; with the slash first, dots are part of a name."""
    slash, dot = word.find("/"), word.find(".")
    return word.replace("/", ".") if slash >= 0 and (dot < 0 or slash < dot) else word
