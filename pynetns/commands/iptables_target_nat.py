"""DNAT, SNAT, MASQUERADE, REDIRECT, NETMAP: libxt_NAT.c, libipt_NETMAP.c."""

from dataclasses import replace

from pynetns.commands.iptables_family import common_mask, format_address, saved_mask
from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, host_mask, string
from pynetns.commands.iptables_values import U16, IptablesProblem, number_prefix
from pynetns.commands.netdb import service_port
from pynetns.netfilter.nat_range import NatRange
from pynetns.netfilter.rule import IpPart
from pynetns.netfilter.target_nat import Dnat, Masquerade, NatTarget, NetMap, Redirect, Snat

_PORT_PROTOCOLS = (6, 17, 132, 33, 1)


def _any_service(name: str) -> int | None:
    return service_port(name)


def _parse_ports(text: str, rule: Surroundings, found: NatRange) -> NatRange:
    """parse_ports(): a port, a range with a dash, and behind a slash the port that the range is shifted from."""
    if rule.proto not in _PORT_PROTOCOLS:
        raise IptablesProblem("Need TCP, UDP, SCTP or DCCP with port specification")
    begin = number_prefix(text, 0, U16)
    if begin is None:
        port = _any_service(text)
        if port is None:
            raise IptablesProblem(f"Port `{text}' not valid")
        begin = port, ""
    low, rest = begin
    if not rest:
        return replace(found, min_port=low, max_port=low)
    if rest[0] == ":":
        raise IptablesProblem("Invalid port:port syntax - use dash")
    if rest[0] != "-":
        raise IptablesProblem(f"Garbage after port value: `{rest}'")
    end = number_prefix(rest[1:], 0, U16)
    if end is None:
        raise IptablesProblem(f"Port `{rest[1:]}' not valid")
    high, after = end
    if high < low:
        raise IptablesProblem(f"Port range `{rest[1:]}' funky")
    found = replace(found, min_port=low, max_port=high)
    if not after:
        return found
    if after[0] != "/":
        raise IptablesProblem(f"Garbage after port range: `{after}'")
    base = number_prefix(after[1:], 1, U16)
    shift = base[0] if base is not None else _any_service(after[1:])
    if shift is None:
        raise IptablesProblem(f"Port `{after[1:]}' not valid")
    return replace(found, base_port=shift)


def _to(call: Call) -> NatRange:
    """parse_to(): addresses, and behind a colon ports."""
    text = string(call)
    family = call.rule.family
    found = NatRange()
    if "[" in text:
        addresses, bracket, after = text.partition("[")[2].partition("]")
        if not bracket or family.number == 4:
            raise IptablesProblem("Invalid address format")
        _, colon, ports = after.partition(":")
    else:
        addresses, colon, ports = text.partition(":")
        if ":" in ports:  # more than one: an address of IPv6
            addresses, colon = text, ""
    if colon:
        found = _parse_ports(ports, call.rule, found)
        if not addresses:
            return found
    low_text, dash, high_text = addresses.partition("-")
    values = []
    for part in (low_text, high_text if dash else low_text):
        address = family.strict(part)
        if address is None:
            raise IptablesProblem(f'Bad IP address "{part}"')
        values.append(address)
    return replace(found, min_addr=values[0], max_addr=values[1])


def _to_ports(call: Call) -> NatRange:
    return _parse_ports(string(call), call.rule, NatRange())


def _range(values: Values) -> NatRange:
    found: NatRange = values.get("to", NatRange())
    return replace(found, random="random" in values, random_fully="random-fully" in values,
                   persistent="persistent" in values)


def _no_shift(values: Values, rule: Surroundings) -> None:
    if values.get("to", NatRange()).base_port is not None:
        raise IptablesProblem("Shifted portmap ranges not supported with this kernel")


def _range_text(target: NatTarget, option: str, prefix: str, skip_colon: bool) -> str:
    """__NAT_print()."""
    wanted = target.range
    text = ""
    if wanted.min_addr is not None and wanted.max_addr is not None:
        text = format_address(wanted.min_addr)
        if wanted.max_addr != wanted.min_addr:
            text += f"-{format_address(wanted.max_addr)}"
        if ":" in text and wanted.min_port is not None:
            text = f"[{text}]"
    if wanted.min_port is not None:
        text += f":{wanted.min_port}" + (f"-{wanted.max_port}" if wanted.max_port != wanted.min_port else "")
        text += f"/{wanted.base_port}" if wanted.base_port is not None else ""
    if text:
        text = f" {option}{text[1:] if skip_colon and text[0] == ':' else text}"
    for flag, on in (("random", wanted.random), ("random-fully", wanted.random_fully), ("persistent", wanted.persistent)):
        text += f" {prefix}{flag}" if on else ""
    return text


def _ext(kind: type[NatTarget], options: tuple[Option, ...], shown: str, saved: str, skip_colon: bool, shifts: bool) -> Ext:
    """One of the four that differ in their options and words only."""
    def make(values: Values, rule: Surroundings) -> NatTarget:
        return kind(_range(values))

    def save(target: NatTarget) -> str:
        return _range_text(target, saved, "--", skip_colon)

    def show(target: NatTarget, ip: IpPart, numeric: bool) -> str:
        return _range_text(target, shown, "", skip_colon)

    return Ext(kind.name, options, make, save, show, None if shifts else _no_shift)


_RANDOM, _FULLY, _PERSISTENT = Option("random", "random"), Option("random-fully", "random-fully"), Option("persistent", "persistent")
_DNAT = _ext(Dnat, (Option("to-destination", "to", _to, mandatory=True), _RANDOM, _PERSISTENT), "to:", "--to-destination ", False, True)
_SNAT = _ext(Snat, (Option("to-source", "to", _to, mandatory=True), _RANDOM, _FULLY, _PERSISTENT), "to:", "--to-source ", False, True)
_MASQUERADE = _ext(Masquerade, (Option("to-ports", "to", _to_ports), _RANDOM, _FULLY), "masq ports: ", "--to-ports ", True, True)
_REDIRECT = _ext(Redirect, (Option("to-ports", "to", _to_ports), _RANDOM), "redir ports ", "--to-ports ", True, False)


# --- NETMAP ----------------------------------------------------------------------------------------------------------------------


def _make_netmap(values: Values, rule: Surroundings) -> NetMap:
    address, mask = values.get("to")
    kind = type(rule.family.any)
    return NetMap(NatRange(kind(address & mask), kind(address & mask | rule.family.host & ~mask)))


def _network(target: NetMap) -> str:
    low, high = target.range.min_addr or 0, target.range.max_addr or 0
    return f"{format_address(low)}/{saved_mask(common_mask(low, high))}"


def _save_netmap(target: NetMap) -> str:
    return f" --to {_network(target)}"


def _show_netmap(target: NetMap, ip: IpPart, numeric: bool) -> str:
    return f" to:{_network(target)}"


_NETMAP = Ext("NETMAP", (Option("to", "to", host_mask, mandatory=True),), _make_netmap, _save_netmap, _show_netmap)

TARGETS = {ext.name: ext for ext in (_DNAT, _SNAT, _MASQUERADE, _REDIRECT, _NETMAP)}
