"""A bridge that answers ARP for its stations: the port flags proxy_arp, proxy_arp_wifi and neigh_suppress (br_arp_nd_proxy.c)."""

from typing import TYPE_CHECKING

from pynetns.device.bridge import Bridge
from pynetns.device.bridge_port import BridgePort
from pynetns.device.fdb import fdb_key
from pynetns.device.packet import ETH_HLEN, Packet
from pynetns.netns.arp import ADDRESSES, ARP_HLEN, ETH_P_ARP, HEADER
from pynetns.netns.neigh_entry import VALID
from pynetns.wire.address import ipv4_is_zeronet
from pynetns.wire.arp import ARPOP_REPLY, ARPOP_REQUEST
from pynetns.wire.arp import Arp as ArpMessage

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


def answer(namespace: "NetNamespace", bridge: Bridge, port: BridgePort | None, packet: Packet) -> bool:
    """br_do_proxy_suppress_arp(): True where the request is not to be flooded to ports that suppress it."""
    suppresses = any(other.neigh_suppress for other in bridge.ports)
    if not (suppresses or any(other.proxy_arp or other.proxy_arp_wifi for other in bridge.ports)):
        return False
    if not bridge.arp or not packet.has(ETH_HLEN + ARP_HLEN):
        return False
    _, ptype, hlen, plen, oper = packet.read(HEADER)
    sha, sip, _, tip = packet.read(ADDRESSES)
    if (ptype, hlen, plen) != (0x0800, 6, 4):
        return False
    if suppresses:
        if port is not None and port.neigh_suppress:
            return False
        if ipv4_is_zeronet(sip) or sip == tip:
            return True
    if oper != ARPOP_REQUEST:
        return False
    if suppresses and any(ifa.local == tip for ifa in bridge.in_dev.addresses):
        return True
    entry = namespace.neigh.find(tip, bridge)
    if entry is None or entry.state not in VALID:
        return False
    station = bridge.fdb.table.look(fdb_key(entry.mac, packet.vlan))
    if station is None:
        return False
    owner = station.port
    replied = (port is not None and port.proxy_arp) or (owner is not None and (owner.proxy_arp_wifi or owner.neigh_suppress))
    if replied:
        namespace.scheduler.refuse("is answered by the bridge")
        message = ArpMessage(oper=ARPOP_REPLY, sha=entry.mac, spa=tip, tha=sha, tpa=sip)
        reply = Packet(sha + entry.mac + ETH_P_ARP + message.emit())
        if port is not None:
            port.device.transmit(reply)
        else:
            bridge.classify(reply)
            namespace.scheduler.queue.append((bridge.receive, reply))
    return bool(replied or suppresses)


