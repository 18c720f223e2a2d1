"""The tables of a namespace: `namespace.iptables`. They come into being when they are first used, as the kernel's modules make them."""

import errno
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from pynetns.errors import Error
from pynetns.netfilter.chain import Chain
from pynetns.netfilter.errors import INIT, XtablesError
from pynetns.netfilter.ipset import IpSets
from pynetns.netfilter.match_hashlimit import HashLimit, HashTable
from pynetns.netfilter.match_recent import Recent, RecentList
from pynetns.netfilter.rule import Rule
from pynetns.netfilter.table import TABLE_HOOKS, Table, Table6
from pynetns.netfilter.table_edit import TableEdit

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

Parser = Callable[["NetNamespace", TableEdit, str], list[Rule]]
HookListener = Callable[[Table], None]


class Xtables:
    """raw, mangle, nat, filter, security. `append("nat", "POSTROUTING", "-j MASQUERADE")` and its like change one of them, or raise and
    change nothing."""

    kind: ClassVar[type[Table]] = Table
    parser: ClassVar[Parser | None] = None  # the text of a rule is for the commands: pynetns/__init__.py binds this

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.tables: dict[str, Table] = {}  # those in use, in order of first use
        self.listeners: list[HookListener] = []  # who wants to know that a table came into being
        self.recent: dict[str, RecentList] = {}
        self.hash_tables: dict[str, HashTable] = {}
        self._sets: IpSets | None = None

    def table(self, name: str) -> Table:
        """A table, made if this is its first use."""
        table = self.tables.get(name)
        if table is None:
            if name not in TABLE_HOOKS:
                raise XtablesError(errno.ENOENT, INIT)
            table = self.tables[name] = self.kind(name, self.namespace)
            self.namespace.scheduler.flush()
            for listener in self.listeners:
                listener(table)
        return table

    def find(self, name: str) -> Table | None:
        """A table that is in use already."""
        return self.tables.get(name)

    def __iter__(self) -> Iterator[Table]:
        """The tables in use, the latest first, as /proc/net/ip_tables_names has them."""
        return reversed(list(self.tables.values()))

    # --- what matches of the same name share --------------------------------------------------------------------------------------

    def share(self, changed: Table, extensions: list[Any]) -> None:
        """A table has other rules now: what its rules share comes into being in their order, and what no rule names any more goes. The
        first rule that uses a name decides how it is kept."""
        if not (self.recent or self.hash_tables or any(isinstance(extension, Recent | HashLimit) for extension in extensions)):
            return
        names: set[tuple[type, str]] = set()
        for table in self.tables.values():
            for extension in extensions if table is changed else table.extensions():
                if isinstance(extension, Recent):
                    names.add((Recent, extension.list_name))
                    if table is changed:
                        self.recent.setdefault(extension.list_name, RecentList(extension.mask, extension.stamps)).keep(extension.stamps)
                elif isinstance(extension, HashLimit):
                    names.add((HashLimit, extension.table_name))
                    self.hash_tables.setdefault(extension.table_name, HashTable(extension))
        self.recent = {name: each for name, each in self.recent.items() if (Recent, name) in names}
        self.hash_tables = {name: each for name, each in self.hash_tables.items() if (HashLimit, name) in names}

    @property
    def sets(self) -> IpSets:
        """The namespace's sets (ipset)."""
        if self._sets is None:
            self._sets = IpSets(self.namespace)
        return self._sets

    # --- changes by text ---------------------------------------------------------------------------------------------------------

    def _rules(self, edit: TableEdit, text: str) -> list[Rule]:
        parser = type(self).parser
        if parser is None:
            raise Error("no parser of rules is bound")
        return parser(self.namespace, edit, text)

    def append(self, table: str, chain: str, text: str) -> None:
        edit = self.table(table).edit()
        for rule in self._rules(edit, text):
            edit.append(chain, rule)
        edit.commit()

    def insert(self, table: str, chain: str, text: str, position: int = 1) -> None:
        edit = self.table(table).edit()
        for rule in self._rules(edit, text):
            edit.insert(chain, rule, position)
        edit.commit()

    def delete(self, table: str, chain: str, text: str) -> None:
        """The first rule that reads like this."""
        edit = self.table(table).edit()
        for rule in self._rules(edit, text):
            edit.delete(chain, rule)
        edit.commit()

    def replace(self, table: str, chain: str, position: int, text: str) -> None:
        edit = self.table(table).edit()
        rules = self._rules(edit, text)
        if len(rules) != 1:
            raise Error("Replacement rule does not specify a unique address")
        edit.replace(chain, position, rules[0])
        edit.commit()

    def check(self, table: str, chain: str, text: str) -> bool:
        """Is there such a rule?"""
        edit = self.table(table).edit()
        try:
            return all(edit.position(chain, rule) for rule in self._rules(edit, text))
        except XtablesError:
            return False

    # --- changes of chains -------------------------------------------------------------------------------------------------------

    def _change(self, table: str, change: Callable[[TableEdit], None]) -> None:
        edit = self.table(table).edit()
        change(edit)
        edit.commit()

    def new_chain(self, table: str, name: str) -> None:
        self._change(table, lambda edit: edit.new_chain(name))

    def delete_chain(self, table: str, name: str) -> None:
        self._change(table, lambda edit: edit.delete_chain(name))

    def rename_chain(self, table: str, old: str, new: str) -> None:
        self._change(table, lambda edit: edit.rename_chain(old, new))

    def flush(self, table: str, chain: str | None = None) -> None:
        """Take the rules out of a chain, or of all."""
        edit = self.table(table).edit()
        for name in [chain] if chain is not None else edit.order:
            edit.flush(name)
        edit.commit()

    def policy(self, table: str, chain: str, policy: str) -> None:
        self._change(table, lambda edit: edit.policy(chain, policy))

    def zero(self, table: str, chain: str | None = None) -> None:
        """Set the counters of a chain, or of all, to zero."""
        edit = self.table(table).edit()
        for name in [chain] if chain is not None else edit.order:
            edit.zero(name)
        edit.commit()

    def chains(self, table: str) -> list[Chain]:
        return list(self.table(table).chains.values())

    def rules(self, table: str, chain: str) -> list[Rule]:
        return list(self.table(table).edit().find(chain).rules)


class Xtables6(Xtables):
    """The same tables of IPv6: `namespace.ip6tables`."""

    kind = Table6
