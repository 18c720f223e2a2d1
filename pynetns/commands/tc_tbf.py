"""`tbf` of tc (tc/q_tbf.c of iproute2 6.1)."""

from pynetns.commands.base import CommandFailed, Words, matches
from pynetns.commands.ip_print import Printer
from pynetns.commands.tc_units import (
    TICKS_PER_MICROSECOND, microseconds, rate_text, read_rate, read_size, read_time, size_text, time_text,
)
from pynetns.device.qdisc_tbf import TbfSettings

USAGE = """Usage: ... tbf limit BYTES burst BYTES[/BYTES] rate KBPS [ mtu BYTES[/BYTES] ]
\t[ peakrate KBPS ] [ latency TIME ] [ overhead BYTES ] [ linklayer TYPE ]
"""


def parse(words: Words) -> TbfSettings:
    """tbf_parse_opt()."""
    values: dict[str, int] = {}
    while words:
        word = words.take()
        name = "mtu" if matches(word, "minburst") else "burst" if matches(word, "buffer") or word == "maxburst" else next(
            (known for known in ("limit", "latency", "burst", "mtu", "rate", "peakrate") if matches(word, known)), "")
        if matches(word, "help"):
            raise CommandFailed(USAGE, 1)
        if name in ("limit", "latency") and {"limit": "latency", "latency": "limit"}[name] in values:
            raise CommandFailed('tbf: specifying both "latency" and "limit" is not allowed\n', 1)
        if word in ("overhead", "linklayer"):
            raise CommandFailed(f"tc tbf: {word} is not part of pynetns.\n", 1)
        if not name:
            raise CommandFailed(f'tbf: unknown parameter "{word}"\n{USAGE}', 1)
        if name in values:
            raise CommandFailed(f'tbf: duplicate "{name}" specification\n', 1)
        text = words.argument()
        read = read_time if name == "latency" else read_rate if name in ("rate", "peakrate") else read_size
        value = read(text.partition("/")[0] if read is read_size else text)
        if value is None:
            raise CommandFailed(f'tbf: illegal value for "{name}": "{text}"\n', 1)
        values[name] = value
    _check(values)
    rate = values["rate"]
    burst = _through_ticks(values["burst"], rate)
    limit = values.get("limit")
    if limit is None:
        limits = [speed * microseconds(values["latency"]) / 1e6 + bucket for speed, bucket in (
            (rate, values["burst"]), (values.get("peakrate", 0), values.get("mtu", 0))) if speed]
        limit = int(min(limits))
    return TbfSettings(rate, burst, limit, values.get("peakrate", 0), values.get("mtu", 0))


def _check(values: dict[str, int]) -> None:
    """What has to be said; all that is missing is named."""
    problems = [f'tbf: the "{name}" parameter is mandatory.\n' for name in ("rate", "burst") if not values.get(name)]
    if values.get("peakrate") and not values.get("mtu"):
        problems.append('tbf: when "peakrate" is specified, "mtu" must also be specified.\n')
    if "limit" not in values and "latency" not in values:
        problems.append('tbf: either "limit" or "latency" is required.\n')
    if problems:
        raise CommandFailed("".join(problems) + USAGE, 1)


def _through_ticks(size: int, rate: int) -> int:
    """A bucket is told to the kernel as the time that it takes to fill: a byte may be lost on the way."""
    ticks = int(1e6 * (size / rate) * TICKS_PER_MICROSECOND)
    return int(rate * microseconds(ticks) / 1e6)


def show(printer: Printer, settings: TbfSettings, details: bool) -> None:
    """tbf_print_opt()."""
    printer.put("rate", settings.rate if printer.json else rate_text(settings.rate), "rate {} ")
    printer.put("burst", settings.burst if printer.json else size_text(settings.burst), "burst {}" + ("/1 mpu 0b " if details else " "))
    if settings.peak_rate:
        printer.put("peakrate", settings.peak_rate if printer.json else rate_text(settings.peak_rate), "peakrate {} ")
        printer.put("minburst", settings.mtu if printer.json else size_text(settings.mtu), "minburst {} ")
    latency = 1e6 * settings.limit / settings.rate - microseconds(int(1e6 * (settings.burst / settings.rate) * TICKS_PER_MICROSECOND))
    if settings.peak_rate:
        latency = max(latency, 1e6 * settings.limit / settings.peak_rate - 1e6 * settings.mtu / settings.peak_rate)
    if latency >= 0:
        printer.put("lat", int(latency) if printer.json else time_text(latency), "lat {} ")
    else:
        printer.put("limit", settings.limit if printer.json else size_text(settings.limit), "limit {} ")
    if details:
        printer.text("linklayer ethernet ")
