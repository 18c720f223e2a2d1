"""A table while it is being changed: libiptc's handle, which the kernel takes as a whole or not at all.

Chains are shared with the table until they are changed, so one more rule in a table of thousands costs one list.
"""

import errno
from bisect import bisect_left, insort
from collections.abc import Callable
from typing import TYPE_CHECKING

from pynetns.device.packet import Counter
from pynetns.netfilter.chain import Chain
from pynetns.netfilter.errors import (
    COMMIT, CREATE_CHAIN, DELETE, DELETE_NUM, INSERT, OTHER, REPLACE, SET_POLICY, ZERO, XtablesError,
)
from pynetns.netfilter.extension import EntryCheck, Match, Target
from pynetns.netfilter.rule import Jump, Rule, Standard
from pynetns.netfilter.verdict import ACCEPT, DROP, VERDICTS

if TYPE_CHECKING:
    from pynetns.netfilter.table import Table


class TableEdit:
    """Chains by name; `order` lists them as they are printed: the built-in ones, then the others by name."""

    def __init__(self, table: "Table") -> None:
        self.table = table
        self.namespace = table.namespace
        self.chains = dict(table.chains)
        self.builtin = [chain.name for chain in table.chains.values() if chain.builtin]
        self.users = [chain.name for chain in table.chains.values() if not chain.builtin]
        self.references = dict(table.references)
        self._own: set[str] = set()
        self._zeroed: list[Counter] = []
        self.changed = False

    @property
    def order(self) -> list[str]:
        return self.builtin + self.users

    def find(self, name: str, operation: str = OTHER) -> Chain:
        chain = self.chains.get(name)
        if chain is None:
            raise XtablesError(errno.ENOENT, OTHER if operation in (INSERT, REPLACE, DELETE_NUM, ZERO) else operation)
        return chain

    def _change(self, name: str, operation: str = OTHER) -> Chain:
        """The chain, as this edit's own copy."""
        chain = self.find(name, operation)
        self.changed = True
        if name not in self._own:
            self._own.add(name)
            chain = self.chains[name] = chain.copy()
        return chain

    def _refer(self, rule: Rule, by: int) -> None:
        if isinstance(rule.target, Jump):
            self.references[rule.target.chain] = self.references.get(rule.target.chain, 0) + by

    # --- rules -------------------------------------------------------------------------------------------------------------------

    def append(self, chain: str, rule: Rule) -> None:
        self._change(chain).rules.append(rule)
        self._refer(rule, 1)

    def insert(self, chain: str, rule: Rule, position: int = 1) -> None:
        """So that it is the rule of that number, from 1."""
        if position - 1 > len(self.find(chain).rules):
            raise XtablesError(errno.E2BIG, INSERT)
        self._change(chain).rules.insert(position - 1, rule)
        self._refer(rule, 1)

    def replace(self, chain: str, position: int, rule: Rule) -> None:
        if position > len(self.find(chain).rules):
            raise XtablesError(errno.E2BIG, REPLACE)
        rules = self._change(chain).rules
        self._refer(rules[position - 1], -1)
        rules[position - 1] = rule
        self._refer(rule, 1)

    def position(self, chain: str, rule: Rule, same: Callable[[Rule, Rule], bool] = Rule.same) -> int:
        """Which rule of the chain is the same, from 1."""
        for number, other in enumerate(self.find(chain, DELETE).rules, 1):
            if same(other, rule):
                return number
        # The sentence depends on which of its functions libiptc called last, and it looks up what is no verdict.
        raise XtablesError(errno.ENOENT, DELETE if rule.target is None or isinstance(rule.target, Standard) else OTHER)

    def delete(self, chain: str, rule: Rule) -> None:
        self.delete_number(chain, self.position(chain, rule))

    def delete_number(self, chain: str, position: int) -> None:
        if position > len(self.find(chain).rules):
            raise XtablesError(errno.E2BIG, DELETE_NUM)
        self._refer(self._change(chain).rules.pop(position - 1), -1)

    def flush(self, chain: str) -> None:
        own = self._change(chain)
        for rule in own.rules:
            self._refer(rule, -1)
        own.rules = []

    # --- chains ------------------------------------------------------------------------------------------------------------------

    def new_chain(self, name: str) -> None:
        if name in self.chains or name in VERDICTS:
            raise XtablesError(errno.EEXIST, CREATE_CHAIN)
        self.chains[name] = Chain(name, self.namespace.scheduler)
        self._own.add(name)
        insort(self.users, name)
        self.changed = True

    def delete_chain(self, name: str) -> None:
        chain = self.find(name)
        if chain.builtin:
            raise XtablesError(errno.EINVAL)
        if self.references.get(name):
            raise XtablesError(errno.EMLINK)
        if chain.rules:
            raise XtablesError(errno.ENOTEMPTY)
        del self.chains[name]
        del self.users[bisect_left(self.users, name)]
        self._own.discard(name)
        self.references.pop(name, None)
        self.changed = True

    def rename_chain(self, old: str, new: str) -> None:
        """The rules that lead to it follow."""
        if new in self.chains or new in VERDICTS:
            raise XtablesError(errno.EEXIST)
        chain = self.find(old)
        if chain.builtin:
            raise XtablesError(errno.ENOENT)
        del self.chains[old]
        self.chains[new] = chain.copy(new)
        self.users.remove(old)
        insort(self.users, new)
        self._own.discard(old)
        self._own.add(new)
        self.references[new] = self.references.pop(old, 0)
        jump = Jump(new)
        for name in list(self.chains):
            if any(isinstance(rule.target, Jump) and rule.target.chain == old for rule in self.chains[name].rules):
                own = self._change(name)
                own.rules = [Rule(rule.ip, rule.matches, jump, rule.goto, rule.counter)
                             if isinstance(rule.target, Jump) and rule.target.chain == old else rule for rule in own.rules]
        self.changed = True

    def policy(self, name: str, policy: str, packets: int = 0, size: int = 0) -> None:
        """The counter starts anew, from the given numbers."""
        if not self.find(name, SET_POLICY).builtin:
            raise XtablesError(errno.ENOENT, SET_POLICY)
        if VERDICTS.get(policy) not in (ACCEPT, DROP):
            raise XtablesError(errno.EINVAL, SET_POLICY)
        chain = self._change(name)
        chain.policy = VERDICTS[policy]
        chain.counter = self.new_counter(packets, size)

    # --- counters ----------------------------------------------------------------------------------------------------------------

    def new_counter(self, packets: int = 0, size: int = 0) -> Counter:
        counter = Counter(self.namespace.scheduler)
        counter._packets, counter._bytes = packets, size
        return counter

    def zero(self, name: str) -> None:
        chain = self.find(name)
        self._zeroed.append(chain.counter)
        self._zeroed += [rule.counter for rule in chain.rules]

    def zero_number(self, name: str, position: int) -> None:
        rules = self.find(name).rules
        if position > len(rules):
            raise XtablesError(errno.E2BIG, ZERO)
        self._zeroed.append(rules[position - 1].counter)

    # --- the whole ---------------------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Check the table as the kernel does (translate_table) and put it in place of the old one; an error leaves the old one."""
        if self.changed:
            self._check()
        scheduler = self.namespace.scheduler
        if self.changed or self._zeroed:
            # libiptc hands the counters of rules over to the new table, but not those of policies that were not set anew.
            self._zeroed += [chain.counter for name in self.builtin
                             if (chain := self.chains[name]).counter is self.table.chains[name].counter]
            scheduler.settle("zeroes counters")
            for counter in self._zeroed:
                counter._packets = counter._bytes = 0
        if self.changed:
            self.table.chains = {name: self.chains[name] for name in self.order}
            self.table.references = self.references
            self.table.changed()

    def _check(self) -> None:
        masks = self._comefrom()
        for name in self.order:
            reached = masks.get(name, 0)
            chain = self.chains[name]
            live = len(chain.reachable()) if reached else 0
            for at, rule in enumerate(chain.rules):
                mask = reached if at < live else 0
                if rule.checked != mask:
                    entry = EntryCheck(self.table.name, mask, rule, self.namespace, self.table.family)
                    for match in rule.matches:
                        assert isinstance(match, Match)
                        match.place(entry)
                    if isinstance(rule.target, Target):
                        rule.target.place(entry)
        for name, chain in self.chains.items():
            reached = masks.get(name, 0)
            live = len(chain.reachable()) if reached else 0
            for at, rule in enumerate(chain.rules):
                rule.checked = reached if at < live else 0

    def _comefrom(self) -> dict[str, int]:
        """From which hooks each chain can be reached: mark_source_chains(), which finds the loops."""
        masks: dict[str, int] = {}
        leads = {name: chain.jumps() for name, chain in self.chains.items()}
        for name in self.builtin:
            bit = 1 << self.chains[name].hook
            path: set[str] = {name}
            masks[name] = masks.get(name, 0) | bit
            stack = [(name, iter(leads[name]))]
            while stack:
                here, rest = stack[-1]
                for there in rest:
                    if there in path:
                        raise XtablesError(errno.ELOOP, COMMIT)
                    if not masks.get(there, 0) & bit:
                        masks[there] = masks.get(there, 0) | bit
                        path.add(there)
                        stack.append((there, iter(leads[there])))
                        break
                else:
                    path.discard(here)
                    stack.pop()
        return masks
