"""What a parsed command line does to a table: do_command4() of iptables/iptables.c."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pynetns.commands.ip6tables_check import seen_same
from pynetns.commands.iptables_command import STANDARD, Command, Given
from pynetns.commands.iptables_family import IPV4, Family
from pynetns.commands.iptables_parse import Parser
from pynetns.commands.iptables_text import chain_header, listed_rule, saved_rule
from pynetns.commands.iptables_values import VERSION_PROBLEM, IptablesProblem
from pynetns.netfilter.errors import XtablesError
from pynetns.netfilter.extension import Match
from pynetns.netfilter.rule import IpPart, Jump, Rule, RuleTarget, Standard
from pynetns.netfilter.table import Table
from pynetns.netfilter.table_edit import TableEdit
from pynetns.netfilter.verdict import NAMES, VERDICTS
from pynetns.netfilter.xtables import Xtables

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

Write = Callable[[str], None]
RULE_COMMANDS = ("A", "D", "C", "I", "R")


def tables_of(namespace: "NetNamespace", family: Family) -> Xtables:
    tables: Xtables = namespace.iptables if family.number == 4 else namespace.ip6tables
    return tables


def open_table(namespace: "NetNamespace", name: str, family: Family = IPV4) -> TableEdit:
    try:
        table: Table = tables_of(namespace, family).table(name)
    except XtablesError as error:
        raise IptablesProblem(f"can't initialize {family.program} table `{name}': {error.words}", VERSION_PROBLEM) from None
    return table.edit()


def _target(command: Command, edit: TableEdit, parser: Parser, warn: Write) -> tuple[RuleTarget, bool]:
    """What the rule leads to: a chain before an extension of the same name."""
    name, given = command.jumpto, command.target
    if name in edit.chains:
        if given is not None:
            warn(f"Warning: using chain {name}, not extension\n")
        return Jump(name), command.goto
    if given is not None:
        return given.ext.make(given.values, parser.rule), command.goto
    if not name:
        return None, command.goto
    if name in STANDARD and not command.goto:
        return Standard(VERDICTS[name]), False
    if command.goto:
        raise IptablesProblem(f"goto '{name}' is not a chain")
    raise IptablesProblem(f"Couldn't load target `{name}':No such file or directory\n")


def make_rules(command: Command, edit: TableEdit, parser: Parser, warn: Write) -> list[Rule]:
    """One rule for each pair of a source and a destination."""
    target, goto = _target(command, edit, parser, warn)
    matches = tuple(_made(given, parser) for given in command.matches)
    ip = command.ip
    rules = []
    for source, source_mask in command.sources:
        for destination, destination_mask in command.destinations:
            part = IpPart(source, source_mask, destination, destination_mask, ip.iniface, ip.outiface, ip.proto, ip.fragment, ip.invert_src,
                          ip.invert_dst, ip.invert_in, ip.invert_out, ip.invert_proto, ip.invert_fragment, ip.proto_named)
            rules.append(Rule(part, matches, target, goto, edit.new_counter(command.packets, command.bytes)))
    return rules


def _made(given: Given, parser: Parser) -> Match:
    match: Match = given.ext.make(given.values, parser.rule)
    return match


def execute(command: Command, edit: TableEdit, parser: Parser, out: Write, warn: Write) -> None:
    """Change the edit, or print of it. Raises what the real tool fails with; committing is for the caller."""
    kind = command.commands[0]
    chain, number = command.chain, command.rulenum
    if kind in RULE_COMMANDS:
        assert chain is not None
        failed: XtablesError | None = None
        for rule in make_rules(command, edit, parser, warn):
            if command.verbose:
                out(_verbose_line(rule))
            try:
                if kind == "A":
                    edit.append(chain, rule)
                elif kind == "I":
                    edit.insert(chain, rule, number)
                elif kind == "R":
                    edit.replace(chain, number, rule)
                elif kind == "D":
                    edit.delete(chain, rule)
                else:
                    edit.position(chain, rule, Rule.same if parser.family.number == 4 else seen_same)
            except XtablesError as error:  # the others are tried nevertheless, but nothing is committed
                failed = error
        if failed is not None:
            raise failed
        return
    if kind == "D#":
        assert chain is not None
        edit.delete_number(chain, number)
    elif kind == "N":
        assert chain is not None
        edit.new_chain(chain)
    elif kind == "E":
        assert chain is not None
        edit.rename_chain(chain, command.newname)
    elif kind == "P":
        assert chain is not None
        edit.policy(chain, command.policy, command.packets, command.bytes)
    elif kind == "F":
        for name in [chain] if chain is not None else edit.order:
            if command.verbose:
                out(f"Flushing chain `{name}'\n")
            edit.flush(name)
    elif kind == "X":
        delete_chains(edit, chain, out if command.verbose else None)
    else:
        if "L" in command.commands:
            list_chains(command, edit, out)
        elif "S" in command.commands:
            list_rules(command, edit, out)
        if "Z" in command.commands:
            for name in [chain] if chain is not None else edit.order:
                if command.verbose:
                    out(f"Zeroing chain `{name}'\n")
                edit.zero(name)
        elif "Z#" in command.commands:
            assert chain is not None
            edit.zero_number(chain, number)


def delete_chains(edit: TableEdit, chain: str | None, out: Write | None) -> None:
    """One chain, or every one that can be deleted: the last refusal is what the command fails with."""
    if chain is not None:
        if out is not None:
            out(f"Deleting chain `{chain}'\n")
        edit.delete_chain(chain)
        return
    failed: XtablesError | None = None
    for name in list(edit.users):
        if out is not None:
            out(f"Deleting chain `{name}'\n")
        try:
            edit.delete_chain(name)
        except XtablesError as error:
            failed = error
    if failed is not None:
        raise failed


def _verbose_line(rule: Rule) -> str:
    """print_firewall_line(): what -A, -I, -D with -v say. FMT_PRINT_RULE has no columns."""
    from pynetns.commands.iptables_verbose import rule_line

    return rule_line(rule)


def list_chains(command: Command, edit: TableEdit, out: Write) -> None:
    """-L."""
    verbose, numeric = "v" in command.options, "n" in command.options
    expand, numbers = "x" in command.options, "0" in command.options
    found = False
    for name in edit.order:
        if command.chain is not None and command.chain != name:
            continue
        if found:
            out("\n")
        chain = edit.chains[name]
        if not command.rulenum:
            out(chain_header(chain, edit.references.get(name, 0), verbose, expand, numbers))
        for number, rule in enumerate(chain.rules, 1):
            if not command.rulenum or number == command.rulenum:
                out(listed_rule(rule, number, verbose, numeric, expand, numbers))
        found = True
    if not found:
        edit.find(command.chain or "")


def list_rules(command: Command, edit: TableEdit, out: Write) -> None:
    """-S."""
    counters = -1 if "v" in command.options else 0
    names = [name for name in edit.order if command.chain is None or command.chain == name]
    if not command.rulenum:
        for name in names:
            chain = edit.chains[name]
            if chain.policy is not None:
                counts = f" -c {chain.counter.packets} {chain.counter.bytes}" if counters else ""
                out(f"-P {name} {NAMES[chain.policy]}{counts}\n")
            else:
                out(f"-N {name}\n")
    for name in names:
        for number, rule in enumerate(edit.chains[name].rules, 1):
            if not command.rulenum or number == command.rulenum:
                out(saved_rule(name, rule, counters))
    if not names:
        edit.find(command.chain or "")
