"""Probes with a small TTL, and who answered them: what traceroute(8) and tracepath(8) send, as UDP to unlikely ports or ICMP echo."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet, View
from pynetns.errors import os_error
from pynetns.netns.ping import Ping, Reply
from pynetns.netns.udp_socket import UdpSocket
from pynetns.wire.address import format_ipv4, parse_ipv4
from pynetns.wire.icmp import Icmp

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

HEADER = View(ttl=(22, "B"), src=(26, "I"))
Filler = Callable[[int], bytes]


@dataclass(slots=True)
class Answer:
    """What came back for one probe. Type 0 is the target's own answer; `mtu` is told where the probe was too long."""

    at: int  # nanoseconds of the lab's clock
    address: int = 0  # 0 where this host itself refused
    type: int = 0
    code: int = 0
    mtu: int = 0
    ttl: int = 0  # that is left of the answer's


@dataclass(slots=True)
class Prober:
    """How probes are to be sent; `send` sends one, and its answer is given to the caller as soon as it is here. Raises OSError."""

    namespace: "NetNamespace"
    target: int
    size: int  # of the whole packet
    source: int = 0
    device: NetDevice | None = None
    tos: int = 0
    never_fragment: bool = False
    ignore_path_mtu: bool = False
    on_link: bool = False
    pmtu_discovery: bool = False

    def check(self) -> None:
        """The connect() before anything is sent. Raises OSError."""
        with self._socket(1) as socket:
            if self.on_link and self.namespace.route.output(self.target, src=self.source, oif=self.device).gateway:
                raise os_error(errno.ENETUNREACH)
            socket.connect((format_ipv4(self.target), 1))

    def _socket(self, ttl: int) -> UdpSocket:
        socket = UdpSocket(self.namespace)
        socket.device, socket.ttl, socket.tos = self.device, ttl, self.tos
        socket.never_fragment, socket.ignore_path_mtu = self.never_fragment, self.ignore_path_mtu
        socket.pmtu_discovery = self.pmtu_discovery
        return socket

    def send_udp(self, ttl: int, port: int, answered: Callable[[Answer], None], payload: bytes, from_port: int = 0) -> UdpSocket:
        """A datagram. Its socket stays open until whoever asked closes it."""
        scheduler, socket = self.namespace.scheduler, self._socket(ttl)

        def failed(packet: Packet, icmp: Icmp) -> None:
            left, source = packet.read(HEADER)
            answered(Answer(scheduler.now, source, icmp.type, icmp.code, icmp.rest & 0xFFFF, left))

        def arrived() -> None:
            _, (address, _) = socket.recvfrom()
            answered(Answer(scheduler.now, parse_ipv4(address)))

        try:
            if self.source or from_port:
                socket.bind((format_ipv4(self.source) if self.source else "", from_port))
            socket.error_queue, socket.on_event = failed, arrived
            socket.connect((format_ipv4(self.target), port))
            socket.send(payload)
        except OSError as error:
            socket.close()
            if error.errno != errno.EMSGSIZE:
                raise
            decision = self.namespace.route.output(self.target, src=self.source, oif=self.device)
            mtu = decision.device.mtu if self.ignore_path_mtu else self.namespace.route.mtu(decision)
            answered(Answer(scheduler.now, 0, 3, 4, mtu))
        return socket


class EchoProber(Ping):
    """Echo requests whose data is traceroute's, each with a TTL of its own."""

    def __init__(self, prober: Prober) -> None:
        super().__init__(prober.namespace, prober.target, source=prober.source, device=prober.device, size=prober.size - 28, tos=prober.tos,
                         df=prober.never_fragment)
        self.on_link = prober.on_link
        self._waiting: dict[int, Callable[[Answer], None]] = {}
        self.on_line = self._take

    def payload(self, sequence: int) -> bytes:
        return filler(self.size)

    def send_echo(self, ttl: int, answered: Callable[[Answer], None]) -> None:
        self.ttl = ttl
        self._waiting[self.sent + 1] = answered
        self.send()

    def _take(self, reply: Reply) -> None:
        answered = self._waiting.pop(reply.sequence, None)
        if answered is None:
            return
        now = self.namespace.scheduler.now
        if reply.error == errno.EMSGSIZE:
            decision = self.namespace.route.output(self.target, src=self.source, oif=self.device)
            answered(Answer(now, 0, 3, 4, self.namespace.route.mtu(decision)))
        elif not reply.error:
            answered(Answer(now, parse_ipv4(reply.source), reply.type, reply.code, reply.rest & 0xFFFF, reply.ttl))


def filler(size: int) -> bytes:
    """What traceroute fills its packets with: @ABC…"""
    return bytes(0x40 + (at & 0x3F) for at in range(size))
