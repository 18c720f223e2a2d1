"""IPv4 options: RFC 791, RFC 1812 5.2.4, RFC 2113, as net/ipv4/ip_options.c takes them.

Offsets (`rr`, `ts`, `srr`) count from the start of the IPv4 header, 0 where the option is not there. Compiling already writes into the
packet: a receiver records its address while it reads. The header checksum is mended only when the packet goes on.
"""

from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import IP, PACKET_HOST, Packet, View
from pynetns.netns.dst import SCOPE_UNIVERSE, Dst, Martian
from pynetns.wire.checksum import checksum
from pynetns.wire.icmp import ICMP_PARAMETERPROB
from pynetns.wire.ipv4 import IPOPT_END, IPOPT_LSRR, IPOPT_NOOP, IPOPT_RA, IPOPT_RR, IPOPT_SSRR, IPOPT_TIMESTAMP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

TS_TSONLY, TS_TSANDADDR, TS_PRESPEC = 0, 1, 3
COPIED = 0x80
ADDRESSES = View(vihl=(14, "B"), tos=(15, "B"), src=(26, "I"), dst=(30, "I"))


class OptionError(Exception):
    """A malformed option; `offset` is where, from the start of the IPv4 header, as the ICMP parameter problem says."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(offset)


class Options:
    """The options of one packet: struct ip_options."""

    __slots__ = ("changed", "faddr", "length", "next_hop", "router_alert", "rr", "rr_needs_address", "srr", "srr_is_hit", "strict", "ts",
                 "ts_needs_address", "ts_needs_time")

    def __init__(self, length: int) -> None:
        self.length = length
        self.rr = self.ts = self.srr = self.router_alert = 0
        self.rr_needs_address = self.ts_needs_address = self.ts_needs_time = False
        self.strict = self.srr_is_hit = self.changed = False
        self.next_hop = self.faddr = 0

    @classmethod
    def compile(cls, namespace: "NetNamespace", packet: Packet) -> "Options":
        """__ip_options_compile(). Raises OptionError."""
        (vihl, *_) = packet.read(ADDRESSES)
        header = bytearray(packet.slice(IP, IP + (vihl & 15) * 4))
        options = cls(len(header) - 20)
        try:
            options._walk(namespace, packet, header)
        finally:
            packet.write(IP, bytes(header))
            packet.options = options  # an error about a later option still echoes the earlier ones
        return options

    def _walk(self, namespace: "NetNamespace", packet: Packet, header: bytearray) -> None:
        at, end = 20, len(header)
        while at < end:
            kind = header[at]
            if kind == IPOPT_END:
                if any(header[at + 1:end]):
                    header[at + 1:end] = bytes(end - at - 1)
                    self.changed = True
                return
            if kind == IPOPT_NOOP:
                at += 1
                continue
            if end - at < 2 or not 2 <= header[at + 1] <= end - at:
                raise OptionError(at)
            length = header[at + 1]
            if kind in (IPOPT_SSRR, IPOPT_LSRR):
                self._source_route(header, at, length)
            elif kind == IPOPT_RR:
                self._record_route(namespace, packet, header, at, length)
            elif kind == IPOPT_TIMESTAMP:
                self._timestamp(namespace, packet, header, at, length)
            elif kind == IPOPT_RA:
                if length < 4:
                    raise OptionError(at + 1)
                if header[at + 2:at + 4] == b"\0\0":
                    self.router_alert = at
            at += length

    def _source_route(self, header: bytearray, at: int, length: int) -> None:
        if length < 3:
            raise OptionError(at + 1)
        if header[at + 2] < 4:
            raise OptionError(at + 2)
        if self.srr:  # RFC 1812 5.2.4.1: only one
            raise OptionError(at)
        self.strict = header[at] == IPOPT_SSRR
        self.srr = at

    def _record_route(self, namespace: "NetNamespace", packet: Packet, header: bytearray, at: int, length: int) -> None:
        if self.rr:
            raise OptionError(at)
        if length < 3:
            raise OptionError(at + 1)
        pointer = header[at + 2]
        if pointer < 4:
            raise OptionError(at + 2)
        if pointer <= length:
            if pointer + 3 > length:
                raise OptionError(at + 2)
            _put(header, at + pointer - 1, spec_dst(namespace, packet))
            self.changed = True
            header[at + 2] += 4
            self.rr_needs_address = True
        self.rr = at

    def _timestamp(self, namespace: "NetNamespace", packet: Packet, header: bytearray, at: int, length: int) -> None:
        if self.ts:
            raise OptionError(at)
        if length < 4:
            raise OptionError(at + 1)
        pointer, flag = header[at + 2], header[at + 3] & 15
        if pointer < 5:
            raise OptionError(at + 2)
        if pointer <= length:
            self._stamp(namespace, packet, header, at, length)
        elif flag != TS_PRESPEC:
            overflow = header[at + 3] >> 4
            if overflow == 15:
                raise OptionError(at + 3)
            header[at + 3] = flag | (overflow + 1) << 4
            self.changed = True
        self.ts = at

    def _stamp(self, namespace: "NetNamespace", packet: Packet, header: bytearray, at: int, length: int) -> None:
        pointer, flag = header[at + 2], header[at + 3] & 15
        place = at + pointer - 1
        if pointer + (7 if flag in (TS_TSANDADDR, TS_PRESPEC) else 3) > length:
            raise OptionError(at + 2)
        if flag == TS_TSONLY:
            header[at + 2] += 4
        elif flag == TS_TSANDADDR:
            _put(header, place, spec_dst(namespace, packet))
            place += 4
            self.ts_needs_address = True
            header[at + 2] += 8
        elif flag == TS_PRESPEC:
            foreign = namespace.fib.address_type(int.from_bytes(header[place:place + 4], "big")) == "unicast"
            if foreign:  # not ours to stamp
                return
            header[at + 2] += 8
            place += 4
        else:
            return
        self.ts_needs_time = True
        _put(header, place, timestamp(namespace))
        self.changed = True

    # --- on the way --------------------------------------------------------------------------------------------------------------

    def follow_source_route(self, namespace: "NetNamespace", device: NetDevice, packet: Packet) -> bool:
        """ip_options_rcv_srr(): a packet for this host that names where to go next. False drops it."""
        decision: Dst = packet.dst
        if packet.kind != PACKET_HOST:
            return False
        if decision.type == "unicast":
            if self.strict:
                namespace.icmp.send_error(packet, ICMP_PARAMETERPROB, 0, 16 << 24)
            return not self.strict
        if decision.type != "local":
            return False
        header = packet.slice(IP, IP + 20 + self.length)
        space, pointer = header[self.srr + 1], header[self.srr + 2]
        _, tos, src, _ = packet.read(ADDRESSES)
        hop = 0
        while pointer <= space:
            if pointer + 3 > space:
                namespace.icmp.send_error(packet, ICMP_PARAMETERPROB, 0, self.srr + 2 << 24)
                return False
            hop = int.from_bytes(header[self.srr + pointer - 1:self.srr + pointer + 3], "big")
            try:
                onward = namespace.route.input(device, hop, src, tos, packet=packet)
            except Martian:
                return False
            if onward.type not in ("unicast", "local"):
                return False
            packet.dst = onward
            if onward.type != "local":
                break
            packet.write(30, hop.to_bytes(4, "big"))
            self.changed = True
            pointer += 4
        if pointer <= space:
            self.srr_is_hit = self.changed = True
            self.next_hop = hop
        return True

    def forward(self, namespace: "NetNamespace", packet: Packet) -> None:
        """ip_forward_options(): fill in the address of the way out, and mend the checksum."""
        header = bytearray(packet.slice(IP, IP + 20 + self.length))
        if self.rr_needs_address:
            _put(header, self.rr + header[self.rr + 2] - 5, output_source(namespace, packet))
            self.changed = True
        if self.srr_is_hit:
            pointer, space = header[self.srr + 2], header[self.srr + 1]
            wanted = self.next_hop.to_bytes(4, "big")
            while pointer + 3 <= space and header[self.srr + pointer - 1:self.srr + pointer + 3] != wanted:
                pointer += 4
            if pointer + 3 <= space:
                self.changed = True
                source = output_source(namespace, packet)
                header[16:20] = wanted
                _put(header, self.srr + pointer - 1, source)
                header[self.srr + 2] = pointer + 4
            if self.ts_needs_address:
                _put(header, self.ts + header[self.ts + 2] - 9, output_source(namespace, packet))
                self.changed = True
        if self.changed:
            self.changed = False
            header[10:12] = b"\0\0"
            header[10:12] = checksum(bytes(header)).to_bytes(2, "big")
            packet.write(IP, bytes(header))

    # --- answering ---------------------------------------------------------------------------------------------------------------

    def echo(self, packet: Packet) -> "EchoedOptions":
        """__ip_options_echo(): the options of an answer. Raises OptionError where there is no room for them."""
        source = packet.slice(IP, IP + 20 + self.length)
        out = bytearray()
        answer = EchoedOptions()
        if self.rr:
            length, pointer = source[self.rr + 1], source[self.rr + 2]
            option = bytearray(source[self.rr:self.rr + length])
            if self.rr_needs_address and pointer <= length:
                if pointer + 3 > length:
                    raise OptionError(self.rr)
                option[2] = pointer + 4
                answer.address_at.append(len(out) + pointer - 1)
            out += option
        if self.ts:
            length, pointer = source[self.ts + 1], source[self.ts + 2]
            option = bytearray(source[self.ts:self.ts + length])
            if pointer <= length:
                start = pointer
                if self.ts_needs_address:
                    if pointer + 3 > length:
                        raise OptionError(self.ts)
                    answer.address_at.append(len(out) + pointer - 1)
                    pointer += 4
                if self.ts_needs_time:
                    if pointer + 3 > length:
                        raise OptionError(self.ts)
                    if option[3] & 15 != TS_PRESPEC:
                        answer.time_at.append(len(out) + pointer - 1)
                        pointer += 4
                option[2] = pointer if pointer != start else option[2]
            out += option
        if self.srr:
            self._reverse_source_route(source, out, answer)
        out += bytes(-len(out) % 4)
        answer.data = bytes(out)
        return answer

    def _reverse_source_route(self, source: bytes, out: bytearray, answer: "EchoedOptions") -> None:
        """The way back is the recorded way in the other order; the first hop becomes the destination."""
        length, pointer = source[self.srr + 1], source[self.srr + 2]
        pointer = min(pointer, length + 1)
        hops = [source[self.srr + at:self.srr + at + 4] for at in range(3, pointer - 1 - 3, 4)]
        if not hops:
            return
        origin = source[12:16]
        back = hops[-2::-1] if len(hops) > 1 else []
        slots = len(back) + (hops[0] != origin)  # RFC 1812 5.2.4.1: a way that begins at the sender names it twice
        if not slots:
            return
        answer.faddr = int.from_bytes(hops[-1], "big")
        route = b"".join([*[*back, origin][:slots - 1], origin])
        out += bytes((source[self.srr], 3 + len(route), 4)) + route


class EchoedOptions:
    """Options for an answer: the bytes, and where the answering host still writes its own address or the time."""

    __slots__ = ("address_at", "data", "faddr", "time_at")

    def __init__(self) -> None:
        self.data = b""
        self.faddr = 0
        self.address_at: list[int] = []
        self.time_at: list[int] = []

    def build(self, namespace: "NetNamespace", source: int) -> bytes:
        """ip_options_build()."""
        data = bytearray(self.data)
        for at in self.address_at:
            _put(data, at, source)
        for at in self.time_at:
            _put(data, at, timestamp(namespace))
        return bytes(data)


def local_options(namespace: "NetNamespace", options: bytes, source: int) -> bytes:
    """ip_options_get() and ip_options_build() for a socket's options: the sender is the first to record its address and the time."""
    data, at = bytearray(options), 0
    while at < len(data) and data[at] != IPOPT_END:
        if data[at] == IPOPT_NOOP:
            at += 1
            continue
        place = at + data[at + 2] - 1
        if data[at] == IPOPT_RR:
            _put(data, place, source)
            data[at + 2] += 4
        elif data[at] == IPOPT_TIMESTAMP:
            if data[at + 3] & 15 == TS_PRESPEC:
                if namespace.fib.address_type(int.from_bytes(data[place:place + 4], "big")) == "unicast":
                    at += data[at + 1]
                    continue  # another host's turn
                place += 4
                data[at + 2] += 4
            elif data[at + 3] & 15 == TS_TSANDADDR:
                _put(data, place, source)
                place += 4
                data[at + 2] += 4
            _put(data, place, timestamp(namespace))
            data[at + 2] += 4
        at += data[at + 1]
    return bytes(data)


