"""docker-proxy: what answers on a published port where the kernel's rules do not reach (libnetwork's cmd/proxy).

Connections from the host's own loopback, and from containers to the host's address, are accepted here and carried on to the container; the
container sees the bridge's address. With the proxy off only the port is held.
"""

import socket as std
from collections import OrderedDict
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from pynetns.device.scheduler import SECOND
from pynetns.docker.ports import Mapping
from pynetns.netns.tcp_socket import TcpSocket
from pynetns.netns.udp_socket import UdpSocket

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

UDP_IDLE = 90 * SECOND
MAX_CLIENTS = 1024


class Proxy:
    """One published port. Raises OSError where the host uses it already."""

    def __init__(self, host: "NetNamespace", mapping: Mapping, container: IPv4Address, forwards: bool) -> None:
        self.host = host
        self.target = (str(container), mapping.binding.port)
        self.forwards = forwards
        self._clients: OrderedDict[tuple[str, int], UdpSocket] = OrderedDict()
        self.tcp: TcpSocket | None = None
        self.udp: UdpSocket | None = None
        where = (mapping.host_ip, mapping.host_port)
        if mapping.binding.proto == "tcp":
            self.tcp = TcpSocket(host)
            self.tcp.bind(where)
            self.tcp.listen(4096)
            self.tcp.on_event = self._accept
        elif mapping.binding.proto == "udp":
            self.udp = UdpSocket(host)
            self.udp.bind(where)
            self.udp.on_event = self._forward_datagrams

    def close(self) -> None:
        for socket in (self.tcp, self.udp, *self._clients.values()):
            if socket is not None:
                socket.close()

    # --- TCP ---------------------------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        assert self.tcp is not None
        while self.tcp.backlog:
            client, _ = self.tcp.accept()
            if not self.forwards:
                client.close()
                continue
            _Pipe(client, TcpSocket(self.host), self.target)

    # --- UDP ---------------------------------------------------------------------------------------------------------------------

    def _forward_datagrams(self) -> None:
        assert self.udp is not None
        while self.udp.queued:
            data, client = self.udp.recvfrom()
            if self.forwards:
                self._socket_for(client).send(data)

    def _socket_for(self, client: tuple[str, int]) -> UdpSocket:
        """A socket for each client, so that its answers find back."""
        socket = self._clients.get(client)
        if socket is None or socket.closed:
            while len(self._clients) >= MAX_CLIENTS:
                self._clients.popitem(last=False)[1].close()
            socket = self._clients[client] = UdpSocket(self.host)
            socket.connect(self.target)
            socket.on_event = lambda: self._answer(client)
            self.host.scheduler.timer(UDP_IDLE, lambda: self._forget(client))
        return socket

    def _forget(self, client: tuple[str, int]) -> None:
        socket = self._clients.pop(client, None)
        if socket is not None:
            socket.close()

    def _answer(self, client: tuple[str, int]) -> None:
        socket = self._clients.get(client)
        while socket is not None and socket.queued and self.udp is not None:
            self.udp.sendto(socket.recv(), client)


class _Pipe:
    """Two connections, each side's data and end carried to the other."""

    def __init__(self, client: TcpSocket, server: TcpSocket, target: tuple[str, int]) -> None:
        self.client = client
        self.server = server
        self.connected = False
        client.on_event = self._move
        server.on_event = self._move
        try:
            server.connect(target)
        except BlockingIOError:
            return
        except OSError:
            client.close()
            return
        self._move()

    def _move(self) -> None:
        try:
            self.server.check()
            self.client.check()
        except OSError:
            self.client.close()
            self.server.close()
            return
        if not self.connected and self.server.is_connected:
            self.connected = True
        if self.connected:
            self._carry(self.client, self.server)
            self._carry(self.server, self.client)

    @staticmethod
    def _carry(source: TcpSocket, target: TcpSocket) -> None:
        while True:
            try:
                data = source.recv()
                if not data:
                    target.shutdown(std.SHUT_WR)
                    return
                target.send(data)
            except OSError:
                return
