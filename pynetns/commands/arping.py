"""arping(8) of iputils 20221126: ARP requests by hand, and who answers."""

import getopt
import signal
from dataclasses import dataclass

from pynetns.commands.base import CommandFailed, Context, Interrupted
from pynetns.commands.net_tools_text import inet_aton
from pynetns.device.netdevice import BROADCAST_MAC, NetDevice
from pynetns.device.scheduler import SECOND
from pynetns.errors import strerror
from pynetns.wire.address import format_ipv4
from pynetns.wire.arp import ARPOP_REPLY, ARPOP_REQUEST, Arp

USAGE = """
Usage:
  arping [options] <destination>

Options:
  -f            quit on first reply
  -q            be quiet
  -b            keep on broadcasting, do not unicast
  -D            duplicate address detection mode
  -U            unsolicited ARP mode, update your neighbours
  -A            ARP answer mode, update your neighbours
  -V            print version and exit
  -c <count>    how many packets to send
  -w <timeout>  how long to wait for a reply
  -i <interval> set interval between packets (default: 1 second)
  -I <device>   which ethernet device to use
  -s <source>   source ip address
  <destination> dns name or ip address

For more details see arping(8).
"""
VERSION = """arping from iputils 20221126
libcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes
"""
UNLIMITED = 60 * SECOND  # an arping without an end stops after so much virtual time, as if by ^C
INT = (1 << 31) - 1


@dataclass(slots=True)
class Settings:
    count: int = -1
    timeout: int = 0
    interval: int = SECOND
    device: str = ""
    source: int = 0
    source_text: str = ""  # of -s, read when device and target are known to be good
    quiet: bool = False
    quit_on_reply: bool = False
    broadcast_only: bool = False
    dad: bool = False
    unsolicited: bool = False
    advert: bool = False


def main(context: Context, argv: list[str]) -> int:
    try:
        pairs, rest = getopt.gnu_getopt(argv, "h?bfDUAqc:w:i:s:I:V")
    except getopt.GetoptError as error:
        what = f"option requires an argument -- '{error.opt}'" if "requires" in error.msg else f"invalid option -- '{error.opt}'"
        raise CommandFailed(f"arping: {what}\n{USAGE}", 2) from None
    settings = Settings()
    for option, value in pairs:
        if option == "-V":
            context.out(VERSION)
            return 0
        _apply(settings, option, value)
    if len(rest) != 1:
        raise CommandFailed(USAGE, 2)
    return _Session(context, settings, rest[0]).run()


def _number(text: str, low: int, high: int) -> int:
    try:
        value = int(text)
    except ValueError:
        raise CommandFailed(f"arping: invalid argument: '{text}'\n", 1) from None
    if not low <= value <= high:
        raise CommandFailed(f"arping: invalid argument: '{text}': out of range: {low} <= value <= {high}\n", 1)
    return value


def _apply(settings: Settings, option: str, value: str) -> None:
    if option == "-c":
        settings.count = _number(value, 1, INT)
    elif option == "-w":
        settings.timeout = _number(value, 0, INT) * SECOND
    elif option == "-i":
        settings.interval = _number(value, 0, INT) * SECOND
    elif option == "-I":
        settings.device = value
    elif option == "-s":
        settings.source_text = value
    elif option == "-A":
        settings.advert = settings.unsolicited = True
    elif option in ("-h", "-?"):
        raise CommandFailed(USAGE, 2)
    else:
        name = {"-q": "quiet", "-f": "quit_on_reply", "-b": "broadcast_only", "-D": "dad", "-U": "unsolicited"}[option]
        setattr(settings, name, True)
        settings.quit_on_reply = settings.quit_on_reply or settings.dad


def _address(text: str) -> int:
    """inet_aton(): "10.0.1" is 10.0.0.1."""
    address = inet_aton(text)
    if address is None:
        # The resolver asks nobody for what consists of digits and dots alone.
        name = text.strip("0123456789.") or (text and text.endswith("."))
        reason = "Temporary failure in name resolution" if name else "Name or service not known"
        raise CommandFailed(f"arping: {text}: {reason}\n", 2)
    return address


