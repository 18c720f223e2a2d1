"""What the primitives of pcap-filter(7) look at: gencode.c of libpcap 1.10.3 for Ethernet, as closures.

Every test reads from the frame through `Frame.number`; a read behind its end throws the whole frame out, whatever
`or` and `not` stand around it, as a BPF program does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pynetns.commands.pcap_filter_words import FilterError

IPV4, IPV6, ARP, RARP = 0x0800, 0x86DD, 0x0806, 0x8035
LLC_STP = 0x42
TCP, UDP, SCTP, FRAGMENT = 6, 17, 132, 44
_MAX_LENGTH = 1500
_MASK = 0xFFFFFFFF
_TAGS = (0x8100, 0x88A8, 0x9100)


class Rejected(Exception):
    """A read behind the end of the frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    data: bytes
    length: int  # on the wire
    direction: str | None

    def number(self, at: int, size: int) -> int:
        end = at + size
        if end > len(self.data):
            raise Rejected
        return int.from_bytes(self.data[at:end], "big")


Test = Callable[[Frame], bool]
Value = Callable[[Frame], int]

# protocols that are one number: the row says under which network protocols they are looked for
_TRANSPORTS = {
    "tcp": (TCP, None),
    "udp": (UDP, None),
    "sctp": (SCTP, None),
    "icmp": (1, "ip"),
    "igmp": (2, "ip"),
    "igrp": (9, "ip"),
    "pim": (103, None),
    "vrrp": (112, "ip"),
    "carp": (112, "ip"),
    "ah": (51, None),
    "esp": (50, None),
    "icmp6": (58, "ip6"),
}
_NETWORKS = {
    "ip": IPV4,
    "ip6": IPV6,
    "arp": ARP,
    "rarp": RARP,
    "atalk": 0x809B,
    "aarp": 0x80F3,
    "decnet": 0x6003,
    "lat": 0x6004,
    "sca": 0x6007,
    "moprc": 0x6002,
    "mopdl": 0x6001,
    "stp": LLC_STP,
}


def both(first: Test, second: Test) -> Test:
    return lambda frame: first(frame) and second(frame)


def either(first: Test, second: Test) -> Test:
    return lambda frame: first(frame) or second(frame)


def negated(test: Test) -> Test:
    return lambda frame: not test(frame)


def directed(direction: str, source: Test, target: Test) -> Test:
    """`src`, `dst`, `src and dst`, `src or dst`; without a word the last."""
    if direction in ("src", "dst"):
        return source if direction == "src" else target
    return both(source, target) if direction == "and" else either(source, target)


def field(at: int, size: int, value: int, mask: int = _MASK) -> Test:
    return lambda frame: frame.number(at, size) & mask == value


