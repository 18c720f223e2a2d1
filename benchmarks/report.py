"""What a row found out, in one line for people and one object for programs."""

from dataclasses import asdict, dataclass, field
from statistics import median


@dataclass(slots=True)
class Peer:
    """The same by something else: seconds, or why it was not measured. `least`: how many times as long as we it should take."""

    name: str
    seconds: float | None = None
    skipped: str = ""
    least: float | None = None


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
    limit: float | None = None  # what the project promises, in `unit`
    peers: list[Peer] = field(default_factory=list)
    in_units: list[float] = field(default_factory=list)  # each round in U as it was at that moment
    limit_in_units: float | None = None

    @property
    def median(self) -> float:
        return median(self.rounds)

    @property
    def units(self) -> float:
        """The median in U: of the rounds' own where they were taken with it."""
        return median(self.in_units) if self.in_units else self.median / max(self.steps, 1) * 1e9 / self.unit_ns

    @property
    def kept(self) -> bool:
        """Is it within what is promised?"""
        return ((self.limit is None or self.median <= self.limit) and (self.limit_in_units is None or self.units <= self.limit_in_units)
                and all(peer.least is None or peer.seconds is None or peer.seconds >= peer.least * self.median for peer in self.peers))

    @property
    def each(self) -> float:
        """Seconds a frame."""
        return self.median / self.steps if self.steps else self.median

    def line(self) -> str:
        if self.steps and self.in_units:
            spread = f"best {min(self.in_units):.2f}, worst {max(self.in_units):.2f} of {len(self.rounds)}"
            parts = [f"{self.name}: {self.units:.2f} U ({spread}) = {self.each * 1e9:,.0f} ns a frame, {1 / self.each:,.0f} frames/s"]
        else:
            parts = [f"{self.name}: {_amount(min(self.rounds), self.unit)} (median {_amount(self.median, self.unit)}, "
                     f"worst {_amount(max(self.rounds), self.unit)} of {len(self.rounds)})"]
            if self.steps:
                parts[0] += f" = {self.each * 1e9:,.0f} ns a frame = {self.units:,.0f} U"
        for peer in self.peers:
            if peer.seconds is None:
                parts.append(f"{peer.name}: not measured, {peer.skipped}")
            else:
                promise = f" (promised {peer.least:g})" if peer.least is not None else ""
                parts.append(f"{peer.name} {_amount(peer.seconds, self.unit)}, {peer.seconds / self.median:,.2f} times as long{promise}")
        if self.limit is not None:
            parts.append(f"promised {_amount(self.limit, self.unit)}")
        if self.limit_in_units is not None:
            parts.append(f"promised {self.limit_in_units:g} U")
        if not self.kept:
            parts.append("NOT KEPT")
        return "; ".join([*parts, f"{self.what}; {self.proof}" if self.what else self.proof])

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "median": self.median, "kept": self.kept, "units": self.units if self.steps else None}


def _amount(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:,.0f} {unit}"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.2f} ms" if value >= 1e-3 else f"{value * 1e6:.2f} us" if value >= 1e-6 else (
        f"{value * 1e9:.0f} ns")
