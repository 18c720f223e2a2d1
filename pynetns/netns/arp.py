"""ARP: who asks is answered, who answers is remembered (net/ipv4/arp.c, RFC 826, RFC 5227)."""

from typing import TYPE_CHECKING

from pynetns.device.netdevice import BROADCAST_MAC, ZERO_MAC, NetDevice
from pynetns.device.packet import ETH_HLEN, PACKET_HOST, PACKET_OTHERHOST, Packet, View
from pynetns.device.vrf import table_of
from pynetns.netns.neigh_entry import REACHABLE, STALE, VALID, Entry
from pynetns.netns.route_entry import TABLE_LOCAL
from pynetns.wire.address import ipv4_is_loopback, ipv4_is_multicast
from pynetns.wire.arp import ARPOP_REPLY, ARPOP_REQUEST
from pynetns.wire.arp import Arp as ArpMessage

if TYPE_CHECKING:
    from pynetns.netns.dst import Dst
    from pynetns.netns.namespace import NetNamespace

ETH_P_ARP = b"\x08\x06"
ARP_HLEN = 28
HEADER = View(htype=(14, "H"), ptype=(16, "H"), hlen=(18, "B"), plen=(19, "B"), oper=(20, "H"))
ADDRESSES = View(sha=(22, "6s"), sip=(28, "I"), tha=(32, "6s"), tip=(38, "I"))
REQUEST = View(**HEADER.fields, **ADDRESSES.fields)
MIN_MTU = 68  # so much every device carries
SCOPE_LINK, SCOPE_HOST = 253, 254