class Primitives:
    """Makes the tests. It has one state: behind `vlan` all offsets are four bytes further, to the expression's end."""

    def __init__(self, netmask: int) -> None:
        self._type = 12  # where the ethertype is
        self._netmask = netmask

    @property
    def _payload(self) -> int:
        return self._type + 2

    def linktype(self, value: int) -> Test:
        """gen_ether_linktype(): an ethertype, or up to 1500 the SAP of an LLC header."""
        if value > _MAX_LENGTH:
            return field(self._type, 2, value)
        at, sap = self._type, field(self._type + 2, 1, value)
        return both(lambda frame: frame.number(at, 2) <= _MAX_LENGTH, sap)

    def ip_protocol(self, value: int, network: str | None = None) -> Test:
        """gen_proto(): in IPv6 also behind a fragment header."""
        if network == "ip":
            return both(self.linktype(IPV4), field(self._payload + 9, 1, value))
        if network == "ip6":
            direct = field(self._payload + 6, 1, value)
            behind = both(field(self._payload + 6, 1, FRAGMENT), field(self._payload + 40, 1, value))
            return both(self.linktype(IPV6), either(direct, behind))
        return either(self.ip_protocol(value, "ip"), self.ip_protocol(value, "ip6"))

    def protocol(self, name: str) -> Test:
        """A protocol's name alone: gen_proto_abbrev()."""
        if name in _TRANSPORTS:
            number, network = _TRANSPORTS[name]
            return self.ip_protocol(number, network)
        if name not in _NETWORKS:
            raise FilterError("link layer applied in wrong context")
        return self.linktype(_NETWORKS[name])

    def host(self, address: int, mask: int, protocol: str, direction: str, kind: str) -> Test:
        """gen_host(): in IPv4 and in ARP, which has addresses of its own."""
        if protocol in ("ip", "arp", "rarp"):
            source, target = (12, 16) if protocol == "ip" else (14, 24)
            at = self._payload
            wanted = address & mask
            match = directed(direction, field(at + source, 4, wanted, mask), field(at + target, 4, wanted, mask))
            return both(self.linktype(_NETWORKS[protocol]), match)
        if protocol == "":
            ip, arp, rarp = (self.host(address, mask, name, direction, kind) for name in ("ip", "arp", "rarp"))
            return either(either(ip, arp), rarp)
        if protocol == "link":
            raise FilterError(f"link-layer modifier applied to {kind}")
        if protocol == "ip6":
            raise FilterError("'ip6' modifier applied to ip host")
        raise FilterError(f"'{protocol}' modifier applied to {kind}")

    def ether_host(self, mac: bytes, direction: str) -> Test:
        value = int.from_bytes(mac, "big")
        mask = (1 << 48) - 1
        return directed(direction, field(6, 6, value, mask), field(0, 6, value, mask))

    def ports(self, low: int, high: int, protocol: str, direction: str) -> Test:
        """gen_portrange(): in IPv4 only in packets that start at offset 0."""
        numbers = {"tcp": (TCP,), "udp": (UDP,), "sctp": (SCTP,)}.get(protocol, (TCP, UDP, SCTP))
        low, high = min(low, high), max(low, high)
        at = self._payload

        def port(header: Value, offset: int) -> Test:
            return lambda frame: low <= frame.number(header(frame) + offset, 2) <= high

        def ipv6_header(frame: Frame) -> int:
            return at + 40

        ipv4_header = self._ipv4_payload()
        in_ipv4 = directed(direction, port(ipv4_header, 0), port(ipv4_header, 2))
        in_ipv6 = directed(direction, port(ipv6_header, 0), port(ipv6_header, 2))

        def ipv4(frame: Frame) -> bool:
            return frame.number(at + 9, 1) in numbers and not frame.number(at + 6, 2) & 0x1FFF and in_ipv4(frame)

        def ipv6(frame: Frame) -> bool:
            return frame.number(at + 6, 1) in numbers and in_ipv6(frame)

        return either(both(self.linktype(IPV6), ipv6), both(self.linktype(IPV4), ipv4))

    def broadcast(self, protocol: str) -> Test:
        if protocol in ("", "link"):
            return field(0, 6, (1 << 48) - 1, (1 << 48) - 1)
        if protocol != "ip":
            raise FilterError("only link-layer/IP broadcast filters supported")
        at, hosts = self._payload + 16, self._netmask ^ _MASK
        return both(self.linktype(IPV4), lambda frame: frame.number(at, 4) & hosts in (0, hosts))

    def multicast(self, protocol: str) -> Test:
        at = self._payload
        if protocol in ("", "link"):
            return lambda frame: bool(frame.number(0, 1) & 1)
        if protocol == "ip":
            return both(self.linktype(IPV4), lambda frame: frame.number(at + 16, 1) >= 224)
        if protocol == "ip6":
            return both(self.linktype(IPV6), field(at + 24, 1, 255))
        links = "ethernet/FDDI/token ring/ARCNET/802.11/ATM LANE/Fibre Channel"
        raise FilterError(f"link-layer multicast filters supported only on {links}")

    def vlan(self, vid: int | None) -> Test:
        """A tag, and from here on all offsets behind it: gen_vlan()."""
        if vid is not None and vid > 4095:
            raise FilterError(f"VLAN tag {vid} greater than maximum 4095")
        at = self._type
        self._type += 4

        def tagged(frame: Frame) -> bool:
            return frame.number(at, 2) in _TAGS

        return tagged if vid is None else both(tagged, field(at + 2, 2, vid, 0x0FFF))

    def load(self, protocol: str, index: Value, size: int) -> tuple[Value, Test | None]:
        """`proto[index:size]`, and what must hold before it may be read: gen_load()."""
        if size not in (1, 2, 4):
            raise FilterError("data size must be 1, 2, or 4")
        if protocol == "link":
            return (lambda frame: frame.number(index(frame), size)), None
        at = self._payload
        if protocol in _NETWORKS:
            return (lambda frame: frame.number(at + index(frame), size)), self.protocol(protocol)
        if protocol == "icmp6":
            return (lambda frame: frame.number(at + 40 + index(frame), size)), self.protocol(protocol)
        header = self._ipv4_payload()

        def first_fragment(frame: Frame) -> bool:
            return not frame.number(at + 6, 2) & 0x1FFF

        guard = both(both(self.protocol(protocol), self.linktype(IPV4)), first_fragment)
        return (lambda frame: frame.number(header(frame) + index(frame), size)), guard

    def _ipv4_payload(self) -> Value:
        at = self._payload
        return lambda frame: at + (frame.number(at, 1) & 15) * 4
