"""comment, mark, string, time, policy: libxt_comment.c and its neighbours."""

import re
from datetime import UTC, datetime
from typing import Any

from pynetns.commands.iptables_option import (
    Call, Ext, Option, Surroundings, Values, host_mask, limited, print_value_mask, protocol, string, uint16, uint32, value_mask,
)
from pynetns.commands.iptables_values import IptablesProblem, mask_suffix, save_string
from pynetns.commands.netdb import protocol_name
from pynetns.netfilter.match_comment import Comment
from pynetns.netfilter.match_mark import MarkMatch
from pynetns.netfilter.match_policy import Policy, PolicyElement
from pynetns.netfilter.match_string import StringMatch
from pynetns.netfilter.match_time import ALL_MONTHDAYS, ALL_WEEKDAYS, MAX_DATE, MAX_DAYTIME, Time
from pynetns.netfilter.rule import IpPart
from pynetns.wire.address import format_ipv4

# --- comment, mark ---------------------------------------------------------------------------------------------------------------


def _make_comment(values: Values, rule: Surroundings) -> Comment:
    return Comment(values.get("comment"))


def _save_comment(match: Comment) -> str:
    return " --comment" + save_string(match.comment)


def _show_comment(match: Comment, ip: IpPart, numeric: bool) -> str:
    return f" /* {match.comment} */"


_COMMENT = Ext("comment", (Option("comment", "comment", limited(255), mandatory=True),), _make_comment, _save_comment, _show_comment)


def _make_mark(values: Values, rule: Surroundings) -> MarkMatch:
    return MarkMatch(*values.pair("mark"), values.inverted("mark"))


def _save_mark(match: MarkMatch) -> str:
    return f"{' !' if match.invert else ''} --mark{print_value_mask(match.mark, match.mask)}"


def _show_mark(match: MarkMatch, ip: IpPart, numeric: bool) -> str:
    return f" mark match{' !' if match.invert else ''}{print_value_mask(match.mark, match.mask)}"


_MARK = Ext("mark", (Option("mark", "mark", value_mask, invert=True, mandatory=True),), _make_mark, _save_mark, _show_mark)


# --- string ----------------------------------------------------------------------------------------------------------------------

PATTERN_MAX = 128


def _pattern(call: Call) -> bytes:
    text = call.arg.encode(errors="surrogateescape")
    if len(text) > PATTERN_MAX:
        raise IptablesProblem(f'STRING too long "{call.arg}"')
    return text


def _is_hex(letter: str) -> bool:
    return letter in "0123456789abcdefABCDEF"


def _hex_pattern(call: Call) -> bytes:
    """parse_hex_string(): text with hexadecimal parts between bars, as Snort writes it."""
    text, found, at, in_hex = call.arg, bytearray(), 0, False
    if not text:
        raise IptablesProblem("STRING must contain at least one char")
    while at < len(text):
        if len(found) >= PATTERN_MAX:
            raise IptablesProblem(f'STRING too long "{text}"')
        literal = False
        if text[at] == "\\":
            if in_hex:
                raise IptablesProblem("Cannot include literals in hex data")
            literal = True
        elif text[at] == "|":
            in_hex = not in_hex
            while in_hex and text[at + 1:at + 2] == " ":
                at += 1
            if at + 1 >= len(text):
                break
            at += 1
        if literal:
            if at + 1 >= len(text):
                raise IptablesProblem("Bad literal placement at end of string")
            found += text[at + 1].encode()
            at += 2
        elif in_hex:
            if at + 1 >= len(text):
                raise IptablesProblem("Odd number of hex digits")
            if at + 2 >= len(text):
                raise IptablesProblem("Invalid hex block")
            for letter in text[at:at + 2]:
                if not _is_hex(letter):
                    raise IptablesProblem(f"Invalid hex char '{letter}'")
            found.append(int(text[at:at + 2], 16))
            at += 3 if text[at + 2] == " " else 2
        else:
            found += text[at].encode()
            at += 1
    return bytes(found)


def _check_string(values: Values, rule: Surroundings) -> None:
    if "string" not in values and "hex" not in values:
        raise IptablesProblem("STRING match: You must specify `--string' or `--hex-string'")


def _make_string(values: Values, rule: Surroundings) -> StringMatch:
    key = "string" if "string" in values else "hex"
    return StringMatch(values.get(key), values.get("algo"), values.get("from", 0), values.get("to", 0xFFFF), "icase" in values,
                       values.inverted(key))