class _Session:
    """One call of the command."""

    def __init__(self, context: Context, settings: Settings, target: str) -> None:
        self.context = context
        self.settings = settings
        self.namespace = context.namespace
        self.device = self._find_device()
        self.target = _address(target)
        self._check_device()
        self.source = self._find_source()
        self.left = settings.count
        self.to = BROADCAST_MAC
        self.sent = self.broadcasts = self.received = self.broadcast_replies = self.requests = 0
        self.last = 0
        self.done = False

    def _find_device(self) -> NetDevice:
        name = self.settings.device
        if name:
            device = self.namespace.devices.get(name)
            if device is None:
                raise CommandFailed(f"arping: Device {name} not available.\n", 2)
            return device
        usable_devices = [device for device in self.namespace.devices.values() if device.is_up and device.arp and not device.is_loopback]
        if not usable_devices:
            raise CommandFailed("arping: No suitable device could be determined. Please, use option -I.\n", 2)
        if len(usable_devices) > 1:
            raise CommandFailed("arping: Suitable device could not be determined. Please, use option -I.\n", 2)
        return usable_devices[0]

    def _check_device(self) -> None:
        device = self.device
        for usable, word in ((device.is_up, "down"), (device.arp and not device.is_loopback, "not ARPable")):
            if not usable:
                self.context.out("" if self.settings.quiet else f'Interface "{device.name}" is {word}\n')
                raise CommandFailed("", 2)

    def _find_source(self) -> int:
        settings, namespace = self.settings, self.namespace
        if settings.source_text:
            source = inet_aton(settings.source_text)
            if source is None:
                raise CommandFailed(f"arping: invalid source {settings.source_text}\n", 2)
            settings.source = source
        if settings.source and namespace.addresses.find_device(settings.source) is None and not (
                namespace.sysctl.number("net.ipv4.ip_nonlocal_bind")) and not settings.dad:
            raise CommandFailed("arping: bind: Cannot assign requested address\n", 2)
        if settings.unsolicited and not settings.source:
            return self.target
        if settings.dad or settings.source:
            return settings.source
        try:
            decision = namespace.route.output(self.target, oif=self.device)
        except OSError as error:
            raise CommandFailed(f"arping: connect: {strerror(error.errno or 0)}\n", 2) from None
        return decision.src

    def run(self) -> int:
        settings, scheduler = self.settings, self.context.lab.scheduler
        if not settings.quiet:
            self.context.out(f"ARPING {format_ipv4(self.target)} from {format_ipv4(self.source)} {self.device.name}\n")
        capture = self.device.capture()
        capture.on_frame = self._see
        started = due = scheduler.now
        end = started + (settings.timeout or self.context.patience(UNLIMITED) if settings.count < 0 or settings.timeout else 1 << 62)
        try:
            while not self.done and self.device.is_up:
                if scheduler.now >= due:
                    if self.left == 0:
                        break
                    self.left -= self.left > 0
                    self._send()
                    due = scheduler.now + settings.interval
                if scheduler.now >= end:  # what is due at that moment is still sent
                    break
                if not self.done:
                    scheduler.step(min(due, end))
        except Interrupted as interrupted:
            if interrupted.signal != signal.SIGINT:
                raise
        finally:
            capture.stop()
        return self._finish()

    def _send(self) -> None:
        oper = ARPOP_REPLY if self.settings.advert else ARPOP_REQUEST
        self.sent += 1
        self.broadcasts += self.to == BROADCAST_MAC
        self.last = self.context.lab.scheduler.now
        self.namespace.arp.send(oper, self.device, self.target, self.source, self.to, self.device.mac if self.settings.advert else self.to)
        self.context.lab.scheduler.drain()

    def _see(self, at: int, direction: str, frame: bytes) -> None:
        """recv_pack(): is this an answer?"""
        dst = frame[:6]
        arp = Arp.parse(frame[14:]) if frame[12:14] == b"\x08\x06" else None
        mine = dst == self.device.mac
        if direction != "in" or arp is None or self.done or not (mine or dst[0] & 1) or arp.spa != self.target:
            return
        if self.settings.dad:
            if arp.sha == self.device.mac or (self.source and self.source != arp.tpa):
                return
        elif arp.tpa != self.source or arp.tha != self.device.mac:
            return
        if not self.settings.quiet:
            self._print(arp, mine, at)
        self.received += 1
        settings = self.settings
        if settings.timeout and self.received == settings.count:
            self.done = True
            return
        self.broadcast_replies += not mine
        self.requests += arp.oper == ARPOP_REQUEST
        if settings.quit_on_reply or (self.left == 0 and self.received == self.sent):
            self.done = True
        elif not settings.broadcast_only:
            self.to = arp.sha

    def _print(self, arp: Arp, mine: bool, at: int) -> None:
        hexadecimal = arp.sha.hex(":").upper()
        kind = "reply" if arp.oper == ARPOP_REPLY else "request"
        line = f"{'Unicast' if mine else 'Broadcast'} {kind} from {format_ipv4(arp.spa)} [{hexadecimal}] "
        if arp.tpa != self.source:
            line += f"for {format_ipv4(arp.tpa)} "
        if arp.tha != self.device.mac:
            line += ("" if arp.tpa != self.source else "for ") + f"[{arp.tha.hex(':').upper()}]"
        micro = (at - self.last + 500) // 1000
        milli = (micro + 500) // 1000
        self.context.out(f"{line} {milli}.{micro - milli * 1000 + 500:03}ms\n")

    def _finish(self) -> int:
        if not self.settings.quiet:
            extra = [f"{count} {what}(s)" for count, what in ((self.requests, "request"), (self.broadcast_replies, "broadcast")) if count]
            text = f" ({', '.join(extra)})" if extra else ""
            self.context.out(f"Sent {self.sent} probes ({self.broadcasts} broadcast(s))\nReceived {self.received} response(s){text}\n")
        if self.settings.dad:
            return int(self.received > 0)
        return 0 if self.settings.unsolicited else int(not self.received)
