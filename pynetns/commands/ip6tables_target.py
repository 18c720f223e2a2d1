"""REJECT and HL of IPv6: libip6t_REJECT.c, libip6t_HL.c."""

from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values
from pynetns.commands.iptables_target_header import ttl_ext
from pynetns.commands.iptables_values import IptablesProblem
from pynetns.netfilter.ipv6_kinds import TCP_RESET, HopLimitTarget, Reject6
from pynetns.netfilter.rule import IpPart

# In the tool's order, with the short name of each.
_KINDS = {
    "icmp6-no-route": "no-route", "icmp6-adm-prohibited": "adm-prohibited", "icmp6-addr-unreachable": "addr-unreach",
    "icmp6-port-unreachable": "port-unreach", TCP_RESET: TCP_RESET, "icmp6-policy-fail": "policy-fail",
    "icmp6-reject-route": "reject-route",
}


def _reject_with(call: Call) -> str:
    """Any beginning of a long or a short name, the first that fits."""
    word = call.arg.lower()
    for name, short in _KINDS.items():
        if name.startswith(word) or short.startswith(word):
            return name
    raise IptablesProblem(f'unknown reject type "{call.arg}"')


def _make_reject(values: Values, rule: Surroundings) -> Reject6:
    return Reject6(values.get("with", "icmp6-port-unreachable"))


def _save_reject(target: Reject6) -> str:
    return f" --reject-with {target.kind_sent}"


def _show_reject(target: Reject6, ip: IpPart, numeric: bool) -> str:
    return f" reject-with {target.kind_sent}"


_REJECT = Ext("REJECT", (Option("reject-with", "with", _reject_with),), _make_reject, _save_reject, _show_reject)

TARGETS = {"REJECT": _REJECT, "HL": ttl_ext(HopLimitTarget, "hl")}
