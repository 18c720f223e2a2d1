"""A TCP socket with the names of the standard library's, honest enough for a request and its answer: RFC 9293 without urgent data,
congestion control, window scaling and timestamps. What is lost is sent again; nothing ever blocks."""

import errno
import socket as std
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND, Timer
from pynetns.device.vrf import table_of
from pynetns.errors import os_error
from pynetns.netns.dst import Dst
from pynetns.netns.route_entry import TABLE_LOCAL
from pynetns.wire.address import format_ipv4, parse_ipv4
from pynetns.wire.ipv4 import IPPROTO_TCP
from pynetns.wire.tcp import ACK, FIN, PSH, RST, SYN, TCPOPT_MSS, Tcp

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

Address = tuple[str, int]
# enum of include/net/tcp_states.h, as `ss` and /proc/net/tcp number them.
(ESTABLISHED, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSE, CLOSE_WAIT, LAST_ACK, LISTEN, CLOSING) = range(1, 12)
WINDOW = 64240  # what Linux offers first on Ethernet
BUFFER = 1 << 20
FIRST_RTO, MAX_RTO = SECOND, 120 * SECOND
SYN_RETRIES, DATA_RETRIES = 6, 15
TIME_WAIT_LENGTH = 60 * SECOND
SO_BINDTODEVICE = 25
_MASK = 0xFFFFFFFF
_UNSYNCHRONISED = (CLOSE, LISTEN, SYN_SENT)


def _before(a: int, b: int) -> bool:
    return (a - b) & _MASK > 0x7FFFFFFF


