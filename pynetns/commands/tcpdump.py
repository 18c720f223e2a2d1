"""tcpdump(8) 4.99: live on a device or from a file. Its options are in tcpdump_options, the text of a frame in tcpdump_text.

A live tcpdump moves the lab's clock while it waits: until `-c` frames have come, until nothing more is going to happen, or for a minute. In
a script it runs beside the lines that follow if its own line ends in `&`, until it has seen enough or is ended as by ^C.
"""

import signal
import struct
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pynetns.commands.base import CommandFailed, Context, Interrupted
from pynetns.commands.pcap_filter import Filter, FilterError, compile_filter
from pynetns.commands.tcpdump_cooked import LINKTYPE_LINUX_SLL2, as_ethernet, cooked
from pynetns.commands.tcpdump_options import Settings, parse
from pynetns.commands.tcpdump_text import Printer
from pynetns.commands.tcpdump_usage import USAGE, VERSION
from pynetns.device.capture import Capture
from pynetns.device.netdevice import UNREGISTER, NetDevice
from pynetns.device.scheduler import SECOND
from pynetns.wire import capture as capture_file
from pynetns.wire import pcap
from pynetns.wire.address import mask
from pynetns.wire.record import LINKTYPE_ETHERNET, MAX_PACKET, CaptureError, Record

PATIENCE = 60 * SECOND
ANY = "any"
_LINK_NAMES = {LINKTYPE_ETHERNET: "EN10MB (Ethernet)", LINKTYPE_LINUX_SLL2: "LINUX_SLL2 (Linux cooked v2)"}
_LINK_TYPES = {"EN10MB": LINKTYPE_ETHERNET, "LINUX_SLL2": LINKTYPE_LINUX_SLL2}


def main(context: Context, argv: list[str]) -> int:
    settings = parse(context, argv)
    if settings.help or settings.version:
        context.out(VERSION if settings.version else USAGE)
        return 0
    if settings.list_devices:
        return _list_devices(context)
    if settings.read and not settings.list_types and not settings.list_clocks:
        return _read_file(context, settings)
    live = LiveTcpdump(context, settings)
    if settings.list_types or settings.list_clocks:
        return live.list_what_it_can()
    live.start()
    if context.jobs is not None:
        context.jobs.append(live)
        return 0
    scheduler = context.lab.scheduler
    end = scheduler.now + context.patience(PATIENCE)
    try:
        while not live.finished and scheduler.now < end and scheduler.pending:
            scheduler.step(end)
    except Interrupted as interrupted:
        if interrupted.signal not in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            raise
    return live.stop()


def _filter(expression: str, netmask: int = 0) -> Filter:
    try:
        return compile_filter(expression, netmask=netmask)
    except FilterError as error:
        raise CommandFailed(f"tcpdump: {str(error).removeprefix('tcpdump: ')}\n", 1) from None


def _by_number(context: Context) -> list[NetDevice | None]:
    """The devices in the order of tcpdump -D, None for any: those that run first, lo among the last of them."""
    devices = sorted(context.namespace.devices.values(), key=lambda device: (not device.is_up, not device.running, device.is_loopback))
    running = sum(device.running for device in devices)
    return [*devices[:running], None, *devices[running:]]


def _list_devices(context: Context) -> int:
    """tcpdump -D."""
    for number, device in enumerate(_by_number(context), 1):
        if device is None:
            context.out(f"{number}.any (Pseudo-device that captures on all interfaces) [Up, Running]\n")
            continue
        flags = ["Up"] if device.is_up else []
        flags += ["Running"] if device.running else []
        flags += ["Loopback"] if device.is_loopback else ["Connected" if device.running else "Disconnected"]
        context.out(f"{number}.{device.name} [{', '.join(flags)}]\n")
    return 0


def _names(context: Context) -> Mapping[int, str]:
    return {device.index: device.name for device in context.namespace.devices.values()}


