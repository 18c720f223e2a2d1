"""tcpdump(8) 4.99: its options, live on a device or from a file. The text of a frame is in tcpdump_text.

A live tcpdump moves the lab's clock while it waits: until `-c` frames have come, until nothing more is going to happen, or for a minute. In
a script it runs beside the lines that follow, if its own line ends in `&` (`LiveTcpdump`).
"""

import getopt
from dataclasses import dataclass, field, replace
from pathlib import Path

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.pcap_filter import Filter, FilterError, compile_filter
from pynetns.commands.tcpdump_text import Options, Printer
from pynetns.commands.tcpdump_usage import USAGE, VERSION
from pynetns.device.capture import Capture
from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND
from pynetns.wire import capture as capture_file
from pynetns.wire import pcap
from pynetns.wire.address import mask
from pynetns.wire.record import CaptureError, Record

UNLIMITED = 60 * SECOND
MAX_SNAPLEN = 262144
_SHORT = "#AbB:c:C:dDeE:fF:G:hHi:IJj:KlLm:M:nNOpqQ:r:s:StT:u:Uvw:W:xXy:Yz:Z:"
_LONG = ["version", "number", "count", "interface=", "help", "list-interfaces", "snapshot-length=", "absolute-tcp-sequence-numbers",
         "direction=", "no-promiscuous-mode", "packet-buffered", "print", "immediate-mode", "dont-verify-checksums"]
_NAMES = {"--number": "-#", "--interface": "-i", "--help": "-h", "--list-interfaces": "-D", "--snapshot-length": "-s", "--direction": "-Q",
          "--absolute-tcp-sequence-numbers": "-S", "--no-promiscuous-mode": "-p", "--packet-buffered": "-U",
          "--dont-verify-checksums": "-K"}


@dataclass(slots=True)
class Settings:
    """What the options said."""

    text: Options = field(default_factory=Options)
    device: str = ""
    count: int = 0
    read: str = ""
    write: str = ""
    snaplen: int = MAX_SNAPLEN
    direction: str = ""
    list_devices: bool = False
    list_types: bool = False
    version: bool = False
    only_count: bool = False
    print_too: bool = False
    expression: str = ""


def main(context: Context, argv: list[str]) -> int:
    settings = parse(argv)
    if settings.version:
        context.out(VERSION)
        return 0
    if settings.list_devices:
        return _list_devices(context)
    if settings.read:
        return _read_file(context, settings)
    live = LiveTcpdump(context, settings)
    live.start()
    if context.jobs is not None:
        context.jobs.append(live)
        return 0
    scheduler = context.lab.scheduler
    end = scheduler.now + UNLIMITED
    while not live.finished and scheduler.now < end and scheduler.pending:
        scheduler.step(end)
    return live.stop()


def parse(argv: list[str]) -> Settings:
    """The settings of a command line. Raises CommandFailed in tcpdump's words."""
    try:
        pairs, words = getopt.getopt(argv, _SHORT, _LONG)
    except getopt.GetoptError as error:
        what = f"option requires an argument -- '{error.opt}'" if "requires" in error.msg else f"invalid option -- '{error.opt}'"
        raise CommandFailed(f"tcpdump: {what}\n{USAGE}", 1) from None
    settings = Settings(expression=" ".join(words))
    for option, value in pairs:
        _apply(settings, _NAMES.get(option, option), value)
    return settings


def _apply(settings: Settings, option: str, value: str) -> None:
    text = settings.text
    counted = {"-v": "verbose", "-t": "timestamp", "-x": "hex", "-X": "hex_ascii", "-A": "ascii"}
    switches = {"-e": "link_level", "-q": "quiet", "-S": "absolute_sequence", "-K": "no_checksums", "-#": "number"}
    if option in counted:
        name = counted[option]
        settings.text = replace(text, **{name: getattr(text, name) + 1})
    elif option in switches:
        settings.text = replace(text, **{switches[option]: True})
    elif option == "-h":
        raise CommandFailed(USAGE, 0)
    elif option == "-c":
        if not value.isdigit() or int(value) <= 0:
            raise CommandFailed(f"tcpdump: invalid packet count {value}\n", 1)
        settings.count = int(value)
    elif option == "-s":
        if not value.isdigit() or int(value) > MAX_SNAPLEN:
            raise CommandFailed(f"tcpdump: invalid snaplen {value} (must be >= 0 and <= {MAX_SNAPLEN})\n", 1)
        settings.snaplen = int(value) or MAX_SNAPLEN
    elif option == "-Q":
        if value not in ("in", "out", "inout"):
            raise CommandFailed(f"tcpdump: unknown capture direction `{value}'\n", 1)
        settings.direction = "" if value == "inout" else value
    elif option == "-F":
        try:
            settings.expression = Path(value).read_text()
        except OSError as error:
            raise CommandFailed(f"tcpdump: can't open {value}: {error.strerror}\n", 1) from None
    elif option in ("-i", "-r", "-w"):
        setattr(settings, {"-i": "device", "-r": "read", "-w": "write"}[option], value)
    elif option in ("-D", "-L", "--version", "--count", "--print"):
        setattr(settings, {"-D": "list_devices", "-L": "list_types", "--version": "version", "--count": "only_count",
                           "--print": "print_too"}[option], True)
    elif option in ("-C", "-E", "-G", "-H", "-I", "-J", "-j", "-m", "-M", "-T", "-W", "-y", "-z", "-Z", "-d"):
        raise CommandFailed(f"tcpdump: {option} is not part of pynetns\n", 1)


