"""UDP input: to a socket, to all sockets of a group, or back as port unreachable (net/ipv4/udp.c, RFC 768)."""

from typing import TYPE_CHECKING

from pynetns.device.packet import IP, Packet, View
from pynetns.netns.dst import input_device
from pynetns.wire.checksum import checksum, pseudo_header
from pynetns.wire.icmp import ICMP_DEST_UNREACH, ICMP_PORT_UNREACH
from pynetns.wire.ipv4 import IPPROTO_UDPLITE
from pynetns.wire.udp import UDP_HLEN, checksum_valid

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace
    from pynetns.netns.udp_socket import UdpSocket

CHECKSUM_BREAK = 76  # bytes: a longer datagram is summed when somebody wants it (include/linux/skbuff.h)
PORTS = View(sport=(34, "H"), dport=(36, "H"))
IPV4 = View(vihl=(14, "B"), length=(16, "H"), src=(26, "I"), dst=(30, "I"))


class UdpProtocol:
    """One namespace's UDP."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace

    def receive(self, packet: Packet) -> None:
        """__udp4_lib_rcv()."""
        namespace, mib = self.namespace, self.namespace.mib
        vihl, total, src, dst = packet.read(IPV4)
        if vihl == 0x45 and not packet.dst.group and packet.plain_udp(verify=True):
            sport, dport = packet.read(PORTS)
            found = namespace.sockets.find_udp(src, sport, dst, dport, input_device(packet), packet.dst.slave)
            if found is not None and found.on_event is None:
                packet.emit(found, "in")
                return
        namespace.scheduler.refuse("is UDP that no socket waits for")
        segment = packet.slice(IP + (vihl & 15) * 4, IP + total)
        length = segment[4] << 8 | segment[5] if len(segment) >= UDP_HLEN else 0
        if length < UDP_HLEN or length > len(segment):
            packet.count(mib.UdpInErrors)
            return
        segment = segment[:length]
        packet.trim(IP + (vihl & 15) * 4 + length)
        sport, dport = segment[0] << 8 | segment[1], segment[2] << 8 | segment[3]
        sockets: list[UdpSocket] | None = None
        if packet.dst.group:
            sockets = namespace.sockets.udp_group(src, sport, dst, dport, input_device(packet))
            if not sockets and length > CHECKSUM_BREAK:
                packet.count(mib.UdpIgnoredMulti)
                return
        if segment[6:8] != b"\0\0" and not checksum_valid(src, dst, segment):
            packet.count(mib.UdpInCsumErrors)
            packet.count(mib.UdpInErrors)
            return
        if sockets is not None:
            if not sockets:
                packet.count(mib.UdpIgnoredMulti)
            for socket in sockets:
                socket.queue_datagram(packet, segment[UDP_HLEN:], src, sport)
            return
        found = namespace.sockets.find_udp(src, sport, dst, dport, input_device(packet), packet.dst.slave)
        if found is not None:
            found.queue_datagram(packet, segment[UDP_HLEN:], src, sport)
            return
        packet.count(mib.UdpNoPorts)
        packet.ct, packet.untracked = None, False  # nf_reset_ct()
        namespace.icmp.send_error(packet, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0)

    def receive_lite(self, packet: Packet) -> None:
        """UDP-Lite (RFC 3828) has no sockets here, but what comes is judged: udplite_checksum_init()."""
        mib = self.namespace.mib
        vihl, total, src, dst = packet.read(IPV4)
        segment = packet.slice(IP + (vihl & 15) * 4, IP + total)
        coverage = segment[4] << 8 | segment[5] if len(segment) >= UDP_HLEN else 0
        if len(segment) < UDP_HLEN or coverage > len(segment):
            packet.count(mib.UdpLiteInErrors)
            return
        covered = coverage or len(segment)
        wrong = segment[6:8] == b"\0\0" or covered < UDP_HLEN
        if not wrong and not (packet.dst.group and (covered < len(segment) or covered > CHECKSUM_BREAK)):
            wrong = checksum(pseudo_header(src, dst, IPPROTO_UDPLITE, len(segment)) + segment[:covered]) != 0
        if wrong:
            packet.count(mib.UdpLiteInCsumErrors)
            packet.count(mib.UdpLiteInErrors)
        elif packet.dst.group:
            packet.count(mib.UdpLiteIgnoredMulti)
        else:
            packet.count(mib.UdpLiteNoPorts)
            packet.ct, packet.untracked = None, False
            self.namespace.icmp.send_error(packet, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0)


