"""tos, dscp, ttl, ecn, length, iprange: single fields of the IPv4 header."""

from pynetns.commands.iptables_family import format_address
from pynetns.commands.iptables_option import (
    TOS_NAMES, Call, Ext, Option, Surroundings, Values, bad_value, string, tos_mask, uint8, uint16_range,
)
from pynetns.commands.iptables_values import IptablesProblem
from pynetns.netfilter.match_iprange import AddressRange, IpRange
from pynetns.netfilter.match_length import Length
from pynetns.netfilter.match_tos import DscpMatch, EcnMatch, TosMatch, TtlMatch
from pynetns.netfilter.rule import IpPart

# --- tos, dscp -------------------------------------------------------------------------------------------------------------------

_DSCP_CLASSES = {"CS0": 0x00, "CS1": 0x08, "CS2": 0x10, "CS3": 0x18, "CS4": 0x20, "CS5": 0x28, "CS6": 0x30, "CS7": 0x38, "BE": 0x00,
                 "AF11": 0x0a, "AF12": 0x0c, "AF13": 0x0e, "AF21": 0x12, "AF22": 0x14, "AF23": 0x16, "AF31": 0x1a, "AF32": 0x1c,
                 "AF33": 0x1e, "AF41": 0x22, "AF42": 0x24, "AF43": 0x26, "EF": 0x2e}


def symbolic_tos(value: int, mask: int) -> str | None:
    """tos_try_print_symbolic(), without the prefix."""
    return next((name for name, known in TOS_NAMES.items() if known == value), None) if mask == 0x3F else None


def dscp_class(call: Call) -> int:
    """class_to_dscp(): the argument may have more behind the name."""
    for name, value in _DSCP_CLASSES.items():
        if call.arg.upper().startswith(name):
            return value
    raise IptablesProblem(f"Invalid DSCP value `{call.arg}'")


def _make_tos(values: Values, rule: Surroundings) -> TosMatch:
    return TosMatch(*values.pair("tos"), values.inverted("tos"))


def _save_tos(match: TosMatch) -> str:
    return f"{' !' if match.invert else ''} --tos 0x{match.value:02x}/0x{match.mask:02x}"


def _show_tos(match: TosMatch, ip: IpPart, numeric: bool) -> str:
    name = None if numeric else symbolic_tos(match.value, match.mask)
    return f" tos match{'!' if match.invert else ''}" + (f" {name}" if name else f"0x{match.value:02x}/0x{match.mask:02x}")


_TOS = Ext("tos", (Option("tos", "tos", tos_mask, invert=True, mandatory=True, high=0x3F),), _make_tos, _save_tos, _show_tos)


def _check_dscp(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("DSCP match: Parameter --dscp is required")


def _make_dscp(values: Values, rule: Surroundings) -> DscpMatch:
    _, dscp, invert = values.order[-1]
    return DscpMatch(dscp, invert)


def _save_dscp(match: DscpMatch) -> str:
    return f"{' !' if match.invert else ''} --dscp 0x{match.dscp:02x}"


def _show_dscp(match: DscpMatch, ip: IpPart, numeric: bool) -> str:
    return f" DSCP match {'!' if match.invert else ''}0x{match.dscp:02x}"


_DSCP = Ext("dscp", (
    Option("dscp", "dscp", uint8, invert=True, excl=("class",), high=0x3F),
    Option("dscp-class", "class", dscp_class, invert=True, excl=("dscp",)),
), _make_dscp, _save_dscp, _show_dscp, _check_dscp)


# --- ttl, ecn --------------------------------------------------------------------------------------------------------------------

_TTL_KINDS = ("eq", "lt", "gt")
_TTL_SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">"}


def ttl_ext(kind: type[TtlMatch], quote: str) -> Ext:
    """ttl, and hl of IPv6, whose complaint ends with a quotation mark."""
    word, shown = kind.name, kind.name.upper()

    def check(values: Values, rule: Surroundings) -> None:
        if not values.order:
            raise IptablesProblem(f"{shown} match: You must specify one of `--{word}-eq', `--{word}-lt', `--{word}-gt{quote}")

    def make(values: Values, rule: Surroundings) -> TtlMatch:
        mode, ttl, invert = values.order[-1]
        return kind("ne" if invert else mode, ttl)

    def save(match: TtlMatch) -> str:
        return f" ! --{word}-eq {match.ttl}" if match.mode == "ne" else f" --{word}-{match.mode} {match.ttl}"

    def show(match: TtlMatch, ip: IpPart, numeric: bool) -> str:
        return f" {shown} match {shown} {_TTL_SIGNS[match.mode]} {match.ttl}"

    return Ext(word, (
        Option(f"{word}-lt", "lt", uint8, excl=_TTL_KINDS), Option(f"{word}-gt", "gt", uint8, excl=_TTL_KINDS),
        Option(f"{word}-eq", "eq", uint8, excl=_TTL_KINDS, invert=True), Option(word, "eq", uint8, excl=_TTL_KINDS),
    ), make, save, show, check)


