"""addrtype, physdev, mac, pkttype, rpfilter, owner: where a packet comes from. libxt_addrtype.c and its neighbours."""

from pynetns.commands.iptables_accounts import group_id, group_name, user_id, user_name
from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, bad_value, ether_mac, string
from pynetns.commands.iptables_values import IFNAMSIZ, IptablesProblem, number_prefix
from pynetns.netfilter.match_addrtype import TYPES, AddrType
from pynetns.netfilter.match_mac import Mac
from pynetns.netfilter.match_owner import IdRange, Owner
from pynetns.netfilter.match_physdev import Flag, PhysDev, PortName
from pynetns.netfilter.match_pkttype import PACKET_TYPES, PktType
from pynetns.netfilter.match_rpfilter import RpFilter
from pynetns.netfilter.rule import IpPart

# --- addrtype --------------------------------------------------------------------------------------------------------------------


def _types(call: Call) -> int:
    """Names with commas; any beginning of one will do."""
    mask, rest = 0, call.arg
    while True:
        word, comma, after = rest.partition(",")
        found = next((number for number, name in enumerate(TYPES) if word and name.startswith(word.upper())), None)
        if found is None:
            raise IptablesProblem(f"addrtype: bad type `{rest}'" if comma else f'addrtype: bad type "{rest}"')
        mask |= 1 << found
        if not comma:
            return mask
        rest = after


def _check_addrtype(values: Values, rule: Surroundings) -> None:
    if "source" not in values and "dest" not in values:
        raise IptablesProblem("addrtype: you must specify --src-type or --dst-type")


def _make_addrtype(values: Values, rule: Surroundings) -> AddrType:
    return AddrType(values.get("source", 0), values.get("dest", 0), values.inverted("source"), values.inverted("dest"), "in" in values,
                    "out" in values)


def _type_names(mask: int) -> str:
    return ",".join(name for number, name in enumerate(TYPES) if mask & 1 << number)


def _save_addrtype(match: AddrType) -> str:
    text = ""
    for option, types, invert in (("src-type", match.source, match.invert_source), ("dst-type", match.dest, match.invert_dest)):
        if types:
            text += f"{' !' if invert else ''} --{option} {_type_names(types)}"
    return text + (" --limit-iface-in" if match.limit_iface_in else "") + (" --limit-iface-out" if match.limit_iface_out else "")


def _show_addrtype(match: AddrType, ip: IpPart, numeric: bool) -> str:
    text = " ADDRTYPE match"
    for option, types, invert in (("src-type", match.source, match.invert_source), ("dst-type", match.dest, match.invert_dest)):
        if types:
            text += f" {option} {'!' if invert else ''}{_type_names(types)}"
    return text + (" limit-in" if match.limit_iface_in else "") + (" limit-out" if match.limit_iface_out else "")


_ADDRTYPE = Ext("addrtype", (
    Option("src-type", "source", _types, invert=True), Option("dst-type", "dest", _types, invert=True),
    Option("limit-iface-in", "in", excl=("out",)), Option("limit-iface-out", "out", excl=("in",)),
), _make_addrtype, _save_addrtype, _show_addrtype, _check_addrtype)


# --- physdev ---------------------------------------------------------------------------------------------------------------------


def _port_name(call: Call) -> str:
    name = string(call)
    if len(name) + 1 > IFNAMSIZ:
        raise IptablesProblem(f"interface name `{name}' must be shorter than IFNAMSIZ ({IFNAMSIZ - 1})")
    if "/" in name or " " in name:
        call.rule.warn(f"Warning: weird character in interface `{name}' ('/' and ' ' are not allowed by the kernel).\n")
    return name


