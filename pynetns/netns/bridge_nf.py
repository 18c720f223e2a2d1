"""Bridged IPv4 frames on their way through the hooks of routed packets: net/bridge/br_netfilter_hooks.c.

With net.bridge.bridge-nf-call-iptables=1, the kernel's default, a bridged frame passes PRE_ROUTING, FORWARD and POST_ROUTING as if it were
routed, with the bridge as the device in and out and the ports beside it. Even without a rule its header is checked.
"""

from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import ETH_HLEN, IP, PACKET_HOST, PACKET_OTHERHOST, Packet, View
from pynetns.netns.dst import Dst, Martian
from pynetns.netns.hooks import FORWARD, POST_ROUTING, PRE_ROUTING
from pynetns.netns.ipv4_output import IP_DF, split
from pynetns.netns.neigh_entry import VALID
from pynetns.wire.checksum import is_valid

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

TYPE = View(protocol=(12, "H"))
TAGGED = View(protocol=(16, "H"))
DST = View(dst=(30, "I"))
ROUTE = View(tos=(15, "B"), src=(26, "I"), dst=(30, "I"))
FRAG = View(frag=(20, "H"))
ETH_P_IP, ETH_P_8021Q = 0x0800, 0x8100


class NfBridge:
    """struct nf_bridge_info: the ports of a bridged frame, and what it looked like when it came in."""

    __slots__ = ("daddr", "other_host", "physin", "physout", "source", "tag")

    def __init__(self, physin: NetDevice, tag: bytes = b"") -> None:
        self.physin = physin
        self.physout: NetDevice | None = None
        self.daddr = 0
        self.other_host = False
        self.source = b""  # the sender's MAC, while the host looks for the new destination's
        self.tag = tag  # the VLAN tag that stands beside the frame while hooks look at it

    def towards(self, port: NetDevice) -> "NfBridge":
        """A copy of its own for each port: nf_bridge_unshare()."""
        other = NfBridge(self.physin, self.tag)
        other.daddr, other.other_host, other.physout = self.daddr, self.other_host, port
        return other


