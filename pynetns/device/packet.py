"""One frame on its way through the stack: what the kernel calls an sk_buff.

A frame always has its 14 bytes of Ethernet header; a packet made by the stack itself has zeros there until a neighbour fills them in, so
an IPv4 header is always at `IP` and its fields at fixed offsets. Stages look at bytes by `read` with a `View` and change them by
`write`: that keeps to one place what a stage knows of a frame, and lets a recorder stand in for this class.
"""

from collections.abc import Collection
from struct import Struct, calcsize
from typing import TYPE_CHECKING, Any, Protocol

from pynetns.wire.address import SPECIAL_FIRST_BYTES
from pynetns.wire.checksum import checksum, replace32, transport_is_valid

if TYPE_CHECKING:
    from pynetns.device.capture import Sink
    from pynetns.device.scheduler import Scheduler
    from pynetns.device.table import Stamp
    from pynetns.device.netdevice import NetDevice

ETH_HLEN = 14
IP = ETH_HLEN  # where the network header starts

# What a frame is to the station that received it: include/uapi/linux/if_packet.h.
PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST, PACKET_OTHERHOST, PACKET_OUTGOING, PACKET_LOOPBACK = range(6)


_NUMBER = int.from_bytes
_ROUTE = Struct(">14xBBH12xI").unpack_from  # of an IPv4 header: version and length, TOS, total length, destination
_HOP_FIELDS = Struct(">22xI").unpack_from  # TTL, protocol and checksum
_DST_AND_TYPE = Struct(">6s6xH").unpack_from
_ONE_HOP = 0x100 - (1 << 24)  # on TTL, protocol and checksum as a number: 0x100 more in the checksum, one less in the TTL


def _sums_up(data: bytes) -> bool:
    """The transport checksum of a packet without IPv4 options, pseudo header included."""
    return transport_is_valid(int.from_bytes(data[26:30], "big"), int.from_bytes(data[30:34], "big"), data[23], data[34:])


class View:
    """Fields that a stage reads in one go: `View(ttl=(22, "B"), source=(26, "I"))`, offsets into the frame, in rising order."""

    __slots__ = ("bits", "end", "fields", "unpack")

    def __init__(self, **fields: tuple[int, str]) -> None:
        layout, at = ">", 0
        self.bits = 0  # one a byte of the frame
        for offset, code in fields.values():
            layout += (f"{offset - at}x" if offset > at else "") + code
            at = offset + calcsize(">" + code)
            self.bits |= (1 << at) - (1 << offset)
        self.fields = fields
        self.end = at
        self.unpack = Struct(layout).unpack_from


class Counter:
    """Packets and bytes that passed one point. Stages add by `Packet.count`; everybody else reads, and remembered paths then pay first."""

    __slots__ = ("_bytes", "_packets", "scheduler")

    def __init__(self, scheduler: "Scheduler") -> None:
        self.scheduler = scheduler
        self._packets = 0
        self._bytes = 0

    @property
    def packets(self) -> int:
        self.scheduler.settle()
        return self._packets

    @property
    def bytes(self) -> int:
        self.scheduler.settle()
        return self._bytes

    def add(self, packets: int, size: int = 0) -> None:
        """Count something that is no packet on its way: a timeout, a failed request."""
        self.scheduler.refuse("counts by itself")
        self._packets += packets
        self._bytes += size

    def zero(self) -> None:
        """Begin anew."""
        self.scheduler.settle("sets a counter to zero")
        self._packets = self._bytes = 0

    def __repr__(self) -> str:
        return f"<{self.packets} packets, {self.bytes} bytes>"


class Routing(Protocol):
    """Who knows how many octets of a destination decide where a packet goes: netns.route."""

    def octets(self, device: Any, dst: int, tos: int) -> int: ...


