"""iptables-restore: iptables/iptables-restore.c. Each table is taken as a whole at its COMMIT, or not at all."""

import errno
import re

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.iptables_do import delete_chains, execute, tables_of
from pynetns.commands.iptables_family import IPV4, Family
from pynetns.commands.iptables_getopt import getopt
from pynetns.commands.iptables_command import NAME_MAX
from pynetns.commands.iptables_parse import Parser
from pynetns.commands.iptables_program import FULL_VERSION, failed
from pynetns.commands.iptables_values import OTHER_PROBLEM, BadArgument, IptablesProblem
from pynetns.errors import strerror
from pynetns.netfilter.errors import XtablesError
from pynetns.netfilter.table_edit import TableEdit

_LONG = {"counters": ("c", 0), "verbose": ("v", 0), "version": ("V", 0), "test": ("t", 0), "help": ("h", 0), "noflush": ("n", 0),
         "modprobe": ("M", 1), "table": ("T", 1), "wait": ("w", 2), "wait-interval": ("W", 2)}
_USAGE = ("Usage: {program} [-c] [-v] [-V] [-t] [-h] [-n] [-w secs] [-W usecs] [-T table] [-M command] [file]\n"
          "\t   [ --counters ]\n"
          "\t   [ --verbose ]\n"
          "\t   [ --version]\n"
          "\t   [ --test ]\n"
          "\t   [ --help ]\n"
          "\t   [ --noflush ]\n"
          "\t   [ --wait=<seconds>\n"
          "\t   [ --table=<TABLE> ]\n"
          "\t   [ --modprobe=<command> ]\n")
_BLANKS = " \t\n"
_COUNTERS = re.compile(r"\[(\d+):(\d+)", re.ASCII)
_ODD = re.compile(r"[^ -~\t\n]")
_MAX_WORD = 1024


def main(context: Context, words: list[str], family: Family = IPV4) -> int:
    restore = Restore(context, family)
    program = restore.program
    options, rest = getopt(words, "bcvVthnwWM:T:", _LONG)
    for letter, argument in options:
        if letter == "?":
            context.err(f"{program}: {argument}\nTry `{program} -h' for more information.\n")
            return 1
        if letter == "b":
            context.err("-b/--binary option is not implemented\n")
        elif letter == "V":
            context.out(f"{program} v{FULL_VERSION}\n")
            return 0
        elif letter == "h":
            context.err(_USAGE.format(program=program))
            return 0
        elif letter == "T":
            restore.only = argument
        elif letter == "w" and not argument and rest and rest[0].isdigit():
            del rest[0]
        else:
            restore.flags.append(letter)
    if len(rest) > 1:
        context.err("Unknown arguments found on commandline\n")
        return 1
    text = context.stdin
    if rest:
        try:
            with open(rest[0], encoding="utf-8", errors="surrogateescape", newline="\n") as file:
                text = file.read()
        except OSError as error:
            context.err(f"Can't open {rest[0]}: {strerror(error.errno or errno.EIO)}\n")
            return 1
    return restore.run(text)


