"""ping(8) of iputils: its options, its timing (main_loop() and pinger() in ping_common.c) and its exit status."""

import errno
import getopt
import signal

from pynetns.commands.base import CommandFailed, Context, Interrupted
from pynetns.commands.container_files import container_of
from pynetns.commands.names import resolve
from pynetns.commands.net_tools_text import inet_aton
from pynetns.commands.ping_options import OptionsText, timestamp_option
from pynetns.commands.ping_settings import Settings, apply_option, set_pattern
from pynetns.commands.ping_text import heading, reply_line, summary
from pynetns.commands.ping_usage import USAGE, VERSION
from pynetns.device.scheduler import SECOND
from pynetns.errors import strerror
from pynetns.netns.ping import Ping, PingResult, Reply
from pynetns.wire.address import format_ipv4, ipv4_is_multicast

UNLIMITED = 60 * SECOND  # a ping without an end stops after so much virtual time, as if by ^C
MIN_FLOOD_GAP = SECOND // 100
MAX_HOPS, MAX_STAMPS = 10, 5  # destinations on the command line
OPTIONS_SIZE = 40  # what the heading adds for IP options, however many there are
_OPTIONS = "h?4bRT:6F:N:aABc:CdDe:fi:I:l:Lm:M:nOp:qQ:rs:S:t:UvVw:W:"


def main(context: Context, argv: list[str]) -> int:
    try:
        pairs, rest = getopt.gnu_getopt(argv, _OPTIONS)
    except getopt.GetoptError as error:
        what = f"option requires an argument -- '{error.opt}'" if "requires" in error.msg else f"invalid option -- '{error.opt[:1]}'"
        raise CommandFailed(f"ping: {what}\n{USAGE}", 2) from None
    settings = Settings()
    for option, value in pairs:
        if option in ("-h", "-?"):
            raise CommandFailed(USAGE, 2)
        if option == "-V":
            context.out(VERSION)
            return 0
        apply_option(context, settings, option[1], value)
    if settings.flood and not settings.interval_given:
        settings.interval = 0
    if not rest:
        raise CommandFailed("ping: usage error: Destination address required\n", 1)
    if len(rest) > 1:
        _check_route(settings, len(rest))
    if settings.fill is not None:
        set_pattern(context, settings, settings.fill)
    return _Session(context, settings, rest).run()


def _check_route(settings: Settings, words: int) -> None:
    """Several destinations: hops whose time stamps are wanted, or (where neither -R nor -T is given) a source route."""
    limit = MAX_HOPS if not settings.stamps else MAX_STAMPS if settings.stamps == "tsprespec" else 1
    if settings.record_route or words > limit:
        raise CommandFailed(USAGE, 2)


