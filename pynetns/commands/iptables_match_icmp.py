"""icmp: libipt_icmp.c and the names of libxt_icmp.h."""

from collections.abc import Callable

from pynetns.commands.iptables_option import Call, Ext, Kind, Option, Surroundings, Values
from pynetns.commands.iptables_values import IptablesProblem, number_prefix
from pynetns.netfilter.ipv6_kinds import Icmp6Match
from pynetns.netfilter.match_icmp import ANY_TYPE, IcmpMatch
from pynetns.netfilter.rule import IpPart

# Type and codes by name, in the tool's order: the first name of a pair is the one that is printed, any beginning of one will do.
ICMP_NAMES = {
    "any": (0xFF, 0, 0xFF), "echo-reply": (0, 0, 0xFF), "pong": (0, 0, 0xFF), "destination-unreachable": (3, 0, 0xFF),
    "network-unreachable": (3, 0, 0), "host-unreachable": (3, 1, 1), "protocol-unreachable": (3, 2, 2), "port-unreachable": (3, 3, 3),
    "fragmentation-needed": (3, 4, 4), "source-route-failed": (3, 5, 5), "network-unknown": (3, 6, 6), "host-unknown": (3, 7, 7),
    "network-prohibited": (3, 9, 9), "host-prohibited": (3, 10, 10), "TOS-network-unreachable": (3, 11, 11),
    "TOS-host-unreachable": (3, 12, 12), "communication-prohibited": (3, 13, 13), "host-precedence-violation": (3, 14, 14),
    "precedence-cutoff": (3, 15, 15), "source-quench": (4, 0, 0xFF), "redirect": (5, 0, 0xFF), "network-redirect": (5, 0, 0),
    "host-redirect": (5, 1, 1), "TOS-network-redirect": (5, 2, 2), "TOS-host-redirect": (5, 3, 3), "echo-request": (8, 0, 0xFF),
    "ping": (8, 0, 0xFF), "router-advertisement": (9, 0, 0xFF), "router-solicitation": (10, 0, 0xFF), "time-exceeded": (11, 0, 0xFF),
    "ttl-exceeded": (11, 0, 0xFF), "ttl-zero-during-transit": (11, 0, 0), "ttl-zero-during-reassembly": (11, 1, 1),
    "parameter-problem": (12, 0, 0xFF), "ip-header-bad": (12, 0, 0), "required-option-missing": (12, 1, 1),
    "timestamp-request": (13, 0, 0xFF), "timestamp-reply": (14, 0, 0xFF), "address-mask-request": (17, 0, 0xFF),
    "address-mask-reply": (18, 0, 0xFF),
}


def _number_range(text: str) -> tuple[int, int, str] | None:
    """parse_range(): a number, or two with a colon."""
    found = number_prefix(text, 0, 255)
    if found is None:
        return None
    low, rest = found
    high = low
    if rest[:1] == ":":
        found = number_prefix(rest[1:], 0, 255)
        if found is None:
            return None
        high, rest = found
    return low, high, rest


def _type_kind(names: dict[str, tuple[int, int, int]], label: str) -> Kind:
    """ipt_parse_icmp()."""
    def kind(call: Call) -> tuple[int, int, int]:
        text = call.arg
        fitting = [name for name in names if name.lower().startswith(text.lower())]
        if len(fitting) > 1:
            raise IptablesProblem(f"Ambiguous {label} type `{text}': `{fitting[0]}' or `{fitting[1]}'?")
        if fitting:
            return names[fitting[0]]
        found = _number_range(text)
        if found is None:
            raise IptablesProblem(f"Unknown {label} type `{text}'")
        number, end, rest = found
        low, high = 0, 0xFF
        if rest:
            if rest[0] != "/":
                raise IptablesProblem(f"unknown character {rest[0]}")
            found = _number_range(rest[1:])
            if found is None:
                raise IptablesProblem(f"Unknown {label} code `{text}'")
            low, high, rest = found
            if rest:
                raise IptablesProblem(f"unknown character {rest[0]}")
        if number != end:
            raise IptablesProblem(f"{label} type range not supported")
        return number, low, high

    return kind


def _types(names: dict[str, tuple[int, int, int]], label: str) -> str:
    """xt_print_icmp_types(): codes below their type, other names in brackets."""
    text, last = f"Valid {label} Types:", (-1, -1, -1)
    for name, numbers in names.items():
        text += f" ({name})" if numbers == last else f"\n   {name}" if numbers[0] == last[0] else f"\n{name}"
        last = numbers
    return text + "\n"


_HELP = """\
icmp match options:
[!] --icmp-type typename\tmatch icmp type
[!] --icmp-type type[/code]\t(or numeric type or type/code)
"""


def icmp_ext(name: str, kind: Callable[..., IcmpMatch | Icmp6Match], names: dict[str, tuple[int, int, int]], label: str, option: str,
             shown: str, help_head: str) -> Ext:
    """The match of one of the two families."""
    def make(values: Values, rule: Surroundings) -> IcmpMatch | Icmp6Match:
        return kind(*values.get("type"), values.inverted("type"))

    def save(match: IcmpMatch | Icmp6Match) -> str:
        text = f"{' !' if match.invert else ''} --{option}"
        if match.type == ANY_TYPE and "any" in names:
            return text + " any"
        text += f" {match.type}"
        return text if (match.code_low, match.code_high) == (0, 0xFF) else f"{text}/{match.code_low}"

    def show(match: IcmpMatch | Icmp6Match, ip: IpPart, numeric: bool) -> str:
        if not numeric:
            for known, numbers in names.items():
                if numbers == (match.type, match.code_low, match.code_high):
                    return f" {shown} {'!' if match.invert else ''}{known}"
        text = f" {shown}{' !' if match.invert else ''}type {match.type}"
        if match.code_low == match.code_high:
            return f"{text} code {match.code_low}"
        return text if (match.code_low, match.code_high) == (0, 0xFF) else f"{text} codes {match.code_low}-{match.code_high}"

    return Ext(name, (Option(option, "type", _type_kind(names, label), invert=True, mandatory=True),), make, save, show,
               help=help_head + _types(names, label))


MATCHES = {"icmp": icmp_ext("icmp", IcmpMatch, ICMP_NAMES, "ICMP", "icmp-type", "icmp", _HELP)}
