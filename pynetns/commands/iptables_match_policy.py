"""policy: libxt_policy.c."""

from typing import Any

from pynetns.commands.iptables_family import format_address, mask_suffix
from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, host_mask, protocol, uint32
from pynetns.commands.iptables_values import IptablesProblem
from pynetns.commands.netdb import protocol_name
from pynetns.netfilter.rule import IpPart
from pynetns.netfilter.match_policy import Policy, PolicyElement

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
        text += add("tunnel-dst", format_address(element.daddr[0]) + mask_suffix(element.daddr[1]), element.daddr[2])
    if element.saddr is not None:
        text += add("tunnel-src", format_address(element.saddr[0]) + mask_suffix(element.saddr[1]), element.saddr[2])
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

MATCHES = {ext.name: ext for ext in (_POLICY,)}
