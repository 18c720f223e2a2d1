"""iptables: iptables/iptables-standalone.c."""

import shlex
from typing import TYPE_CHECKING

from pynetns.commands.base import Context
from pynetns.commands.iptables_command import Command
from pynetns.commands.iptables_do import execute, make_rules, open_table
from pynetns.commands.iptables_family import IPV4, Family
from pynetns.commands.iptables_parse import Parser
from pynetns.commands.iptables_program import FULL_VERSION, failed
from pynetns.commands.iptables_usage import usage
from pynetns.commands.iptables_values import BadArgument, IptablesProblem
from pynetns.errors import Error
from pynetns.netfilter.errors import XtablesError
from pynetns.netfilter.rule import Rule
from pynetns.netfilter.table_edit import TableEdit

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


def main(context: Context, words: list[str], family: Family = IPV4) -> int:
    try:
        return _run(context, words, family)
    except (IptablesProblem, BadArgument) as problem:
        raise failed(family.program, problem) from None


def _run(context: Context, words: list[str], family: Family) -> int:
    parser = Parser(context.namespace, words, context.err, family)
    command = parser.parse()
    if command.ask:
        context.out(_answer(command, family))
        return 0
    edit = open_table(context.namespace, command.table, family)
    try:
        execute(command, edit, parser, context.out, context.err)
        edit.commit()
    except XtablesError as error:
        context.err(f"{error.sentence(family.program)}\n")
        return 1
    return 0


def _answer(command: Command, family: Family) -> str:
    if command.ask[0] == "h":
        return usage(family) + "".join(f"\n{given.ext.help}" for given in command.matches if given.ext.help)
    return f"Not {FULL_VERSION} ;-)\n" if command.ask.endswith("!") else f"{family.program} v{FULL_VERSION}\n"


def parse_rule(namespace: "NetNamespace", edit: TableEdit, text: str) -> list[Rule]:
    """The text of a rule, without its chain, for `Xtables.append` and its like."""
    warnings: list[str] = []
    parser = Parser(namespace, ["-t", edit.table.name, "-A", "x", *shlex.split(text)], warnings.append)
    try:
        command = parser.parse()
        if command.commands != ["A"] or command.table != edit.table.name or command.ask:
            raise Error(f"iptables: not the text of a rule: {text}")
        return make_rules(command, edit, parser, warnings.append)
    except (IptablesProblem, BadArgument) as problem:
        raise Error(str(failed("iptables", problem).message).strip()) from None