def fragment_options(options: bytes) -> bytes:
    """ip_options_fragment(): in later fragments an option that need not be copied becomes as many NOPs."""
    data, at = bytearray(options), 0
    while at < len(data):
        kind = data[at]
        if kind == IPOPT_END:
            break
        if kind == IPOPT_NOOP:
            at += 1
            continue
        length = data[at + 1] if at + 1 < len(data) else 0
        if not 2 <= length <= len(data) - at:
            break
        if not kind & COPIED:
            data[at:at + length] = bytes((IPOPT_NOOP,)) * length
        at += length
    return bytes(data)


def spec_dst(namespace: "NetNamespace", packet: Packet) -> int:
    """fib_compute_spec_dst(): the address under which the host answers this packet."""
    _, tos, src, dst = packet.read(ADDRESSES)
    decision: Dst = packet.dst
    if decision.local and not decision.group:
        return int(dst)
    device = packet.device
    if src:
        route = namespace.fib.lookup(src, tos=tos & 0x1C)
        if route is not None and route.type in ("unicast", "local", "broadcast"):
            return namespace.route.prefsrc(route, src)
    return namespace.addresses.select(device, src, 253 if not src else SCOPE_UNIVERSE)


def output_source(namespace: "NetNamespace", packet: Packet) -> int:
    """ip_rt_get_source(): the address of the way out."""
    _, tos, src, dst = packet.read(ADDRESSES)
    decision: Dst = packet.dst
    if not decision.is_input:
        return int(src)
    route = namespace.fib.lookup(dst, src=src, tos=tos & 0x1C, oif=decision.device)
    if route is not None:
        return namespace.route.prefsrc(route, dst)
    return namespace.addresses.select(decision.device, decision.next_hop, SCOPE_UNIVERSE)


def timestamp(namespace: "NetNamespace") -> int:
    """inet_current_timestamp(): milliseconds since midnight, which is when the lab's clock starts."""
    return namespace.scheduler.now // 1_000_000 % 86_400_000


def _put(data: bytearray, at: int, address: int) -> None:
    data[at:at + 4] = address.to_bytes(4, "big")
