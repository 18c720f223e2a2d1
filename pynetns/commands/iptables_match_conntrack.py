"""conntrack, state, connmark, connlimit: libxt_conntrack.c, libxt_connmark.c, libxt_connlimit.c."""

from pynetns.commands.iptables_family import address_name, format_address, mask_suffix, prefix_bits
from pynetns.commands.iptables_option import (
    Call, Ext, Kind, Option, Surroundings, Values, bad_value, host_mask, port_range, prefix_mask, print_value_mask, protocol, uint32,
    uint32_range, value_mask,
)
from pynetns.commands.iptables_values import IptablesProblem
from pynetns.netfilter.match_conntrack import ADDRESSES, PORTS, STATES, STATUS, AddressTest, Conntrack, PortTest
from pynetns.netfilter.match_connlimit import ConnLimit
from pynetns.netfilter.match_mark import ConnMarkMatch
from pynetns.netfilter.rule import IpPart

# In the order in which they are printed.
_STATE_ORDER = ("INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT")


def _words(what: str, known: dict[str, int], alone: str = "") -> Kind:
    """A list of names with commas; any beginning of a name will do."""
    def kind(call: Call) -> int:
        mask, rest = 0, call.arg
        while True:
            word, comma, after = rest.partition(",")
            found = next((value for name, value in known.items() if word and name.startswith(word.upper())), None)
            if found is None:
                if alone and not comma and not rest:
                    raise IptablesProblem(alone)
                raise IptablesProblem(f'Bad {what} "{rest}"')
            mask |= found
            if not comma:
                return mask
            rest = after

    return kind


_ctstate = _words("ctstate", STATES)
_ctstatus = _words("ctstatus", STATUS)
_state = _words("state", {name: STATES[name] for name in ("INVALID", "NEW", "ESTABLISHED", "RELATED", "UNTRACKED")},
                '"--state" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED')


def _direction(call: Call) -> bool:
    if call.arg.upper() not in ("ORIGINAL", "REPLY"):
        raise bad_value("conntrack", "--ctdir", call.arg)
    return call.arg.upper() == "REPLY"