class Restore:
    """One file being read. `line` is the number of the line that is due, from 1."""

    def __init__(self, context: Context, family: Family) -> None:
        self.context = context
        self.family = family
        self.program = f"{family.program}-restore"
        self.flags: list[str] = []
        self.only: str | None = None
        self.edit: TableEdit | None = None
        self.table = ""
        self.announced: set[str] = set()
        self.line = 0

    def run(self, text: str) -> int:
        try:
            return self._lines(text)
        except (IptablesProblem, BadArgument) as problem:
            raise failed(self.program, problem, self.line) from None

    def _lines(self, text: str) -> int:
        for line in text.splitlines(keepends=True) if _ODD.search(text) is None else _split(text):
            self.line += 1
            if line == "\n":
                continue
            if line[0] == "#":
                if "v" in self.flags:
                    self.context.out(line)
                continue
            try:
                if not self._handle(line):
                    continue
            except XtablesError:
                self.context.err(f"{self.program}: line {self.line} failed\n")
                return 1
        if self.edit is not None:
            self.context.err(f"{self.program}: COMMIT expected at line {self.line + 1}\n")
            return 1
        return 0

    def _handle(self, line: str) -> bool:
        """One line. False where it stands outside of the tables that are wanted."""
        if line == "COMMIT\n" and self.edit is not None:
            if "t" not in self.flags:
                self.edit.commit()
            self.edit = None
        elif line[0] == "*" and self.edit is None:
            return self._begin(line)
        elif line[0] == ":" and self.edit is not None:
            self._chain(line)
        elif self.edit is not None:
            self._rule(line)
        elif self.only is not None and self.only != self.table:
            return False
        else:
            raise XtablesError(errno.EINVAL)
        return True

    def _begin(self, line: str) -> bool:
        words = _words(line[1:])
        if not words:
            raise IptablesProblem(f"{self.program}: line {self.line} table name invalid")
        self.table = words[0][:32]
        if self.only is not None and self.only != words[0]:
            return False
        try:
            self.edit = tables_of(self.context.namespace, self.family).table(words[0]).edit()
        except XtablesError:
            raise IptablesProblem(f"{self.program}: unable to initialize table '{words[0]}'") from None
        if "n" not in self.flags:
            verbose = "v" in self.flags
            for name in self.edit.order:
                if verbose:
                    self.context.out(f"Flushing chain `{name}'\n")
                self.edit.flush(name)
            delete_chains(self.edit, None, self.context.out if verbose else None)
        return True

    def _chain(self, line: str) -> None:
        assert self.edit is not None
        words = _words(line[1:])
        if not words:
            raise IptablesProblem(f"{self.program}: line {self.line} chain name invalid")
        name = words[0]
        if len(name) >= NAME_MAX:
            raise IptablesProblem(f"Invalid chain name `{name}' ({NAME_MAX - 1} chars max)")
        known = self.edit.chains.get(name)
        if known is None or not known.builtin:
            if "n" in self.flags and known is not None:
                self.edit.flush(name)
            else:
                try:
                    self.edit.new_chain(name)
                except XtablesError as error:
                    raise IptablesProblem(f"error creating chain '{name}':{strerror(error.errno)}") from None
        if len(words) < 2:
            raise IptablesProblem(f"{self.program}: line {self.line} policy invalid")
        if words[1] != "-":
            packets, size = self._policy_counters(name, words) if "c" in self.flags else (0, 0)
            try:
                self.edit.policy(name, words[1], packets, size)
            except XtablesError as error:
                raise IptablesProblem(f"Can't set policy `{words[1]}' on `{name}' line {self.line}: {error.words}", OTHER_PROBLEM) from None
        self.announced.add(name)

    @staticmethod
    def _policy_counters(name: str, words: list[str]) -> tuple[int, int]:
        found = _COUNTERS.match(words[2]) if len(words) > 2 else None  # parse_counters() does not look behind them
        if found is not None:
            return int(found[1]), int(found[2])
        raise IptablesProblem(f"invalid policy counters for chain '{name}'")

    def _rule(self, line: str) -> None:
        assert self.edit is not None
        words = ["-t", self.table]
        if "n" not in self.flags:
            words += ["-v"] * self.flags.count("v")
        rest = line
        if line[0] == "[":
            _, bracket, rest = line.partition("]")
            if not bracket:
                raise IptablesProblem(f"Bad line {self.line}: need ]")
            packets, _, after = line[1:].lstrip(":").partition(":")
            if not packets:
                raise IptablesProblem(f"Bad line {self.line}: need :")
            size = after.lstrip("]").partition("]")[0]
            if not size:
                raise IptablesProblem(f"Bad line {self.line}: need ]")
            if "c" in self.flags:
                words += ["--set-counters", packets, size]
        words += split_words(rest)
        context = self.context
        parser = Parser(context.namespace, words, context.err, self.family, restore=True, announced=self.announced)
        command = parser.parse()
        if command.ask:
            if command.ask not in "46":
                context.out(f"{self.program} v{FULL_VERSION}\n")
                raise CommandFailed("", 0)
            return
        execute(command, self.edit, parser, context.out, context.err)


def _words(line: str) -> list[str]:
    """By blanks, tabs and line feeds; nothing else parts words."""
    return line.split() if _ODD.search(line) is None else [word for word in re.split(r"[ \t\n]+", line) if word]


def _split(text: str) -> list[str]:
    """Lines as fgets(3) sees them: only a line feed ends one."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()
    return [*lines, last[:-1]] if len(last) > 1 else lines


def split_words(line: str) -> list[str]:
    """add_param_to_argv(): words by blanks; double quotes keep blanks, a backslash inside them keeps a quote."""
    if '"' not in line:
        words = _words(line)
        if any(len(word) >= _MAX_WORD for word in words):
            raise IptablesProblem("Parameter too long!")
        return words
    words, word, quoted, escaped = [], "", False, False
    for letter in line:
        if quoted:
            if escaped:
                word += letter
                escaped = False
                continue
            if letter == "\\":
                escaped = True
                continue
            if letter != '"':
                word += letter
                continue
            quoted = False
        elif letter == '"':
            quoted = True
            continue
        elif letter not in _BLANKS:
            word += letter
            if len(word) >= _MAX_WORD:
                raise IptablesProblem("Parameter too long!")
            continue
        elif not word:
            continue
        words.append(word)
        word = ""
    if word:
        words.append(word)
    return words