class ArpProtocol:
    """One namespace's ARP: what comes in, and what its neighbour table wants asked."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self._proxy_queue: dict[NetDevice, int] = {}

    def receive(self, device: NetDevice, packet: Packet) -> None:
        """arp_rcv(): what is not ARP for IPv4 over Ethernet, or for another station, is dropped."""
        if not device.arp or packet.kind == PACKET_OTHERHOST or not packet.has(ETH_HLEN + ARP_HLEN):
            return
        self.namespace.scheduler.refuse("is ARP for this host")
        htype, ptype, hlen, plen, oper = packet.read(HEADER)
        if (hlen, plen, ptype) != (6, 4, 0x0800) or htype not in (1, 6) or oper not in (ARPOP_REQUEST, ARPOP_REPLY):
            return  # 6, IEEE 802, is taken as well: RFC 1390
        self._process(device, packet, oper, delayed=False)

    def question(self, packet: Packet) -> tuple[int, int] | None:
        """The sender and the target of a plain request. With a thousand stations on a bridge nearly everybody who gets one forgets it: it
        is for somebody else's address, by somebody unknown. `looks_on` and the namespace's `forgets` say when that is so."""
        if not packet.has(ETH_HLEN + ARP_HLEN) or not packet.fits(ETH_HLEN + MIN_MTU):
            return None
        self.namespace.scheduler.refuse("is an ARP request")
        htype, ptype, hlen, plen, oper, _, sip, _, tip = packet.read(REQUEST)
        return (sip, tip) if (oper, ptype, hlen, plen, htype) == (ARPOP_REQUEST, 0x0800, 6, 4, 1) and sip else None

    def looks_on(self, device: NetDevice) -> bool:
        """Is it a host that answers for its own addresses alone, and learns of nobody who does not ask it?"""
        conf = device.in_dev.conf
        return device.in_dev.enabled and not (conf.forwarding or conf.arp_accept or conf.all.arp_accept)

    def _process(self, device: NetDevice, packet: Packet, oper: int, delayed: bool) -> None:
        """arp_process(), in its order."""
        sha, sip, tha, tip = packet.read(ADDRESSES)
        namespace, conf = self.namespace, device.in_dev.conf
        if ipv4_is_multicast(tip) or (ipv4_is_loopback(tip) and not conf.orconf("route_localnet")):
            return
        if sip == tip and conf.orconf("drop_gratuitous_arp"):
            return
        if sip == 0:  # a probe: RFC 5227
            if oper == ARPOP_REQUEST and self._type(device, tip) == "local" and not self._ignores(device, sip, tip):
                self.send(ARPOP_REPLY, device, sip, tip, sha, sha)
            return
        # Only an address of the host's own, or a way on from a router, makes the rest worth asking.
        if oper == ARPOP_REQUEST and (conf.forwarding or self._type(device, tip) == "local"):
            dst = namespace.route.input_for_arp(packet, device, tip, sip)
            if dst is not None and dst.type == "local":
                if not self._ignores(device, sip, tip) and not (conf.orconf("arp_filter") and self._filters(device, sip, tip)):
                    if namespace.neigh.event_ns(sha, sip, device) is not None:
                        self.send(ARPOP_REPLY, device, sip, tip, sha, sha)
                return
            if dst is not None and conf.forwarding and dst.type == "unicast" and self._is_proxy(device, dst, sip, tip):
                namespace.neigh.event_ns(sha, sip, device)
                if delayed or packet.kind == PACKET_HOST or device.in_dev.parms.proxy_delay == 0:
                    self.send(ARPOP_REPLY, device, sip, tip, sha, sha)
                else:
                    self._enqueue(device, packet, oper)
                return
        self._learn(device, packet, oper, sha, sip, tha, tip)

    def _learn(self, device: NetDevice, packet: Packet, oper: int, sha: bytes, sip: int, tha: bytes, tip: int) -> None:
        """Who is known is updated; who is not is entered only where arp_accept says so."""
        namespace, parms = self.namespace, device.in_dev.parms
        entry = namespace.neigh.find(sip, device)
        accept = self._accepts(device, sip)
        if entry is None and not accept:
            return
        gratuitous = self._is_gratuitous(device, oper, sip, tip, sha, tha)
        if entry is None:
            if gratuitous or (oper == ARPOP_REPLY and self._type(device, sip) == "unicast"):
                entry = namespace.neigh.resolve(sip, device)
        if entry is not None:
            # Of several replies in a row the first counts, so that two proxies do not make an entry flap.
            override = gratuitous or namespace.scheduler.now > entry.updated.at + parms.locktime_ns
            answered = oper == ARPOP_REPLY and packet.kind == PACKET_HOST
            entry.update(sha, REACHABLE if answered else STALE, override=override)

    def _is_gratuitous(self, device: NetDevice, oper: int, sip: int, tip: int, sha: bytes, tha: bytes) -> bool:
        """arp_is_garp(): an announcement; a reply is one only if it names its own hardware address as the target's."""
        return sip == tip and (oper != ARPOP_REPLY or tha == sha) and self._type(device, sip) == "unicast"

    def _type(self, device: NetDevice, address: int) -> str:
        """inet_addr_type_dev_table(): what an address is in the table of a device's VRF, if it is a part of one."""
        return self.namespace.fib.address_type(address, table=table_of(device) or TABLE_LOCAL)

    def _ignores(self, device: NetDevice, sip: int, tip: int) -> bool:
        """arp_ignore()."""
        level = device.in_dev.conf.maxconf("arp_ignore")
        confirm = self.namespace.addresses.confirm
        if level == 1:
            return not confirm(device, 0, tip, SCOPE_HOST)
        if level == 2:
            return not confirm(device, sip, tip, SCOPE_HOST)
        if level == 3:
            return not confirm(None, 0, tip, SCOPE_LINK)
        return bool(level == 8)

    def _accepts(self, device: NetDevice, sip: int) -> bool:
        """arp_accept()."""
        level = device.in_dev.conf.maxconf("arp_accept")
        if level == 2:
            return bool(self.namespace.addresses.confirm(device, sip, 0, SCOPE_LINK))
        return bool(level == 1)

    def _filters(self, device: NetDevice, sip: int, tip: int) -> bool:
        """arp_filter(): answer only where the way back leaves by the same device."""
        try:
            back = self.namespace.route.output(sip, src=tip)
        except OSError:
            return True
        if back.device is not device:
            self.namespace.mib.TcpExtArpFilter.add(1)
            return True
        return False

    def _is_proxy(self, device: NetDevice, dst: "Dst", sip: int, tip: int) -> bool:
        """arp_fwd_proxy(), arp_fwd_pvlan() and the proxy entries of the neighbour table."""
        out, conf, neigh = dst.device, device.in_dev.conf, self.namespace.neigh
        if out is not device:
            if conf.orconf("proxy_arp"):
                medium = conf.medium_id
                if medium == 0:
                    return True
                if medium != -1 and out.in_dev.conf.medium_id not in (-1, medium):
                    return True
            return (tip, device) in neigh.proxies or (tip, None) in neigh.proxies
        return bool(conf.proxy_arp_pvlan) and sip != tip

    def _enqueue(self, device: NetDevice, packet: Packet, oper: int) -> None:
        """pneigh_enqueue(): a proxy answers after a random part of proxy_delay, so that the owner itself comes first."""
        parms = device.in_dev.parms
        if self._proxy_queue.get(device, 0) > parms.proxy_qlen:
            return
        self._proxy_queue[device] = self._proxy_queue.get(device, 0) + 1

        def answer() -> None:
            self._proxy_queue[device] -= 1
            if device.is_up and device.in_dev is not None:
                self._process(device, packet, oper, delayed=True)

        self.namespace.scheduler.timer(self.namespace.random.randrange(parms.proxy_delay_ns), answer)

    # --- asking ------------------------------------------------------------------------------------------------------------------

    def solicit(self, entry: Entry, waiting: Packet | None) -> None:
        """arp_solicit(): from which address to ask, and whether to ask the station alone or all."""
        device, namespace = entry.device, self.namespace
        level = device.in_dev.conf.maxconf("arp_announce")
        source = 0
        if waiting is not None and level < 2:
            wanted = int.from_bytes(waiting.slice(26, 30), "big")
            if self._type(device, wanted) == "local" and (
                    level == 0 or namespace.addresses.on_link(device, entry.address, wanted)):
                source = wanted
        source = source or namespace.addresses.select(device, entry.address, SCOPE_LINK)
        parms = device.in_dev.parms
        probes = entry.probes - parms.ucast_solicit
        if probes < 0:
            self.send(ARPOP_REQUEST, device, entry.address, source, entry.mac if entry.state in VALID else ZERO_MAC, ZERO_MAC)
        elif probes >= parms.app_solicit:  # those between are a daemon's to ask, and there is none
            self.send(ARPOP_REQUEST, device, entry.address, source, BROADCAST_MAC, ZERO_MAC)

    def announce(self, device: NetDevice) -> None:
        """inetdev_send_gratuitous_arp(): where arp_notify is set, each address is announced when the device comes up or changes."""
        for address in device.in_dev.addresses:
            self.send(ARPOP_REQUEST, device, address.local, address.local, BROADCAST_MAC, ZERO_MAC)

    def send(self, oper: int, device: NetDevice, tip: int, sip: int, to: bytes, tha: bytes) -> None:
        """arp_send()."""
        self.namespace.scheduler.refuse("asks or answers by ARP")
        if not device.arp:
            return
        message = ArpMessage(oper=oper, sha=device.mac, spa=sip, tha=tha, tpa=tip)
        packet = Packet(to + device.mac + ETH_P_ARP + message.emit())
        device.transmit(packet)

    def error_report(self, packet: Packet) -> None:
        """arp_error_report(): nobody answered for the packet's next hop."""
        self.namespace.icmp.link_failure(packet)