def _shown_pattern(pattern: bytes) -> tuple[bool, str]:
    """Whether it has to be shown in hexadecimal, and how it is shown."""
    if not all(32 <= byte < 127 for byte in pattern) or pattern.endswith(b"\\"):
        return True, f' "|{pattern.hex()}|"'
    escaped = pattern.decode().replace("\\", "\\\\").replace('"', '\\"')
    return False, f' "{escaped}"'


def _save_string_match(match: StringMatch) -> str:
    in_hex, shown = _shown_pattern(match.pattern)
    text = f"{' !' if match.invert else ''} --{'hex-' if in_hex else ''}string{shown} --algo {match.algorithm}"
    text += f" --from {match.start}" if match.start else ""
    text += f" --to {match.end}" if match.end != 0xFFFF else ""
    return text + (" --icase" if match.ignore_case else "")


def _show_string(match: StringMatch, ip: IpPart, numeric: bool) -> str:
    text = f" STRING match {'!' if match.invert else ''}{_shown_pattern(match.pattern)[1]} ALGO name {match.algorithm}"
    text += f" FROM {match.start}" if match.start else ""
    text += f" TO {match.end}" if match.end != 0xFFFF else ""
    return text + (" ICASE" if match.ignore_case else "")


_STRING = Ext("string", (
    Option("from", "from", uint16), Option("to", "to", uint16), Option("algo", "algo", limited(15), mandatory=True),
    Option("string", "string", _pattern, invert=True, excl=("hex",)),
    Option("hex-string", "hex", _hex_pattern, invert=True, excl=("string",)),
    Option("icase", "icase"),
), _make_string, _save_string_match, _show_string, _check_string)


# --- time ------------------------------------------------------------------------------------------------------------------------

