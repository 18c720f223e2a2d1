"""What every match and every target has: its name, where it may stand, and what it becomes when a table is compiled.

A kind is a frozen dataclass of what a person wrote. `check` is its checkentry(): it refuses a rule before anything changes. `compile` gives
the function that runs for each packet; state that belongs to one rule (a limit's credit) is made there, anew with each change of the
table, as the kernel does.
"""

import errno
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from pynetns.device.packet import Packet
from pynetns.netfilter.errors import COMMIT, XtablesError
from pynetns.netfilter.state import HOOK_NAMES, HookState

if TYPE_CHECKING:
    from pynetns.netfilter.rule import Rule
    from pynetns.netns.namespace import NetNamespace

MatchFunction = Callable[[Packet, HookState], bool]
TargetFunction = Callable[[Packet, HookState], int]


def invalid(reason: str, number: int = errno.EINVAL) -> XtablesError:
    """A rule that checkentry() refuses; the reason is what the kernel writes to its log."""
    return XtablesError(number, COMMIT, reason)


def check_file_name(name: str) -> None:
    """xt_check_proc_name(): what a file under /proc/net is to be called by."""
    if name in ("", ".", "..") or "/" in name:
        raise invalid("")


class EntryCheck:
    """struct xt_mtchk_param and xt_tgchk_param: which table a rule is for, and from which hooks it can be reached."""

    __slots__ = ("family", "hook_mask", "namespace", "rule", "table")

    def __init__(self, table: str, hook_mask: int, rule: "Rule", namespace: "NetNamespace", family: int = 4) -> None:
        self.table = table
        self.family = family
        self.hook_mask = hook_mask
        self.rule = rule
        self.namespace = namespace


def _hooks(mask: int) -> str:
    return "/".join(name for hook, name in enumerate(HOOK_NAMES) if mask & 1 << hook)


class Extension:
    """Where a kind may stand: xt_check_match() and xt_check_target()."""

    __slots__ = ()
    name: ClassVar[str]
    kind: ClassVar[str]
    tables: ClassVar[tuple[str, ...]] = ()
    hooks: ClassVar[int] = 0  # a bit each; 0 is everywhere
    proto: ClassVar[int] = 0  # the only protocol whose rules may have it
    family: ClassVar[int] = 4  # 6 if there is such a kind in ip6tables alone
    tracks: ClassVar[bool] = False  # connections are tracked as long as there is such a rule: nf_ct_netns_get()

    def place(self, entry: EntryCheck) -> None:
        """Refuse the wrong table, the wrong hook, the wrong protocol."""
        tables = "ip_tables" if entry.family == 4 else "ip6_tables"
        if self.tables and entry.table not in self.tables:
            raise invalid(f"x_tables: {tables}: {self.name} {self.kind}: only valid in {self.tables[0]} table, not {entry.table}")
        if self.hooks and entry.hook_mask & ~self.hooks:
            raise invalid(f"x_tables: {tables}: {self.name} {self.kind}: used from hooks {_hooks(entry.hook_mask)}, "
                          f"but only usable from {_hooks(self.hooks)}")
        if self.proto and (entry.rule.ip.proto != self.proto or entry.rule.ip.invert_proto):
            raise invalid(f"x_tables: {tables}: {self.name} {self.kind}: only valid for protocol {self.proto}")
        self.check(entry)

    def check(self, entry: EntryCheck) -> None:
        """What else the kernel looks at before it takes the rule."""


class Match(Extension):
    __slots__ = ()
    kind = "match"

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        raise NotImplementedError


class Target(Extension):
    __slots__ = ()
    kind = "target"

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        raise NotImplementedError
