"""Echo requests and what comes back, as ping(8) of iputils sends and judges them; the words are in commands.ping."""

import errno
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import IP, Packet, View
from pynetns.device.scheduler import SECOND
from pynetns.device.vrf import table_of
from pynetns.errors import Error, os_error
from pynetns.netns.dst import Dst, came_by
from pynetns.netns.icmp_error import Quoted
from pynetns.netns.ipv4_options import local_options
from pynetns.netns.route_entry import TABLE_LOCAL
from pynetns.wire.address import AddressError, format_ipv4, ipv4_is_multicast, parse_ipv4
from pynetns.wire.icmp import ICMP_ECHO, Icmp
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_UDP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

HEADER = View(vihl=(14, "B"), length=(16, "H"), ttl=(22, "B"), src=(26, "I"), dst=(30, "I"))
MAX_DATAGRAM = 65535

PROBE_PORT = 1025  # of the UDP socket by which ping learns its source address


@dataclass(frozen=True, slots=True)
class Reply:
    """One line of ping: an echo reply, or an ICMP error (`type` 3, 5, 11, 12, ...) about a request."""

    sequence: int
    source: str
    ttl: int
    size: int  # bytes of ICMP
    seconds: float  # since the request
    at: float  # the lab's clock
    type: int = 0
    code: int = 0
    rest: int = 0
    duplicate: bool = False
    truncated: bool = False
    error: int = 0  # errno of a request that could not be sent
    options: bytes = b""
    own: bool = False  # an error that this host itself found: no router answered

    @property
    def ok(self) -> bool:
        return not self.type and not self.error


@dataclass(slots=True)
class PingResult:
    """What became of a series of echo requests. `str()` reads as ping(8) prints it."""

    target: str
    size: int
    source: str
    sent: int = 0
    received: int = 0
    duplicates: int = 0
    errors: int = 0
    replies: list[Reply] = field(default_factory=list)
    elapsed: float = 0.0
    formatter: "Callable[[PingResult], str] | None" = None

    @property
    def rtts(self) -> list[float]:
        """Round-trip times in seconds, of those that were answered."""
        return [reply.seconds for reply in self.replies if reply.ok]

    @property
    def lost(self) -> int:
        return self.sent - self.received

    @property
    def average(self) -> float:
        return fmean(self.rtts) if self.rtts else 0.0

    def __bool__(self) -> bool:
        """True if anything was answered, as ping's exit status says."""
        return self.received > 0

    def __str__(self) -> str:
        return self.formatter(self) if self.formatter else repr(self)


