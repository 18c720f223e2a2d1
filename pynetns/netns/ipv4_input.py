"""IPv4 packets that come in: checks, the routing decision, and delivery to this host (net/ipv4/ip_input.c)."""

import errno
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import ETH_HLEN, IP, PACKET_BROADCAST, PACKET_MULTICAST, PACKET_OTHERHOST, Packet, View
from pynetns.device.vrf import Vrf
from pynetns.netns.dst import Dst, Martian
from pynetns.netns.hooks import LOCAL_IN, PRE_ROUTING
from pynetns.netns.ipv4_options import OptionError, Options
from pynetns.wire.checksum import is_valid
from pynetns.wire.icmp import (
    ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, ICMP_NET_UNREACH, ICMP_PARAMETERPROB, ICMP_PKT_FILTERED, ICMP_PROT_UNREACH,
)
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_IGMP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

HEADER = View(vihl=(14, "B"), tos=(15, "B"), length=(16, "H"))
ROUTE = View(vihl=(14, "B"), tos=(15, "B"), dst=(30, "I"))
SOURCE = View(src=(26, "I"))
DELIVER = View(frag=(20, "H"), ttl=(22, "B"), proto=(23, "B"))
_TO_MANY = frozenset((PACKET_BROADCAST, PACKET_MULTICAST))
_ECN_COUNTERS = ("IpExtInNoECTPkts", "IpExtInECT1Pkts", "IpExtInECT0Pkts", "IpExtInCEPkts")
_UNREACHABLE = {errno.EHOSTUNREACH: ICMP_HOST_UNREACH, errno.ENETUNREACH: ICMP_NET_UNREACH, errno.EACCES: ICMP_PKT_FILTERED}