def _check(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("conntrack: At least one option is required")


def _make(values: Values, rule: Surroundings) -> Conntrack:
    expires = values.get("ctexpire")
    return Conntrack(
        values.get("ctstate"), values.inverted("ctstate"), values.get("ctproto"), values.inverted("ctproto"),
        tuple(AddressTest(which, *values.pair("ct" + which), values.inverted("ct" + which))
              for which in ADDRESSES if "ct" + which in values),
        tuple(PortTest(which, *values.pair("ct" + which), values.inverted("ct" + which)) for which in PORTS if "ct" + which in values),
        values.get("ctstatus"), values.inverted("ctstatus"), None if expires is None else (expires[0], expires[-1]),
        values.inverted("ctexpire"), values.get("ctdir"))


def _make_state(values: Values, rule: Surroundings) -> Conntrack:
    return Conntrack(values.get("ctstate"), values.inverted("ctstate"), alias=True)


def _dump(match: Conntrack, prefix: str, numeric: bool) -> str:
    """conntrack_dump()."""
    text = ""
    if match.state is not None:
        names = ",".join(name for name in _STATE_ORDER if match.state & STATES[name])
        text += f"{' !' if match.invert_state else ''} {prefix}{'state' if match.alias else 'ctstate'} {names}"
    if match.proto_number is not None:
        text += f"{' !' if match.invert_proto else ''} {prefix}ctproto {match.proto_number}"
    for test in match.addresses:
        if not numeric and not test.address:
            shown = "anywhere"
        else:
            shown = (format_address(test.address) if numeric else address_name(test.address)) + mask_suffix(test.mask)
        text += f"{' !' if test.invert else ''} {prefix}ct{test.which} {shown}"
    for port in match.port_tests:
        shown = str(port.low) if port.high in (0, port.low) else f"{port.low}:{port.high}"
        text += f"{' !' if port.invert else ''} {prefix}ct{port.which} {shown}"
    if match.status is not None:
        names = ",".join(name for name, bit in STATUS.items() if match.status & bit) or "NONE"
        text += f"{' !' if match.invert_status else ''} {prefix}ctstatus {names}"
    if match.expires is not None:
        low, high = match.expires
        text += f"{' !' if match.invert_expires else ''} {prefix}ctexpire {low}" + ("" if low == high else f":{high}")
    if match.reply is not None:
        text += f" {prefix}ctdir {'REPLY' if match.reply else 'ORIGINAL'}"
    return text


def _save(match: Conntrack) -> str:
    return _dump(match, "--", True)


def _show(match: Conntrack, ip: IpPart, numeric: bool) -> str:
    return _dump(match, "", numeric)


_CONNTRACK = Ext("conntrack", (
    Option("ctstate", "ctstate", _ctstate, invert=True), Option("ctproto", "ctproto", protocol, invert=True),
    *(Option("ct" + which, "ct" + which, host_mask, invert=True) for which in ADDRESSES),
    Option("ctstatus", "ctstatus", _ctstatus, invert=True), Option("ctexpire", "ctexpire", uint32_range, invert=True),
    *(Option("ct" + which, "ct" + which, port_range, invert=True) for which in PORTS), Option("ctdir", "ctdir", _direction),
), _make, _save, _show, _check)

_STATE = Ext("state", (Option("state", "ctstate", _state, invert=True, mandatory=True),), _make_state, _save, _show)


# --- connmark --------------------------------------------------------------------------------------------------------------------


def _make_connmark(values: Values, rule: Surroundings) -> ConnMarkMatch:
    return ConnMarkMatch(*values.pair("mark"), values.inverted("mark"))


def _save_connmark(match: ConnMarkMatch) -> str:
    return f"{' !' if match.invert else ''} --mark{print_value_mask(match.mark, match.mask)}"


def _show_connmark(match: ConnMarkMatch, ip: IpPart, numeric: bool) -> str:
    return f" connmark match {'!' if match.invert else ''}{print_value_mask(match.mark, match.mask)}"


_CONNMARK = Ext("connmark", (Option("mark", "mark", value_mask, invert=True, mandatory=True),), _make_connmark, _save_connmark,
                _show_connmark)


# --- connlimit -------------------------------------------------------------------------------------------------------------------


def _check_connlimit(values: Values, rule: Surroundings) -> None:
    if "upto" not in values and "above" not in values:
        raise IptablesProblem('You must specify "--connlimit-above" or "--connlimit-upto".')


def _make_connlimit(values: Values, rule: Surroundings) -> ConnLimit:
    key = "upto" if "upto" in values else "above"
    return ConnLimit(values.get(key), (key == "upto") is not values.inverted(key), values.get("mask", rule.family.host), "daddr" in values)


def _mask_bits(mask: int) -> int:
    """count_bits4()."""
    bits = prefix_bits(mask)
    return bits if bits is not None else 32 - (~mask & 0xFFFFFFFF).bit_length()


def _save_connlimit(match: ConnLimit) -> str:
    return (f" --connlimit-{'upto' if match.upto else 'above'} {match.limit} --connlimit-mask {_mask_bits(match.mask)}"
            f" --connlimit-{'daddr' if match.daddr else 'saddr'}")


def _show_connlimit(match: ConnLimit, ip: IpPart, numeric: bool) -> str:
    return f" #conn {'dst' if match.daddr else 'src'}/{_mask_bits(match.mask)} {'<=' if match.upto else '>'} {match.limit}"


_CONNLIMIT = Ext("connlimit", (
    Option("connlimit-upto", "upto", uint32, invert=True, excl=("above",)),
    Option("connlimit-above", "above", uint32, invert=True, excl=("upto",)), Option("connlimit-mask", "mask", prefix_mask),
    Option("connlimit-saddr", "saddr", excl=("daddr",)), Option("connlimit-daddr", "daddr", excl=("saddr",)),
), _make_connlimit, _save_connlimit, _show_connlimit, _check_connlimit)

MATCHES = {ext.name: ext for ext in (_CONNTRACK, _STATE, _CONNMARK, _CONNLIMIT)}
