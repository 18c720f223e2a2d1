"""rt, dst, hbh: libip6t_rt.c, libip6t_dst.c, libip6t_hbh.c."""

from pynetns.commands.ip6tables_match_header import save_number, save_span, show_number, show_span, span
from pynetns.commands.iptables_family import format_address
from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, string, uint32, uint32_range
from pynetns.commands.iptables_values import U16, IptablesProblem, number_prefix
from pynetns.netfilter.ipv6_kinds import DestinationOptions, HeaderOptions, HopByHopOptions, Routing
from pynetns.netfilter.rule import IpPart

_MOST = 16  # IP6T_OPTS_OPTSNR, IP6T_RT_HOPS

# --- rt --------------------------------------------------------------------------------------------------------------------------


def _needs_type(values: Values, option: str) -> None:
    if values.get("type") != 0 or values.inverted("type"):
        raise IptablesProblem(f"`--rt-type 0' required before `--{option}'")


def _addresses(call: Call) -> tuple[int, ...]:
    _needs_type(call.values, "rt-0-addrs")
    return tuple(_address(call, word) for word in string(call).split(",")[:_MOST])


def _address(call: Call, text: str) -> int:
    address = call.rule.family.strict(text)
    if address is None:
        raise IptablesProblem(f"bad address: {text}")
    return address


def _check_rt(values: Values, rule: Surroundings) -> None:
    """What must stand in front of the options without an argument."""
    before = Values()
    for key, value, invert in values.order:
        if key == "res":
            _needs_type(before, "rt-0-res")
        elif key == "not-strict" and "addrs" not in before:
            raise IptablesProblem("`--rt-0-addr ...' required before `--rt-0-not-strict'")
        before.given[key] = value, invert


def _make_rt(values: Values, rule: Surroundings) -> Routing:
    return Routing(values.get("type"), values.inverted("type"), span(values, "segsleft"), values.get("len"), values.inverted("len"),
                   "res" in values, values.get("addrs", ()), "not-strict" in values)


def _save_rt(match: Routing) -> str:
    text = save_number(match.type, match.invert_type, "rt-type") + save_span(match.segments_left, "rt-segsleft")
    text += save_number(match.length, match.invert_length, "rt-len") + (" --rt-0-res" if match.reserved else "")
    if match.addresses:
        text += " --rt-0-addrs " + ",".join(map(format_address, match.addresses))
    return text + (" --rt-0-not-strict" if match.not_strict else "")


def _show_rt(match: Routing, ip: IpPart, numeric: bool) -> str:
    text = " rt" + show_number(match.type, match.invert_type, " type") + show_span(match.segments_left, " segsleft")
    text += show_number(match.length, match.invert_length, " length") + (" reserved" if match.reserved else "")
    if match.addresses:
        text += " 0-addrs " + ",".join(map(format_address, match.addresses))
    return text + (" 0-not-strict" if match.not_strict else "")


_RT = Ext("rt", (
    Option("rt-type", "type", uint32, invert=True), Option("rt-segsleft", "segsleft", uint32_range, invert=True),
    Option("rt-len", "len", uint32, invert=True), Option("rt-0-res", "res"), Option("rt-0-addrs", "addrs", _addresses),
    Option("rt-0-not-strict", "not-strict"),
), _make_rt, _save_rt, _show_rt, _check_rt)


# --- dst, hbh --------------------------------------------------------------------------------------------------------------------


def _number(call: Call, text: str, what: str) -> int:
    found = number_prefix(text)
    if found is None:
        raise IptablesProblem(f"{call.ext.name}: no valid digits in {what} `{text}'")
    if found[1]:
        raise IptablesProblem(f"{call.ext.name}: error parsing {what} `{text}'")
    return found[0]


def _options(call: Call) -> tuple[int, ...]:
    """parse_options(): a kind, and perhaps a length behind a colon."""
    found: list[int] = []
    for word in string(call).split(","):
        if len(found) == _MOST:
            raise IptablesProblem("too many addresses specified")
        kind_text, colon, length = word.partition(":")
        kind = _number(call, kind_text, "opt") << 8 & U16
        if colon and not kind:
            raise IptablesProblem("PAD0 hasn't got length")
        found.append((kind | (_number(call, length, "length") if colon else 0xFF)) & U16)
    return tuple(found)


def _opts_ext(kind: type[HeaderOptions]) -> Ext:
    name = kind.name

    def make(values: Values, rule: Surroundings) -> HeaderOptions:
        return kind(values.get("len"), values.inverted("len"), values.get("opts", ()))

    def text(match: HeaderOptions) -> str:
        return ",".join(f"{option >> 8}" + ("" if option & 0xFF == 0xFF else f":{option & 0xFF}") for option in match.options)

    def save(match: HeaderOptions) -> str:
        options = f" --{name}-opts {text(match)}" if match.options else ""
        return save_number(match.length, match.invert_length, f"{name}-len") + options

    def show(match: HeaderOptions, ip: IpPart, numeric: bool) -> str:
        return f" {name}" + show_number(match.length, match.invert_length, " length") + (f" opts {text(match)}" if match.options else "")

    return Ext(name, (Option(f"{name}-len", "len", uint32, invert=True), Option(f"{name}-opts", "opts", _options)), make, save, show)


MATCHES = {"rt": _RT, "dst": _opts_ext(DestinationOptions), "hbh": _opts_ext(HopByHopOptions)}
