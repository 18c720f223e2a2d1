"""TCP input: to the connection or listener that a segment is for; where there is none, a reset answers it, as RFC 9293 3.10.7.1 and
net/ipv4/tcp_ipv4.c say."""

from typing import TYPE_CHECKING

from pynetns.device.packet import IP, PACKET_HOST, Packet, View
from pynetns.netns.dst import input_device
from pynetns.netns.icmp import reply_device
from pynetns.netns.ipv4_options import EchoedOptions, OptionError, Options
from pynetns.netns.tcp_socket import LISTEN
from pynetns.wire.checksum import transport_is_valid
from pynetns.wire.ipv4 import IPPROTO_TCP
from pynetns.wire.tcp import ACK, FIN, RST, SYN, TCP_HLEN, Tcp, has_signature

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

IPV4 = View(vihl=(14, "B"), tos=(15, "B"), length=(16, "H"), src=(26, "I"), dst=(30, "I"))


class TcpProtocol:
    """One namespace's TCP."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace

    def receive(self, packet: Packet) -> None:
        """tcp_v4_rcv()."""
        if packet.kind != PACKET_HOST:
            return
        mib = self.namespace.mib
        packet.count(mib.TcpInSegs)
        vihl, _, total, src, dst = packet.read(IPV4)
        segment = packet.slice(IP + (vihl & 15) * 4, IP + total)
        if len(segment) < TCP_HLEN:
            return
        header = (segment[12] >> 4) * 4
        if header < TCP_HLEN:
            packet.count(mib.TcpInErrs)
            return
        if len(segment) < header:
            return
        if not transport_is_valid(src, dst, IPPROTO_TCP, segment):
            packet.count(mib.TcpInCsumErrors)
            packet.count(mib.TcpInErrs)
            return
        tcp = Tcp.parse(segment)
        socket = self.namespace.sockets.find_tcp(src, tcp.sport, dst, tcp.dport, input_device(packet),
                                                 packet.dst.slave) if tcp is not None else None
        if tcp is None or socket is None or (socket.state == LISTEN and tcp.flags & ACK):
            self._send_reset(packet, segment)
        else:
            socket.segment(tcp, src, dst, reply_device(packet))

    def _send_reset(self, packet: Packet, segment: bytes) -> None:
        """tcp_v4_send_reset(): with the number that makes the sender believe it."""
        tcp = Tcp.parse(segment)
        if tcp is None or tcp.flags & RST or packet.dst.type != "local":
            return
        if has_signature(tcp.options):  # no listener has a key for it
            return
        if tcp.flags & ACK:
            seq, ack, flags = tcp.ack, 0, RST
        else:
            length = len(segment) - (segment[12] >> 4) * 4
            occupied = bool(tcp.flags & SYN) + bool(tcp.flags & FIN) + length
            seq, ack, flags = 0, (tcp.seq + occupied) & 0xFFFFFFFF, RST | ACK
        reset = Tcp(tcp.dport, tcp.sport, seq=seq, ack=ack, flags=flags, window=0)
        self._reply(packet, reset)

    def _reply(self, packet: Packet, reset: Tcp) -> None:
        """ip_send_unicast_reply(): with the TOS of what it answers; the control socket wants DF, and so needs no identification."""
        namespace = self.namespace
        _, tos, _, src, dst = packet.read(IPV4)
        options: Options | None = packet.options
        try:
            echoed = options.echo(packet) if options is not None else EchoedOptions()
            decision = namespace.route.output(echoed.faddr or src, src=dst, tos=tos & 0x1C, oif=reply_device(packet),
                                              mark=namespace.icmp.reply_mark(packet))
        except (OptionError, OSError):
            return
        namespace.mib.TcpOutSegs.add(1)
        namespace.mib.TcpOutRsts.add(1)
        reply = namespace.ipv4_output.build(decision, dst, src, IPPROTO_TCP, reset.emit(dst, src), tos=tos & 0xFC, df=True,
                                            identification=0, options=echoed.build(namespace, dst))
        namespace.ipv4_output.local_out(reply)
