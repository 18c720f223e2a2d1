"""How the daemon changes a host's tables: what is there already is not written twice, what is not there is not missed."""

from typing import TYPE_CHECKING

from pynetns.errors import Error

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


class Tables:
    """The iptables of a host, or nothing at all where the daemon was told to keep its hands off (--iptables=false)."""

    def __init__(self, host: "NetNamespace", enabled: bool) -> None:
        self.host = host
        self.enabled = enabled

    def ensure(self, table: str, chain: str, rule: str) -> None:
        """Append, if it is not there."""
        if self.enabled and not self.host.iptables.check(table, chain, rule):
            self.host.iptables.append(table, chain, rule)

    def ensure_first(self, table: str, chain: str, rule: str) -> None:
        """Insert at the top, if it is not there."""
        if self.enabled and not self.host.iptables.check(table, chain, rule):
            self.host.iptables.insert(table, chain, rule)

    def insert(self, table: str, chain: str, rule: str) -> None:
        if self.enabled:
            self.host.iptables.insert(table, chain, rule)

    def delete(self, table: str, chain: str, rule: str) -> None:
        if self.enabled and self.host.iptables.find(table) is not None and self.host.iptables.check(table, chain, rule):
            self.host.iptables.delete(table, chain, rule)

    def policy(self, table: str, chain: str, policy: str) -> None:
        if self.enabled:
            self.host.iptables.policy(table, chain, policy)

    def new_chain(self, table: str, name: str) -> None:
        if self.enabled and all(chain.name != name for chain in self.host.iptables.chains(table)):
            self.host.iptables.new_chain(table, name)

    def drop_chain(self, table: str, name: str) -> None:
        """-F and -X; what still refers to the chain keeps it."""
        if self.enabled and self.host.iptables.find(table) is not None:
            for change in (self.host.iptables.flush, self.host.iptables.delete_chain):
                try:
                    change(table, name)
                except Error:
                    return
