"""Policy routing: which table a packet is looked up in, rule by rule (net/core/fib_rules.c, net/ipv4/fib_rules.c).

The three rules of every namespace cost nothing: `Fib` finds local and main in one index until the first rule is made or deleted, and only
then walks this list (fib_has_custom_rules, which stays set as in the kernel).
"""

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError
from pynetns.netns.route_entry import PROTO_KERNEL, TABLE_DEFAULT, TABLE_LOCAL, TABLE_MAIN
from pynetns.wire.address import mask

if TYPE_CHECKING:
    from pynetns.netns.fib import Fib

# FR_ACT_*, in the kernel's order: the index is its number.
ACTIONS = ("none", "table", "goto", "nop", "res3", "res4", "blackhole", "unreachable", "prohibit")
ALL_PORTS = (-1, -1)  # a range that is not said
ALL_USERS = (0xFFFFFFFF, 0xFFFFFFFF)  # KUIDT_INIT(~0) at both ends: no range
RULE_PROTO = PROTO_KERNEL


class Flow(NamedTuple):
    """What a rule may ask of a packet: struct flowi4. `iif` and `oif` None: what the host sends itself, and no device in mind."""

    dst: int
    src: int = 0
    tos: int = 0
    iif: NetDevice | None = None
    oif: NetDevice | None = None
    mark: int = 0
    proto: int = 0
    sport: int = 0
    dport: int = 0
    uid: int = 0
    l3mdev: NetDevice | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. In a deletion a value that is not said matches any."""

    priority: int | None = None
    action: str = "table"
    table: int = 0
    src: int = 0
    src_length: int = 0
    dst: int = 0
    dst_length: int = 0
    tos: int = 0
    iif: str = ""
    oif: str = ""
    mark: int | None = None
    mark_mask: int | None = None
    invert: bool = False
    l3mdev: bool = False
    proto: int = 0
    sport: tuple[int, int] = ALL_PORTS
    dport: tuple[int, int] = ALL_PORTS
    uids: tuple[int, int] = ALL_USERS
    tunnel: int = 0
    target: int | None = None
    suppress_length: int = -1
    suppress_group: int = -1
    realm: int = 0
    protocol: int = 0

    def matches(self, flow: Flow) -> bool:
        """fib_rule_match()."""
        return self._matches(flow) is not self.invert

    def _matches(self, flow: Flow) -> bool:
        if self.iif and not _is(self.iif, flow.iif, flow.l3mdev, "lo"):
            return False
        if self.oif and not _is(self.oif, flow.oif, flow.l3mdev, ""):
            return False
        if ((self.mark or 0) ^ flow.mark) & (self.mark_mask or 0):
            return False
        if self.tunnel or (self.l3mdev and flow.l3mdev is None):
            return False
        if self.uids != ALL_USERS and not self.uids[0] <= flow.uid <= self.uids[1]:
            return False
        if (flow.src ^ self.src) & mask(self.src_length) or (flow.dst ^ self.dst) & mask(self.dst_length):
            return False
        if self.tos and self.tos != flow.tos & 0x1C:
            return False
        if self.proto and self.proto != flow.proto:
            return False
        return ((self.sport == ALL_PORTS or self.sport[0] <= flow.sport <= self.sport[1])
                and (self.dport == ALL_PORTS or self.dport[0] <= flow.dport <= self.dport[1]))

    def check(self, priority: int) -> None:
        """What is wrong by itself: fib_nl2rule(). A rule that is to be deleted is looked at too."""
        if self.uids != ALL_USERS and self.uids[0] > self.uids[1]:
            raise NetlinkError(errno.EINVAL, "Invalid uid range")
        for name, ports in (("sport", self.sport), ("dport", self.dport)):
            if ports != ALL_PORTS and not 0 < ports[0] <= ports[1] < 0xFFFF:
                raise NetlinkError(errno.EINVAL, f"Invalid {name} range")
        if self.target is not None:
            if self.action != "goto":
                raise NetlinkError(errno.EINVAL, "Unexpected goto")
            if self.target <= priority:
                raise NetlinkError(errno.EINVAL, "Backward goto not supported")
        elif self.action == "goto":
            raise NetlinkError(errno.EINVAL, "Missing goto target for action goto")

    @property
    def needs_ports(self) -> bool:
        """fib_rule_requires_fldissect()."""
        return bool(self.proto) or self.sport != ALL_PORTS or self.dport != ALL_PORTS


def _is(name: str, device: NetDevice | None, master: NetDevice | None, absent: str) -> bool:
    """Is a device, or the VRF that it belongs to, the one that a rule names?"""
    return name == (device.name if device is not None else absent) or (master is not None and name == master.name)


class FibRules:
    """The rules of one namespace, in order."""

    def __init__(self, fib: "Fib", flush: Callable[[], None]) -> None:
        self._fib = fib
        self._flush = flush
        self._rules = [Rule(priority, table=table, protocol=RULE_PROTO)
                       for priority, table in ((0, TABLE_LOCAL), (0x7FFE, TABLE_MAIN), (0x7FFF, TABLE_DEFAULT))]
        self.custom = False
        self.needs_ports = False
        self.watchers: list[Callable[[str, Rule], None]] = []  # called with "new" or "del"

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def walk(self, flow: Flow) -> Iterator[Rule]:
        """The rules that a packet meets, in order, until the caller has its answer: fib_rules_lookup()."""
        at, rules = 0, self._rules
        while at < len(rules):
            rule = rules[at]
            at += 1
            if not rule.matches(flow):
                continue
            if rule.action == "goto":
                target = self.target_of(rule)
                if target is not None:
                    at = target
            elif rule.action != "nop":
                yield rule

    def target_of(self, rule: Rule) -> int | None:
        """Where a goto leads: the first rule of that priority, None as long as there is none."""
        return next((at for at, other in enumerate(self._rules) if other.priority == rule.target), None)

    def is_unresolved(self, rule: Rule) -> bool:
        return rule.action == "goto" and self.target_of(rule) is None

    def add(self, rule: Rule, exclusive: bool = True) -> Rule:
        """RTM_NEWRULE: fib_newrule()."""
        said = rule.priority is not None
        if rule.mark and rule.mark_mask is None:
            rule = replace(rule, mark_mask=0xFFFFFFFF)
        if not said:
            rule = replace(rule, priority=self._default_priority())
        assert rule.priority is not None
        rule.check(rule.priority)
        if rule.l3mdev and rule.table:
            raise NetlinkError(errno.EINVAL, "l3mdev and table are mutually exclusive")
        if exclusive and any(_same(rule, other) for other in self._rules):
            raise NetlinkError(errno.EEXIST)
        if rule.tos & 3:
            raise NetlinkError(errno.EINVAL, "Invalid dsfield (tos): ECN bits must be 0")
        self._fib.unmerge()
        if not rule.table and not rule.l3mdev and rule.action == "table":
            rule = replace(rule, table=self._fib.empty_table())
        at = next((at for at, other in enumerate(self._rules) if (other.priority or 0) > (rule.priority or 0)), len(self._rules))
        self._rules.insert(at, rule)
        self._changed("new", rule)
        return rule

    def delete(self, wanted: Rule, any_action: bool = True) -> Rule:
        """RTM_DELRULE: the first that agrees with what is said; `any_action` where no action is said."""
        wanted.check(wanted.priority if wanted.priority is not None else self._default_priority())
        rule = next((rule for rule in self._rules if (any_action or rule.action == wanted.action) and _agrees(wanted, rule)), None)
        if rule is None:
            raise NetlinkError(errno.ENOENT)
        self._fib.unmerge()
        self._rules = [other for other in self._rules if other is not rule]
        self._changed("del", rule)
        return rule

    def _changed(self, verb: str, rule: Rule) -> None:
        self.custom = True
        self.needs_ports = any(each.needs_ports for each in self._rules)
        self._flush()
        for watcher in self.watchers:
            watcher(verb, rule)

    def _default_priority(self) -> int:
        """fib_default_rule_pref(): one before the second."""
        second = self._rules[1].priority if len(self._rules) > 1 else 0
        return second - 1 if second else 0


def _same(new: Rule, other: Rule) -> bool:
    """rule_exists(), which asks of addresses, TOS and realms only where the new rule has them."""
    return (new.action == other.action and new.table == other.table and new.priority == other.priority and new.iif == other.iif
            and new.oif == other.oif and (new.mark or 0) == (other.mark or 0) and (new.mark_mask or 0) == (other.mark_mask or 0)
            and new.suppress_group == other.suppress_group and new.suppress_length == other.suppress_length
            and new.tunnel == other.tunnel and new.l3mdev == other.l3mdev and new.uids == other.uids and new.proto == other.proto
            and new.protocol == other.protocol and new.sport == other.sport and new.dport == other.dport and _compare(new, other))


def _agrees(wanted: Rule, rule: Rule) -> bool:
    """rule_find(): what is zero was not said."""
    return (wanted.table in (0, rule.table) and wanted.priority in (None, rule.priority) and wanted.iif in ("", rule.iif)
            and wanted.oif in ("", rule.oif) and (not wanted.mark or wanted.mark == rule.mark)
            and wanted.suppress_group in (-1, rule.suppress_group) and wanted.suppress_length in (-1, rule.suppress_length)
            and (not _full_mask(wanted) or _full_mask(wanted) == (rule.mark_mask or 0)) and wanted.tunnel in (0, rule.tunnel)
            and (not wanted.l3mdev or rule.l3mdev) and wanted.uids in (ALL_USERS, rule.uids) and wanted.proto in (0, rule.proto)
            and wanted.protocol in (0, rule.protocol) and wanted.sport in (ALL_PORTS, rule.sport)
            and wanted.dport in (ALL_PORTS, rule.dport) and _compare(wanted, rule))


def _full_mask(rule: Rule) -> int:
    return rule.mark_mask if rule.mark_mask is not None else 0xFFFFFFFF if rule.mark else 0


def _compare(wanted: Rule, rule: Rule) -> bool:
    """fib4_rule_compare()."""
    return ((not wanted.src_length or (wanted.src_length, wanted.src) == (rule.src_length, rule.src))
            and (not wanted.dst_length or (wanted.dst_length, wanted.dst) == (rule.dst_length, rule.dst))
            and wanted.tos in (0, rule.tos) and wanted.realm in (0, rule.realm))