_DAYS = ("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DATE = re.compile(r"(\d+)(?:-(\d+)(?:-(\d+)(?:T(\d+)(?::(\d+)(?::(\d+))?)?)?)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d+):(\d+)(?::(\d+))?", re.ASCII)


def _date(call: Call) -> int:
    found = _DATE.fullmatch(string(call))
    if found is not None:
        year, month, day, hour, minute, second = (int(part) if part is not None else start
                                                  for part, start in zip(found.groups(), (0, 1, 1, 0, 0, 0)))
        if 1970 <= year <= 2038 and month <= 12 and day <= 31 and hour <= 23 and minute <= 59 and second <= 59:
            # mktime(3) takes the 0th and the 31st of any month.
            month -= 1
            start = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
            return int(start.timestamp()) + (day - 1) * 86400 + hour * 3600 + minute * 60 + second
    raise IptablesProblem(f'Invalid date "{call.arg}" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]]')


def _clock(call: Call) -> int:
    found = _CLOCK.fullmatch(string(call))
    if found is not None:
        hour, minute, second = (int(part or 0) for part in found.groups())
        if hour <= 23 and minute <= 59 and second <= 59:
            return hour * 3600 + minute * 60 + second
    rest = call.arg.partition(":")[2] if re.match(r"\d+:", call.arg) and int(call.arg.partition(":")[0]) <= 23 else call.arg
    if re.match(r"\d+:", rest) and int(rest.partition(":")[0]) <= 59 and rest is not call.arg:
        rest = rest.partition(":")[2]
    raise IptablesProblem(f'invalid time "{rest}" specified, should be hh:mm[:ss] format and within the boundaries')


def _month_days(call: Call) -> int:
    mask = 0
    for word in call.arg.split(","):
        day = word[:2]
        if not day:
            continue
        if not day.isdigit() or int(day, 10) > 31:
            raise IptablesProblem(f"{day} is not a valid day for --monthdays")
        mask |= 1 << int(day)
    return mask ^ ALL_MONTHDAYS if call.invert else mask


def _week_days(call: Call) -> int:
    mask = 0
    for word in call.arg.split(","):
        day = word[:3]
        if not day:
            continue
        if day.isdigit():
            if int(day) == 0:
                raise IptablesProblem("No, the week does NOT begin with Sunday.")
            mask |= 1 << int(day) & 0xFF
            continue
        found = [number for number, name in enumerate(_DAYS) if number and name[:2] == day[:2]]
        if not found:
            raise IptablesProblem(f"{day} is not a valid day specifier")
        mask |= 1 << found[0]
    return mask ^ ALL_WEEKDAYS if call.invert else mask


def _check_time(values: Values, rule: Surroundings) -> None:
    if "local" in values:
        rule.warn('WARNING: --localtz is being replaced by --kerneltz, since "local" is ambiguous. Note the kernel timezone has caveats - '
                  "see manpage for details.\n")
    if "contiguous" in values and values.get("timestart", 0) < values.get("timestop", MAX_DAYTIME):
        raise IptablesProblem("time: --contiguous only makes sense when stoptime is smaller than starttime")


def _make_time(values: Values, rule: Surroundings) -> Time:
    return Time(values.get("datestart", 0), values.get("datestop", MAX_DATE), values.get("timestart", 0),
                values.get("timestop", MAX_DAYTIME), values.get("monthdays", ALL_MONTHDAYS), values.get("weekdays", ALL_WEEKDAYS),
                "local" in values or "kernel" in values, "contiguous" in values)


def _of_day(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _month_day_list(mask: int, ordinal: bool) -> str:
    suffixes = {1: "st", 2: "nd", 3: "rd"}
    return " " + ",".join(f"{day}{suffixes.get(day % 10, 'th') if ordinal else ''}" for day in range(1, 32) if mask & 1 << day)


def _week_day_list(mask: int) -> str:
    return " " + ",".join(_DAYS[day] for day in range(1, 8) if mask & 1 << day)


def _date_text(date: int, separator: str) -> str:
    return f"{datetime.fromtimestamp(date, UTC):%Y-%m-%d{separator}%H:%M:%S}"


def _save_time(match: Time) -> str:
    text = ""
    if (match.day_start, match.day_stop) != (0, MAX_DAYTIME):
        text += f" --timestart {_of_day(match.day_start)} --timestop {_of_day(match.day_stop)}"
    if match.monthdays != ALL_MONTHDAYS:
        text += " --monthdays" + _month_day_list(match.monthdays, False)
    if match.weekdays != ALL_WEEKDAYS:
        text += " --weekdays" + _week_day_list(match.weekdays)
    text += f" --datestart {_date_text(match.date_start, 'T')}" if match.date_start else ""
    text += f" --datestop {_date_text(match.date_stop, 'T')}" if match.date_stop else ""
    return text + (" --kerneltz" if match.local else "") + (" --contiguous" if match.contiguous else "")


def _show_time(match: Time, ip: IpPart, numeric: bool) -> str:
    text = " TIME"
    if (match.day_start, match.day_stop) != (0, MAX_DAYTIME):
        text += f" from {_of_day(match.day_start)} to {_of_day(match.day_stop)}"
    if match.weekdays != ALL_WEEKDAYS:
        text += " on" + _week_day_list(match.weekdays)
    if match.monthdays != ALL_MONTHDAYS:
        text += " on" + _month_day_list(match.monthdays, True)
    text += f" starting from {_date_text(match.date_start, ' ')}" if match.date_start else ""
    text += f" until date {_date_text(match.date_stop, ' ')}" if match.date_stop != MAX_DATE else ""
    return text + ("" if match.local else " UTC") + (" contiguous" if match.contiguous else "")


_TIME = Ext("time", (
    Option("datestart", "datestart", _date), Option("datestop", "datestop", _date), Option("timestart", "timestart", _clock),
    Option("timestop", "timestop", _clock), Option("contiguous", "contiguous"), Option("weekdays", "weekdays", _week_days, invert=True),
    Option("monthdays", "monthdays", _month_days, invert=True), Option("localtz", "local", excl=("utc",)),
    Option("utc", "utc", excl=("local", "kernel")), Option("kerneltz", "kernel", excl=("utc",)),
), _make_time, _save_time, _show_time, _check_time)


# --- policy ----------------------------------------------------------------------------------------------------------------------

_MAX_ELEMENTS = 4
_IPSEC_PROTOCOLS = (50, 51, 108)


def _choice(words: tuple[str, ...], problem: str) -> Any:
    def kind(call: Call) -> str:
        if call.arg not in words:
            raise IptablesProblem(f'{problem} "{call.arg}"')
        return call.arg

    return kind


def _elements(values: Values) -> list[dict[str, Any]]:
    """The options by element: --next begins another."""
    elements: list[dict[str, Any]] = [{}]
    for key, value, invert in values.order:
        if key == "next":
            if len(elements) == _MAX_ELEMENTS:
                raise IptablesProblem("policy match: maximum policy depth reached")
            elements.append({})
        elif key in ("reqid", "spi", "tunnel-src", "tunnel-dst", "proto", "mode"):
            if key in elements[-1]:
                raise IptablesProblem(f"policy match: double --{key} option")
            if key == "proto" and value not in _IPSEC_PROTOCOLS:
                raise IptablesProblem("policy match: protocol must be ah/esp/ipcomp")
            elements[-1][key] = (*value, invert) if isinstance(value, tuple) else (value, invert)
    return elements


def _check_policy(values: Values, rule: Surroundings) -> None:
    elements = _elements(values)
    if "dir" not in values:
        raise IptablesProblem("policy match: neither --dir in nor --dir out specified")
    strict = "strict" in values
    if values.get("pol") == "none":
        if strict:
            raise IptablesProblem("policy match: policy none but --strict given")
        if len(elements) > 1:
            raise IptablesProblem("policy match: policy none but policy given")
        return
    for number, element in enumerate(elements):
        if strict and not element:
            raise IptablesProblem(f"policy match: empty policy element {number}. --strict is in effect, but at least one of reqid, spi, "
                                  "tunnel-src, tunnel-dst, proto or mode is required.")
        mode, invert = element.get("mode", ("transport", False))
        if ("tunnel-src" in element or "tunnel-dst" in element) and ((mode == "tunnel" and invert) or (mode == "transport" and not invert)):
            raise IptablesProblem("policy match: --tunnel-src/--tunnel-dst is only valid in tunnel mode")


def _make_policy(values: Values, rule: Surroundings) -> Policy:
    none = values.get("pol") == "none"
    elements = () if none else tuple(
        PolicyElement(element.get("reqid"), element.get("spi"), element.get("proto"), element.get("mode"), element.get("tunnel-dst"),
                      element.get("tunnel-src")) for element in _elements(values))
    return Policy(values.get("dir"), none, "strict" in values, elements)


def _element_text(element: PolicyElement, prefix: str, numeric: bool) -> str:
    text = ""

    def add(name: str, shown: str, invert: bool) -> str:
        return f"{' !' if invert else ''} {prefix}{name} {shown}"

    if element.reqid is not None:
        text += add("reqid", str(element.reqid[0]), element.reqid[1])
    if element.spi is not None:
        text += add("spi", f"0x{element.spi[0]:x}", element.spi[1])
    if element.proto is not None:
        text += add("proto", (None if numeric else protocol_name(element.proto[0])) or str(element.proto[0]), element.proto[1])
    if element.mode is not None:
        text += add("mode", element.mode[0], element.mode[1])
    if element.daddr is not None:
        text += add("tunnel-dst", format_ipv4(element.daddr[0]) + mask_suffix(element.daddr[1]), element.daddr[2])
    if element.saddr is not None:
        text += add("tunnel-src", format_ipv4(element.saddr[0]) + mask_suffix(element.saddr[1]), element.saddr[2])
    return text


def _policy_flags(match: Policy, prefix: str) -> str:
    text = f" {prefix}dir {match.direction} {prefix}pol {'none' if match.none else 'ipsec'}"
    return text + (f" {prefix}strict" if match.strict else "")


def _save_policy(match: Policy) -> str:
    return _policy_flags(match, "--") + " --next".join(_element_text(element, "--", False) for element in match.elements)


def _show_policy(match: Policy, ip: IpPart, numeric: bool) -> str:
    many = len(match.elements) > 1
    return " policy match" + _policy_flags(match, "") + "".join(
        (f" [{number}]" if many else "") + _element_text(element, "", numeric) for number, element in enumerate(match.elements))


_POLICY = Ext("policy", (
    Option("dir", "dir", _choice(("in", "out"), "policy_match: invalid dir")),
    Option("pol", "pol", _choice(("none", "ipsec"), "policy match: invalid policy")), Option("strict", "strict"),
    Option("reqid", "reqid", uint32, multi=True, invert=True), Option("spi", "spi", uint32, multi=True, invert=True),
    Option("tunnel-src", "tunnel-src", host_mask, multi=True, invert=True),
    Option("tunnel-dst", "tunnel-dst", host_mask, multi=True, invert=True), Option("proto", "proto", protocol, multi=True, invert=True),
    Option("mode", "mode", _choice(("transport", "tunnel"), "policy match: invalid mode"), multi=True, invert=True),
    Option("next", "next", multi=True, also=("strict",)),
), _make_policy, _save_policy, _show_policy, _check_policy)

MATCHES = {ext.name: ext for ext in (_COMMENT, _MARK, _STRING, _TIME, _POLICY)}