class Ipv4Input:
    """One namespace's way in."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        mib = namespace.mib
        self._ecn = tuple(getattr(mib, name) for name in _ECN_COUNTERS)
        self._addr_errors = mib.IpInAddrErrors
        self._plain = tuple((mib.IpInReceives, ecn) for ecn in self._ecn)  # what a packet with a plain header counts

    def receive(self, device: NetDevice, packet: Packet) -> None:
        """ip_rcv()."""
        if packet.kind == PACKET_OTHERHOST:
            return
        header = packet.plain_ipv4_route(self.namespace.route)
        if header is not None:
            packet.count_each(self._plain[header[1] & 3], ETH_HLEN)
        elif self._check_header(packet):
            header = packet.read(ROUTE)
        else:
            return
        if self.namespace.hooks.pre_routing:
            if not self._pre_routing(device, packet):
                return
            header = packet.read(ROUTE)
        vihl, tos, dst = header  # ip_rcv_finish() from here on: where it goes, and what its options ask for
        came_by: NetDevice | None = None
        if device.master is not None or type(device) is Vrf:
            came_by, vrf = device, device.l3mdev
            if isinstance(vrf, Vrf):
                if not self._enter_vrf(vrf, packet):
                    return
                device, (vihl, tos, dst) = vrf, packet.read(ROUTE)
            else:
                came_by = None
        decision: Dst | None = packet.dst
        if decision is None:
            decision = self.namespace.route.input_from_stranger(device, dst, tos, packet) or self._decide(device, packet, dst, tos)
            if decision is None:
                return
            packet.dst = decision
        if came_by is not None:
            decision.slave = came_by
        if vihl != 0x45:
            if not self._receive_options(device, packet):
                return
            decision = packet.dst
            assert decision is not None
        if decision.type == "multicast":
            packet.count(self.namespace.mib.IpExtInMcastPkts, ETH_HLEN)
        elif decision.type == "broadcast":
            packet.count(self.namespace.mib.IpExtInBcastPkts, ETH_HLEN)
        elif packet.kind in _TO_MANY and device.in_dev.conf.orconf("drop_unicast_in_l2_multicast"):
            return
        if decision.error:
            self.unreachable(device, packet)
        elif decision.local:
            self.local_deliver(packet)
        else:
            self.namespace.ipv4_forward.forward(packet)

    def _pre_routing(self, device: NetDevice, packet: Packet) -> bool:
        """NF_INET_PRE_ROUTING. What bridge netfilter took through it already does not pass again (ip_sabotage_in)."""
        hooks = self.namespace.hooks
        return packet.nf_bridge is not None or hooks.run(hooks.pre_routing, PRE_ROUTING, packet, device, None)

    def _check_header(self, packet: Packet) -> bool:
        """ip_rcv_core() of a header that is not plain: count the packet, check it, cut off what is behind its end."""
        mib = self.namespace.mib
        packet.count(mib.IpInReceives, ETH_HLEN)
        if not packet.has(IP + 20):
            packet.count(mib.IpInHdrErrors)
            return False
        vihl, tos, length = packet.read(HEADER)
        header = (vihl & 15) * 4
        if vihl >> 4 != 4 or header < 20:
            packet.count(mib.IpInHdrErrors)
            return False
        packet.count(self._ecn[tos & 3])
        if not packet.has(IP + header):
            packet.count(mib.IpInHdrErrors)
            return False
        if not is_valid(packet.slice(IP, IP + header)):
            packet.count(mib.IpExtInCsumErrors)
            packet.count(mib.IpInHdrErrors)
            return False
        if not packet.has(IP + length):
            packet.count(mib.IpExtInTruncatedPkts)
            return False
        if length < header:
            packet.count(mib.IpInHdrErrors)
            return False
        packet.trim(IP + length)
        return True

    def _decide(self, device: NetDevice, packet: Packet, dst: int, tos: int) -> Dst | None:
        """The routing decision where it may matter who the sender is; None for a martian."""
        proto = packet.slice(23, 24)[0] if dst >> 28 == 14 else 0  # only a group asks for it
        (src,) = packet.read(SOURCE)
        try:
            return self.namespace.route.input(device, dst, src, tos, proto, True, packet)
        except Martian as martian:
            if martian.reverse_path:
                packet.count(self.namespace.mib.TcpExtIPReversePathFilter)
            return None

    def _enter_vrf(self, vrf: Vrf, packet: Packet) -> bool:
        """l3mdev_ip_rcv(): what a member received comes in by its VRF from here on, and through the hooks once more."""
        self.namespace.scheduler.refuse("passes a VRF")
        packet.device = vrf
        if packet.dst is None:
            vrf.take_in(packet)
            hooks = self.namespace.hooks
            return not hooks.pre_routing or hooks.run(hooks.pre_routing, PRE_ROUTING, packet, vrf, None)
        vrf.take_in(packet)
        return True

    def _receive_options(self, device: NetDevice, packet: Packet) -> bool:
        """ip_rcv_options()."""
        namespace = self.namespace
        namespace.scheduler.refuse("has IPv4 options")
        try:
            packet.options = Options.compile(namespace, packet)
        except OptionError as error:
            packet.count(namespace.mib.IpInHdrErrors)
            namespace.icmp.send_error(packet, ICMP_PARAMETERPROB, 0, error.offset << 24)
            return False
        options: Options = packet.options
        if not options.srr:
            return True
        return bool(device.in_dev.conf.andconf("accept_source_route")) and options.follow_source_route(namespace, device, packet)

    def unreachable(self, device: NetDevice, packet: Packet) -> None:
        """ip_error(): a router says so, a host that does not forward only counts."""
        error = packet.dst.error
        if not device.in_dev.conf.forwarding:
            if error == errno.EHOSTUNREACH:
                packet.count(self._addr_errors)
            elif error == errno.ENETUNREACH:
                packet.count(self.namespace.mib.IpExtInNoRoutes)
            return
        code = _UNREACHABLE.get(error)
        if code is None:
            return
        self.namespace.scheduler.refuse("is answered with an ICMP error")
        if code == ICMP_NET_UNREACH:
            packet.count(self.namespace.mib.IpExtInNoRoutes)
        (src,) = packet.read(SOURCE)
        if self.namespace.peers.allows_route_error(src):
            self.namespace.icmp.send_error(packet, ICMP_DEST_UNREACH, code, 0)

    # --- for this host -----------------------------------------------------------------------------------------------------------

    def local_deliver(self, packet: Packet) -> None:
        """ip_local_deliver(): whole datagrams only."""
        frag, _, _ = packet.read(DELIVER)
        if frag & 0x3FFF:
            whole = self.namespace.fragments.add(packet)
            if whole is None:
                return
            packet = whole
        hooks = self.namespace.hooks
        if hooks.local_in and not hooks.run(hooks.local_in, LOCAL_IN, packet, packet.device, None):
            return
        self.deliver_finish(packet)

    def deliver_finish(self, packet: Packet) -> None:
        """ip_local_deliver_finish(): to raw sockets, then to the protocol."""
        namespace = self.namespace
        _, _, proto = packet.read(DELIVER)
        if proto not in (IPPROTO_UDP, IPPROTO_IGMP):
            namespace.scheduler.refuse("is for this host")
        raw = namespace.sockets.deliver_raw(packet, proto)
        mib = namespace.mib
        if proto == IPPROTO_ICMP:
            packet.count(mib.IpInDelivers)
            namespace.icmp.receive(packet)
        elif proto == IPPROTO_UDP:
            packet.count(mib.IpInDelivers)
            namespace.udp.receive(packet)
        elif proto == IPPROTO_TCP:
            packet.count(mib.IpInDelivers)
            namespace.tcp.receive(packet)
        elif proto == IPPROTO_UDPLITE:
            packet.count(mib.IpInDelivers)
            namespace.udp.receive_lite(packet)
        elif proto == IPPROTO_IGMP:
            packet.count(mib.IpInDelivers)
        elif raw:
            packet.count(mib.IpInDelivers)
        else:
            packet.count(mib.IpInUnknownProtos)
            namespace.icmp.send_error(packet, ICMP_DEST_UNREACH, ICMP_PROT_UNREACH, 0)