def _check_physdev(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("PHYSDEV: no physdev option specified")


def _make_physdev(values: Values, rule: Surroundings) -> PhysDev:
    names = [PortName(values.get(key), values.inverted(key)) if key in values else None for key in ("in", "out")]
    flags = [Flag(values.inverted(key)) if key in values else None for key in ("is-in", "is-out", "is-bridged")]
    return PhysDev(names[0], names[1], flags[0], flags[1], flags[2])


def _save_physdev(match: PhysDev) -> str:
    text = ""
    for option, given in (("is-in", match.is_in), ("in", match.port_in), ("is-out", match.is_out), ("out", match.port_out),
                          ("is-bridged", match.is_bridged)):
        if given is not None:
            text += f"{' !' if given.invert else ''} --physdev-{option}" + (f" {given.pattern}" if isinstance(given, PortName) else "")
    return text


def _show_physdev(match: PhysDev, ip: IpPart, numeric: bool) -> str:
    return " PHYSDEV match" + _save_physdev(match)


_PHYSDEV = Ext("physdev", (
    Option("physdev-in", "in", _port_name, invert=True), Option("physdev-out", "out", _port_name, invert=True),
    Option("physdev-is-in", "is-in", invert=True), Option("physdev-is-out", "is-out", invert=True),
    Option("physdev-is-bridged", "is-bridged", invert=True),
), _make_physdev, _save_physdev, _show_physdev, _check_physdev)


# --- mac, pkttype, rpfilter ------------------------------------------------------------------------------------------------------


def _make_mac(values: Values, rule: Surroundings) -> Mac:
    return Mac(values.get("mac"), values.inverted("mac"))


def _save_mac(match: Mac) -> str:
    return f"{' !' if match.invert else ''} --mac-source {match.source.hex(':')}"


def _show_mac(match: Mac, ip: IpPart, numeric: bool) -> str:
    return f" MAC {'! ' if match.invert else ''}{match.source.hex(':')}"


_MAC = Ext("mac", (Option("mac-source", "mac", ether_mac, invert=True, mandatory=True),), _make_mac, _save_mac, _show_mac)


def _packet_type(call: Call) -> int:
    kind = PACKET_TYPES.get(call.arg.lower())
    if kind is None:
        raise IptablesProblem(f"Bad packet type '{call.arg}'")
    return kind


def _make_pkttype(values: Values, rule: Surroundings) -> PktType:
    return PktType(values.get("type"), values.inverted("type"))


def _type_name(match: PktType) -> str:
    return next(name for name, kind in PACKET_TYPES.items() if kind == match.type)


def _save_pkttype(match: PktType) -> str:
    return f"{' !' if match.invert else ''} --pkt-type {_type_name(match)}"


def _show_pkttype(match: PktType, ip: IpPart, numeric: bool) -> str:
    return f" PKTTYPE {'!' if match.invert else ''}= {_type_name(match)}"


_PKTTYPE = Ext("pkttype", (Option("pkt-type", "type", _packet_type, invert=True, mandatory=True),), _make_pkttype, _save_pkttype,
               _show_pkttype)

_RPFILTER_FLAGS = ("loose", "validmark", "accept-local", "invert")


def _make_rpfilter(values: Values, rule: Surroundings) -> RpFilter:
    return RpFilter(*(flag in values for flag in _RPFILTER_FLAGS))


def _rpfilter_flags(match: RpFilter, prefix: str) -> str:
    given = (match.loose, match.validmark, match.accept_local, match.invert)
    return "".join(f" {prefix}{flag}" for flag, on in zip(_RPFILTER_FLAGS, given) if on)


def _save_rpfilter(match: RpFilter) -> str:
    return _rpfilter_flags(match, "--")


def _show_rpfilter(match: RpFilter, ip: IpPart, numeric: bool) -> str:
    return " rpfilter" + _rpfilter_flags(match, "")


_RPFILTER = Ext("rpfilter", tuple(Option(flag, flag) for flag in _RPFILTER_FLAGS), _make_rpfilter, _save_rpfilter, _show_rpfilter)


# --- owner -----------------------------------------------------------------------------------------------------------------------

_MAX_ID = 0xFFFFFFFE


def _id_range(option: str, text: str) -> tuple[int, int]:
    """owner_parse_range()."""
    found = number_prefix(text, 0, _MAX_ID)
    if found is None:
        raise bad_value("owner", option, text)
    low, rest = found
    high = low
    if rest[:1] in ("-", ":") and rest:
        found = number_prefix(rest[1:], 0, _MAX_ID)
        if found is None:
            raise bad_value("owner", option, text)
        high, rest = found
    if rest:
        raise bad_value("owner", option, text)
    return low, high


def _uid(call: Call) -> tuple[int, int]:
    known = user_id(call.arg)
    return (known, known) if known is not None else _id_range("--uid-owner", call.arg)


def _gid(call: Call) -> tuple[int, int]:
    known = group_id(call.arg)
    return (known, known) if known is not None else _id_range("--gid-owner", call.arg)


def _check_owner(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("owner: At least one of --uid-owner, --gid-owner or --socket-exists is required")
    seen_gid = False
    for key, _, _ in values.order:
        seen_gid |= key == "gid"
        if key == "supplementary" and not seen_gid:
            raise bad_value("owner", "--suppl-groups", "you need to use --gid-owner first")


def _make_owner(values: Values, rule: Surroundings) -> Owner:
    ids = [IdRange(*values.pair(key), values.inverted(key)) if key in values else None for key in ("uid", "gid")]
    return Owner(ids[0], ids[1], values.inverted("socket") if "socket" in values else None, "supplementary" in values)


def _owner_text(match: Owner, labels: tuple[str, str, str, str], numeric: bool) -> str:
    text = ""
    if match.socket_exists is not None:
        text += f"{' !' if match.socket_exists else ''} {labels[0]}"
    for label, wanted, name in ((labels[1], match.uid, user_name), (labels[2], match.gid, group_name)):
        if wanted is not None:
            shown = (f"{wanted.low}-{wanted.high}" if wanted.low != wanted.high
                     else (None if numeric else name(wanted.low)) or str(wanted.low))
            text += f"{' !' if wanted.invert else ''} {label} {shown}"
    return text + (f" {labels[3]}" if match.supplementary else "")


def _save_owner(match: Owner) -> str:
    return _owner_text(match, ("--socket-exists", "--uid-owner", "--gid-owner", "--suppl-groups"), True)


def _show_owner(match: Owner, ip: IpPart, numeric: bool) -> str:
    return _owner_text(match, ("owner socket exists", "owner UID match", "owner GID match", "incl. suppl. groups"), numeric)


_OWNER = Ext("owner", (
    Option("uid-owner", "uid", _uid, invert=True), Option("gid-owner", "gid", _gid, invert=True),
    Option("socket-exists", "socket", invert=True), Option("suppl-groups", "supplementary"),
), _make_owner, _save_owner, _show_owner, _check_owner)

MATCHES = {ext.name: ext for ext in (_ADDRTYPE, _PHYSDEV, _MAC, _PKTTYPE, _RPFILTER, _OWNER)}
