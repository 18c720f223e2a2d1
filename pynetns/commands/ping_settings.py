"""What the options of ping(8) say, and which values they take (main() in ping.c of iputils)."""

import re
from dataclasses import dataclass

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.ping_usage import NODE_QUERY_HELP
from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND
from pynetns.wire.address import AddressError, parse_ipv4

LONG = (1 << 63) - 1
INT = (1 << 31) - 1


@dataclass(slots=True)
class Settings:
    """What the options said."""

    count: int = 0
    deadline: int = 0
    linger: int = 10 * SECOND
    interval: int = SECOND
    size: int = 56
    ttl: int | None = None
    tos: int = 0
    df: bool | None = None
    source: int = 0
    device: NetDevice | None = None
    fill: str | None = None  # -p
    pattern: bytes = b""
    record_route: bool = False  # -R
    stamps: str = ""  # -T
    mark: int = 0
    identifier: int | None = None
    preload: int = 1
    quiet: bool = False
    flood: bool = False
    adaptive: bool = False
    broadcast: bool = False
    on_link: bool = False  # -r: by no router
    strict_source: bool = False
    only_ipv4: bool = False
    only_ipv6: bool = False
    df_given: bool = False  # by -M: else what goes to many is not to be fragmented
    verbose: bool = False
    timestamps: bool = False
    outstanding: bool = False
    interval_given: bool = False


def _number(text: str, low: int, high: int) -> int:
    """strtol_or_err() and strtoul: decimal, octal or hexadecimal."""
    try:
        value = int(text, 8 if text[:1] == "0" and text.isdigit() and len(text) > 1 else 0)
    except ValueError:
        raise CommandFailed(f"ping: invalid argument: '{text}'\n", 1) from None
    if not low <= value <= high:
        raise CommandFailed(f"ping: invalid argument: '{text}': out of range: {low} <= value <= {high}\n", 1)
    return value


def _tos(text: str) -> int:
    """parse_tos(): decimal, or hexadecimal behind 0x; a negative one is cut to its byte."""
    hexadecimal = text[:2].lower() == "0x"
    try:
        value = int(text[2:] or "0", 16) if hexadecimal else int(text)
    except ValueError:
        raise CommandFailed(f"ping: bad TOS value: {text}\n", 2) from None
    if value > 255:
        raise CommandFailed(f"ping: the decimal value of TOS bits must be in range 0-255: {value}\n", 2)
    return value & 0xFF


def _seconds(context: Context, text: str) -> float:
    """ping_strtod(): what stands before garbage counts."""
    try:
        return float(text)
    except ValueError:
        number = re.match(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text)
        garbage = text[number.end():] if number else text
        context.err(f"ping: option argument contains garbage: {garbage}\nping: this will become fatal error in the future\n")
        return float(number[0]) if number else 0.0


def apply_option(context: Context, settings: Settings, option: str, value: str) -> None:
    if option == "c":
        settings.count = _number(value, 1, LONG)
    elif option == "w":
        settings.deadline = _number(value, 0, INT) * SECOND
    elif option == "W":
        wait = _seconds(context, value)
        if not 0 <= wait < INT / 1000:
            raise CommandFailed(f"ping: bad linger time: {value}\n", 2)
        settings.linger = round(wait * SECOND)
    elif option == "i":
        interval = _seconds(context, value)
        if not 0 <= interval <= INT / 1000:
            raise CommandFailed(f"ping: bad timing interval: {value}\n", 2)
        settings.interval, settings.interval_given = round(interval * SECOND), True
    elif option == "s":
        settings.size = _number(value, 0, INT)
    elif option == "t":
        settings.ttl = _number(value, 0, 255)
    elif option == "Q":
        settings.tos = _tos(value)
    elif option == "e":
        settings.identifier = _number(value, 0, 65535)
    elif option == "l":
        settings.preload = _number(value, 1, 65536)
    elif option == "M":
        if value not in ("do", "dont", "want"):
            raise CommandFailed(f"ping: invalid -M argument: {value}\n", 2)
        settings.df = {"do": True, "dont": False, "want": None}[value]
        settings.df_given = True
    elif option == "I":
        _set_source(context, settings, value)
    elif option == "p":
        settings.fill = value
    elif option == "m":
        settings.mark = _number(value, 0, 0xFFFFFFFF)
    elif option == "R":
        if settings.stamps:
            raise CommandFailed("ping: only one of -T or -R may be used\n", 2)
        settings.record_route = True
    elif option == "T":
        if settings.record_route:
            raise CommandFailed("ping: only one of -T or -R may be used\n", 2)
        if value not in ("tsonly", "tsandaddr", "tsprespec"):
            raise CommandFailed(f"ping: invalid timestamp type: {value}\n", 2)
        settings.stamps = value
    elif option == "S":
        _number(value, 1, INT)
    elif option == "N":
        raise CommandFailed(NODE_QUERY_HELP, 2)
    else:
        flags = {"q": "quiet", "f": "flood", "A": "adaptive", "b": "broadcast", "v": "verbose", "D": "timestamps", "O": "outstanding",
                 "r": "on_link", "B": "strict_source", "4": "only_ipv4", "6": "only_ipv6"}
        if option in flags:
            setattr(settings, flags[option], True)


def _set_source(context: Context, settings: Settings, value: str) -> None:
    try:
        settings.source = parse_ipv4(value)
    except AddressError:
        device = context.namespace.devices.get(value)
        if device is None:
            raise CommandFailed(f"ping: SO_BINDTODEVICE {value}: No such device\n", 2) from None
        settings.device = device


def set_pattern(context: Context, settings: Settings, value: str) -> None:
    """fill()."""
    if any(c not in "0123456789abcdefABCDEF" for c in value):
        raise CommandFailed(f"ping: patterns must be specified as hex digits: {value}\n", 2)
    digits = value[:32]
    settings.pattern = bytes(int(digits[i:i + 2], 16) for i in range(0, len(digits), 2))
    if not settings.quiet:
        context.out(f"PATTERN: 0x{settings.pattern.hex()}\n")