class Ping:
    """One running ping: a raw socket with an identifier of its own."""

    def __init__(self, namespace: "NetNamespace", target: int, *, source: int = 0, device: NetDevice | None = None, broadcast: bool = False,
                 size: int = 56, ttl: int | None = None, tos: int = 0, df: bool | None = None, pattern: bytes = b"",
                 options: bytes = b"", mark: int = 0) -> None:
        self.namespace = namespace
        self.target = target
        self.device = device
        self.size = size
        self.ttl = ttl
        self.tos = tos
        self.df = df  # None: as path MTU discovery has it, True: always and never fragment, False: never
        self.pattern = pattern
        self.options = options
        self.mark = mark  # SO_MARK
        self.identifier = namespace.lab.next_identifier()
        self.on_line: Callable[[Reply], None] | None = None
        self.replies: list[Reply] = []
        self.received = self.errors = self.duplicates = 0
        self.sent = 0
        self._sent_at: dict[int, int] = {}
        self._answered: set[int] = set()
        self.on_link = False  # SO_DONTROUTE
        self.to_broadcast = False
        self.bound = bool(source)  # by `-I ADDRESS`: else each request has the source of its way
        self.source = self._probe(source, broadcast)
        namespace.sockets.add_ping(self)

    def _probe(self, source: int, broadcast: bool) -> int:
        """The connect() by which ping learns its source address. Raises OSError."""
        namespace = self.namespace
        table = table_of(self.device) or TABLE_LOCAL
        if source and namespace.fib.address_type(source, table=table) not in ("local", "multicast", "broadcast") and not (
                namespace.sysctl.number("net.ipv4.ip_nonlocal_bind")):
            raise os_error(errno.EADDRNOTAVAIL)
        if source:
            self.target = self.target or source
            return source
        try:
            decision = self._route(0, (IPPROTO_UDP, 0, PROBE_PORT))
        except OSError as error:
            if error.errno == errno.ENETUNREACH:
                namespace.mib.IpOutNoRoutes.add(1)
            raise
        if decision.type == "broadcast" and not broadcast:
            raise os_error(errno.EACCES)
        self.to_broadcast = decision.type == "broadcast"
        self.target = self.target or decision.src
        return decision.src

    def _route(self, source: int, ports: tuple[int, int, int] = (IPPROTO_ICMP, 0, 0)) -> Dst:
        return self.namespace.route.output(self.target, src=source, tos=self.tos & 0x1C, oif=self.device, mark=self.mark, ports=ports)

    def payload(self, sequence: int) -> bytes:
        """The data of a request: a time stamp where there is room for one, then counting bytes or the pattern."""
        fill = self.pattern or bytes(i & 0xFF for i in range(256))
        data = (fill * (self.size // len(fill) + 1))[:self.size]
        if self.size >= 16:
            now = self.namespace.scheduler.now
            stamp = (now // SECOND).to_bytes(8, "little") + (now % SECOND // 1000).to_bytes(8, "little")
            data = stamp + data[16:]
        return data

    def give_up(self, number: int) -> None:
        """Count a request that the device refused as sent, and say so."""
        self.sent += 1
        self._line(Reply(self.sent, "", 0, 0, 0.0, self.namespace.scheduler.now / SECOND, error=number))

    def send(self) -> bool:
        """One request; an error in sending it is a line too. False where the device refused it: it may be tried again."""
        self.sent += 1
        sequence = self.sent
        namespace = self.namespace
        now = namespace.scheduler.now
        self._sent_at[sequence & 0xFFFF] = now
        message = Icmp.echo(self.identifier, sequence & 0xFFFF, self.payload(sequence)).emit()
        try:
            decision = self._route(self.source if self.bound or not namespace.fib.rules.custom else 0)
            source = self.source if self.bound else decision.src or self.source
            if self.on_link and decision.gateway:
                raise os_error(errno.ENETUNREACH)
            mtu = namespace.route.mtu(decision)
            total = len(message) + 20 + len(self.options)
            if total > MAX_DATAGRAM or (self.df is True and total > mtu):
                raise os_error(errno.EMSGSIZE)
            df = self.df if self.df is not None else (  # IP_PMTUDISC_DONT, or as much as fits
                not namespace.sysctl.number("net.ipv4.ip_no_pmtu_disc") and total <= mtu and not namespace.route.mtu_is_locked(decision))
            packet = namespace.ipv4_output.build(decision, source, self.target, IPPROTO_ICMP, message, tos=self.tos,
                                                 ttl=self.ttl, df=df, options=local_options(namespace, self.options, self.source))
        except OSError as failure:
            self._line(Reply(sequence, "", 0, 0, 0.0, now / SECOND, error=failure.errno or errno.EINVAL))
            return True
        packet.mark = self.mark
        packet.ignore_df = self.df is None
        namespace.icmp.count_out(ICMP_ECHO)
        sent = namespace.ipv4_output.local_out(packet) != errno.ENOBUFS  # of what a hook forbids ping says nothing
        namespace.scheduler.drain()
        if not sent:
            self.sent -= 1
        return sent

    def on_reply(self, packet: Packet, icmp: Icmp) -> None:
        if icmp.identifier != self.identifier or (self.device is not None and not came_by(packet, self.device)):
            return
        vihl, _, ttl, src, _ = packet.read(HEADER)
        now = self.namespace.scheduler.now
        sequence = icmp.sequence
        sent_at = self._sent_at.get(sequence)
        if sent_at is None:
            return
        duplicate = sequence in self._answered
        self._answered.add(sequence)
        if duplicate:
            self.duplicates += 1
        else:
            self.received += 1
        options = packet.slice(IP + 20, IP + (vihl & 15) * 4)
        self._line(Reply(sequence, format_ipv4(src), ttl, len(icmp.data) + 8, (now - sent_at) / SECOND, now / SECOND, duplicate=duplicate,
                         truncated=len(icmp.data) < self.size, options=options))

    def on_error(self, packet: Packet, icmp: Icmp, quoted: Quoted) -> None:
        """An ICMP error about one of the requests."""
        if quoted.icmp_type != ICMP_ECHO or quoted.icmp_id != self.identifier or quoted.dst != self.target:
            return
        _, _, ttl, src, _ = packet.read(HEADER)
        now = self.namespace.scheduler.now
        if icmp.type != 5:
            self.errors += 1
        sent_at = self._sent_at.get(quoted.icmp_sequence, now)
        self._line(Reply(quoted.icmp_sequence, format_ipv4(src), ttl, len(icmp.data) + 8, (now - sent_at) / SECOND, now / SECOND, icmp.type,
                         icmp.code, icmp.rest, own=self.namespace.addresses.find_device(src) is not None))

    def _line(self, reply: Reply) -> None:
        self.replies.append(reply)
        if self.on_line is not None:
            self.on_line(reply)

    def wait(self, seconds: float, until: Callable[[], bool] | None = None) -> bool:
        """Let time pass, until `until` holds if it is given. True if it came to hold."""
        scheduler = self.namespace.scheduler
        end = scheduler.now + round(seconds * SECOND)
        while not (until is not None and until()):
            if not scheduler.step(end):
                return until is not None and until()
        return True

    def close(self) -> None:
        self.namespace.sockets.remove_ping(self)


def resolve(target: str) -> int:
    """An address in numbers; there is no name service."""
    try:
        return 0x7F000001 if target == "localhost" else parse_ipv4(target)
    except AddressError:
        raise Error(f"ping: {target}: Name or service not known") from None


def ping(namespace: "NetNamespace", target: str, *, count: int, size: int, ttl: int | None, interval: float, timeout: float,
         source: str | None, device: str | None) -> PingResult:
    """A whole series: as many requests as `count`, then a wait for stragglers. Raises OSError where ping would not even begin."""
    if count < 1 or not 0 <= size <= 65507 or interval < 0 or (ttl is not None and not 1 <= ttl <= 255):
        raise Error(f"ping: invalid argument: count {count}, size {size}, interval {interval}, ttl {ttl}")
    if device is not None and device not in namespace.devices:
        raise Error(f"ping: unknown iface: {device}")
    address = resolve(target)
    run = Ping(namespace, address, source=resolve(source) if source else 0, device=namespace.devices[device] if device else None,
               broadcast=not ipv4_is_multicast(address), size=size, ttl=ttl)
    started = namespace.scheduler.now
    try:
        for number in range(count):
            if not run.send():
                run.give_up(errno.ENOBUFS)
            if number < count - 1:
                run.wait(interval)
        run.wait(timeout, until=lambda: run.received + run.errors >= run.sent)
    finally:
        run.close()
    return PingResult(target, size, format_ipv4(run.source), run.sent, run.received, run.duplicates, run.errors, run.replies,
                      (namespace.scheduler.now - started) / SECOND, namespace.lab.format_ping)
