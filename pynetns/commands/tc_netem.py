"""`netem` of tc (tc/q_netem.c of iproute2 6.1)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pynetns.commands.base import CommandFailed, Words, matches
from pynetns.commands.ip_print import Printer, Raw
from pynetns.commands.tc_units import (
    NANOSECONDS_PER_TICK, fraction, microseconds, percent_text, rate_text, read_percent, read_rate, read_time, time_text,
)
from pynetns.device.qdisc_netem import NetemSettings

USAGE = """Usage: ... netem [ limit PACKETS ]
                 [ delay TIME [ JITTER [CORRELATION]]]
                 [ distribution {uniform|normal|pareto|paretonormal} ]
                 [ corrupt PERCENT [CORRELATION]]
                 [ duplicate PERCENT [CORRELATION]]
                 [ loss random PERCENT [CORRELATION]]
                 [ loss state P13 [P31 [P32 [P23 P14]]]
                 [ loss gemodel PERCENT [R [1-H [1-K]]]
                 [ ecn ]
                 [ reorder PERCENT [CORRELATION] [ gap DISTANCE ]]
                 [ rate RATE [PACKETOVERHEAD] [CELLSIZE] [CELLOVERHEAD]]
                 [ slot MIN_DELAY [MAX_DELAY] [packets MAX_PACKETS] [bytes MAX_BYTES]]
                 [ slot distribution {uniform|normal|pareto|paretonormal|custom}
                   DELAY JITTER [packets MAX_PACKETS] [bytes MAX_BYTES]]
"""


@dataclass(slots=True)
class _Given:
    """What was said beside the numbers: the kernel keeps what is not mentioned of these."""

    correlation: bool = False
    reorder: bool = False
    corrupt: bool = False
    rate: bool = False
    ecn: bool = False
    distribution: str = ""


def parse(words: Words, old: NetemSettings | None) -> NetemSettings:
    """netem_parse_opt(), and netem_change(): delay, loss, duplication and limit begin anew, the rest stays if it is not named."""
    fresh, given = NetemSettings(), _Given()
    while words:
        word = words.take()
        if matches(word, "limit"):
            fresh.limit = _number(words, "limit")
        elif matches(word, "latency") or matches(word, "delay"):
            fresh.latency = _need(words, read_time, "latency") * NANOSECONDS_PER_TICK
            if _number_next(words):
                fresh.jitter = _need(words, read_time, "latency") * NANOSECONDS_PER_TICK
                if _number_next(words):
                    given.correlation = True
                    fresh.delay_correlation = _need(words, read_percent, "latency")
        elif matches(word, "loss") or matches(word, "drop"):
            _loss(words, fresh, given)
        elif matches(word, "ecn"):
            fresh.ecn = given.ecn = True
        elif matches(word, "reorder"):
            given.reorder = True
            fresh.reorder, fresh.reorder_correlation = _share(words, "reorder", given)
        elif matches(word, "corrupt"):
            given.corrupt = True
            fresh.corrupt, fresh.corrupt_correlation = _share(words, "corrupt", given)
        elif matches(word, "gap"):
            fresh.gap = _number(words, "gap")
        elif matches(word, "duplicate"):
            fresh.duplicate, fresh.duplicate_correlation = _share(words, "duplicate")  # told to the kernel with another's only
        elif matches(word, "distribution"):
            given.distribution = words.argument()
        elif matches(word, "rate"):
            given.rate = True
            _rate(words, fresh)
        elif matches(word, "slot"):
            raise CommandFailed("tc netem: slot is not part of pynetns.\n", 1)
        elif matches(word, "help"):
            raise CommandFailed(USAGE, 1)
        else:
            raise CommandFailed(f'What is "{word}"?\n{USAGE}', 1)
    return _merge(fresh, given, old)


def _merge(fresh: NetemSettings, given: _Given, old: NetemSettings | None) -> NetemSettings:
    if fresh.reorder:
        if not fresh.latency:
            raise CommandFailed("reordering not possible without specifying some delay\n" + USAGE, 1)
        fresh.gap = fresh.gap or 1
    elif fresh.gap:
        raise CommandFailed(f"gap specified without reorder probability\n{USAGE}", 1)
    if given.distribution:
        if not fresh.latency or not fresh.jitter:
            raise CommandFailed("distribution specified but no latency and jitter values\n" + USAGE, 1)
        if given.distribution not in ("uniform", "normal"):
            raise CommandFailed(f"tc netem: distribution {given.distribution} is not part of pynetns.\n", 1)
        fresh.normal = given.distribution == "normal"
    if not given.correlation:
        fresh.duplicate_correlation = 0
    if old is None:
        return fresh
    kept: dict[str, object] = {"ecn": fresh.ecn or old.ecn}
    for said, names in ((given.correlation, ("delay_correlation", "loss_correlation", "duplicate_correlation")),
                        (given.reorder, ("reorder", "reorder_correlation")), (given.corrupt, ("corrupt", "corrupt_correlation")),
                        (given.rate, ("rate", "packet_overhead", "cell_size", "cell_overhead")),
                        (bool(given.distribution), ("normal",))):
        if not said:
            kept |= {name: getattr(old, name) for name in names}
    return replace(fresh, **kept)  # type: ignore[arg-type]


def _need(words: Words, read: Callable[[str], int | None], what: str) -> int:
    value = read(words.argument())
    if value is None:
        raise CommandFailed(f'Illegal "{what}"\n', 1)
    return value


def _number(words: Words, what: str) -> int:
    text = words.argument()
    if not text.isdigit():
        raise CommandFailed(f'Illegal "{what}"\n', 1)
    return int(text)


def _number_next(words: Words) -> bool:
    return bool(words) and words.word[:1].isdigit()


def _share(words: Words, what: str, given: _Given | None = None) -> tuple[int, int]:
    """A share and its correlation; with most of those the tool tells the kernel all of the first three."""
    share = _need(words, read_percent, what)
    if not _number_next(words):
        return share, 0
    if given is not None:
        given.correlation = True
    return share, _need(words, read_percent, what)


def _loss(words: Words, fresh: NetemSettings, given: _Given) -> None:
    kind = words.argument()
    if kind in ("state", "gemodel"):
        raise CommandFailed(f"tc netem: loss {kind} is not part of pynetns.\n", 1)
    if kind != "random" and not kind[:1].isdigit():
        raise CommandFailed(f"Unknown loss parameter: {kind}\n", 1)
    share = read_percent(words.argument() if kind == "random" else kind)
    if share is None:
        raise CommandFailed('Illegal "loss percent"\n', 1)
    fresh.loss = share
    if _number_next(words):
        given.correlation = True
        fresh.loss_correlation = _need(words, read_percent, "loss correlation")


def _rate(words: Words, fresh: NetemSettings) -> None:
    fresh.rate = _need(words, read_rate, "rate")
    for name in ("packet_overhead", "cell_size", "cell_overhead"):
        if not words or not words.word.lstrip("-")[:1].isdigit():
            break
        text = words.take()
        if not text.lstrip("-").isdigit():
            raise CommandFailed(f'Illegal "{name.replace("_", " ")}"\n', 1)
        setattr(fresh, name, int(text))


def show(printer: Printer, settings: NetemSettings) -> None:
    """netem_print_opt()."""
    printer.put("limit", settings.limit, "limit {}")
    if settings.latency:
        latency, jitter = (microseconds(time // NANOSECONDS_PER_TICK) for time in (settings.latency, settings.jitter))
        printer.open("delay")
        printer.text(f" delay {time_text(latency)}")
        printer.member("delay", Raw(f"{latency / 1e6:g}"))
        if settings.jitter or printer.json:
            printer.text(f"  {time_text(jitter)}")
            printer.member("jitter", Raw(f"{jitter / 1e6:g}"))
        if settings.jitter or printer.json:
            _correlation(printer, settings.delay_correlation)
        printer.close()
    for key, word, share, correlation in (
            ("loss-random", "loss", settings.loss, settings.loss_correlation),
            ("duplicate", "duplicate", settings.duplicate, settings.duplicate_correlation),
            ("reorder", "reorder", settings.reorder, settings.reorder_correlation),
            ("corrupt", "corrupt", settings.corrupt, settings.corrupt_correlation)):
        if share:
            printer.open(key)
            printer.text(f" {word} {percent_text(share)}")
            printer.member(word, fraction(share))
            _correlation(printer, correlation)
            printer.close()
    if settings.rate:
        printer.open("rate")
        printer.text(f" rate {rate_text(settings.rate)}")
        printer.member("rate", settings.rate)
        for key, value in (("packetoverhead", settings.packet_overhead), ("cellsize", settings.cell_size),
                           ("celloverhead", settings.cell_overhead)):
            printer.member(key, value)
            printer.text(f" {key} {value}" if value else "")
        printer.close()
    printer.text(" ecn " if settings.ecn else "")
    printer.member("ecn", settings.ecn)
    printer.text(f" gap {settings.gap}" if settings.gap else "")
    printer.member("gap", settings.gap)


def _correlation(printer: Printer, correlation: int) -> None:
    printer.text(f" {percent_text(correlation)}" if correlation else "")
    printer.member("correlation", fraction(correlation))