def _filter(settings: Settings, netmask: int = 0) -> Filter:
    try:
        return compile_filter(settings.expression, netmask=netmask)
    except FilterError as error:
        raise CommandFailed(f"{error}\n", 1) from None


def _list_devices(context: Context) -> int:
    """tcpdump -D: those that are up and running first, lo among the last of them."""
    devices = sorted(context.namespace.devices.values(), key=lambda device: (not device.is_up, not device.running, device.is_loopback))
    lines = []
    for device in devices:
        flags = ["Up"] if device.is_up else []
        flags += ["Running"] if device.running else []
        flags += ["Loopback"] if device.is_loopback else []
        if not device.is_loopback:
            flags += ["Connected" if device.running else "Disconnected"]
        lines.append(f"{device.name} [{', '.join(flags)}]" if flags else device.name)
    running = sum(device.running for device in devices)
    lines.insert(running, "any (Pseudo-device that captures on all interfaces) [Up, Running]")
    context.out("".join(f"{number}.{line}\n" for number, line in enumerate(lines, 1)))
    return 0


def _read_file(context: Context, settings: Settings) -> int:
    """tcpdump -r."""
    try:
        data = Path(settings.read).read_bytes() if settings.read != "-" else context.stdin.encode("latin-1")
    except OSError as error:
        raise CommandFailed(f"tcpdump: {settings.read}: {error.strerror}\n", 1) from None
    matches, printer, kept = _filter(settings), Printer(settings.text), list[Record]()
    records = capture_file.read(data)
    failure = ""
    context.err(f"reading from file {settings.read}, link-type EN10MB (Ethernet), snapshot length {MAX_SNAPLEN}\n")
    try:
        for record in records:
            if not matches(record.data, record.length, record.direction):
                continue
            kept.append(record)
            if not settings.write and not settings.only_count:
                context.out(printer.line(record.time_ns, record.data[:settings.snaplen], record.length) + "\n")
            if settings.count and len(kept) >= settings.count:
                break
    except CaptureError as error:
        failure = f"tcpdump: {'pcap_loop: ' if kept else ''}{error}\n"
    if settings.write:
        _write(settings.write, kept)
    if settings.only_count:
        context.out(f"{len(kept)} packet{'' if len(kept) == 1 else 's'}\n")
    context.err(failure)
    return 1 if failure else 0


def _write(path: str, records: list[Record]) -> None:
    try:
        Path(path).write_bytes(pcap.emit(records))
    except OSError as error:
        raise CommandFailed(f"tcpdump: {path}: {error.strerror}\n", 1) from None


class LiveTcpdump:
    """A tcpdump that is running: it prints what passes its device from `start` until `stop`, or until it has seen enough."""

    def __init__(self, context: Context, settings: Settings) -> None:
        self.context = context
        self.settings = settings
        self.device = self._find_device()
        addresses = self.device.in_dev.addresses if self.device.in_dev is not None else ()
        self._matches = _filter(settings, mask(addresses[0].length) if addresses else 0)
        self._printer = Printer(settings.text)
        self._records: list[Record] = []
        self._captured = self._received = 0
        self._capture: Capture | None = None
        self.finished = False

    def _find_device(self) -> NetDevice:
        name, devices = self.settings.device, self.context.namespace.devices
        if name == "any":
            raise CommandFailed("tcpdump: the device any is not part of pynetns: name one\n", 1)
        if not name:
            name = next((device.name for device in devices.values() if device.is_up and not device.is_loopback), "lo")
        if name not in devices:
            raise CommandFailed(f"tcpdump: {name}: No such device exists\n(No such device exists)\n", 1)
        if not devices[name].is_up:
            raise CommandFailed(f"tcpdump: {name}: That device is not up\n", 1)
        return devices[name]

    def start(self) -> None:
        settings, err = self.settings, self.context.err
        prefix = "tcpdump: "
        if not settings.write and not settings.text.verbose:
            err("tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n")
            prefix = ""
        err(f"{prefix}listening on {self.device.name}, link-type EN10MB (Ethernet), snapshot length {settings.snaplen} bytes\n")
        self._capture = self.device.capture()
        self._capture.on_frame = self._see

    def _see(self, at: int, direction: str, frame: bytes) -> None:
        if self.finished or (self.settings.direction and direction != self.settings.direction):
            return
        if not self._matches(frame, len(frame), direction):
            return
        self._received += 1
        self._captured += 1
        if self.settings.write:
            self._records.append(Record(at, frame[:self.settings.snaplen], original_length=len(frame)))
        if not self.settings.write or self.settings.print_too:
            self.context.out(self._printer.line(at, frame[:self.settings.snaplen], len(frame)) + "\n")
        self.finished = bool(self.settings.count) and self._captured >= self.settings.count

    def stop(self) -> int:
        """As by ^C: the closing counts, and the file of -w."""
        if self._capture is not None:
            self._capture.stop()
            self._capture = None
        if self.settings.write:
            _write(self.settings.write, self._records)
        captured, received = self._captured, self._received
        self.context.err(f"{captured} packet{'' if captured == 1 else 's'} captured\n"
                         f"{received} packet{'' if received == 1 else 's'} received by filter\n0 packets dropped by kernel\n")
        return 0
