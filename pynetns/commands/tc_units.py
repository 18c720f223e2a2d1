"""Times, rates, sizes and shares as tc reads and writes them (tc/tc_util.c, tc_core.c of iproute2 6.1)."""

import re

TICKS_PER_MICROSECOND = 15.625  # the kernel's clock of queueing disciplines: a tick is 64 ns
NANOSECONDS_PER_TICK = 64
FULL = (1 << 32) - 1
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?))(.*)", re.DOTALL)
_TIMES = {"s": 1e6, "sec": 1e6, "secs": 1e6, "ms": 1e3, "msec": 1e3, "msecs": 1e3, "us": 1.0, "usec": 1.0, "usecs": 1.0, "": 1.0}
_SIZES = {"": 1, "b": 1, "kb": 1024, "k": 1024, "kbit": 1024 / 8, "mb": 1024 ** 2, "m": 1024 ** 2, "mbit": 1024 ** 2 / 8, "gb": 1024 ** 3,
          "g": 1024 ** 3, "gbit": 1024 ** 3 / 8, "bit": 1 / 8}
_RATES = {"": 1.0, "bit": 1.0, "bps": 8.0}
for _power, _letter in enumerate("kmgt", 1):
    for _unit, _bits in (("bit", 1.0), ("bps", 8.0)):
        _RATES[_letter + _unit] = 1000.0 ** _power * _bits
        _RATES[f"{_letter}i{_unit}"] = 1024.0 ** _power * _bits


def _split(text: str) -> tuple[float, str] | None:
    found = _NUMBER.fullmatch(text)
    return (float(found[1]), found[2].lower()) if found else None


def read_time(text: str) -> int | None:
    """Ticks: microseconds unless a unit says otherwise."""
    parts = _split(text)
    if parts is None or parts[1] not in _TIMES:
        return None
    microseconds = int(parts[0] * _TIMES[parts[1]])
    return int(microseconds * TICKS_PER_MICROSECOND) if 0 <= microseconds <= FULL else None


def read_rate(text: str) -> int | None:
    """Bytes a second."""
    parts = _split(text)
    if parts is None or parts[1] not in _RATES or parts[0] < 0:
        return None
    return int(parts[0] * _RATES[parts[1]] / 8)


def read_size(text: str) -> int | None:
    if re.fullmatch(r"0[xX][0-9a-fA-F]+", text):
        return int(text, 16)
    parts = _split(text)
    if parts is None or parts[1] not in _SIZES or parts[0] < 0:
        return None
    return int(parts[0] * _SIZES[parts[1]])


def read_percent(text: str) -> int | None:
    """A 32-bit fraction: 1% and 1 are the same."""
    parts = _split(text)
    if parts is None or parts[1] not in ("", "%") or not 0 <= parts[0] <= 100:
        return None
    return round(parts[0] / 100 * FULL)


def microseconds(ticks: int) -> int:
    return int(ticks / TICKS_PER_MICROSECOND)


def time_text(microseconds: float) -> str:
    """sprint_time()."""
    if microseconds >= 1e6:
        return f"{microseconds / 1e6:.3g}s"
    return f"{microseconds / 1e3:.3g}ms" if microseconds >= 1e3 else f"{int(microseconds)}us"


def rate_text(bytes_a_second: int) -> str:
    """print_rate(): the largest unit that keeps all digits."""
    rate, units = bytes_a_second * 8, ("", "K", "M", "G", "T")
    at = 0
    while at < 4 and rate >= 1000 and not (rate % 1000 and rate < 1000 * 1000):
        rate //= 1000
        at += 1
    return f"{rate}{units[at]}bit"


def size_text(size: int) -> str:
    """print_size(): in kilobytes where that is nearly right."""
    for unit, letter, slack in ((1024 ** 2, "M", 1024), (1024, "K", 16)):
        if size >= unit and abs(unit * round(size / unit) - size) < slack:
            return f"{round(size / unit)}{letter}b"
    return f"{size}b"


def percent_text(share: int) -> str:
    return f"{100 * share / FULL:g}%"


def fraction(share: int) -> float | int:
    """For JSON: six digits, as printf's %g has it."""
    value = float(f"{share / FULL:g}")
    return int(value) if value == int(value) else value
