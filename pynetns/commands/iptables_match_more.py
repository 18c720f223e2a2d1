"""esp, ah, tcpmss, connbytes, helper, quota: libxt_esp.c and its neighbours."""

from pynetns.commands.iptables_option import (
    Call, Ext, Option, Surroundings, Values, string, uint16_range, uint32_range, uint64, uint64_range,
)
from pynetns.commands.iptables_values import IptablesProblem, save_string
from pynetns.netfilter.match_connbytes import DIRECTIONS, MODES, U64, ConnBytes, Helper, Quota
from pynetns.netfilter.match_esp import Ah, Esp
from pynetns.netfilter.match_tcpmss import TcpMssMatch
from pynetns.netfilter.rule import IpPart

U32 = 0xFFFFFFFF


def _range_text(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}:{high}"


# --- esp, tcpmss -----------------------------------------------------------------------------------------------------------------

def _make_esp(values: Values, rule: Surroundings) -> Esp:
    spis = values.get("espspi", (0, U32))
    return Esp(spis[0], spis[-1], values.inverted("espspi"))


def _save_esp(match: Esp) -> str:
    if (match.low, match.high) == (0, U32):
        return ""
    return f"{' !' if match.invert else ''} --espspi {_range_text(match.low, match.high)}"


def _show_esp(match: Esp, ip: IpPart, numeric: bool) -> str:
    if (match.low, match.high, match.invert) == (0, U32, False):
        return " esp"
    invert = "!" if match.invert else ""
    return f" esp spi{'' if match.low == match.high else 's'}:{invert}{_range_text(match.low, match.high)}"


def _make_ah(values: Values, rule: Surroundings) -> Ah:
    spis = values.get("ahspi", (0, U32))
    return Ah(spis[0], spis[-1], values.inverted("ahspi"))


def _save_ah(match: Ah) -> str:
    if (match.low, match.high) == (0, U32):
        return ""
    return f"{' !' if match.invert else ''} --ahspi {_range_text(match.low, match.high)}"


def _show_ah(match: Ah, ip: IpPart, numeric: bool) -> str:
    if (match.low, match.high, match.invert) == (0, U32, False):
        return " ah "
    return f" ah spi{'' if match.low == match.high else 's'}:{'!' if match.invert else ''}{_range_text(match.low, match.high)}"


_AH = Ext("ah", (Option("ahspi", "ahspi", uint32_range, invert=True),), _make_ah, _save_ah, _show_ah)
_ESP = Ext("esp", (Option("espspi", "espspi", uint32_range, invert=True),), _make_esp, _save_esp, _show_esp)


def _mss(call: Call) -> tuple[int, ...]:
    found: tuple[int, ...] = uint16_range(call)
    if found[-1] < found[0]:
        raise IptablesProblem("tcpmss: invalid range given")
    return found


def _make_tcpmss(values: Values, rule: Surroundings) -> TcpMssMatch:
    found = values.get("mss")
    return TcpMssMatch(found[0], found[-1], values.inverted("mss"))


def _save_tcpmss(match: TcpMssMatch) -> str:
    return f"{' !' if match.invert else ''} --mss {_range_text(match.low, match.high)}"


def _show_tcpmss(match: TcpMssMatch, ip: IpPart, numeric: bool) -> str:
    return f" tcpmss match {'!' if match.invert else ''}{_range_text(match.low, match.high)}"


_TCPMSS = Ext("tcpmss", (Option("mss", "mss", _mss, invert=True, mandatory=True),), _make_tcpmss, _save_tcpmss, _show_tcpmss)

# --- connbytes -------------------------------------------------------------------------------------------------------------------


def _count(call: Call) -> tuple[int, int]:
    found = uint64_range(call)
    start, end = found[0], found[1] if len(found) == 2 else U64
    if end < start:
        raise IptablesProblem(f"{start} should be less than {end}")
    return (end, start) if call.invert else (start, end)


def _direction(call: Call) -> str:
    if call.arg not in DIRECTIONS:
        raise IptablesProblem(f"Unknown --connbytes-dir `{call.arg}'")
    return call.arg


def _mode(call: Call) -> str:
    if call.arg not in MODES:
        raise IptablesProblem(f"Unknown --connbytes-mode `{call.arg}'")
    return call.arg


def _make_connbytes(values: Values, rule: Surroundings) -> ConnBytes:
    return ConnBytes(*values.pair("connbytes"), values.get("mode"), values.get("dir"))


def _from_to(match: ConnBytes, prefix: str) -> str:
    low, high = sorted((match.start, match.end))
    return f"{' !' if match.start > match.end else ''} {prefix}connbytes {low}" + (f":{high}" if 0 < high < U64 else "")


def _save_connbytes(match: ConnBytes) -> str:
    return f"{_from_to(match, '--')} --connbytes-mode {match.mode} --connbytes-dir {match.direction}"


def _show_connbytes(match: ConnBytes, ip: IpPart, numeric: bool) -> str:
    return f"{_from_to(match, '')} connbytes mode {match.mode} connbytes direction {match.direction}"


_CONNBYTES = Ext("connbytes", (
    Option("connbytes", "connbytes", _count, invert=True, mandatory=True), Option("connbytes-dir", "dir", _direction, mandatory=True),
    Option("connbytes-mode", "mode", _mode, mandatory=True),
), _make_connbytes, _save_connbytes, _show_connbytes)

# --- helper, quota ---------------------------------------------------------------------------------------------------------------


def _make_helper(values: Values, rule: Surroundings) -> Helper:
    return Helper(values.get("helper"), values.inverted("helper"))


def _save_helper(match: Helper) -> str:
    return f"{' !' if match.invert else ''} --helper{save_string(match.helper)}"


def _show_helper(match: Helper, ip: IpPart, numeric: bool) -> str:
    return f" helper match {'! ' if match.invert else ''}\"{match.helper}\""


_HELPER = Ext("helper", (Option("helper", "helper", string, invert=True, mandatory=True),), _make_helper, _save_helper, _show_helper)


def _make_quota(values: Values, rule: Surroundings) -> Quota:
    return Quota(values.get("quota"), values.inverted("quota"))


def _save_quota(match: Quota) -> str:
    return f"{' !' if match.invert else ''} --quota {match.quota}"


def _show_quota(match: Quota, ip: IpPart, numeric: bool) -> str:
    return f" quota: {match.quota} bytes"


_QUOTA = Ext("quota", (Option("quota", "quota", uint64, invert=True, mandatory=True),), _make_quota, _save_quota, _show_quota)

MATCHES = {ext.name: ext for ext in (_ESP, _AH, _TCPMSS, _CONNBYTES, _HELPER, _QUOTA)}
