"""What `ip6tables -C` of 1.8.9 takes for the same rule: check_entry() of iptables/ip6tables.c.

It makes the mask under which libiptc compares too small, by the size of struct ip6t_entry but for a pointer's. So of the last 160 bytes of
a rule's matches and target the names alone are compared; 1.8.10 mended it.
"""

from typing import Any

from pynetns.netfilter.match_conntrack import Conntrack
from pynetns.netfilter.rule import Jump, Rule, Standard

_HEADER = 32  # struct xt_entry_match, and struct xt_entry_target
_UNSEEN = 168 - 8
_STANDARD = 40
# XT_ALIGN(sizeof) of the kinds whose structure is more than eight bytes.
_MATCH_SIZES = {
    "tcp": 16, "udp": 16, "comment": 256, "conntrack": 168, "limit": 40, "mark": 16, "connmark": 16, "multiport": 48, "iprange": 72,
    "recent": 232, "string": 160, "hashlimit": 336, "owner": 24, "physdev": 72, "connlimit": 32, "frag": 16, "ah": 16, "esp": 16,
    "rt": 296, "dst": 40, "hbh": 40, "statistic": 24, "time": 24, "policy": 296, "set": 48, "quota": 24, "helper": 40, "connbytes": 24,
    "sctp": 64,
}
_TARGET_SIZES = {
    "LOG": 32, "DNAT": 48, "SNAT": 48, "MASQUERADE": 40, "REDIRECT": 40, "NETMAP": 40, "CONNMARK": 16, "NFLOG": 80, "CT": 48, "SET": 48,
    "TPROXY": 24, "TCPOPTSTRIP": 32,
}
_CONNTRACK_ADDRESSES, _CONNTRACK_STATE = 64, 152  # how much of its structure holds the original addresses, and ends with the state


def seen_same(rule: Rule, other: Rule) -> bool:
    if rule.ip != other.ip or rule.goto != other.goto or len(rule.matches) != len(other.matches):
        return False
    if any(type(one) is not type(two) for one, two in zip(rule.matches, other.matches, strict=True)):
        return False
    sizes = [_HEADER + _MATCH_SIZES.get(match.name, 8) for match in rule.matches]
    target = rule.target
    plain = target is None or isinstance(target, Standard | Jump)
    if type(target) is not type(other.target) or (plain and target != other.target):
        return False
    end = sum(sizes) + (_STANDARD if plain else _HEADER + _TARGET_SIZES.get(target.name if target is not None else "", 8))
    start = 0
    for size, one, two in zip(sizes, rule.matches, other.matches, strict=True):
        if not _same_data(one, two, end - _UNSEEN - start - _HEADER):
            return False
        start += size
    return True


def _same_data(one: Any, two: Any, seen: int) -> bool:
    """Two of the same kind, of whose structures the first so many bytes are compared."""
    if seen <= 0:
        return True
    if isinstance(one, Conntrack) and seen < _CONNTRACK_STATE:
        wanted = [[test for test in each.addresses if seen >= _CONNTRACK_ADDRESSES or test.which == "origsrc"] for each in (one, two)]
        return wanted[0] == wanted[1]
    return bool(one == two)
