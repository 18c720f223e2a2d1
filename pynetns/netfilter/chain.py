"""A chain of a table: the rules in order, and for a built-in one its policy."""

from pynetns.device.packet import Counter
from pynetns.device.scheduler import Scheduler
from pynetns.netfilter.rule import Jump, Rule, Standard


class Chain:
    """`policy` is None for a chain that somebody made. `counter` counts what the policy decided."""

    __slots__ = ("counter", "hook", "name", "policy", "rules")

    def __init__(self, name: str, scheduler: Scheduler, hook: int = -1, policy: int | None = None) -> None:
        self.name = name
        self.hook = hook
        self.policy = policy
        self.counter = Counter(scheduler)
        self.rules: list[Rule] = []

    @property
    def builtin(self) -> bool:
        return self.hook >= 0

    def copy(self, name: str | None = None) -> "Chain":
        """The same rules and counters in a chain of its own, to be changed."""
        other = Chain.__new__(Chain)
        other.name = self.name if name is None else name
        other.hook, other.policy, other.counter = self.hook, self.policy, self.counter
        other.rules = list(self.rules)
        return other

    def reachable(self) -> list[Rule]:
        """The rules that a packet can come to: what stands behind an unconditional verdict, none can."""
        for at, rule in enumerate(self.rules):
            if isinstance(rule.target, Standard) and rule.unconditional:
                return self.rules[:at + 1]
        return self.rules

    def jumps(self) -> list[str]:
        """Where its reachable rules lead."""
        return [rule.target.chain for rule in self.reachable() if isinstance(rule.target, Jump)]
