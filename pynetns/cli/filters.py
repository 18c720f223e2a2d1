"""Ordinary programs behind a pipe: they run in this machine's shell, and are kept from touching this machine's network."""

import shutil
import subprocess

from pynetns.cli.grammar import SyntaxFailed, split
from pynetns.cli.sinks import Sink
from pynetns.commands import REGISTRY

# Lab commands that behind a pipe mean the ordinary program.
PLAIN = frozenset(("cat", "echo", "false", "hostname", "sleep", "true"))
NETWORK = frozenset(REGISTRY) - PLAIN
_BEFORE_A_COMMAND = frozenset(("do", "then", "else", "sudo", "exec", "env", "time", "command", "nohup", "!", "{", "("))
_RUNS_ITS_ARGUMENTS = frozenset(("xargs", "parallel", "timeout", "watch", "find", "nice"))
_ENDS_A_COMMAND = frozenset((";", "|", "||", "&&", "&", "|&", ")", "}"))


def is_network(words: list[str]) -> bool:
    """Would these words change or show a network? Then they belong to the lab, wherever they stand."""
    return bool(words) and _program(words[0]) in NETWORK


def _program(word: str) -> str:
    """/sbin/ip is ip."""
    return word.rpartition("/")[2]


def network_command_in(text: str) -> str | None:
    """A command of the lab that the real shell would run on the real network, such as `xargs ip link del`; None if there is none."""
    for sign in _ENDS_A_COMMAND - {"}", ")"}:
        text = text.replace(sign, f" {sign} ")
    try:
        words = split(text)
    except SyntaxFailed:
        words = text.split()
    starts, runner = True, False
    for word in words:
        if word in _ENDS_A_COMMAND:
            starts, runner = True, False
        elif (starts or runner) and is_network([word]):
            return word
        elif word in _BEFORE_A_COMMAND:
            starts = True
        elif starts:
            starts, runner = False, _program(word) in _RUNS_ITS_ARGUMENTS
    return None


def run(text: str, given: str) -> tuple[str, str, int]:
    """Output, errors and status of a shell's pipeline that reads `given`."""
    shell = shutil.which("bash") or shutil.which("sh")
    if shell is None:
        program = text.split(maxsplit=1)[0]
        return "", f"pynetns: {program}: what stands behind a pipe needs a shell (bash or sh), and this machine has none\n", 127
    refused = network_command_in(text)
    if refused is not None:
        return "", f"pynetns: {refused}: behind a pipe it would run on this machine's own network\n", 126
    done = subprocess.run([shell, "-c", text], input=given, capture_output=True, encoding="utf-8", errors="surrogateescape", check=False)
    return done.stdout, done.stderr, done.returncode


class Filtered(Sink):
    """What a job writes, on its way through ordinary programs: they read it when the job has ended."""

    def __init__(self, text: str, out: Sink, err: Sink) -> None:
        self.text = text
        self.given: list[str] = []
        self.out = out
        self.err = err

    def write(self, text: str) -> None:
        self.given.append(text)

    def close(self) -> None:
        text, errors, _ = run(self.text, "".join(self.given))
        self.out.write(text)
        self.err.write(errors)