class Packet:
    """A frame and what the stages found out about it."""

    __slots__ = ("_data", "accelerated", "ct", "ctinfo", "device", "dst", "ignore_df", "kind", "mark", "nf_bridge", "nf_trace", "options",
                 "parts", "port", "protocol", "reassembled_mtu", "untracked", "vlan")

    def __init__(self, data: bytes, device: "NetDevice | None" = None) -> None:
        self._data = data
        self.device = device  # the one that received it; None while the stack sends its own
        self.kind = PACKET_HOST
        self.protocol = 0  # the Ethernet type, once a device has classified or received the frame
        self.accelerated = 0  # length of a VLAN tag that the kernel keeps beside the frame: no counter counts it
        self.dst: Any = None  # the routing decision
        self.options: Any = None  # IPv4 options as compiled by netns.ipv4_options; None where there are none
        self.mark = 0
        self.ignore_df = False  # the host itself may fragment it in spite of DF
        self.port: NetDevice | None = None  # the bridge port that it entered by
        self.vlan = 0  # the VLAN that it is of inside a bridge that knows VLANs
        self.reassembled_mtu = 0  # IPCB frag_max_size: the largest of the fragments that it was put together from
        self.parts: tuple[int, ...] = ()  # the lengths of their payloads, in order
        self.ct: Any = None  # the connection that it is of (netfilter.conntrack), and what it is to it
        self.ctinfo = 0
        self.untracked = False  # nobody shall look for its connection
        self.nf_trace = False  # every rule that it meets is to be logged
        self.nf_bridge: Any = None  # what bridge netfilter keeps of its way in

    def __len__(self) -> int:
        """The length of the frame, Ethernet header included."""
        return len(self._data)

    @property
    def data(self) -> bytes:
        """The whole frame: for its last stage (a capture, a socket, an error's quote), not for decisions on the way."""
        return self._data

    def has(self, length: int) -> bool:
        """Is the frame at least so long?"""
        return len(self._data) >= length

    def fits(self, length: int) -> bool:
        """Is the frame at most so long?"""
        return len(self._data) <= length

    def cross(self, to_other_namespace: bool = True) -> None:
        """The frame goes to another device: what this one noted about it stays behind (skb_scrub_packet)."""
        self.dst = self.options = self.port = self.ct = self.nf_bridge = None
        self.ctinfo = 0
        self.ignore_df = self.untracked = self.nf_trace = False
        self.reassembled_mtu = 0
        self.parts = ()
        if to_other_namespace:
            self.mark = 0

    def lies_between(self, shortest: int, longest: int) -> bool:
        """`has` and `fits` in one."""
        return shortest <= len(self._data) <= longest

    def pass_cable(self, counter: Counter, longest: int, to_other_namespace: bool, mac: bytes, broadcast: bytes) -> bool:
        """`fits`, `count`, `cross` and `classify` in one: what every veth does to every frame. False where it is too long."""
        data = self._data
        size = len(data)
        if size > longest:
            return False
        counter._packets += 1
        counter._bytes += size - self.accelerated
        self.dst = self.options = self.port = self.ct = self.nf_bridge = None
        self.ignore_df = self.untracked = self.nf_trace = False
        self.reassembled_mtu = self.ctinfo = 0
        self.parts = ()
        if to_other_namespace:
            self.mark = 0
        dst, self.protocol = _DST_AND_TYPE(data)
        if dst == mac:
            self.kind = PACKET_HOST
        elif dst[0] & 1:
            self.kind = PACKET_BROADCAST if dst == broadcast else PACKET_MULTICAST
        else:
            self.kind = PACKET_OTHERHOST
        return True

    def classify(self, mac: bytes, broadcast: bytes) -> None:
        """Say what the frame is to a station with that address, and of which protocol: eth_type_trans()."""
        data = self._data
        self.protocol = data[12] << 8 | data[13]
        dst = data[:6]
        if dst == mac:
            self.kind = PACKET_HOST
        elif dst[0] & 1:
            self.kind = PACKET_BROADCAST if dst == broadcast else PACKET_MULTICAST
        else:
            self.kind = PACKET_OTHERHOST

    def read(self, view: View) -> tuple[Any, ...]:
        unpack = view.unpack  # a call of its own: CPython 3.11 is slow to call what is found in a slot
        return unpack(self._data)

    def slice(self, start: int, end: int | None = None) -> bytes:
        """Some bytes of the frame."""
        return self._data[start:end]

    def write(self, offset: int, value: bytes) -> None:
        data = self._data
        end = offset + len(value)
        self._data = data[:offset] + value + data[end:] if offset else value + data[end:]

    def trim(self, length: int) -> None:
        """Cut the frame to `length` bytes: padding goes (pskb_trim_rcsum)."""
        if len(self._data) > length:
            self._data = self._data[:length]

    def strip_vlan_tag(self) -> None:
        """Take the four bytes behind the addresses out: skb_vlan_untag()."""
        data = self._data = self._data[:12] + self._data[16:]
        self.protocol = data[12] << 8 | data[13]
        self.accelerated = 0

    def insert_vlan_tag(self, tag: bytes) -> None:
        """Put a tag behind the addresses, as if it had always been there beside the frame."""
        self._data = self._data[:12] + tag + self._data[12:]
        self.protocol = tag[0] << 8 | tag[1]
        self.accelerated = len(tag)

    def decrease_ttl(self) -> None:
        """One from the TTL, with the checksum updated as ip_decrease_ttl() does."""
        data = self._data
        if data[24] < 0xFE and data[22]:  # no carry goes round: they are one number
            self._data = data[:22] + (_HOP_FIELDS(data)[0] + _ONE_HOP).to_bytes(4, "big") + data[26:]
            return
        check = (data[24] << 8 | data[25]) + 0x100
        check = check + (check >= 0xFFFF) & 0xFFFF
        self._data = b"%b%c%b%c%c%b" % (data[:22], data[22] - 1, data[23:24], check >> 8, check & 255, data[26:])

    def plain_ipv4(self) -> bool:
        """Is it an IPv4 packet without options whose header sums up and whose length is the frame's? As a condition it says nothing of
        identification, length and checksum themselves."""
        data = self._data
        return (len(data) >= 34 and data[14] == 0x45 and int.from_bytes(data[14:34], "big") % 65535 == 0
                and data[16] << 8 | data[17] == len(data) - 14)

    def plain_ipv4_route(self, routes: Routing) -> tuple[int, int, int] | None:
        """What routing looks at first: version and length, TOS and destination of a packet that is `plain_ipv4`; None of others. `routes`
        say how much of the destination decides; the caller looks it up there, and does nothing else with it."""
        data = self._data
        size = len(data)
        if size < 34:
            return None
        vihl, tos, length, dst = _ROUTE(data)
        if vihl == 0x45 and length == size - 14 and _NUMBER(data[14:34], "big") % 65535 == 0:
            return vihl, tos, dst
        return None

    def is_from_stranger(self, addresses: Collection[int]) -> bool:
        """Is the IPv4 source an address that a station can have, and none of these? As a condition it says nothing else of the source."""
        data = self._data
        return data[26] not in SPECIAL_FIRST_BYTES and _NUMBER(data[26:30], "big") not in addresses

    def plain_udp(self, verify: bool) -> bool:
        """Of a packet that is plain_ipv4() and no fragment: does its UDP length fill it, and if `verify`, is its checksum right or 0?"""
        data = self._data
        return (len(data) >= 42 and data[38] << 8 | data[39] == len(data) - 34
                and (not verify or data[40:42] == b"\0\0" or _sums_up(data)))

    def plain_tcp(self, verify: bool) -> bool:
        """Likewise: is its TCP header whole, and if `verify`, is its checksum right?"""
        data = self._data
        return len(data) >= 54 and 20 <= (data[46] >> 4) * 4 <= len(data) - 34 and (not verify or _sums_up(data))

    def plain_icmp(self) -> bool:
        """Likewise: is its ICMP checksum right?"""
        data = self._data
        return len(data) >= 42 and checksum(data[34:]) == 0

    def replace(self, offset: int, value: bytes, checks: tuple[int, ...], udp: int = 0) -> None:
        """Overwrite two or four bytes that some checksums cover, and update those at `checks` as csum_replace4() does. One at `udp` is left
        alone where it is 0, and never becomes 0 (nf_nat_proto.c)."""
        data = bytearray(self._data)
        old, new = int.from_bytes(data[offset:offset + len(value)], "big"), int.from_bytes(value, "big")
        data[offset:offset + len(value)] = value
        for at in checks:
            data[at:at + 2] = replace32(data[at] << 8 | data[at + 1], old, new).to_bytes(2, "big")
        if udp and data[udp:udp + 2] != b"\0\0":
            data[udp:udp + 2] = (replace32(data[udp] << 8 | data[udp + 1], old, new) or 0xFFFF).to_bytes(2, "big")
        self._data = bytes(data)

    def emit(self, sink: "Sink", direction: str) -> None:
        """Give the frame to somebody who watches a device, or to the socket that it is for."""
        sink.add(direction, self._data)

    def count(self, counter: Counter, header: int = 0) -> None:
        """Count this packet, without the first `header` bytes of its frame."""
        counter._packets += 1
        counter._bytes += len(self._data) - header - self.accelerated

    def count_each(self, counters: tuple[Counter, ...], header: int = 0) -> None:
        """Count this packet in several places."""
        size = len(self._data) - header - self.accelerated
        for counter in counters:
            counter._packets += 1
            counter._bytes += size

    def touch(self, stamp: "Stamp") -> None:
        """Note that something was used now."""
        stamp._at = stamp.scheduler._now

    def clone(self) -> "Packet":
        """Another packet with the same frame that goes another way (skb_clone)."""
        other = Packet(self._data, self.device)
        self.copy_notes(other)
        return other

    def copy_notes(self, other: "Packet") -> None:
        """What goes along with a copy: __copy_skb_header()."""
        other.kind, other.mark, other.port, other.accelerated = self.kind, self.mark, self.port, self.accelerated
        other.protocol = self.protocol
        other.ct, other.ctinfo, other.untracked, other.nf_trace = self.ct, self.ctinfo, self.untracked, self.nf_trace
        other.nf_bridge, other.vlan = self.nf_bridge, self.vlan

    def become(self, other: "Packet") -> None:
        """Go on as another packet that this one was the last part of: a whole datagram in place of its last fragment."""
        self._data = other._data
        self.device, self.dst, self.options = other.device, other.dst, other.options
        self.reassembled_mtu, self.parts = other.reassembled_mtu, other.parts
        other.copy_notes(self)
