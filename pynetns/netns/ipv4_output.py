"""IPv4 packets on their way out: the host's own, and the last steps of every one (net/ipv4/ip_output.c)."""

import errno
from struct import Struct
from typing import TYPE_CHECKING

from pynetns.device.packet import ETH_HLEN, IP, PACKET_LOOPBACK, Packet, View
from pynetns.device.vrf import Vrf
from pynetns.errors import os_error
from pynetns.netns.dst import Dst
from pynetns.netns.fib_multipath import dissect
from pynetns.netns.hooks import LOCAL_OUT, POST_ROUTING
from pynetns.netns.ipv4_options import fragment_options
from pynetns.wire.address import ipv4_is_lbcast, ipv4_is_multicast
from pynetns.wire.checksum import checksum
from pynetns.wire.icmp import ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

IP_DF, IP_MF = 0x4000, 0x2000
HEADER = View(vihl=(14, "B"), length=(16, "H"), frag=(20, "H"))
ROUTE = View(tos=(15, "B"), src=(26, "I"), dst=(30, "I"))
_EMIT = Struct("!BBHHHBBHII")
_GROUP_COUNTERS = {"multicast": "IpExtOutMcastPkts", "broadcast": "IpExtOutBcastPkts"}
NO_MACS = bytes(12) + b"\x08\x00"


