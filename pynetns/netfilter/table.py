"""One table of a namespace, as ip_tables.c keeps it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from pynetns.device.packet import Packet
from pynetns.netfilter.chain import Chain
from pynetns.netfilter.extension import Extension
from pynetns.netfilter.state import FORWARD, HOOK_NAMES, LOCAL_IN, LOCAL_OUT, POST_ROUTING, PRE_ROUTING, HookState
from pynetns.netfilter.table_edit import TableEdit
from pynetns.netfilter.target_header import DscpTarget, TosTarget
from pynetns.netfilter.target_mark import ConnMarkTarget, MarkTarget
from pynetns.netfilter.verdict import ACCEPT

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# The hooks of each: iptable_raw.c, iptable_mangle.c, iptable_nat.c, iptable_filter.c, iptable_security.c.
TABLE_HOOKS = {
    "raw": (PRE_ROUTING, LOCAL_OUT),
    "mangle": (PRE_ROUTING, LOCAL_IN, FORWARD, LOCAL_OUT, POST_ROUTING),
    "nat": (PRE_ROUTING, LOCAL_IN, LOCAL_OUT, POST_ROUTING),
    "filter": (LOCAL_IN, FORWARD, LOCAL_OUT),
    "security": (LOCAL_IN, FORWARD, LOCAL_OUT),
}


class Table:
    """`chains` by name in the order in which they are printed. Change them by an `edit` only."""

    family: ClassVar[int] = 4

    def __init__(self, name: str, namespace: "NetNamespace") -> None:
        self.name = name
        self.namespace = namespace
        self.chains: dict[str, Chain] = {}
        for hook in TABLE_HOOKS[name]:
            chain = Chain(HOOK_NAMES[hook], namespace.scheduler, hook, ACCEPT)
            self.chains[chain.name] = chain
        self.references: dict[str, int] = {}  # how many rules lead to a chain
        self.changes_route = False  # can a rule change what a route depends on?
        self._run: Callable[[Packet, HookState], int] | None = None

    def edit(self) -> TableEdit:
        return TableEdit(self)

    def changed(self) -> None:
        """Other rules hold from the next packet on."""
        self._run = None
        extensions = self.extensions()
        self.changes_route = any(isinstance(extension, MarkTarget | ConnMarkTarget | TosTarget | DscpTarget) for extension in extensions)
        self.namespace.conntrack.need(f"table {self.name}", any(isinstance(extension, Extension) and extension.tracks
                                                                for extension in extensions))
        self.namespace.iptables.share(self, extensions)
        self.namespace.scheduler.flush()

    def extensions(self) -> list[Any]:
        """The matches and targets of all rules, in order."""
        return [extension for chain in self.chains.values() for rule in chain.rules for extension in (*rule.matches, rule.target)]

    def run(self, packet: Packet, state: HookState) -> int:
        """What the table decides of a packet: ipt_do_table(). Compiled at the first packet after a change."""
        run = self._run
        if run is None:
            from pynetns.netfilter.engine import compile_table

            run = self._run = compile_table(self)
        return run(packet, state)


class Table6(Table):
    """A table of ip6_tables.c: its rules are kept and checked, and no packet comes by."""

    family = 6

    def changed(self) -> None:
        """Nothing depends on it."""
