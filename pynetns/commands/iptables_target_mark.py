"""MARK, CONNMARK, CT, NOTRACK: libxt_MARK.c, libxt_CONNMARK.c, libxt_CT.c."""

from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, limited, nothing_saved, uint8, uint32, value_mask
from pynetns.commands.iptables_values import U16, U32, IptablesProblem, number
from pynetns.netfilter.rule import IpPart
from pynetns.netfilter.target_ct import Ct
from pynetns.netfilter.target_mark import ConnMarkTarget, MarkTarget

_SETTERS = ("set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark")


def _mark_options(excl: tuple[str, ...]) -> tuple[Option, ...]:
    return (Option("set-xmark", "set-xmark", value_mask, excl=excl), Option("set-mark", "set-mark", value_mask, excl=excl),
            Option("and-mark", "and-mark", uint32, excl=excl), Option("or-mark", "or-mark", uint32, excl=excl),
            Option("xor-mark", "xor-mark", uint32, excl=excl))


def _mark_and_mask(key: str, values: Values) -> tuple[int, int]:
    """Each way to set a mark as what it is: clear some bits, flip some."""
    value = values.get(key)
    if key == "set-xmark":
        mark, mask = value
    elif key == "set-mark":
        mark, mask = value[0], value[0] | value[1]
    elif key == "and-mark":
        mark, mask = 0, ~value & U32
    elif key == "or-mark":
        mark, mask = value, value
    else:
        mark, mask = value, 0
    return mark, mask


def _shown_setting(mark: int, mask: int) -> str:
    if mark == 0:
        return f"and 0x{~mask & U32:x}"
    if mark == mask:
        return f"or 0x{mark:x}"
    if mask == 0:
        return f"xor 0x{mark:x}"
    return f"set 0x{mark:x}" if mask == U32 else f"xset 0x{mark:x}/0x{mask:x}"


# --- MARK ------------------------------------------------------------------------------------------------------------------------