_TTL = ttl_ext(TtlMatch, "")


def _check_ecn(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("ECN match: some option required")


def _make_ecn(values: Values, rule: Surroundings) -> EcnMatch:
    bits = [values.inverted(key) if key in values else None for key in ("ece", "cwr")]
    return EcnMatch(bits[0], bits[1], values.get("ect"), values.inverted("ect"))


def _save_ecn(match: EcnMatch) -> str:
    text = "" if match.ece is None else f"{' !' if match.ece else ''} --ecn-tcp-ece"
    text += "" if match.cwr is None else f"{' !' if match.cwr else ''} --ecn-tcp-cwr"
    return text + ("" if match.ect is None else f"{' !' if match.invert_ect else ''} --ecn-ip-ect {match.ect}")


def _show_ecn(match: EcnMatch, ip: IpPart, numeric: bool) -> str:
    text = " ECN match" + ("" if match.ece is None else f" {'!' if match.ece else ''}ECE")
    text += "" if match.cwr is None else f" {'!' if match.cwr else ''}CWR"
    return text + ("" if match.ect is None else f" {'!' if match.invert_ect else ''}ECT={match.ect}")


_ECN = Ext("ecn", (
    Option("ecn-tcp-cwr", "cwr", invert=True), Option("ecn-tcp-ece", "ece", invert=True),
    Option("ecn-ip-ect", "ect", uint8, invert=True, high=3),
), _make_ecn, _save_ecn, _show_ecn, _check_ecn)


# --- length, iprange -------------------------------------------------------------------------------------------------------------


def _make_length(values: Values, rule: Surroundings) -> Length:
    both = values.get("length")
    return Length(both[0], both[-1], values.inverted("length"))


def _length(match: Length) -> str:
    return str(match.low) if match.low == match.high else f"{match.low}:{match.high}"


def _save_length(match: Length) -> str:
    return f"{' !' if match.invert else ''} --length {_length(match)}"


def _show_length(match: Length, ip: IpPart, numeric: bool) -> str:
    return f" length {'!' if match.invert else ''}{_length(match)}"


_LENGTH = Ext("length", (Option("length", "length", uint16_range, invert=True, mandatory=True),), _make_length, _save_length, _show_length)


def _address_range(call: Call) -> tuple[int, int]:
    low_text, dash, high_text = string(call).partition("-")
    values = []
    for text in (low_text, high_text if dash else low_text):
        address = call.rule.family.numeric(text)
        if address is None:
            raise bad_value("iprange", "--" + call.option.name, text)
        values.append(address)
    if values[0] > values[1]:
        call.rule.warn(f"xt_iprange: range {low_text}-{high_text} is reversed and will never match\n")
    return values[0], values[1]


def _check_iprange(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("iprange match: You must specify `--src-range' or `--dst-range'")


def _make_iprange(values: Values, rule: Surroundings) -> IpRange:
    ranges = [AddressRange(*values.pair(key), values.inverted(key)) if key in values else None for key in ("src", "dst")]
    return IpRange(ranges[0], ranges[1])


def _ranges(match: IpRange, labels: tuple[str, str], inner: bool) -> str:
    text = ""
    for label, wanted in zip(labels, (match.source, match.destination)):
        if wanted is not None:
            shown = f"{format_address(wanted.low)}-{format_address(wanted.high)}"
            invert = " !" if wanted.invert else ""
            text += f" {label}{invert} {shown}" if inner else f"{invert} {label} {shown}"
    return text


def _save_iprange(match: IpRange) -> str:
    return _ranges(match, ("--src-range", "--dst-range"), False)


def _show_iprange(match: IpRange, ip: IpPart, numeric: bool) -> str:
    return _ranges(match, ("source IP range", "destination IP range"), True)


_IPRANGE = Ext("iprange", (
    Option("src-range", "src", _address_range, invert=True), Option("dst-range", "dst", _address_range, invert=True),
), _make_iprange, _save_iprange, _show_iprange, _check_iprange)

MATCHES = {ext.name: ext for ext in (_TOS, _DSCP, _TTL, _ECN, _LENGTH, _IPRANGE)}
