"""Which of several next hops a packet takes: fib_select_multipath() and fib_multipath_hash() of net/ipv4/fib_semantics.c and route.c.

The kernel's hash has a random key, so which flow takes which path differs from boot to boot. Here the key is always the same; the shares
follow the weights and a flow keeps its path, as there. Both directions of a flow have the same hash (__flow_hash_consistentify()).
"""

from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import IP, Packet, View
from pynetns.netns.route_entry import Route
from pynetns.wire.icmp import ICMP_DEST_UNREACH, ICMP_PARAMETERPROB, ICMP_REDIRECT, ICMP_SOURCE_QUENCH, ICMP_TIME_EXCEEDED
from pynetns.wire.ipv4 import IPPROTO_ICMP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

HEADER = View(vihl=(14, "B"), frag=(20, "H"), proto=(23, "B"))
ADDRESSES = View(src=(26, "I"), dst=(30, "I"))
PORTED = frozenset((6, 17, 33, 132, 136))  # TCP, UDP, DCCP, SCTP, UDP-Lite: what the flow dissector finds ports in
_ICMP_ERRORS = frozenset((ICMP_DEST_UNREACH, ICMP_SOURCE_QUENCH, ICMP_REDIRECT, ICMP_TIME_EXCEEDED, ICMP_PARAMETERPROB))
_VALID = frozenset(("PERMANENT", "NOARP", "REACHABLE", "PROBE", "STALE", "DELAY"))
_SRC, _DST, _PROTO, _SPORT, _DPORT = 0x01, 0x02, 0x04, 0x10, 0x20  # FIB_MULTIPATH_HASH_FIELD_*
_POLICY = "net.ipv4.fib_multipath_hash_policy"
_FIELDS = "net.ipv4.fib_multipath_hash_fields"
_USE_NEIGH = "net.ipv4.fib_multipath_use_neigh"


def dissect(packet: Packet) -> tuple[int, int, int]:
    """Protocol and ports of a packet, as rules ask for them: fib4_rules_early_flow_dissect(). A later fragment has no ports."""
    vihl, frag, proto = packet.read(HEADER)
    at = IP + (vihl & 15) * 4
    if frag & 0x1FFF or proto not in PORTED or not packet.has(at + 4):
        return proto, 0, 0
    ports = packet.slice(at, at + 4)
    return proto, ports[0] << 8 | ports[1], ports[2] << 8 | ports[3]


def flow_hash(namespace: "NetNamespace", src: int, dst: int, ports: tuple[int, int, int] = (0, 0, 0), packet: Packet | None = None) -> int:
    """31 bits of what the policy takes from a packet, or from what a socket is about to send."""
    number = namespace.sysctl.number
    policy = number(_POLICY)
    if packet is not None:
        src, dst = packet.read(ADDRESSES)
    if policy in (0, 2):
        if packet is not None:
            src, dst = _inner_addresses(packet, src, dst)
        return _mix(src, dst, 0, 0, 0)
    proto, sport, dport = dissect(packet) if packet is not None else ports
    if policy == 3:
        fields = number(_FIELDS)
        src, dst, proto = src * bool(fields & _SRC), dst * bool(fields & _DST), proto * bool(fields & _PROTO)
        sport, dport = sport * bool(fields & _SPORT), dport * bool(fields & _DPORT)
    return _mix(src, dst, proto, sport, dport)


def _inner_addresses(packet: Packet, src: int, dst: int) -> tuple[int, int]:
    """ip_multipath_l3_keys(): an ICMP error goes the way of the packet that it is about."""
    vihl, frag, proto = packet.read(HEADER)
    at = IP + (vihl & 15) * 4
    if proto != IPPROTO_ICMP or frag & 0x1FFF or not packet.has(at + 28) or packet.slice(at, at + 1)[0] not in _ICMP_ERRORS:
        return src, dst
    inner = packet.slice(at + 20, at + 28)
    return int.from_bytes(inner[:4], "big"), int.from_bytes(inner[4:], "big")


def _mix(src: int, dst: int, proto: int, sport: int, dport: int) -> int:
    if (dst, dport) < (src, sport):
        src, dst, sport, dport = dst, src, dport, sport
    value = 0x9E3779B9
    for word in (src, dst, sport << 16 | dport, proto):
        value = (value ^ word) * 0x85EBCA6B & 0xFFFFFFFF
        value ^= value >> 13
        value = value * 0xC2B2AE35 & 0xFFFFFFFF
        value ^= value >> 16
    return value >> 1


def first(route: Route, oif: NetDevice | None = None, ignore_linkstate: bool = False) -> Route:
    """The next hop that a look-up itself comes up with (nhsel of fib_table_lookup()): the first that can be used."""
    return next((path for path in route.paths if not path.unusable(ignore_linkstate) and oif in (None, path.device)),
                route.paths[0]) if route.paths else route


def select(namespace: "NetNamespace", route: Route, hashed: int, saddr: int = 0) -> Route:
    """fib_select_multipath(): the path whose share of 31 bits the hash falls into; one that has the source address before others."""
    alive = [path for path in route.paths if not path.unusable()]
    if not alive:
        return route.paths[0]
    use_neigh = namespace.sysctl.number(_USE_NEIGH)
    total, passed, best, best_score = sum(path.weight for path in alive), 0, None, -1
    for path in alive:
        passed += path.weight
        bound = ((passed << 31) + total // 2) // total - 1
        if use_neigh and not _is_good(namespace, path):
            continue
        score = 2 * (bool(saddr) and namespace.route.prefsrc(path, 0) == saddr) + (hashed <= bound)
        if score > best_score:
            best, best_score = path, score
            if score == 3 or (not saddr and score == 1):
                break
    return best if best is not None else alive[0]


def _is_good(namespace: "NetNamespace", path: Route) -> bool:
    """fib_good_nh(): is the neighbour not known to be dead?"""
    assert path.device is not None
    if not path.via:
        return True
    namespace.scheduler.refuse("asks for the state of neighbours")
    entry = namespace.neigh.find(path.via, path.device)
    return entry is None or entry.state in _VALID