class _Output:
    """Where frames go: to the text, to a file, or both."""

    def __init__(self, context: Context, settings: Settings, linktype: int) -> None:
        self.context = context
        self.settings = settings
        self.printer = Printer(settings.text)
        self.names = _names(context) if linktype == LINKTYPE_LINUX_SLL2 else None
        self.linktype = linktype
        self.records: list[Record] = []
        self.count = 0

    def take(self, record: Record) -> bool:
        """A frame that the filter has let through. True where it was the last one wanted."""
        settings, kept = self.settings, record.data
        self.count += 1
        if settings.write:
            self.records.append(replace(record, data=kept, original_length=record.length, direction=None, interface=""))
        if settings.prints and not settings.only_count:
            self.context.out(self.printer.line(record.time_ns, kept, record.length, self.names) + "\n")
        return self.count == settings.count

    def open_file(self) -> None:
        """The file of -w is there, or can't be, before the first frame."""
        if self.settings.write and self.settings.write != "-":
            self._put(b"")

    def close(self) -> None:
        if self.settings.write:
            data = pcap.emit(self.records, snaplen=self.settings.snaplen, linktype=self.linktype)
            if self.settings.write == "-":
                self.context.out(data.decode("utf-8", "surrogateescape"))
            else:
                self._put(data)

    def _put(self, data: bytes) -> None:
        path = self.settings.write
        try:
            Path(path).write_bytes(data)
        except OSError as error:
            raise CommandFailed(f"tcpdump: {path}: {error.strerror}\n", 1) from None


def _read_file(context: Context, settings: Settings) -> int:
    """tcpdump -r."""
    name = settings.read
    try:
        data = Path(name).read_bytes() if name != "-" else context.stdin.encode("utf-8", "surrogateescape")
    except OSError as error:
        raise CommandFailed(f"tcpdump: {name}: {error.strerror}\n", 1) from None
    records = capture_file.read(data)
    failure = ""
    try:
        first = next(records, None)
    except CaptureError as error:
        # a file's header is read before anything is said about the file, its first frame after it
        if len(data) < pcap.FILE_HEADER or "captured bytes" not in str(error):
            raise CommandFailed(f"tcpdump: {error}\n", 1) from None
        first, failure = None, str(error)
    linktype = first.linktype if first is not None else LINKTYPE_ETHERNET
    if linktype not in _LINK_NAMES:
        raise CommandFailed(f"tcpdump: packet printing is not supported for link type {linktype}: use -w\n", 1)
    context.err(f"reading from file {name}, link-type {_LINK_NAMES[linktype]}, snapshot length {_snapshot_length(data)}\n")
    if linktype == LINKTYPE_LINUX_SLL2:
        context.err("Warning: interface names might be incorrect\n")
    matches, output = _filter(settings.filter_text()), _Output(context, settings, linktype)
    output.open_file()
    record = first
    try:
        while record is not None:
            seen = as_ethernet(record.data) if linktype == LINKTYPE_LINUX_SLL2 else record.data
            if matches(seen, record.length, record.direction) and output.take(record):
                break
            record = next(records, None)
    except CaptureError as error:
        failure = str(error)
    output.close()
    if settings.only_count:
        context.out(f"{output.count} packet{'' if output.count == 1 else 's'}\n")
    context.err(f"tcpdump: pcap_loop: {failure}\n" if failure else "")
    return int(bool(failure))


def _snapshot_length(data: bytes) -> int:
    """What the header of a pcap file says; pcapng says it for each interface, of which tcpdump tells the first's."""
    if not pcap.is_pcap(data):
        return MAX_PACKET
    order = "<" if data[0] in b"\xd4\x4d" else ">"
    length = int(struct.unpack_from(f"{order}I", data, 16)[0])
    return length if 0 < length <= MAX_PACKET else MAX_PACKET


