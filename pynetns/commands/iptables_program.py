"""How the programs of iptables fail: basic_exit_err(), exit_tryhelp()."""

from pynetns.commands.base import CommandFailed
from pynetns.commands.iptables_values import PARAMETER_PROBLEM, VERSION_PROBLEM, BadArgument, IptablesProblem

VERSION = "1.8.9"
FULL_VERSION = f"{VERSION} (legacy)"


def _hint(program: str, line: int | None) -> str:
    where = f"Error occurred at line: {line}\n" if line is not None else ""
    return f"{where}Try `{program} -h' or '{program} --help' for more information.\n"


def failed(program: str, problem: IptablesProblem | BadArgument, line: int | None = None) -> CommandFailed:
    """The words and the status of a problem; in a restore file with its line."""
    if isinstance(problem, BadArgument):
        return CommandFailed(problem.message + _hint(program, line), 2)
    text = f"{program} v{FULL_VERSION}: {problem.message}\n"
    if problem.status == PARAMETER_PROBLEM:
        text += _hint(program, line)
    elif problem.status == VERSION_PROBLEM:
        text += f"Perhaps {program} or your kernel needs to be upgraded.\n"
    return CommandFailed(text, problem.status)