class _Session:
    """One call of the command."""

    def __init__(self, context: Context, settings: Settings, words: list[str]) -> None:
        self.context = context
        self.settings = settings
        *self.hops, self.target = words
        self.options_text = OptionsText(settings.flood)
        self.scheduler = context.lab.scheduler
        self.acked = 0
        self.pipe = 0
        self.dot = False  # to be written when the request is on its way

    def run(self) -> int:
        settings, context = self.settings, self.context
        if settings.verbose:
            other, family = ("-1 (socktype: 0)", "INET") if settings.only_ipv4 else ("4 (socktype: SOCK_RAW)", "UNSPEC")
            context.err(f"ping: sock4.fd: 3 (socktype: SOCK_RAW), sock6.fd: {other}, hints.ai_family: AF_{family}\n\n")
        *hops, address = (_resolve(context, word, settings) for word in (*self.hops, self.target))
        if settings.verbose:
            context.out(f"ai->ai_family: AF_INET, ai->ai_canonname: '{self.target}'\n")
        if settings.ttl == 0:
            raise CommandFailed("ping: cannot set unicast time-to-live: Invalid argument\n", 2)
        device = settings.device or context.vrf
        to_many = settings.broadcast or ipv4_is_multicast(address)
        try:
            self.ping = Ping(context.namespace, address, source=settings.source, device=device, size=settings.size,
                             broadcast=to_many, ttl=settings.ttl, tos=settings.tos, pattern=settings.pattern,
                             df=True if to_many and not settings.df_given else settings.df, options=self._options(hops), mark=settings.mark)
        except OSError as error:
            raise CommandFailed(self._refusal(error), 2) from None
        if hops and not settings.stamps:  # the kernel of the reference takes no source route from a ping
            self.ping.close()
            raise CommandFailed("ping: record route: Operation not permitted\n", 2)
        self.ping.on_link = settings.on_link
        if settings.identifier is not None:
            self.ping.identifier = settings.identifier
        if settings.broadcast and self.ping.to_broadcast:
            context.err("WARNING: pinging broadcast address\n")
        if settings.device is not None and all(ifa.local != self.ping.source for ifa in settings.device.in_dev.addresses):
            context.err(f"ping: Warning: source address might be selected on device other than: {settings.device.name}\n")
        origin = ""
        if settings.device is not None or settings.source or settings.strict_source:
            origin = f"from {format_ipv4(self.ping.source)} {settings.device.name if settings.device else ''}: "
        context.out(heading(self.target, format_ipv4(self.ping.target), settings.size, OPTIONS_SIZE if self.ping.options else 0, origin))
        self.ping.on_line = self._line
        started = self.scheduler.now
        self.last = started
        try:
            self._loop(started)
        except Interrupted as interrupted:
            if interrupted.signal != signal.SIGINT:
                raise
        finally:
            self.ping.close()
        run = self.ping
        result = PingResult(self.target, settings.size, format_ipv4(run.source), run.sent, run.received, run.duplicates, run.errors,
                            run.replies)
        paced = bool(settings.interval) and not settings.flood and not settings.adaptive
        context.out(summary(self.target, result, self.last - started, self.pipe, paced))
        if not run.received or (settings.deadline and settings.count and run.received < settings.count):
            return 1
        return 0

    def _options(self, hops: list[int]) -> bytes:
        if self.settings.record_route:
            return bytes((1, 7, 39, 4)) + bytes(36)  # a NOP first: nine addresses
        return timestamp_option(self.settings.stamps, hops) if self.settings.stamps else b""

    def _refusal(self, error: OSError) -> str:
        if error.errno == errno.EACCES:
            return "ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules\n"
        call = "bind" if error.errno == errno.EADDRNOTAVAIL else "connect"
        return f"ping: {call}: {strerror(error.errno or 0)}\n"

    def _loop(self, started: int) -> None:
        """main_loop(); `last` is the time of the last request."""
        settings, run, scheduler = self.settings, self.ping, self.scheduler
        deadline = started + settings.deadline if settings.deadline else 0
        end = 0 if settings.count or deadline else started + self.context.patience(UNLIMITED)
        due, leave, refused = started, 0, 0
        while not (settings.count and run.received + run.errors >= settings.count) and not (deadline and run.errors):
            now = scheduler.now
            if (deadline and now >= deadline) or (leave and now >= leave) or (end and now >= end):
                break
            sending = not settings.count or run.sent < settings.count or deadline
            if sending and now >= due:
                if settings.outstanding and run.sent and self.acked < run.sent and not settings.quiet:
                    self.context.out(f"{self._stamp()}no answer yet for icmp_seq={run.sent}\n")
                self.last = now
                self.dot = settings.flood and not settings.quiet
                sent = run.send()
                self._write_dot(sent)
                if not sent:
                    refused += 1
                    pause = min(settings.interval // 2, SECOND // 2)
                    if refused * pause < settings.linger:
                        due = now + pause
                        continue
                    run.give_up(errno.ENOBUFS)
                due = self._next_due(now)
                if settings.count and run.sent >= settings.count and not deadline:
                    linger = self._linger()
                    leave = now + linger if linger else 0
                    if not linger and not end:  # setitimer() of nothing never fires
                        end = now + self.context.patience(UNLIMITED)
                continue
            times = [time for time in (due if sending else 0, leave, deadline, end) if time]
            scheduler.step(min(times))

    def _write_dot(self, sent: bool) -> None:
        """A flood's dot for a request, which an answer wipes out."""
        if self.dot and sent:
            self.context.out(".")
        self.dot = False

    def _next_due(self, now: int) -> int:
        if self.ping.sent < self.settings.preload:
            return now
        if (self.settings.flood or self.settings.adaptive) and self.acked < self.ping.sent:
            return now + max(self.settings.interval, MIN_FLOOD_GAP)
        return now if self.settings.adaptive else now + self.settings.interval

    def _linger(self) -> int:
        """schedule_exit(): twice the longest round trip if anything was answered, else the linger time."""
        if self.ping.received:
            longest = max((reply.seconds for reply in self.ping.replies if reply.ok), default=0.0)
            return max(round(2 * longest * SECOND), self.settings.interval)
        return self.settings.linger

    def _line(self, reply: Reply) -> None:
        settings, context = self.settings, self.context
        if reply.error:
            self.dot = False
            self._local_error(reply)
            return
        if reply.type != 5:
            self._acknowledge(reply.sequence)
        if settings.quiet:
            return
        if settings.flood:
            self._write_dot(True)
            context.out("\b \b" if reply.ok else "\bE")
            return
        name = f"{self._name_of(reply.source)} ({reply.source})" if inet_aton(self.target) is None else ""
        line = reply_line(reply, settings.size, name, self.ping.identifier if settings.verbose else None)
        context.out(f"{self._stamp()}{line}{self.options_text(reply.options)}\n")

    def _name_of(self, address: str) -> str:
        """Who answers, where a name was asked for: the resolver of a container knows it by its network too."""
        container = container_of(self.context.namespace)
        found = container.daemon.name_of(container, ".".join(reversed(address.split(".")))) if container is not None else ""
        return found or self.target

    def _local_error(self, reply: Reply) -> None:
        """A request that could not be sent: by the error queue where the kernel said why, else by sendmsg's errno."""
        if reply.error == errno.EMSGSIZE:
            mtu = self._path_mtu()
            if self.settings.size + 8 > 65535:  # raw_sendmsg() says no, before there is an error queue to tell it to
                return
            self._acknowledge(reply.sequence)
            if not self.settings.quiet:  # else it is not even counted
                self.ping.errors += 1
                if self.settings.flood:
                    self.context.out("E")
                else:
                    self.context.err(f"ping: local error: message too long, mtu={mtu}\n")
        elif reply.error == errno.ENOBUFS and not self.settings.quiet:  # of other errors ping says nothing: it finds its queue empty
            self.context.err(f"ping: sendmsg: {strerror(reply.error)}\n")

    def _path_mtu(self) -> int:
        route = self.context.namespace.route
        try:
            return route.mtu(route.output(self.ping.target, src=self.ping.source, oif=self.settings.device))
        except OSError:
            return 0

    def _acknowledge(self, sequence: int) -> None:
        """acknowledge(): how many requests were open at once."""
        open_requests = self.ping.sent - self.acked
        self.pipe = max(self.pipe, open_requests)
        self.acked = max(self.acked, sequence)

    def _stamp(self) -> str:
        now = self.scheduler.now
        return f"[{now // SECOND}.{now % SECOND // 1000:06}] " if self.settings.timestamps else ""


def _resolve(context: Context, target: str, settings: Settings) -> int:
    """The address in numbers, or of a name that the container knows."""
    address = inet_aton(target)
    if not target:
        raise CommandFailed("ping: : Name or service not known\n", 2)
    if settings.only_ipv4 and ":" in target:
        raise CommandFailed(f"ping: {target}: Address family for hostname not supported\n", 2)
    if address is None:
        address = resolve(context.namespace, target)
    elif settings.only_ipv6:
        raise CommandFailed(f"ping: {target}: Address family for hostname not supported\n", 2)
    if address is None:
        raise CommandFailed(f"ping: {target}: Temporary failure in name resolution\n", 2)
    return address
