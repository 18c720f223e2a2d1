"""icmp6: libip6t_icmp6.c and the names of libxt_icmp.h."""

from pynetns.commands.iptables_match_icmp import icmp_ext
from pynetns.netfilter.ipv6_kinds import Icmp6Match

_NAMES = {
    "destination-unreachable": (1, 0, 0xFF), "no-route": (1, 0, 0), "communication-prohibited": (1, 1, 1), "beyond-scope": (1, 2, 2),
    "address-unreachable": (1, 3, 3), "port-unreachable": (1, 4, 4), "failed-policy": (1, 5, 5), "reject-route": (1, 6, 6),
    "packet-too-big": (2, 0, 0xFF), "time-exceeded": (3, 0, 0xFF), "ttl-exceeded": (3, 0, 0xFF), "ttl-zero-during-transit": (3, 0, 0),
    "ttl-zero-during-reassembly": (3, 1, 1), "parameter-problem": (4, 0, 0xFF), "bad-header": (4, 0, 0), "unknown-header-type": (4, 1, 1),
    "unknown-option": (4, 2, 2), "echo-request": (128, 0, 0xFF), "ping": (128, 0, 0xFF), "echo-reply": (129, 0, 0xFF),
    "pong": (129, 0, 0xFF), "router-solicitation": (133, 0, 0xFF), "router-advertisement": (134, 0, 0xFF),
    "neighbour-solicitation": (135, 0, 0xFF), "neighbor-solicitation": (135, 0, 0xFF), "neighbour-advertisement": (136, 0, 0xFF),
    "neighbor-advertisement": (136, 0, 0xFF), "redirect": (137, 0, 0xFF),
}

_HELP = """\
icmpv6 match options:
[!] --icmpv6-type typename\tmatch icmpv6 type
\t\t\t\t(or numeric type or type/code)
"""

MATCHES = {"icmp6": icmp_ext("icmp6", Icmp6Match, _NAMES, "ICMPv6", "icmpv6-type", "ipv6-icmp", _HELP)}
