"""Who listens in a namespace: UDP by address and port, and those who ping (the socket tables of net/ipv4/udp.c, raw.c, ping.c)."""

import errno
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet
from pynetns.device.table import Watchers
from pynetns.errors import os_error
from pynetns.netns.icmp_error import Quoted
from pynetns.netns.tcp_socket import LISTEN, TcpSocket
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IPPROTO_ICMP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace
    from pynetns.netns.ping import Ping
    from pynetns.netns.udp_socket import UdpSocket

MAX_SOCKETS = 65536


class Sockets:
    """The sockets of one namespace."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self._udp: dict[int, list[UdpSocket]] = {}
        self.ports = Watchers(namespace.scheduler)  # remembered paths by the port whose sockets they looked at
        self._pings: list[Ping] = []
        self._tcp_ports: dict[int, list[TcpSocket]] = {}
        self._tcp: dict[tuple[int, int, int, int], TcpSocket] = {}

    # --- TCP ---------------------------------------------------------------------------------------------------------------------

    def bind_tcp(self, socket: "TcpSocket", address: int, port: int) -> int:
        """inet_csk_get_port(): the port, or with 0 any that is free. Raises OSError where it is taken."""
        if port:
            if self._tcp_conflict(socket, address, port):
                raise os_error(errno.EADDRINUSE)
        else:
            low, high = self.namespace.sysctl.ports()
            first = self.namespace.random.randrange(high - low + 1)
            ports = (low + (first + step) % (high - low + 1) for step in range(high - low + 1))
            free = next((port for port in ports if not self._tcp_conflict(socket, address, port)), None)
            if free is None:
                raise os_error(errno.EADDRINUSE)
            port = free
        self._tcp_ports.setdefault(port, []).append(socket)
        return port

    def _tcp_conflict(self, socket: "TcpSocket", address: int, port: int) -> bool:
        return any(other is not socket and (not address or not other.address or address == other.address)
                   and not (other.reuse and socket.reuse and other.state != LISTEN) for other in self._tcp_ports.get(port, ()))

    def add_tcp(self, socket: "TcpSocket") -> None:
        """A connection begins: segments of its four numbers are its own."""
        assert socket.peer is not None
        self._tcp[socket.address, socket.port, *socket.peer] = socket

    def remove_tcp(self, socket: "TcpSocket") -> None:
        if socket.peer is not None:
            self._tcp.pop((socket.address, socket.port, *socket.peer), None)
        bound = self._tcp_ports.get(socket.port, [])
        if socket in bound:
            bound.remove(socket)
            if not bound:
                del self._tcp_ports[socket.port]

    def find_tcp(self, src: int, sport: int, dst: int, dport: int, device: NetDevice | None = None,
                 slave: NetDevice | None = None) -> "TcpSocket | None":
        """The connection of a segment, or who listens: on this very address before any."""
        socket = self._tcp.get((dst, dport, src, sport))
        if socket is not None:
            return socket
        any_vrf = slave is None or bool(self.namespace.sysctl.number("net.ipv4.tcp_l3mdev_accept"))
        listeners = [other for other in self._tcp_ports.get(dport, ()) if other.state == LISTEN and other.address in (0, dst)
                     and (any_vrf if other.device is None else other.device in (device, slave))]
        return max(listeners, key=lambda other: (other.address, other.device is not None), default=None)

    @property
    def tcp(self) -> "list[TcpSocket]":
        """Who listens, by port, then the connections in order of their beginning."""
        listening = [socket for port in sorted(self._tcp_ports) for socket in self._tcp_ports[port] if socket.state == LISTEN]
        return listening + list(self._tcp.values())

    # --- UDP ---------------------------------------------------------------------------------------------------------------------

    def bind_udp(self, socket: "UdpSocket", address: int, port: int) -> int:
        """udp_lib_get_port(): the port, or with 0 any that is free. Raises OSError where it is taken."""
        if port:
            if self._conflict(socket, address, port):
                raise os_error(errno.EADDRINUSE)
        else:
            port = self._ephemeral(socket, address)
        self._udp.setdefault(port, []).append(socket)
        self.ports.changed(port)
        return port

    def _ephemeral(self, socket: "UdpSocket", address: int) -> int:
        low, high = self.namespace.sysctl.ports()
        first = self.namespace.random.randrange(high - low + 1)
        for step in range(high - low + 1):
            port = low + (first + step) % (high - low + 1)
            if not self._conflict(socket, address, port):
                return port
        raise os_error(errno.EADDRINUSE)

    def _conflict(self, socket: "UdpSocket", address: int, port: int) -> bool:
        """inet_rcv_saddr_equal(): the same port of the same address, or of all, unless both sides share it."""
        return any(other is not socket and (not address or not other.address or address == other.address)
                   and (other.device is None or socket.device is None or other.device is socket.device)
                   and not (other.reuse and socket.reuse) for other in self._udp.get(port, ()))

    def release_udp(self, socket: "UdpSocket", port: int) -> None:
        sockets = self._udp.get(port, [])
        if socket in sockets:
            sockets.remove(socket)
            if not sockets:
                del self._udp[port]
            self.ports.changed(port)

    def find_udp(self, src: int, sport: int, dst: int, dport: int, device: NetDevice | None,
                 slave: NetDevice | None = None) -> "UdpSocket | None":
        """udp4_lib_lookup2(): of those that take such a datagram the one that names most of it, the newest of equals last."""
        self.ports.note(dport)
        best, best_score = None, -1
        for socket in self._udp.get(dport, ()):
            score = socket.score(src, sport, dst, device, slave)
            if score > best_score:
                best, best_score = socket, score
        return best

    def udp_group(self, src: int, sport: int, dst: int, dport: int, device: NetDevice | None) -> "list[UdpSocket]":
        """__udp4_lib_mcast_deliver(): everybody who takes it."""
        return [socket for socket in self._udp.get(dport, ()) if socket.takes_group(src, sport, dst, device)]

    @property
    def udp(self) -> "list[UdpSocket]":
        """All bound UDP sockets, by port."""
        return [socket for port in sorted(self._udp) for socket in self._udp[port]]

    # --- ICMP --------------------------------------------------------------------------------------------------------------------

    def add_ping(self, ping: "Ping") -> None:
        self._pings.append(ping)

    def remove_ping(self, ping: "Ping") -> None:
        if ping in self._pings:
            self._pings.remove(ping)

    def deliver_raw(self, packet: Packet, proto: int) -> bool:
        """raw_local_deliver(): is there anybody who takes the protocol raw?"""
        return proto == IPPROTO_ICMP and bool(self._pings)

    def deliver_echo_reply(self, packet: Packet, icmp: Icmp) -> None:
        for ping in list(self._pings):
            ping.on_reply(packet, icmp)

    def raw_error(self, packet: Packet, icmp: Icmp, quoted: Quoted) -> bool:
        """raw_icmp_error(): an error about an ICMP message reaches all raw ICMP sockets. Is there one?"""
        if quoted.proto != IPPROTO_ICMP:
            return False
        for ping in list(self._pings):
            ping.on_error(packet, icmp, quoted)
        return bool(self._pings)