def _check_mark(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required")


def _make_mark(values: Values, rule: Surroundings) -> MarkTarget:
    return MarkTarget(*_mark_and_mask(values.order[-1][0], values))


def _save_mark(target: MarkTarget) -> str:
    return f" --set-xmark 0x{target.mark:x}/0x{target.mask:x}"


def _show_mark(target: MarkTarget, ip: IpPart, numeric: bool) -> str:
    return f" MARK {_shown_setting(target.mark, target.mask)}"


_MARK = Ext("MARK", _mark_options(_SETTERS), _make_mark, _save_mark, _show_mark, _check_mark)


# --- CONNMARK --------------------------------------------------------------------------------------------------------------------

_OPERATIONS = (*_SETTERS, "save-mark", "restore-mark")


def _check_connmark(values: Values, rule: Surroundings) -> None:
    if not any(key in values for key in _OPERATIONS):
        raise IptablesProblem("CONNMARK target: No operation specified")


def _make_connmark(values: Values, rule: Surroundings) -> ConnMarkTarget:
    mode, ctmark, ctmask, nfmask, shift, right = "set", 0, U32, U32, 0, False
    for key, value, _ in values.order:
        if key in _SETTERS:
            ctmark, ctmask = _mark_and_mask(key, values)
        elif key in ("save-mark", "restore-mark"):
            mode = key.partition("-")[0]
        elif key == "mask":
            ctmask = nfmask = value
        elif key == "ctmask":
            ctmask = value
        elif key == "nfmask":
            nfmask = value
        else:
            shift, right = value, key == "right"
    return ConnMarkTarget(mode, ctmark, ctmask, nfmask, shift, right)


def _shift(target: ConnMarkTarget, prefix: str) -> str:
    return f" {prefix}{'right' if target.shift_right else 'left'}-shift-mark {target.shift}" if target.shift else ""


def _save_connmark(target: ConnMarkTarget) -> str:
    if target.mode == "set":
        text = f" --set-xmark 0x{target.ctmark:x}/0x{target.ctmask:x}"
    else:
        text = f" --{target.mode}-mark --nfmask 0x{target.nfmask:x} --ctmask 0x{target.ctmask:x}"
    return text + _shift(target, "--")


def _show_connmark(target: ConnMarkTarget, ip: IpPart, numeric: bool) -> str:
    if target.mode == "set":
        text = f" CONNMARK {_shown_setting(target.ctmark, target.ctmask)}"
    else:
        first, second = ("nfmask", "ctmask") if target.mode == "save" else ("ctmask", "nfmask")
        masks = {"nfmask": target.nfmask, "ctmask": target.ctmask}
        text = f" CONNMARK {target.mode}"
        if masks[first] != masks[second]:
            text += f" {first} 0x{masks[first]:x} {second} ~0x{masks[second]:x}"
        elif masks[first] != U32:
            text += f" mask 0x{masks[first]:x}"
    return text + _shift(target, "")


_CONNMARK = Ext("CONNMARK", (
    *_mark_options(_OPERATIONS), Option("save-mark", "save-mark", excl=_OPERATIONS),
    Option("restore-mark", "restore-mark", excl=_OPERATIONS),
    Option("left-shift-mark", "left", uint8, high=32), Option("right-shift-mark", "right", uint8, high=32),
    Option("ctmask", "ctmask", uint32, excl=("mask",)), Option("nfmask", "nfmask", uint32, excl=("mask",)),
    Option("mask", "mask", uint32, excl=("ctmask", "nfmask")),
), _make_connmark, _save_connmark, _show_connmark, _check_connmark)


# --- CT, NOTRACK -----------------------------------------------------------------------------------------------------------------

_CT_EVENTS = {"new": 0, "related": 1, "destroy": 2, "reply": 3, "assured": 4, "protoinfo": 5, "helper": 6, "mark": 7, "natseqinfo": 8,
              "secmark": 9}
_EXP_EVENTS = {"new": 0}


def _events(call: Call) -> int:
    known = _CT_EVENTS if call.option.id == "ctevents" else _EXP_EVENTS
    mask = 0
    for word in call.arg.split(","):
        if word not in known:
            raise IptablesProblem(f'Unknown event type "{word}"')
        mask |= 1 << known[word]
    return mask


def _zone(call: Call) -> int | None:
    if call.arg.lower() == "mark":
        return None
    value = number(call.arg, 0, U16)
    if value is None:
        raise IptablesProblem(f"Cannot parse {call.arg} as a zone ID")
    return value


def _make_ct(values: Values, rule: Surroundings) -> Ct:
    zones = [(key, value) for key, value, _ in values.order if key.startswith("zone")]
    sides = {key.partition("-")[2] for key, _ in zones}
    side = "".join(sides - {""}) if len(sides - {""}) == 1 else ""
    zone = zones[-1][1] if zones else 0
    return Ct("notrack" in values, values.get("helper", ""), values.get("timeout", ""), values.get("ctevents", 0),
              values.get("expevents", 0), zone or 0, side, zone is None)


def _ct(target: Ct, prefix: str) -> str:
    text = f" {prefix}notrack" if target.notrack else ""
    text += f" {prefix}helper {target.helper}" if target.helper else ""
    text += f" {prefix}timeout {target.timeout}" if target.timeout else ""
    for option, mask, known in (("ctevents", target.ctevents, _CT_EVENTS), ("expevents", target.expevents, _EXP_EVENTS)):
        if mask:
            text += f" {prefix}{option} {','.join(name for name, bit in known.items() if mask & 1 << bit)}"
    if target.zone_mark or target.zone:
        text += f" {prefix}zone{'-' + target.zone_side if target.zone_side else ''} {'mark' if target.zone_mark else target.zone}"
    return text


def _save_ct(target: Ct) -> str:
    return _ct(target, "--")


def _show_ct(target: Ct, ip: IpPart, numeric: bool) -> str:
    return " CT" + _ct(target, "")


_CT = Ext("CT", (
    Option("notrack", "notrack"), Option("helper", "helper", limited(15)), Option("timeout", "timeout", limited(31)),
    Option("ctevents", "ctevents", _events), Option("expevents", "expevents", _events), Option("zone-orig", "zone-orig", _zone),
    Option("zone-reply", "zone-reply", _zone), Option("zone", "zone", _zone),
), _make_ct, _save_ct, _show_ct)


def _make_notrack(values: Values, rule: Surroundings) -> Ct:
    return Ct(notrack=True, alias=True)


def _show_notrack(target: Ct, ip: IpPart, numeric: bool) -> str:
    return " NOTRACK"


_NOTRACK = Ext("NOTRACK", (), _make_notrack, nothing_saved, _show_notrack)

TARGETS = {ext.name: ext for ext in (_MARK, _CONNMARK, _CT, _NOTRACK)}
