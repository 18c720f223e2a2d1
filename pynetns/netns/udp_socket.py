"""A UDP socket with the names of the standard library's. Nothing blocks: what would wait raises BlockingIOError (net/ipv4/udp.c)."""

import errno
import socket as std
from collections import deque
from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Self

from pynetns.device.capture import Frames
from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet
from pynetns.device.vrf import table_of
from pynetns.errors import os_error
from pynetns.netns.dst import Dst
from pynetns.netns.neigh_entry import truesize
from pynetns.netns.route_entry import TABLE_LOCAL
from pynetns.wire.address import format_ipv4, ipv4_is_multicast, parse_ipv4
from pynetns.wire.ipv4 import IPPROTO_UDP
from pynetns.wire.icmp import Icmp
from pynetns.wire.udp import Udp

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

Address = tuple[str, int]
MAX_PAYLOAD = 65535 - 20 - 8
# Linux's numbers: another platform's socket module may lack a name.
SO_BINDTODEVICE = 25
IP_TOS, IP_TTL, IP_MTU_DISCOVER, IP_MULTICAST_TTL, IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP = 1, 2, 10, 33, 35, 36


class UdpSocket:
    """`sock = c1.socket(type=SOCK_DGRAM)`. Addresses are ("10.0.0.1", 53) pairs; "" is any address."""

    type = std.SOCK_DGRAM
    family = std.AF_INET

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.address = 0
        self.port = 0
        self.peer: tuple[int, int] | None = None
        self.device: NetDevice | None = None
        self.reuse = False
        self.broadcast = False
        self.tos = 0
        self.ttl = 0
        self.multicast_ttl = 1
        self.pmtu_discovery = True
        self.never_fragment = False  # IP_PMTUDISC_DO: what is too long for the path is an error
        self.ignore_path_mtu = False  # IP_PMTUDISC_PROBE: as long as the device takes it
        self.error_queue: Callable[[Packet, Icmp], None] | None = None  # IP_RECVERR: who reads the errors about what was sent
        self.receive_buffer = namespace.sysctl.number("net.core.rmem_default")
        self.closed = False
        self._on_event: Callable[[], None] | None = None
        self._groups: dict[int, NetDevice] = {}
        self._queue: deque[tuple[bytes, int, int, int]] = deque()
        self._queued = 0
        self._error = 0

    # --- the standard library's names --------------------------------------------------------------------------------------------

    def bind(self, address: Address) -> None:
        self._check_open()
        host, port = _resolve(address)
        if self.port:
            raise os_error(errno.EINVAL)
        namespace = self.namespace
        kind = namespace.fib.address_type(host, table=table_of(self.device) or TABLE_LOCAL)
        if host and kind not in ("local", "multicast", "broadcast") and not namespace.sysctl.number("net.ipv4.ip_nonlocal_bind"):
            raise os_error(errno.EADDRNOTAVAIL)
        self.port = namespace.sockets.bind_udp(self, host, port)
        self.address = host
        namespace.sockets.ports.changed(self.port)

    def connect(self, address: Address) -> None:
        """Fix the other end: errors about what was sent are reported by later calls."""
        self._check_open()
        host, port = _resolve(address)
        decision = self._route(host, port)
        if decision.type == "broadcast" and not self.broadcast:
            raise os_error(errno.EACCES)
        self._autobind()
        if not self.address:
            self.address = decision.src
        self.peer = (host, port)
        self.namespace.sockets.ports.changed(self.port)

    def sendto(self, data: bytes, *where: "int | Address") -> int:
        """`sendto(data, address)` or `sendto(data, flags, address)`."""
        address = where[-1] if where else None
        if not isinstance(address, tuple):
            raise TypeError("sendto() needs an address")
        return self._send(bytes(data), _resolve(address))

    def send(self, data: bytes, flags: int = 0) -> int:
        if self.peer is None:
            raise os_error(errno.EDESTADDRREQ)
        return self._send(bytes(data), self.peer)

    def recvfrom(self, size: int = 65535, flags: int = 0) -> tuple[bytes, Address]:
        """The oldest datagram and its sender. Raises BlockingIOError where there is none."""
        self._check_open()
        self._raise_error()
        if not self._queue:
            raise os_error(errno.EAGAIN)
        data, source, port, memory = self._queue[0]
        if not flags & std.MSG_PEEK:
            self._queue.popleft()
            self._queued -= memory
            self.namespace.mib.UdpInDatagrams.add(1)
        return data[:size], (format_ipv4(source), port)

    def recv(self, size: int = 65535, flags: int = 0) -> bytes:
        return self.recvfrom(size, flags)[0]

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            for group in sorted(self._groups):
                self._leave(group)
            if self.port:
                self.namespace.sockets.release_udp(self, self.port)
            self._queue.clear()

    @property
    def on_event(self) -> Callable[[], None] | None:
        """Called when there is something to read. What it does is no part of a packet's path: such a socket's packets go the slow one."""
        return self._on_event

    @on_event.setter
    def on_event(self, callback: Callable[[], None] | None) -> None:
        self._on_event = callback
        self.namespace.sockets.ports.changed(self.port)

    @property
    def queued(self) -> int:
        """The memory that waiting datagrams take, as rx_queue of /proc/net/udp counts it."""
        return self._queued

    def getsockname(self) -> Address:
        self._check_open()
        return format_ipv4(self.address), self.port

    def getpeername(self) -> Address:
        self._check_open()
        if self.peer is None:
            raise os_error(errno.ENOTCONN)
        return format_ipv4(self.peer[0]), self.peer[1]

    def setsockopt(self, level: int, option: int, value: int | bytes) -> None:
        """SO_REUSEADDR, SO_BROADCAST, SO_RCVBUF, SO_BINDTODEVICE; IP_TOS, IP_TTL, IP_MTU_DISCOVER, IP_MULTICAST_TTL and memberships."""
        self._check_open()
        if isinstance(value, bytes):
            self._set_bytes(level, option, value)
        elif level == std.SOL_SOCKET and option == std.SO_REUSEADDR:
            self.reuse = bool(value)
        elif level == std.SOL_SOCKET and option == std.SO_BROADCAST:
            self.broadcast = bool(value)
        elif level == std.SOL_SOCKET and option == std.SO_RCVBUF:
            self.receive_buffer = max(min(value, self.namespace.sysctl.number("net.core.rmem_max")) * 2, 2304)
        elif level == std.IPPROTO_IP and option == IP_TOS:
            self.tos = value & 0xFF
        elif level == std.IPPROTO_IP and option == IP_TTL:
            if not 1 <= value <= 255:
                raise os_error(errno.EINVAL)
            self.ttl = value
        elif level == std.IPPROTO_IP and option == IP_MULTICAST_TTL:
            self.multicast_ttl = value & 0xFF
        elif level == std.IPPROTO_IP and option == IP_MTU_DISCOVER:
            self.pmtu_discovery = value != 0
        else:
            raise os_error(errno.ENOPROTOOPT)

    def _set_bytes(self, level: int, option: int, value: bytes) -> None:
        if (level, option) == (std.SOL_SOCKET, SO_BINDTODEVICE):
            self.device = self.namespace.device_of_option(value)
            self.namespace.sockets.ports.changed(self.port)
        elif level == std.IPPROTO_IP and option in (IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP) and len(value) >= 8:
            group, local = int.from_bytes(value[:4], "big"), int.from_bytes(value[4:8], "big")
            if not ipv4_is_multicast(group):
                raise os_error(errno.EINVAL)
            if option == IP_ADD_MEMBERSHIP:
                self._join(group, local)
            elif group in self._groups:
                self._leave(group)
            else:
                raise os_error(errno.EADDRNOTAVAIL)
        else:
            raise os_error(errno.ENOPROTOOPT)

    def setblocking(self, flag: bool) -> None:
        """Nothing ever blocks; that is no error."""

    def settimeout(self, value: float | None) -> None:
        """Nothing ever waits; that is no error."""

    def fileno(self) -> int:
        return -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # --- sending -----------------------------------------------------------------------------------------------------------------

    def _send(self, data: bytes, to: tuple[int, int]) -> int:
        """udp_sendmsg()."""
        self._check_open()
        self._raise_error()
        host, port = to
        if len(data) > MAX_PAYLOAD:
            raise os_error(errno.EMSGSIZE)
        if not port:
            raise os_error(errno.EINVAL)
        namespace = self.namespace
        decision = self._route(host, port)
        if decision.type == "broadcast" and not self.broadcast:
            raise os_error(errno.EACCES)
        self._autobind()
        source, host = self.address or decision.src, decision.dst
        segment = Udp(self.port, port, data).emit(source, host)
        ttl = self.multicast_ttl if decision.type == "multicast" else self.ttl or None
        route = namespace.route
        df = self.pmtu_discovery and len(segment) + 20 <= route.mtu(decision) and not route.mtu_is_locked(decision)
        if self.never_fragment:
            df = True
            if self.ignore_path_mtu:
                decision = copy(decision)
                decision.exception = None
            if len(segment) + 20 > (decision.device.mtu if self.ignore_path_mtu else route.mtu(decision)):
                raise os_error(errno.EMSGSIZE)
        packet = namespace.ipv4_output.build(decision, source, host, IPPROTO_UDP, segment, tos=self.tos, ttl=ttl, df=df)
        packet.ignore_df = True
        error = namespace.ipv4_output.local_out(packet)
        if not error:
            namespace.mib.UdpOutDatagrams.add(1)
        namespace.scheduler.drain()
        if error == errno.EPERM:  # of a full device a sender is not told (udp_send_skb)
            raise os_error(errno.EPERM)
        return len(data)

    def _route(self, host: int, port: int = 0) -> Dst:
        source = 0 if ipv4_is_multicast(self.address) else self.address
        try:
            return self.namespace.route.output(host, src=source, tos=self.tos & 0x1C, oif=self.device,
                                               ports=(IPPROTO_UDP, self.port, port))
        except OSError as error:
            if error.errno == errno.ENETUNREACH:
                self.namespace.mib.IpOutNoRoutes.add(1)
            raise

    def _autobind(self) -> None:
        if not self.port:
            self.port = self.namespace.sockets.bind_udp(self, self.address, 0)

    # --- receiving ---------------------------------------------------------------------------------------------------------------

    def score(self, src: int, sport: int, dst: int, device: NetDevice | None, slave: NetDevice | None = None) -> int:
        """compute_score(): -1 where the socket does not take such a datagram. `slave` is the member of a VRF by which it came."""
        score = 1
        if self.address:
            if self.address != dst:
                return -1
            score += 4
        if self.peer is not None:
            if self.peer != (src, sport):
                return -1
            score += 8
        if self.device is not None:
            if self.device is not device and self.device is not slave:
                return -1
            score += 4
        elif slave is not None and not self.namespace.sysctl.number("net.ipv4.udp_l3mdev_accept"):
            return -1
        return score

    def takes_group(self, src: int, sport: int, dst: int, device: NetDevice | None) -> bool:
        """__udp_is_mcast_sock(): bound to it or to any, and a member; every member of the host counts, as IP_MULTICAST_ALL has it."""
        if self.address and self.address != dst:
            return False
        return (self.peer is None or self.peer == (src, sport)) and (self.device is None or self.device is device)

    on_frame = None  # nobody is told when a datagram comes: the socket is a sink for paths (device.capture)

    def add(self, direction: str, frame: bytes) -> None:
        """Take a whole plain frame: udp_queue_rcv_skb()."""
        self._take(frame, truesize(len(frame)))

    def add_burst(self, direction: str, frames: Frames) -> None:
        if self._queued > self.receive_buffer:  # as the first of them finds it all do
            self.namespace.mib.UdpRcvbufErrors._packets += len(frames)
            self.namespace.mib.UdpInErrors._packets += len(frames)
            return
        for frame in frames() if callable(frames) else frames:
            self._take(frame, truesize(len(frame)))

    def _take(self, frame: bytes, memory: int) -> None:
        if self._queued > self.receive_buffer:
            self.namespace.mib.UdpRcvbufErrors._packets += 1
            self.namespace.mib.UdpInErrors._packets += 1
            return
        self._queue.append((frame[42:], int.from_bytes(frame[26:30], "big"), frame[34] << 8 | frame[35], memory))
        self._queued += memory

    def queue_datagram(self, packet: Packet, data: bytes, source: int, port: int) -> None:
        """udp_queue_rcv_skb(): a full buffer drops the newest."""
        memory = truesize(len(packet))
        if self._queued > self.receive_buffer:
            packet.count(self.namespace.mib.UdpRcvbufErrors)
            packet.count(self.namespace.mib.UdpInErrors)
            return
        self._queue.append((data, source, port, memory))
        self._queued += memory
        if self.on_event is not None:
            self.on_event()

    def report_error(self, number: int) -> None:
        """An ICMP error about what this socket sent: only a connected one hears of it (no IP_RECVERR)."""
        if self.peer is not None and number in (errno.ECONNREFUSED, errno.ENOPROTOOPT, errno.EHOSTUNREACH, errno.EMSGSIZE):
            self._error = number

    def _raise_error(self) -> None:
        if self._error:
            number, self._error = self._error, 0
            raise os_error(number)

    def _check_open(self) -> None:
        if self.closed:
            raise os_error(errno.EBADF)

    # --- groups ------------------------------------------------------------------------------------------------------------------

    def _join(self, group: int, local: int) -> None:
        device = self.namespace.addresses.find_device(local) if local else self.device
        if device is None:
            try:
                device = self.namespace.route.output(group).device
            except OSError:
                raise os_error(errno.ENODEV) from None
        if group in self._groups:
            raise os_error(errno.EADDRINUSE)
        self._groups[group] = device
        self.namespace.igmp.join(device, group)

    def _leave(self, group: int) -> None:
        device = self._groups.pop(group, None)
        if device is not None and device.namespace is self.namespace:
            self.namespace.igmp.leave(device, group)


def _resolve(address: Address) -> tuple[int, int]:
    host, port = address
    if not 0 <= port <= 65535:
        raise OverflowError("bind(): port must be 0-65535.")
    if host in ("", "0.0.0.0"):
        return 0, port
    if host == "<broadcast>":
        return 0xFFFFFFFF, port
    return (0x7F000001 if host == "localhost" else parse_ipv4(host)), port


