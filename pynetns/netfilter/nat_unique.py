"""Which tuple a translated connection gets: get_unique_tuple() of net/netfilter/nf_nat_core.c."""

from typing import TYPE_CHECKING

from pynetns.netfilter.connection import IPS_DYING, IPS_FIXED_TIMEOUT, IPS_SRC_NAT, Connection
from pynetns.netfilter.conntrack_tcp import SYN_SENT, TIME_WAIT
from pynetns.netfilter.jhash import jhash2, reciprocal_scale
from pynetns.netfilter.nat_manip import DST, SRC
from pynetns.netfilter.nat_range import NatRange
from pynetns.netfilter.tuple import WITH_PORTS, Tuple
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_TCP

if TYPE_CHECKING:
    from pynetns.netfilter.nat import Nat

MAX_ATTEMPTS = 128
HARDER_THRESHOLD = MAX_ATTEMPTS // 4


def unique_tuple(nat: "Nat", original: Tuple, wanted: NatRange, connection: Connection, manip: int) -> Tuple:
    """The tuple as it is, if it is allowed and free; the one that its source has already; else an address of the range, with the same port
    if that is free and the next free one if not. It may not be possible: then the last one tried."""
    if manip == SRC and not wanted.is_random:
        if _source_in_range(original, wanted):
            if not _used(nat, original, connection):
                return original
        else:
            mapped = _mapping_of_source(nat, original, wanted, connection)
            if mapped is not None and not _used(nat, mapped, connection):
                return mapped
    new = _choose_address(original, wanted, manip, connection.original.zone)
    if not wanted.is_random:
        if wanted.min_port is not None:
            if wanted.base_port is None and _port_in_range(new, wanted, manip) and (
                    wanted.min_port == wanted.max_port or not _used(nat, new, connection)):
                return new
        elif not _used(nat, new, connection):
            return new
    return _choose_port(nat, new, wanted, connection, manip)


def _used(nat: "Nat", tuple_: Tuple, connection: Connection) -> bool:
    """nf_nat_used_tuple(): would its answers be another connection's?"""
    reply = tuple_.inverted()
    return reply is not None and nat.namespace.conntrack.is_taken(reply._replace(zone=connection.reply.zone), connection)


def _used_even_now(nat: "Nat", tuple_: Tuple, connection: Connection, attempts_left: int) -> bool:
    """nf_nat_used_tuple_harder(): the last tries may take the place of a TCP connection that is closing, if the new one's numbers are
    beyond those that it used."""
    tcp = connection.protocol
    if attempts_left > HARDER_THRESHOLD or tuple_.proto != IPPROTO_TCP or tcp is None or tcp.state != SYN_SENT:
        return _used(nat, tuple_, connection)
    reply = tuple_.inverted()
    assert reply is not None
    reply = reply._replace(zone=connection.reply.zone)
    other = nat.namespace.conntrack.find(reply)
    if other is None:
        return False
    if other.original == reply or other is connection or other.protocol.state < TIME_WAIT:
        return True
    if other.status & (IPS_FIXED_TIMEOUT | IPS_DYING) or not other.status & IPS_SRC_NAT:
        return True
    if not 0 < (tcp.ends[0].end - other.protocol.ends[0].end) & 0xFFFFFFFF < 1 << 31:
        return True
    nat.namespace.conntrack.kill(other)
    return False


def _port(tuple_: Tuple, manip: int) -> int:
    """The part that a translation may change; of ICMP there is only the identifier."""
    return tuple_.sport if manip == SRC or tuple_.proto == IPPROTO_ICMP else tuple_.dport


def _port_in_range(tuple_: Tuple, wanted: NatRange, manip: int) -> bool:
    """l4proto_in_range()."""
    assert wanted.min_port is not None and wanted.max_port is not None
    if tuple_.proto != IPPROTO_ICMP and tuple_.proto not in WITH_PORTS:
        return True
    return wanted.min_port <= _port(tuple_, manip) <= wanted.max_port


def _source_in_range(tuple_: Tuple, wanted: NatRange) -> bool:
    """in_range()."""
    return wanted.has_address(tuple_.src) and (wanted.min_port is None or _port_in_range(tuple_, wanted, SRC))


def _mapping_of_source(nat: "Nat", original: Tuple, wanted: NatRange, connection: Connection) -> Tuple | None:
    """find_appropriate_src(): a source that is translated already stays the same to everybody. The newest mapping is found first."""
    key = original.src, original.sport, original.proto, connection.original.zone
    for other in reversed(nat.by_source.get(key, {})):
        back = other.reply.inverted()
        if back is None:
            continue
        mapped = original._replace(src=back.src, sport=back.sport)
        if _source_in_range(mapped, wanted):
            return mapped
    return None


def _choose_address(tuple_: Tuple, wanted: NatRange, manip: int, zone: int) -> Tuple:
    """find_best_ips_proto(): by a hash of the addresses, so that a server sees the same client from the same address."""
    if wanted.min_addr is None or wanted.max_addr is None:
        return tuple_
    address = wanted.min_addr
    if wanted.max_addr != address:
        number = jhash2((_swap(tuple_.src), 0, 0, 0), 0 if wanted.persistent else _swap(tuple_.dst) ^ zone)
        address += reciprocal_scale(number, wanted.max_addr - address + 1)
    return tuple_._replace(src=address) if manip == SRC else tuple_._replace(dst=address)


def _swap(address: int) -> int:
    """As the hash reads it on a little-endian machine."""
    return int.from_bytes(address.to_bytes(4, "big"), "little")


def _choose_port(nat: "Nat", tuple_: Tuple, wanted: NatRange, connection: Connection, manip: int) -> Tuple:
    """nf_nat_l4proto_unique_tuple(): the next free port from a random one on; low ports stay low."""
    port = _port(tuple_, manip)
    if tuple_.proto == IPPROTO_ICMP:
        low, high = (0, 0xFFFF) if wanted.min_port is None or wanted.max_port is None else (wanted.min_port, wanted.max_port)
    elif tuple_.proto not in WITH_PORTS:
        return tuple_
    elif wanted.min_port is None or wanted.max_port is None:
        if manip == DST:
            return tuple_
        low, high = (1, 511) if port < 512 else (600, 1023) if port < 1024 else (1024, 65535)
    else:
        low, high = sorted((wanted.min_port, wanted.max_port))
    size = high - low + 1
    random = nat.namespace.random
    offset = (port - wanted.base_port) & 0xFFFF if wanted.base_port is not None else random.getrandbits(16)
    attempts = min(size, MAX_ATTEMPTS)
    while True:
        for step in range(attempts):
            port = low + (offset + step & 0xFFFF) % size
            if manip == SRC or tuple_.proto == IPPROTO_ICMP:
                tuple_ = tuple_._replace(sport=port)
            else:
                tuple_ = tuple_._replace(dport=port)
            if not _used_even_now(nat, tuple_, connection, attempts - step):
                return tuple_
        if attempts >= size or attempts < 16:
            return tuple_
        attempts //= 2
        offset = random.getrandbits(16)