class BridgeNetfilter:
    """One namespace's bridge netfilter."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace

    def pre_routing(self, bridge: NetDevice, packet: Packet) -> bool:
        """br_nf_pre_routing(): may the frame go on? It is cut to the length that its header says."""
        number = self.namespace.sysctl.number
        (protocol,) = packet.read(TYPE)
        start, tag = IP, b""
        if protocol == ETH_P_8021Q and number("net.bridge.bridge-nf-filter-vlan-tagged") and packet.has(ETH_HLEN + 4):
            (protocol,) = packet.read(TAGGED)
            start, tag = IP + 4, packet.slice(12, 16)
        if protocol != ETH_P_IP:
            return True
        if not (start == IP and packet.plain_ipv4()) and not self._validate(packet, start):
            return False
        port = packet.port
        assert port is not None
        notes = packet.nf_bridge = NfBridge(port, tag)
        hooks = self.namespace.hooks
        return not hooks.pre_routing or self._run_pre_routing(bridge, packet, notes)

    def _run_pre_routing(self, bridge: NetDevice, packet: Packet, notes: NfBridge) -> bool:
        """NF_INET_PRE_ROUTING, and br_nf_pre_routing_finish(): a frame whose destination was translated may be for another station, or for
        the host to route."""
        _take_tag(packet, notes)
        if packet.kind == PACKET_OTHERHOST:
            packet.kind, notes.other_host = PACKET_HOST, True
        (notes.daddr,) = packet.read(DST)
        hooks = self.namespace.hooks
        if not hooks.run(hooks.pre_routing, PRE_ROUTING, packet, bridge, None):
            return False
        if notes.other_host:
            packet.kind, notes.other_host = PACKET_OTHERHOST, False
        if packet.read(DST)[0] != notes.daddr and not self._destination_changed(bridge, packet, notes):
            return False
        _give_tag_back(packet, notes)
        return True

    def _destination_changed(self, bridge: NetDevice, packet: Packet, notes: NfBridge) -> bool:
        route, (tos, src, dst) = self.namespace.route, packet.read(ROUTE)
        try:
            decision: Dst = route.input(bridge, dst, src, tos, 0, packet=packet)
        except Martian:
            return False
        packet.dst = decision
        if decision.error or decision.device is not bridge:  # an error's device is lo: the host answers it, or not
            packet.write(0, bridge.mac)
            packet.kind = PACKET_HOST
            return True
        return self._to_the_new_station(bridge, packet, notes, decision)

    def _to_the_new_station(self, bridge: NetDevice, packet: Packet, notes: NfBridge, decision: Dst) -> bool:
        """br_nf_pre_routing_finish_bridge(): the MAC of the new destination, as soon as it is known."""
        neighbour = self.namespace.neigh.resolve(decision.next_hop, bridge)
        if neighbour is None:
            return False
        if neighbour.state in VALID:
            packet.write(0, neighbour.mac)
            return True
        notes.source = packet.slice(6, 12)
        neighbour.output(packet)  # comes back by `resolved` when the neighbour has answered
        return False

    @staticmethod
    def resolved(packet: Packet) -> bool:
        """br_nf_dev_xmit(): is this what the host sends by the bridge only to learn a MAC? Then it goes on as the frame that came in."""
        notes: NfBridge | None = packet.nf_bridge
        if notes is None or not notes.source:
            return False
        packet.write(6, notes.source)
        notes.source = b""
        packet.port = notes.physin
        packet.device = notes.physin
        notes.physin.port.bridge.handle_frame(notes.physin.port, packet, packet.slice(0, 6), packet.slice(6, 12))
        return True

    def forward(self, bridge: NetDevice, device: NetDevice, packet: Packet) -> list[Packet]:
        """br_nf_forward_ip() and br_nf_post_routing(): what leaves by `device` of a frame that passed `pre_routing`."""
        notes = packet.nf_bridge = packet.nf_bridge.towards(device)
        hooks = self.namespace.hooks
        if hooks.forward or hooks.post_routing:
            _take_tag(packet, notes)
            kind = packet.kind
            packet.kind = PACKET_HOST if kind == PACKET_OTHERHOST else kind
            if packet.dst is None:
                packet.dst = Dst("unicast", bridge, 0)  # bridge_parent_rtable(): an error about the frame has something to go by
            if hooks.forward and not hooks.run(hooks.forward, FORWARD, packet, bridge, bridge):
                return []
            if hooks.post_routing and not hooks.run(hooks.post_routing, POST_ROUTING, packet, None, bridge):
                return []
            packet.kind = kind
            _give_tag_back(packet, notes)
        limit = min(device.mtu, packet.reassembled_mtu or device.mtu)
        if packet.fits(limit + ETH_HLEN + len(notes.tag)):
            return [packet]
        return self._refragment(packet, notes, device.mtu)

    def _refragment(self, packet: Packet, notes: NfBridge, mtu: int) -> list[Packet]:
        """br_nf_ip_fragment()."""
        _take_tag(packet, notes)
        self.namespace.scheduler.refuse("is cut into fragments")
        if (packet.read(FRAG)[0] & IP_DF and not packet.ignore_df) or packet.reassembled_mtu > mtu:
            packet.count(self.namespace.mib.IpFragFails)
            return []
        pieces = split(packet, min(mtu, packet.reassembled_mtu or mtu))
        for piece in pieces:
            piece.count(self.namespace.mib.IpFragCreates)
            _give_tag_back(piece, notes)
        packet.count(self.namespace.mib.IpFragOKs)
        return pieces

    def _validate(self, packet: Packet, start: int) -> bool:
        """br_validate_ipv4()."""
        mib = self.namespace.mib
        header = (packet.slice(start, start + 1)[0] & 15) * 4 if packet.has(start + 20) else 0
        if header < 20 or packet.slice(start, start + 1)[0] >> 4 != 4 or not packet.has(start + header):
            packet.count(mib.IpInHdrErrors)
            return False
        if not is_valid(packet.slice(start, start + header)):
            packet.count(mib.IpExtInCsumErrors)
            packet.count(mib.IpInHdrErrors)
            return False
        length = int.from_bytes(packet.slice(start + 2, start + 4), "big")
        if not packet.has(start + length):
            packet.count(mib.IpExtInTruncatedPkts)
            return False
        if length < header:
            packet.count(mib.IpInHdrErrors)
            return False
        packet.trim(start + length)
        return True


def _take_tag(packet: Packet, notes: NfBridge) -> None:
    """Hooks see the IPv4 header where it always is (nf_bridge_pull_encap_header)."""
    if notes.tag:
        packet.strip_vlan_tag()


def _give_tag_back(packet: Packet, notes: NfBridge) -> None:
    if notes.tag:
        packet.insert_vlan_tag(notes.tag)


def multicast_is_sane(packet: Packet, protocol: int) -> bool:
    """With multicast snooping a bridge drops IPv4 multicast whose header makes no sense: ip_mc_check_iphdr()."""
    if protocol != ETH_P_IP or packet.plain_ipv4():
        return True
    if not packet.has(IP + 20):
        return False
    first, length = packet.slice(IP, IP + 1)[0], int.from_bytes(packet.slice(IP + 2, IP + 4), "big")
    header = (first & 15) * 4
    if first >> 4 != 4 or header < 20 or not packet.has(IP + header) or not is_valid(packet.slice(IP, IP + header)):
        return False
    return packet.has(IP + length) and length >= header
