"""What a row found out, in one line for people and one object for programs."""

from dataclasses import asdict, dataclass, field
from statistics import median


@dataclass(slots=True)
class Peer:
    """The same by something else: seconds, or why it was not measured."""

    name: str
    seconds: float | None = None
    skipped: str = ""


@dataclass(slots=True)
class Finding:
    """The rounds of one row, in seconds (or bytes), and the proof that what came out is right."""

    name: str
    what: str
    proof: str
    rounds: list[float] = field(default_factory=list)
    unit: str = "s"
    steps: int = 0  # how many frames were handled in one round: 0 where frames are not the point
    unit_ns: float = 0.0
    limit: float | None = None  # what the project promises
    peers: list[Peer] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.rounds)

    @property
    def kept(self) -> bool:
        """Is it within what is promised?"""
        return self.limit is None or self.median <= self.limit

    def line(self) -> str:
        parts = [f"{self.name}: {_amount(min(self.rounds), self.unit)} (median {_amount(self.median, self.unit)}, "
                 f"worst {_amount(max(self.rounds), self.unit)} of {len(self.rounds)})"]
        if self.steps:
            each = self.median / self.steps * 1e9
            parts[0] += f" = {each:,.0f} ns a frame = {each / self.unit_ns:,.0f} U"
        for peer in self.peers:
            if peer.seconds is None:
                parts.append(f"{peer.name}: not measured, {peer.skipped}")
            else:
                parts.append(f"{peer.name} {_amount(peer.seconds, self.unit)}, {peer.seconds / self.median:,.1f} times as long")
        if self.limit is not None:
            parts.append(f"promised {_amount(self.limit, self.unit)}: {'kept' if self.kept else 'NOT KEPT'}")
        return "; ".join([*parts, f"{self.what}; {self.proof}"])

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "median": self.median, "kept": self.kept}


def _amount(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:,.0f} {unit}"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.2f} ms"