class TcpSocket:
    """`sock = c1.socket(type=SOCK_STREAM)`. `on_event` is called when there is something to accept or read, or the connection ended."""

    type = std.SOCK_STREAM
    family = std.AF_INET

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.address = 0
        self.port = 0
        self.peer: tuple[int, int] | None = None
        self.state = CLOSE
        self.backlog: deque[TcpSocket] = deque()
        self.limit = 0
        self.reuse = False
        self.device: NetDevice | None = None  # SO_BINDTODEVICE, or the VRF by which a connection came in
        self.error = 0
        self.on_event: Callable[[], None] | None = None
        self._listener: TcpSocket | None = None
        self._received = bytearray()
        self._eof = False
        self._unsent = bytearray()
        self._closing = False
        self._next = self._unacked = 0  # the next number to send, the oldest that is not acknowledged
        self._flight = bytearray()  # what was sent and is not acknowledged, FIN aside
        self._fin_sent = False
        self._expected = 0  # the next number of the other side
        self._peer_window = WINDOW
        self._peer_mss = 536
        self._timer: Timer | None = None
        self._tries = 0

    # --- the standard library's names --------------------------------------------------------------------------------------------

    def bind(self, address: Address) -> None:
        host, port = _resolve(address)
        if self.port:
            raise os_error(errno.EINVAL)
        if host and self.namespace.fib.address_type(host, table=table_of(self.device) or TABLE_LOCAL) != "local":
            raise os_error(errno.EADDRNOTAVAIL)
        self.port = self.namespace.sockets.bind_tcp(self, host, port)
        self.address = host

    def listen(self, backlog: int = 128) -> None:
        if not self.port:
            self.port = self.namespace.sockets.bind_tcp(self, 0, 0)
        self.limit = max(backlog, 0)  # one more is taken
        self.state = LISTEN

    def accept(self) -> "tuple[TcpSocket, Address]":
        """The oldest connection that is complete. Raises BlockingIOError where there is none."""
        if self.state != LISTEN:
            raise os_error(errno.EINVAL)
        if not self.backlog:
            raise os_error(errno.EAGAIN)
        child = self.backlog.popleft()
        return child, child.getpeername()

    def connect(self, address: Address) -> None:
        """Returns if the connection is there at once; raises BlockingIOError while it is not, ConnectionRefusedError and its like."""
        if self.state != CLOSE or self.peer is not None:
            raise os_error(errno.EISCONN if self.state == ESTABLISHED else errno.EALREADY)
        namespace = self.namespace
        host, port = _resolve(address)
        decision = namespace.route.output(host, src=self.address, oif=self.device, ports=(IPPROTO_TCP, self.port, port))
        self.address = self.address or decision.src
        if not self.port:
            self.port = namespace.sockets.bind_tcp(self, self.address, 0)
        self.peer = (decision.dst, port)
        self._begin()
        self.state = SYN_SENT
        namespace.sockets.add_tcp(self)
        namespace.mib.TcpActiveOpens.add(1)
        self._emit(SYN, seq=self._unacked)
        self._arm()
        namespace.scheduler.drain()
        self.check()
        if self.state == SYN_SENT:
            raise os_error(errno.EINPROGRESS)

    def send(self, data: bytes, flags: int = 0) -> int:
        self.check()
        if self.state not in (ESTABLISHED, CLOSE_WAIT) or self._closing:
            raise os_error(errno.EPIPE if self.peer is not None else errno.ENOTCONN)
        room = BUFFER - len(self._unsent)
        if not room:
            raise os_error(errno.EAGAIN)
        self._unsent += data[:room]
        self._push()
        self.namespace.scheduler.drain()
        return min(len(data), room)

    sendall = send

    def recv(self, size: int = 65536, flags: int = 0) -> bytes:
        """What came, or b"" when the other side has ended. Raises BlockingIOError where there is nothing yet."""
        if self._received:
            data = bytes(self._received[:size])
            del self._received[:size]
            return data
        self.check()
        if self._eof:
            return b""
        raise os_error(errno.EAGAIN)

    def shutdown(self, how: int = std.SHUT_WR) -> None:
        """No more data from this side."""
        if not self._closing and self.state in (ESTABLISHED, SYN_RECV, CLOSE_WAIT):
            self._closing = True
            self._push()
            self.namespace.scheduler.drain()

    def close(self) -> None:
        if self.state == LISTEN:
            for child in self.backlog:
                child._abort()
            self._end()
        elif self.state in (ESTABLISHED, SYN_RECV, CLOSE_WAIT):
            if self._received and not self._eof:
                self._abort()  # what was not read is lost, and the sender is told
            else:
                self.shutdown()
        elif self.state in (SYN_SENT, CLOSE):
            self._end()
        self.on_event = None
        self.namespace.scheduler.drain()

    def getsockname(self) -> Address:
        return format_ipv4(self.address), self.port

    def getpeername(self) -> Address:
        if self.peer is None:
            raise os_error(errno.ENOTCONN)
        return format_ipv4(self.peer[0]), self.peer[1]

    def setsockopt(self, level: int, option: int, value: int | bytes) -> None:
        if (level, option) == (std.SOL_SOCKET, std.SO_REUSEADDR):
            self.reuse = bool(value)
        elif (level, option) == (std.SOL_SOCKET, SO_BINDTODEVICE) and isinstance(value, bytes):
            self.device = self.namespace.device_of_option(value)

    def setblocking(self, flag: bool) -> None:
        """Nothing ever blocks; that is no error."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def queues(self) -> tuple[int, int]:
        """rx_queue and tx_queue of /proc/net/tcp: bytes not read (or connections not accepted), bytes not acknowledged."""
        return (len(self.backlog), 0) if self.state == LISTEN else (len(self._received), len(self._flight) + len(self._unsent))

    @property
    def is_connected(self) -> bool:
        return self.state in (ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT, CLOSING, LAST_ACK)

    def check(self) -> None:
        """Raise what went wrong since the last call."""
        if self.error:
            number, self.error = self.error, 0
            raise os_error(number)

    # --- sending -----------------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._unacked = self.namespace.random.getrandbits(32)
        self._next = (self._unacked + 1) & _MASK

    def _route(self) -> Dst:
        assert self.peer is not None
        return self.namespace.route.output(self.peer[0], src=self.address, oif=self.device, ports=(IPPROTO_TCP, self.port, self.peer[1]))

    def _mss(self, decision: Dst) -> int:
        return max(self.namespace.route.mtu(decision) - 40, 48)

    def _emit(self, flags: int, payload: bytes = b"", seq: int | None = None) -> None:
        """One segment; a route that is gone loses it like the wire would."""
        assert self.peer is not None
        namespace = self.namespace
        try:
            decision = self._route()
        except OSError:
            return
        options = b""
        if flags & SYN:
            options = bytes((TCPOPT_MSS, 4)) + self._mss(decision).to_bytes(2, "big")
        segment = Tcp(self.port, self.peer[1], seq=self._next if seq is None else seq, ack=self._expected if flags & ACK else 0,
                      flags=flags,
                      window=WINDOW, options=options, payload=payload)
        namespace.mib.TcpOutSegs.add(1)
        packet = namespace.ipv4_output.build(decision, self.address, self.peer[0], IPPROTO_TCP,
                                             segment.emit(self.address, self.peer[0]), df=not namespace.route.mtu_is_locked(decision))
        namespace.ipv4_output.local_out(packet)

    def _push(self) -> None:
        """Send what the other side's window takes, and the FIN behind the last byte."""
        if self.state not in (ESTABLISHED, CLOSE_WAIT):
            return
        try:
            size = min(self._mss(self._route()), self._peer_mss)
        except OSError:
            size = self._peer_mss
        while self._unsent and len(self._flight) < self._peer_window:
            chunk = bytes(self._unsent[:min(size, self._peer_window - len(self._flight))])
            del self._unsent[:len(chunk)]
            self._flight += chunk
            seq, self._next = self._next, (self._next + len(chunk)) & _MASK
            self._emit(ACK | (0 if self._unsent else PSH), chunk, seq)
        if self._closing and not self._unsent and not self._fin_sent:
            self._fin_sent = True
            self.state = LAST_ACK if self.state == CLOSE_WAIT else FIN_WAIT1
            seq, self._next = self._next, (self._next + 1) & _MASK
            self._emit(FIN | ACK, seq=seq)
        if self._unacked != self._next and self._timer is None:
            self._arm()

    def _arm(self) -> None:
        self._stop_timer()
        self._timer = self.namespace.scheduler.timer(min(FIRST_RTO << self._tries, MAX_RTO), self._retransmit)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _retransmit(self) -> None:
        self._timer = None
        self._tries += 1
        if self._tries > (SYN_RETRIES if self.state in (SYN_SENT, SYN_RECV) else DATA_RETRIES):
            self._fail(errno.ETIMEDOUT)
            return
        self.namespace.mib.TcpRetransSegs.add(1)
        self.resend()
        self._arm()

    def resend(self) -> None:
        """The oldest segment that is not acknowledged, cut to what the path takes now."""
        if self.state == SYN_SENT:
            self._emit(SYN, seq=self._unacked)
        elif self.state == SYN_RECV:
            self._emit(SYN | ACK, seq=self._unacked)
        elif self._flight:
            try:
                size = min(self._mss(self._route()), self._peer_mss)
            except OSError:
                size = self._peer_mss
            self._emit(ACK | PSH, bytes(self._flight[:size]), self._unacked)
        elif self._fin_sent:
            self._emit(FIN | ACK, seq=self._unacked)

    # --- receiving ---------------------------------------------------------------------------------------------------------------

    def segment(self, tcp: Tcp, src: int, dst: int, vrf: NetDevice | None = None) -> None:
        """A segment for this socket: tcp_rcv_state_process(). What comes in by a VRF is answered there."""
        if self.state == LISTEN:
            if tcp.flags & (SYN | ACK | RST) == SYN and len(self.backlog) <= self.limit:  # sk_acceptq_is_full()
                self._answer_syn(tcp, src, dst, vrf)
            return
        if self.state == SYN_SENT:
            self._answered(tcp)
            return
        if self.state == TIME_WAIT or _before(tcp.seq, self._expected) or _before((self._expected + WINDOW) & _MASK, tcp.seq):
            if not tcp.flags & RST:
                self._emit(ACK)  # a repetition, or out of the window
            return
        if tcp.flags & RST:
            if tcp.seq == self._expected:
                self._fail(errno.ECONNRESET)
            return
        if tcp.flags & SYN:
            self._emit(ACK)
            return
        if tcp.flags & ACK:
            self._acknowledged(tcp)
        if self.state != CLOSE:
            self._take(tcp)

    def _answer_syn(self, tcp: Tcp, src: int, dst: int, vrf: NetDevice | None) -> None:
        child = TcpSocket(self.namespace)
        child.address, child.port, child.peer = dst, self.port, (src, tcp.sport)
        child._listener = self
        child.device = self.device or vrf
        child._begin()
        child._expected = (tcp.seq + 1) & _MASK
        child._peer_window, child._peer_mss = tcp.window, _mss_option(tcp.options)
        child.state = SYN_RECV
        self.namespace.sockets.add_tcp(child)
        self.namespace.mib.TcpPassiveOpens.add(1)
        child._emit(SYN | ACK, seq=child._unacked)
        child._arm()

    def _answered(self, tcp: Tcp) -> None:
        """What comes while the SYN is on its way."""
        if tcp.flags & ACK and tcp.ack != self._next:
            return
        if tcp.flags & RST:
            if tcp.flags & ACK:
                self.namespace.mib.TcpAttemptFails.add(1)
                self._fail(errno.ECONNREFUSED)
            return
        if tcp.flags & (SYN | ACK) != SYN | ACK:
            return
        self._expected = (tcp.seq + 1) & _MASK
        self._unacked = tcp.ack
        self._peer_window, self._peer_mss = tcp.window, _mss_option(tcp.options)
        self.state = ESTABLISHED
        self._stop_timer()
        self._tries = 0
        self._emit(ACK)
        self._tell()

    def _acknowledged(self, tcp: Tcp) -> None:
        if _before(self._next, tcp.ack) or _before(tcp.ack, self._unacked):
            return
        self._peer_window = max(tcp.window, 1)
        done = (tcp.ack - self._unacked) & _MASK
        if done or self.state == SYN_RECV:
            if self.state == SYN_RECV:
                self.state = ESTABLISHED
                done -= 1
                if self._listener is not None:
                    self._listener.backlog.append(self)
                    self._listener._tell()
            self._unacked = tcp.ack
            fin_acknowledged = self._fin_sent and tcp.ack == self._next
            del self._flight[:done]
            self._tries = 0
            self._stop_timer()
            if fin_acknowledged:
                self._closed_by_me()
            if self.state not in (CLOSE, TIME_WAIT) and self._unacked != self._next:
                self._arm()
        self._push()

    def _closed_by_me(self) -> None:
        if self.state == FIN_WAIT1:
            self.state = FIN_WAIT2
        elif self.state == CLOSING:
            self._wait()
        elif self.state == LAST_ACK:
            self._end()

    def _take(self, tcp: Tcp) -> None:
        """Data and FIN in order; what comes early comes again."""
        if tcp.seq != self._expected or self.state in (TIME_WAIT, LAST_ACK, CLOSING):
            return
        told = False
        if tcp.payload:
            self._received += tcp.payload
            self._expected = (self._expected + len(tcp.payload)) & _MASK
            told = True
        if tcp.flags & FIN and not self._eof:
            self._expected = (self._expected + 1) & _MASK
            self._eof = told = True
            if self.state == ESTABLISHED:
                self.state = CLOSE_WAIT
            elif self.state == FIN_WAIT1:
                self.state = CLOSING
            elif self.state == FIN_WAIT2:
                self._wait()
        if told:
            self._emit(ACK)
            self._tell()

    def icmp_error(self, number: int) -> None:
        """tcp_v4_err(): while it is not connected, what a router says ends the attempt."""
        if self.state in (SYN_SENT, SYN_RECV) and number:
            self._fail(number)

    # --- the end -----------------------------------------------------------------------------------------------------------------

    def _wait(self) -> None:
        self.state = TIME_WAIT
        self._stop_timer()
        self._timer = self.namespace.scheduler.timer(TIME_WAIT_LENGTH, self._end)

    def _abort(self) -> None:
        if self.state not in _UNSYNCHRONISED:
            self._emit(RST | ACK)
        self._end()

    def _fail(self, number: int) -> None:
        self.error = number
        self._eof = True
        self._end()
        self._tell()

    def _end(self) -> None:
        self._stop_timer()
        self.state = CLOSE
        self.namespace.sockets.remove_tcp(self)

    def _tell(self) -> None:
        if self.on_event is not None:
            self.on_event()


def _mss_option(options: bytes) -> int:
    at = 0
    while at + 1 < len(options) and options[at]:
        if options[at] == 1:
            at += 1
            continue
        if options[at] == TCPOPT_MSS and options[at + 1] == 4:
            return max(int.from_bytes(options[at + 2:at + 4], "big"), 48)
        at += max(options[at + 1], 2)
    return 536


def _resolve(address: Address) -> tuple[int, int]:
    host, port = address
    if host in ("", "0.0.0.0"):
        return 0, port
    return (0x7F000001 if host == "localhost" else parse_ipv4(host)), port