class LiveTcpdump:
    """A running tcpdump: it shows what passes its device, or all of them, from `start` until `stop`, or until it has seen enough."""

    def __init__(self, context: Context, settings: Settings) -> None:
        self.context = context
        self.settings = settings
        self.name, self.devices = self._find_devices()
        self.linktype = LINKTYPE_LINUX_SLL2 if self.name == ANY else LINKTYPE_ETHERNET
        if settings.link_type and _LINK_TYPES.get(settings.link_type) != self.linktype:
            raise CommandFailed(f"tcpdump: {settings.link_type} is not one of the DLTs supported by this device\n", 1)
        if settings.monitor:
            raise CommandFailed(f"tcpdump: {self.name}: That device doesn't support monitor mode\n", 1)
        self._captures: list[Capture] = []
        self._received = 0
        self._gone = ""
        self.finished = False

    def _find_devices(self) -> tuple[str, list[NetDevice]]:
        name, devices = self.settings.device, self.context.namespace.devices
        if name == ANY:
            return name, list(devices.values())
        if not name:
            name = next((device.name for device in devices.values() if device.is_up and not device.is_loopback), "lo")
        if name not in devices and name.isdigit():
            listed = _by_number(self.context)
            if not 0 < int(name) <= len(listed):
                raise CommandFailed("tcpdump: Invalid adapter index\n", 1)
            device = listed[int(name) - 1]
            if device is None:
                return ANY, list(devices.values())
            name = device.name
        if name not in devices:
            raise CommandFailed(f"tcpdump: {name}: No such device exists\n(No such device exists)\n", 1)
        if not devices[name].is_up:
            raise CommandFailed(f"tcpdump: {name}: That device is not up\n", 1)
        return name, [devices[name]]

    def list_what_it_can(self) -> int:
        """-L and -J."""
        if self.settings.list_clocks:
            self.context.err(f"Time stamp types for {self.name} (use option -j to set):\n  host (Host)\n")
            return 0
        kinds = ["EN10MB (Ethernet)"]
        if self.name == ANY:
            kinds = ["LINUX_SLL (Linux cooked v1)", "LINUX_SLL2 (Linux cooked v2)"]
        elif not self.devices[0].is_loopback:
            kinds.append("DOCSIS (DOCSIS) (printing not supported)")
        self.context.err(f"Data link types for {self.name} (use option -y to set):\n" + "".join(f"  {kind}\n" for kind in kinds))
        return 0

    def start(self) -> None:
        settings, err = self.settings, self.context.err
        addresses = self.devices[0].in_dev.addresses if self.name != ANY and self.devices[0].in_dev is not None else ()
        self._matches = _filter(settings.filter_text(), mask(addresses[0].length) if addresses else 0)
        self._output = _Output(self.context, settings, self.linktype)
        self._output.open_file()
        prefix = "tcpdump: "
        if self.name == ANY:
            err("tcpdump: data link type LINUX_SLL2\n")
        if settings.prints and not settings.text.verbose:
            err("tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n")
            prefix = ""
        err(f"{prefix}listening on {self.name}, link-type {_LINK_NAMES[self.linktype]}, snapshot length {settings.snaplen} bytes\n")
        for device in self.devices:
            self._listen(device)
        if self.name != ANY and not settings.not_promiscuous:
            self.devices[0].add_promiscuity(1)
        self.context.namespace.listen(self._hear)

    def _listen(self, device: NetDevice) -> None:
        capture = device.capture()
        capture.on_frame = lambda at, direction, frame: self._see(device, at, direction, frame)
        self._captures.append(capture)

    def _hear(self, event: str, device: NetDevice) -> None:
        """Devices that come are heard by any; one that goes ends a tcpdump of its own."""
        if event == UNREGISTER and device in self.devices and self.name != ANY:
            self._gone = "tcpdump: pcap_loop: The interface disappeared\n"
            self.finished = True
        elif event != UNREGISTER and self.name == ANY and device not in self.devices:
            self.devices.append(device)
            self._listen(device)

    def _see(self, device: NetDevice, at: int, direction: str, frame: bytes) -> None:
        if self.finished or not self._matches(frame, len(frame), direction):
            return
        self._received += 1
        if self.settings.direction and direction != self.settings.direction:
            return
        if device.is_loopback and direction == "out":  # it comes in again at once: linux_check_direction()
            return
        if self.name == ANY:
            self._output.names = _names(self.context)
            frame = cooked(frame, direction, device.mac, device.index, device.is_loopback)
        kept = frame[:self.settings.snaplen]
        self.finished = self._output.take(Record(at, kept, original_length=len(frame), linktype=self.linktype))

    def stop(self) -> int:
        """As by ^C: the closing counts, and the file of -w."""
        for capture in self._captures:
            capture.stop()
        self.context.namespace.unlisten(self._hear)
        if self.name != ANY and not self.settings.not_promiscuous:
            self.devices[0].add_promiscuity(-1)
        interrupted = not self.finished
        count, received = self._output.count, self._received
        if interrupted and self.settings.prints:
            self.context.out("\n")
        self._output.close()
        self.context.err(f"{self._gone}{count} packet{'' if count == 1 else 's'} captured\n"
                         f"{received} packet{'' if received == 1 else 's'} received by filter\n0 packets dropped by kernel\n")
        return int(bool(self._gone))
