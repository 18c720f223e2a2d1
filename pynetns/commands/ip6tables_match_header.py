"""hl, frag, ah, ipv6header, eui64: libip6t_hl.c and its neighbours."""

from typing import Any

from pynetns.commands.iptables_match_header import ttl_ext
from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, nothing_saved, string, uint32, uint32_range
from pynetns.commands.iptables_values import IptablesProblem
from pynetns.commands.netdb import protocol_name, protocol_number
from pynetns.netfilter.ipv6_kinds import U32, Ah6, Eui64, Frag, HopLimit, Ipv6Header, Span
from pynetns.netfilter.rule import IpPart


def span(values: Values, key: str) -> Span:
    """What an option of one or two numbers asks for."""
    found = values.get(key, (0, U32))
    return Span(found[0], found[-1], values.inverted(key))


def _numbers(wanted: Span) -> str:
    return str(wanted.low) if wanted.low == wanted.high else f"{wanted.low}:{wanted.high}"


def save_span(wanted: Span, option: str) -> str:
    return f"{' !' if wanted.invert else ''} --{option} {_numbers(wanted)}" if wanted.narrow else ""


def show_span(wanted: Span, name: str) -> str:
    if not wanted.narrow and not wanted.invert:
        return ""
    return f"{name}{'' if wanted.low == wanted.high else 's'}:{'!' if wanted.invert else ''}{_numbers(wanted)}"


def save_number(value: int | None, invert: bool, option: str) -> str:
    return "" if value is None else f"{' !' if invert else ''} --{option} {value}"


def show_number(value: int | None, invert: bool, name: str) -> str:
    return "" if value is None else f"{name}:{'!' if invert else ''}{value}"


# --- frag, ah --------------------------------------------------------------------------------------------------------------------

# In the order in which they are printed, with the word of a listing.
_FRAG_FLAGS = {"fragres": "reserved", "fragfirst": "first", "fragmore": "more", "fraglast": "last"}


def _make_frag(values: Values, rule: Surroundings) -> Frag:
    return Frag(span(values, "fragid"), values.get("fraglen"), values.inverted("fraglen"),
                tuple(flag for flag in _FRAG_FLAGS if flag in values))


def _save_frag(match: Frag) -> str:
    return (save_span(match.ids, "fragid") + save_number(match.length, match.invert_length, "fraglen")
            + "".join(f" --{flag}" for flag in match.flags))


def _show_frag(match: Frag, ip: IpPart, numeric: bool) -> str:
    return (" frag " + show_span(match.ids, "id") + show_number(match.length, match.invert_length, " length")
            + "".join(f" {_FRAG_FLAGS[flag]}" for flag in match.flags))


_FRAG = Ext("frag", (
    Option("fragid", "fragid", uint32_range, invert=True), Option("fraglen", "fraglen", uint32, invert=True), Option("fragres", "fragres"),
    Option("fragfirst", "fragfirst"),
    Option("fragmore", "fragmore", excl=("fraglast",)), Option("fraglast", "fraglast", excl=("fragmore",)),
), _make_frag, _save_frag, _show_frag)


def _make_ah(values: Values, rule: Surroundings) -> Ah6:
    length = values.get("ahlen", 0)
    invert = values.inverted("ahlen")
    return Ah6(span(values, "ahspi"), length if length or invert else None, invert, "ahres" in values)


def _save_ah(match: Ah6) -> str:
    return (save_span(match.spis, "ahspi") + save_number(match.length, match.invert_length, "ahlen")
            + (" --ahres" if match.reserved else ""))


def _show_ah(match: Ah6, ip: IpPart, numeric: bool) -> str:
    return (" ah " + show_span(match.spis, "spi") + show_number(match.length, match.invert_length, "length")
            + (" reserved" if match.reserved else ""))


_AH = Ext("ah", (
    Option("ahspi", "ahspi", uint32_range, invert=True), Option("ahlen", "ahlen", uint32, invert=True), Option("ahres", "ahres"),
), _make_ah, _save_ah, _show_ah)


# --- ipv6header, eui64 -----------------------------------------------------------------------------------------------------------

# Protocol, bit and the match's own name, in the order in which they are printed.
_HEADERS = ((0, 128, "hop"), (60, 64, "dst"), (43, 32, "route"), (44, 16, "frag"), (51, 8, "auth"), (50, 4, "esp"), (59, 2, "none"),
            (255, 1, "prot"))
_OWN_NAMES = {"hop-by-hop": 0, "protocol": 255} | {name: proto for proto, _, name in _HEADERS}
_BITS = {proto: bit for proto, bit, _ in _HEADERS}


def _headers(call: Call) -> int:
    mask = 0
    for word in string(call).split(","):
        proto = protocol_number(word)
        if proto is None:
            proto = int(word) if word.isdecimal() and word.isascii() else _OWN_NAMES.get(word)
        if proto not in _BITS:
            raise IptablesProblem(f"unknown header `{word if proto is None else proto}' specified")
        mask |= _BITS[proto]
    return mask


def _make_header(values: Values, rule: Surroundings) -> Ipv6Header:
    return Ipv6Header(values.get("header"), values.inverted("header"), "soft" in values)


def _names(match: Ipv6Header) -> str:
    own = {0: "hop-by-hop", 255: "protocol"}
    return ",".join(own.get(proto) or protocol_name(proto) or name for proto, bit, name in _HEADERS if match.headers & bit)


def _save_header(match: Ipv6Header) -> str:
    return f"{' !' if match.invert else ''} --header {_names(match)}{' --soft' if match.soft else ''}"


def _show_header(match: Ipv6Header, ip: IpPart, numeric: bool) -> str:
    headers = f"0x{match.headers:X}" if numeric else _names(match)
    return f" ipv6header flags:{'!' if match.invert else ''}{headers}{' soft' if match.soft else ''}"


_HEADER = Ext("ipv6header", (Option("header", "header", _headers, invert=True, mandatory=True), Option("soft", "soft")), _make_header,
              _save_header, _show_header)


def _make_eui64(values: Values, rule: Surroundings) -> Eui64:
    return Eui64()


def _show_eui64(match: Any, ip: IpPart, numeric: bool) -> str:
    return "eui64 "


_EUI64 = Ext("eui64", (), _make_eui64, nothing_saved, _show_eui64)

MATCHES = {"hl": ttl_ext(HopLimit, "'"), "frag": _FRAG, "ah": _AH, "ipv6header": _HEADER, "eui64": _EUI64}
