"""comment, mark, string: libxt_comment.c and its neighbours."""


from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, limited, print_value_mask, uint16, value_mask
from pynetns.commands.iptables_values import IptablesProblem, save_string
from pynetns.netfilter.match_comment import Comment
from pynetns.netfilter.match_mark import MarkMatch
from pynetns.netfilter.match_string import StringMatch
from pynetns.netfilter.rule import IpPart

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


MATCHES = {ext.name: ext for ext in (_COMMENT, _MARK, _STRING)}
