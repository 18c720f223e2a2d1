"""The matches and targets that iptables knows, by name, loaded when they are first named."""

from functools import cache
from importlib import import_module
from typing import Any

from pynetns.commands.iptables_option import Ext

# The module of each; its `MATCHES` or `TARGETS` holds them.
_MATCH_MODULES = {
    "iptables_match_ports": ("tcp", "udp", "multiport"),
    "iptables_match_icmp": ("icmp",),
    "iptables_match_sctp": ("sctp",),
    "iptables_match_conntrack": ("conntrack", "state", "connlimit", "connmark"),
    "iptables_match_device": ("addrtype", "physdev", "mac", "pkttype", "rpfilter", "owner"),
    "iptables_match_header": ("tos", "dscp", "ttl", "ecn", "length", "iprange"),
    "iptables_match_rate": ("limit", "hashlimit", "statistic", "recent"),
    "iptables_match_text": ("comment", "mark", "string"),
    "iptables_match_time": ("time",),
    "iptables_match_policy": ("policy",),
    "iptables_match_set": ("set",),
    "iptables_match_more": ("esp", "ah", "tcpmss", "connbytes", "helper", "quota"),
}
_TARGET_MODULES = {
    "iptables_target_nat": ("DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP"),
    "iptables_target_log": ("LOG", "NFLOG", "TRACE", "REJECT"),
    "iptables_target_mark": ("MARK", "CONNMARK", "CT", "NOTRACK"),
    "iptables_match_set": ("SET",),
    "iptables_target_queue": ("NFQUEUE", "CLASSIFY", "TPROXY", "TCPOPTSTRIP"),
    "iptables_target_header": ("TOS", "DSCP", "TTL", "ECN", "TCPMSS", "CHECKSUM"),
}
# What ip6tables has of its own, and what it lacks; the others are libxt_*.so, which serve both.
_MATCH_MODULES6: dict[str, tuple[str, ...]] = {
    "ip6tables_match_header": ("frag", "hl", "ipv6header", "eui64", "ah"),
    "ip6tables_match_options": ("rt", "dst", "hbh"),
    "ip6tables_match_icmp": ("icmp6",),
}
_TARGET_MODULES6: dict[str, tuple[str, ...]] = {"ip6tables_target": ("REJECT", "HL")}
_ONLY_IPV4 = ("icmp", "ttl", "TTL", "ECN")
_ALIASES6 = {"icmpv6": "icmp6", "ipv6-icmp": "icmp6"}


def _by_name(modules: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: module for module, names in modules.items() for name in names}


_MATCH_OF, _TARGET_OF = _by_name(_MATCH_MODULES), _by_name(_TARGET_MODULES)
_MATCH_OF6 = {name: module for name, module in (_MATCH_OF | _by_name(_MATCH_MODULES6)).items() if name not in _ONLY_IPV4}
_TARGET_OF6 = {name: module for name, module in (_TARGET_OF | _by_name(_TARGET_MODULES6)).items() if name not in _ONLY_IPV4}


def known_matches(family: int = 4) -> list[str]:
    """The names of every match."""
    return list(_MATCH_OF if family == 4 else _MATCH_OF6)


def known_targets(family: int = 4) -> list[str]:
    return list(_TARGET_OF if family == 4 else _TARGET_OF6)


def _load(module: str, table: str) -> dict[str, Ext]:
    found: dict[str, Ext] = getattr(import_module(f"pynetns.commands.{module}"), table)
    return found


@cache
def find_match(name: str, family: int = 4) -> Ext | None:
    if family == 6:
        name = _ALIASES6.get(name, name)
    module = (_MATCH_OF if family == 4 else _MATCH_OF6).get(name)
    return _load(module, "MATCHES")[name] if module is not None else None


@cache
def find_target(name: str, family: int = 4) -> Ext | None:
    module = (_TARGET_OF if family == 4 else _TARGET_OF6).get(name)
    return _load(module, "TARGETS")[name] if module is not None else None


def ext_of_match(match: Any) -> Ext:
    ext = find_match("state" if getattr(match, "alias", False) else match.name, match.family)
    assert ext is not None
    return ext


def ext_of_target(target: Any) -> Ext:
    ext = find_target("NOTRACK" if getattr(target, "alias", False) else target.name, target.family)
    assert ext is not None
    return ext
