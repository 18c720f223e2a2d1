"""What options a match or target takes, and how each is read: libxtables/xtoptions.c.

An `Option` says what the guided parser of libxtables is told (its type, whether ! may stand in front, what it excludes); an `Ext` is one
shared library of the real tool: its options, how it is made of them, and how it prints itself in -S and in -L.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pynetns.commands.iptables_family import IPV4, Family, prefix_bits
from pynetns.commands.iptables_values import (
    PARAMETER_PROBLEM, U8, U16, U32, U64, IptablesProblem, number, number_prefix, parse_protocol, resolve_port,
)
from pynetns.netfilter.rule import IpPart

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


class Call:
    """One option as it was given: struct xt_option_call."""

    __slots__ = ("arg", "ext", "invert", "option", "rule", "second", "values")

    def __init__(self, ext: "Ext", option: "Option", arg: str, invert: bool, rule: "Surroundings", values: "Values") -> None:
        self.ext = ext
        self.option = option
        self.arg = arg
        self.invert = invert
        self.rule = rule
        self.values = values
        self.second = ""


Kind = Callable[[Call], Any]


@dataclass(slots=True)
class Surroundings:
    """What the options of a match can look at: the rule so far, whose it will be, and where warnings go."""

    namespace: "NetNamespace"
    warn: Callable[[str], None]
    proto: int = 0
    invert_proto: bool = False
    family: Family = IPV4


@dataclass(frozen=True, slots=True)
class Option:
    """`kind` reads the argument; None takes none. Options with the same `id` are one under several names. `once` is what an extension of
    the old style says of a second one, and turns the guided checks off; `second` that it takes two words, and what is said if not."""

    name: str
    id: str
    kind: Kind | None = None
    invert: bool = False
    mandatory: bool = False
    multi: bool = False
    excl: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    old: bool = False
    once: str = ""
    second: str = ""


class Values:
    """The options that were given, in order: `values[id]` is (value, inverted)."""

    __slots__ = ("given", "order")

    def __init__(self) -> None:
        self.given: dict[str, tuple[Any, bool]] = {}
        self.order: list[tuple[str, Any, bool]] = []

    def __contains__(self, key: str) -> bool:
        return key in self.given

    def get(self, key: str, default: Any = None) -> Any:
        found = self.given.get(key)
        return default if found is None else found[0]

    def pair(self, key: str) -> tuple[int, int]:
        """An option whose value is two numbers."""
        found: tuple[int, int] = self.given[key][0]
        return found

    def inverted(self, key: str) -> bool:
        found = self.given.get(key)
        return found is not None and found[1]


@dataclass(frozen=True)
class Ext:
    """An extension. `check` comes before the guided checks, as x6_fcheck does; `shown` gets the rule's header part and whether -n was
    given."""

    name: str
    options: tuple[Option, ...]
    make: Callable[[Values, Surroundings], Any]
    saved: Callable[[Any], str]
    shown: Callable[[Any, IpPart, bool], str]
    check: Callable[[Values, Surroundings], None] | None = None
    help: str = ""  # what -h says of it; that of most is left out
    lookup: dict[str, Option] = field(init=False, compare=False)  # by name; of several names of one, the first stands for all

    def __post_init__(self) -> None:
        lookup: dict[str, Option] = {}
        first: dict[str, Option] = {}
        for option in self.options:
            lookup.setdefault(option.name, option if option.old else first.setdefault(option.id, option))
        object.__setattr__(self, "lookup", lookup)


def nothing_saved(extension: Any) -> str:
    return ""


def parse_option(call: Call) -> None:
    """xtables_option_parse(): the guided checks, and the value."""
    option, values, name = call.option, call.values, call.ext.name
    if option.old:
        if option.once and option.id in values:
            raise IptablesProblem(option.once)
    else:
        if option.id in values and (not option.multi or option.id in option.excl):
            raise IptablesProblem(f'{name}: option "--{option.name}" can only be used once.\n')
        if call.invert and not option.invert:
            raise IptablesProblem(f'{name}: option "--{option.name}" cannot be inverted.\n')
    value = option.kind(call) if option.kind is not None else True
    values.given[option.id] = (value, call.invert)
    values.order.append((option.id, value, call.invert))


def final_check(ext: Ext, values: Values, rule: Surroundings) -> None:
    """xtables_option_mfcall(): what must be there, what excludes what."""
    if ext.check is not None:
        ext.check(values, rule)
    first: dict[str, Option] = {}
    for option in ext.options:
        first.setdefault(option.id, option)
    for option in ext.options:
        if option.old:
            continue
        if option.mandatory and option.id not in values:
            raise IptablesProblem(f'{ext.name}: option "--{option.name}" must be specified\n')
        if option.id not in values or not (option.also or option.excl):
            continue
        for other in first.values():
            if other.id == option.id:
                continue
            if other.id in option.also and other.id not in values:
                raise IptablesProblem(f'{ext.name}: option "--{option.name}" also requires "--{other.name}".\n')
            if other.id in option.excl and other.id in values:
                raise IptablesProblem(f'{ext.name}: option "--{option.name}" cannot be used together with "--{other.name}".\n')


# --- kinds of arguments ----------------------------------------------------------------------------------------------------------


def string(call: Call) -> str:
    option = call.option
    if option.low and len(call.arg) < option.low:
        raise IptablesProblem(f"Argument must have a minimum length of {option.low} characters\n")
    return call.arg


def limited(size: int) -> Kind:
    """A string that is cut to the field that holds it."""
    def kind(call: Call) -> str:
        return string(call).encode()[:size].decode(errors="ignore")

    return kind


def _integer(maximum: int) -> Kind:
    def kind(call: Call) -> int:
        low, high = call.option.low, call.option.high or maximum
        value = number(call.arg, low, high)
        if value is None:
            raise IptablesProblem(f'{call.ext.name}: bad value for option "--{call.option.name}", or out of range ({low}-{high}).\n')
        return value

    return kind


uint8, uint16, uint32, uint64 = _integer(U8), _integer(U16), _integer(U32), _integer(U64)


def _integer_range(maximum: int, fields: int = 2) -> Kind:
    """One or two numbers with a colon; what is left out is 0 before it, the most behind it."""
    def kind(call: Call) -> tuple[int, ...]:
        name, option, rest = call.ext.name, call.option.name, call.arg
        values: list[int] = []
        while True:
            if len(values) == fields:
                raise IptablesProblem(f'{name}: Too many components for option "--{option}" (max: {fields})\n')
            if not rest or rest[0] == ":":
                values.append(maximum if len(values) == 1 else 0)
            else:
                found = number_prefix(rest, 0, maximum)
                if found is None:
                    raise IptablesProblem(f'{name}: bad value for option "--{option}" near "{rest}", or out of range (0-{maximum}).\n')
                value, rest = found
                if rest and rest[0] != ":":
                    raise IptablesProblem(f'{name}: Argument to "--{option}" has unexpected characters near "{rest}".\n')
                values.append(value)
            if not rest:
                return tuple(values)
            rest = rest[1:]

    return kind


uint8_range, uint16_range, uint32_range, uint64_range = (_integer_range(maximum) for maximum in (U8, U16, U32, U64))


def double(call: Call) -> float:
    option = call.option
    try:
        value = float(call.arg)
    except ValueError:
        value = -1.0
    if value < 0 or (option.low != option.high and not option.low <= value <= option.high):
        raise IptablesProblem(f'{call.ext.name}: bad value for option "--{option.name}", or out of range ({option.low}-{option.high}).\n')
    return value


def value_mask(call: Call) -> tuple[int, int]:
    """xtables_parse_val_mask(): a number and perhaps a mask."""
    where = f'for option "--{call.option.name}"'
    found = number_prefix(call.arg, 0, U32)
    if found is None:
        raise IptablesProblem(f"{call.ext.name}: bad integer value {where}, or out of range.\n")
    value, rest = found
    if not rest:
        return value, U32
    if rest[0] != "/":
        raise IptablesProblem(f"{call.ext.name}: trailing garbage after value {where}.\n")
    found = number_prefix(rest[1:], 0, U32)
    if found is None:
        raise IptablesProblem(f"{call.ext.name}: bad integer value {where}, or out of range.\n")
    mask, rest = found
    if rest:
        raise IptablesProblem(f"{call.ext.name}: trailing garbage after value {where}.\n")
    return value, mask


def print_value_mask(value: int, mask: int) -> str:
    return f" 0x{value:x}" if mask == U32 else f" 0x{value:x}/0x{mask:x}"


TOS_NAMES = {"Minimize-Delay": 0x10, "Maximize-Throughput": 0x08, "Maximize-Reliability": 0x04, "Minimize-Cost": 0x02, "Normal-Service": 0}


def tos_mask(call: Call) -> tuple[int, int]:
    """A type of service by name or number; `high` of the option is the mask of a name."""
    found = number_prefix(call.arg, 0, U8)
    if found is not None:
        value, rest = found
        mask = U8
        if rest[:1] == "/":
            found = number_prefix(rest[1:], 0, U8)
            if found is None:
                raise IptablesProblem(f'Illegal value: "{call.arg}"')
            mask, rest = found
        if rest:
            raise IptablesProblem(f'Illegal value: "{call.arg}"')
        return value, mask
    for name, value in TOS_NAMES.items():
        if name.lower() == call.arg.lower():
            return value, call.option.high
    raise IptablesProblem(f'Symbolic name "{call.arg}" is unknown')


LOG_LEVELS = {"alert": 1, "crit": 2, "debug": 7, "emerg": 0, "error": 3, "info": 6, "notice": 5, "panic": 0, "warning": 4}


def syslog_level(call: Call) -> int:
    level = number(call.arg, 0, 7)
    if level is None:
        level = LOG_LEVELS.get(call.arg)
    if level is None:
        raise IptablesProblem(f'log level "{call.arg}" unknown\n')
    return level


def host(call: Call) -> int:
    return call.rule.family.resolve(call.arg)


def prefix_length(call: Call) -> int:
    """XTTYPE_PLEN: a number of bits, or a mask written out."""
    family = call.rule.family
    bits = number(call.arg, 0, family.bits)
    if bits is not None:
        return type(family.any)(bits)
    mask = family.written_mask(call.arg)
    if mask is None:
        raise IptablesProblem(f'{call.ext.name}: bad value for option "--{call.option.name}", neither a valid network mask nor valid '
                              f"CIDR (0-{family.bits}).\n")
    length = prefix_bits(mask)
    return type(family.any)(U8 if length is None else length)


def prefix_mask(call: Call) -> int:
    """XTTYPE_PLENMASK."""
    family = call.rule.family
    return family.prefix(min(prefix_length(call), family.bits))


def host_mask(call: Call) -> tuple[int, int]:
    """XTTYPE_HOSTMASK: address and mask."""
    family = call.rule.family
    address, slash, mask = call.arg.partition("/")
    if not slash:
        return family.resolve(address), family.host
    part = Call(call.ext, call.option, mask, call.invert, call.rule, call.values)
    return family.resolve(address), prefix_mask(part)


def port(call: Call) -> int:
    return resolve_port(call.arg)


def port_range(call: Call) -> tuple[int, int]:
    """XTTYPE_PORTRC: the ends are not compared."""
    parts = call.arg.split(":")
    if len(parts) > 2:
        raise IptablesProblem(f'{call.ext.name}: Too many components for option "--{call.option.name}" (max: 2)\n')
    values = [0, U16]
    for at, part in enumerate(parts):
        if part:
            values[at] = resolve_port(part)
    return (values[0], values[0]) if len(parts) == 1 else (values[0], values[1])


def protocol(call: Call) -> int:
    return parse_protocol(call.arg)


def ether_mac(call: Call) -> bytes:
    groups = call.arg.split(":")
    try:
        if len(groups) == 6 and all(len(group) <= 2 for group in groups):
            return bytes(int(group or "0", 16) for group in groups)
    except ValueError:
        pass
    raise IptablesProblem("Invalid MAC address specified.")


def bad_value(ext: str, option: str, value: str) -> IptablesProblem:
    """XTF_BAD_VALUE of xtables_param_act()."""
    return IptablesProblem(f'{ext}: Bad value for "{option}" option: "{value}"', PARAMETER_PROBLEM)


