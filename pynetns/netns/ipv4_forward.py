"""Packets that only pass: net/ipv4/ip_forward.c, in its order."""

from typing import TYPE_CHECKING

from pynetns.device.packet import ETH_HLEN, PACKET_HOST, Packet, View
from pynetns.netns.dst import Dst
from pynetns.netns.hooks import FORWARD
from pynetns.wire.icmp import (
    ICMP_DEST_UNREACH, ICMP_EXC_TTL, ICMP_FRAG_NEEDED, ICMP_REDIR_HOST, ICMP_REDIRECT, ICMP_SR_FAILED, ICMP_TIME_EXCEEDED,
)

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

TTL = View(ttl=(22, "B"))
FRAG = View(frag=(20, "H"))
SOURCE = View(src=(26, "I"))
IP_DF = 0x4000


class Ipv4Forward:
    """One namespace's forwarding."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self._forwarded = namespace.mib.IpForwDatagrams

    def forward(self, packet: Packet) -> None:
        """ip_forward()."""
        namespace, decision = self.namespace, packet.dst
        if packet.kind != PACKET_HOST:
            return
        (ttl,) = packet.read(TTL)
        if ttl <= 1:
            packet.count(namespace.mib.IpInHdrErrors)
            namespace.icmp.send_error(packet, ICMP_TIME_EXCEEDED, ICMP_EXC_TTL, 0)
            return
        options = packet.options
        if options is not None and options.strict and decision.gateway:
            namespace.icmp.send_error(packet, ICMP_DEST_UNREACH, ICMP_SR_FAILED, 0)
            return
        packet.count(self._forwarded)  # before its size is looked at
        mtu = decision.device.mtu if decision.as_device else namespace.route.mtu(decision, forwarding=True)
        if not packet.fits(mtu + ETH_HLEN) and packet.read(FRAG)[0] & IP_DF:
            packet.count(namespace.mib.IpFragFails)
            namespace.icmp.send_error(packet, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, mtu)
            return
        packet.decrease_ttl()
        if decision.redirect and (options is None or not options.srr):
            self._redirect(packet, decision)
        hooks = namespace.hooks
        if hooks.forward and not hooks.run(hooks.forward, FORWARD, packet, packet.device, decision.device):
            return
        if options is not None:  # ip_forward_finish()
            options.forward(namespace, packet)
        namespace.ipv4_output.output(packet)

    def _redirect(self, packet: Packet, decision: Dst) -> None:
        """ip_rt_send_redirect(): tell a neighbour of the better way, less and less often."""
        if decision.device.in_dev.conf.orconf("send_redirects"):
            (src,) = packet.read(SOURCE)
            if self.namespace.peers.allows_redirect(src):
                self.namespace.icmp.send_error(packet, ICMP_REDIRECT, ICMP_REDIR_HOST, decision.next_hop)