class Ipv4Output:
    """One namespace's way out."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self._transmits = namespace.mib.IpOutTransmits
        self._ids: dict[tuple[int, int, int], int] = {}

    def build(self, decision: Dst, src: int, dst: int, proto: int, payload: bytes, tos: int = 0, ttl: int | None = None,
              df: bool = False, options: bytes = b"", identification: int | None = None) -> Packet:
        """A datagram of the host's own with its header: ip_build_and_send_pkt(), __ip_make_skb()."""
        self.namespace.scheduler.refuse("makes a packet of its own")
        if ttl is None:
            route = decision.route
            hops = route.hoplimit if route is not None else 0
            ttl = 1 if decision.type == "multicast" else hops or self.namespace.sysctl.number("net.ipv4.ip_default_ttl")
        options += bytes(-len(options) % 4)
        length = 20 + len(options) + len(payload)
        if length > 0xFFFF:
            raise os_error(errno.EMSGSIZE)
        if identification is None:
            identification = self.select_id(dst, src, proto)
        head = _EMIT.pack(0x45 + len(options) // 4, tos, length, identification, IP_DF if df else 0, ttl, proto, 0, src, dst) + options
        head = head[:10] + checksum(head).to_bytes(2, "big") + head[12:]
        packet = Packet(NO_MACS + head + payload)
        packet.dst = decision
        return packet

    def select_id(self, dst: int, src: int, proto: int) -> int:
        """__ip_select_ident(): a counter for each pair of addresses that starts anywhere, never 0."""
        key = (dst, src, proto)
        if key not in self._ids and len(self._ids) >= 2048:  # as many as the kernel's hash has
            del self._ids[next(iter(self._ids))]
        number = self._ids.get(key, self.namespace.random.randrange(0xFFFF)) + 1
        self._ids[key] = number
        return number % 0xFFFF or 1

    def local_out(self, packet: Packet) -> int:
        """ip_send_skb(): a packet of the host's own. 0, or the errno for its sender: ENOBUFS where the device refused it, EPERM where a
        hook did."""
        packet.count(self.namespace.mib.IpOutRequests)
        error = self._local_out(packet)
        if error:
            packet.count(self.namespace.mib.IpOutDiscards)
        return error

    def _local_out(self, packet: Packet) -> int:
        """__ip_local_out(). A hook may send it another way."""
        hooks = self.namespace.hooks
        if packet.dst.device.master is not None and not self._through_vrf(packet):
            return errno.EPERM
        if hooks.local_out and not hooks.run(hooks.local_out, LOCAL_OUT, packet, None, packet.dst.device):
            return errno.EPERM
        return self.output(packet)

    def _through_vrf(self, packet: Packet) -> bool:
        """vrf_ip_out_direct(): what leaves by a member passes its VRF first, hooks and captures included."""
        vrf, (_, _, dst) = packet.dst.device.l3mdev, packet.read(ROUTE)
        if not isinstance(vrf, Vrf) or ipv4_is_multicast(dst) or ipv4_is_lbcast(dst):
            return True
        hooks = self.namespace.hooks
        if hooks.local_out and not hooks.run(hooks.local_out, LOCAL_OUT, packet, None, vrf):
            return False
        if hooks.post_routing and not hooks.run(hooks.post_routing, POST_ROUTING, packet, None, vrf):
            return False
        if vrf.captures:
            seen = packet.clone()
            seen.write(0, bytes(6) + vrf.mac + b"\x08\x00")
            vrf.watch(seen, "out")
        return True

    def reroute(self, packet: Packet) -> bool:
        """ip_route_me_harder(): a hook changed what the route depends on. False where there is none now."""
        namespace = self.namespace
        tos, src, dst = packet.read(ROUTE)
        ports = dissect(packet) if namespace.fib.rules.needs_ports else (0, 0, 0)
        try:
            packet.dst = namespace.route.output(dst, src=src, tos=tos & 0x1C, any_source=True, mark=packet.mark, ports=ports,
                                                oif=packet.dst.device.l3mdev if packet.dst is not None else None)
        except OSError:
            return False
        return True

    def output(self, packet: Packet) -> int:
        """ip_output(), and ip_mc_output() with the copies that a group or broadcast sends back to its own host. 0 or an errno."""
        decision: Dst = packet.dst
        if decision.group and not decision.is_input and decision.local and not decision.device.is_loopback:
            self._loop_back(packet)
            if decision.type == "multicast" and packet.slice(22, 23) == b"\0":
                return 0
        hooks = self.namespace.hooks
        if hooks.post_routing and not hooks.run(hooks.post_routing, POST_ROUTING, packet, packet.device, decision.device):
            return errno.EPERM
        decision = packet.dst
        # ip_finish_output(): in one piece, or in several
        mtu = decision.device.mtu if decision.as_device else self.namespace.route.mtu(decision, forwarding=decision.is_input)
        if packet.reassembled_mtu or not packet.fits(mtu + ETH_HLEN):
            sent = self._fragment(packet, mtu)
        else:
            sent = self.send(packet)
        return 0 if sent else errno.ENOBUFS

    def _loop_back(self, packet: Packet) -> None:
        """ip_mc_finish_output(): as if received by the device that sends it (dev_loopback_xmit)."""
        self.namespace.scheduler.refuse("comes back to its own host")
        copy = packet.clone()
        device = packet.dst.device
        hooks = self.namespace.hooks
        if hooks.post_routing and not hooks.run(hooks.post_routing, POST_ROUTING, copy, None, device):
            return
        copy.kind = PACKET_LOOPBACK
        copy.device = device
        copy.dst = packet.dst
        self.namespace.scheduler.queue.append((lambda looped: self.namespace.ipv4_input.receive(device, looped), copy))

    def send(self, packet: Packet) -> bool:
        """ip_finish_output2(): to the neighbour that is the next hop."""
        decision: Dst = packet.dst
        if decision.type in _GROUP_COUNTERS:
            packet.count(getattr(self.namespace.mib, _GROUP_COUNTERS[decision.type]), ETH_HLEN)
        packet.count(self._transmits, ETH_HLEN)  # each fragment
        neighbour = self.namespace.neigh.resolve(decision.gateway or decision.dst, decision.device)
        return neighbour is not None and neighbour.output(packet)

    # --- fragmentation -----------------------------------------------------------------------------------------------------------

    def _fragment(self, packet: Packet, mtu: int) -> bool:
        """ip_fragment(): not where DF forbids it, unless the host itself allowed it."""
        self.namespace.scheduler.refuse("is cut into fragments")
        _, _, frag = packet.read(HEADER)
        if frag & IP_DF and (not packet.ignore_df or packet.reassembled_mtu > mtu):
            packet.count(self.namespace.mib.IpFragFails)
            self.namespace.icmp.send_error(packet, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, mtu)
            return True
        if packet.reassembled_mtu:
            mtu = min(mtu, packet.reassembled_mtu)
        mib = self.namespace.mib
        for piece in split(packet, mtu):
            piece.dst = packet.dst
            if not self.send(piece):
                packet.count(mib.IpFragFails)
                return False
            piece.count(mib.IpFragCreates)
        packet.count(mib.IpFragOKs)
        return True


def split(packet: Packet, mtu: int) -> list[Packet]:
    """ip_do_fragment(): pieces of a multiple of 8 bytes; after the first only the options that must be copied go along.

    What was put together on its way is cut where it was cut before, if those parts fit; then the kernel forgets DF.
    """
    vihl, length, frag = packet.read(HEADER)
    header = (vihl & 15) * 4
    head = packet.slice(IP, IP + header)
    body = packet.slice(IP + header, IP + length)
    sizes, flags = _as_before(packet, mtu - header, frag), 0
    if not sizes:
        room, flags = (mtu - header) & ~7, frag & 0xC000
        sizes = [room] * ((len(body) - (mtu - header) + room - 1) // room) if len(body) > mtu - header else []
        sizes.append(len(body) - sum(sizes))
    start, more = frag & 0x1FFF, frag & IP_MF
    pieces = []
    at = 0
    for size in sizes:
        chunk = body[at:at + size]
        last = at + size >= len(body)
        fields = flags | (start + at // 8) | (IP_MF if not last or more else 0)
        new = head[:2] + (header + len(chunk)).to_bytes(2, "big") + head[4:6] + fields.to_bytes(2, "big") + head[8:10] + b"\0\0" + head[12:]
        new = new[:10] + checksum(new).to_bytes(2, "big") + new[12:]
        piece = Packet(packet.slice(0, ETH_HLEN) + new + chunk, packet.device)
        packet.copy_notes(piece)
        pieces.append(piece)
        if at == 0 and header > 20:
            head = head[:20] + fragment_options(head[20:])
        at += size
    return pieces


def _as_before(packet: Packet, room: int, frag: int) -> list[int]:
    """The parts that a datagram was put together from, where they still fit: the kernel's fast path."""
    parts = packet.parts
    if not parts or frag & 0x3FFF or any(size > room for size in parts) or any(size & 7 for size in parts[:-1]):
        return []
    return list(parts)
