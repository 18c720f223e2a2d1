"""`python3 -m pynetns replay IN.pcap SCRIPT --into NS/IFACE`: send a capture file's frames through the network that a script builds."""

import argparse
import sys
from collections.abc import Iterator
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

from pynetns.cli.run import INTERRUPTED, add_lab_arguments, make_lab, run_script, script_lines
from pynetns.cli.script import Line
from pynetns.cli.session import Session
from pynetns.cli.taps import TappedLab
from pynetns.device.netdevice import NetDevice
from pynetns.errors import Error
from pynetns.lab import Lab
from pynetns.wire import capture
from pynetns.wire.record import LINKTYPE_ETHERNET, CaptureError, Record

BATCH = 4096
PROGRESS_SECONDS = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("capture", type=Path, metavar="IN.pcap", help="a pcap or pcapng file of Ethernet frames")
    parser.add_argument("file", nargs="?", metavar="SCRIPT", help="builds the network: a script or an example as for `run`")
    parser.add_argument("--script", metavar="SCRIPT", help="the same, as an option")
    parser.add_argument("-e", "--execute", action="append", default=[], metavar="LINE", help="run this line too before; may be repeated")
    parser.add_argument("--into", required=True, metavar="NS/IFACE", help="the interface that sends the frames; IFACE alone is the host's")
    parser.add_argument("--timed", action="store_true", help="at the times of the file, on the lab's clock, instead of all at once")
    parser.add_argument("--then", action="append", default=[], metavar="LINE", help="run this line afterwards; may be repeated")
    parser.add_argument("--pcap", type=Path, metavar="DIR", help="leave a capture of every interface there: NAMESPACE.INTERFACE.pcap")
    parser.add_argument("--quiet", action="store_true", help="no summary")
    add_lab_arguments(parser)


def main(options: argparse.Namespace) -> int:
    lab = make_lab(options, TappedLab if options.pcap else Lab)
    session = Session(lab, sys.stdout, sys.stderr)
    try:
        status = run_script(session, script_lines(options.script or options.file, options.execute), keep_going=False)
        if status:
            return status
        device = find_device(lab, options.into)
        with options.capture.open("rb") as file:
            summary = Replay(lab, device, file, options.timed).run()
        status = run_script(session, [Line("--then", line.strip()) for line in options.then], keep_going=True)
        if isinstance(lab, TappedLab):
            lab.save(options.pcap)
    except (Error, CaptureError) as error:
        print(f"pynetns: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"pynetns: {error.filename or options.capture}: {error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("pynetns: interrupted", file=sys.stderr)
        return INTERRUPTED
    finally:
        session.close()
    if not options.quiet:
        print(summary)
    return status


def find_device(lab: Lab, place: str) -> NetDevice:
    """The interface that NS/IFACE names."""
    name, _, interface = place.rpartition("/")
    namespace = lab[name] if name else lab.host
    if interface not in namespace.devices:
        raise Error(f'Device "{interface}" does not exist.')
    return namespace.devices[interface]


class Replay:
    """One capture file on its way into one interface."""

    def __init__(self, lab: Lab, device: NetDevice, file: BinaryIO, timed: bool) -> None:
        self.lab, self.device, self.file, self.timed = lab, device, file, timed
        self.frames = self.bytes = self.cut = 0
        self._size = max(Path(file.name).stat().st_size, 1)
        self._shown = 0.0
        self._live = sys.stderr.isatty()

    def run(self) -> str:
        """Send everything; a summary in words."""
        dropped, began_at = self.device.stats.tx_dropped, self.lab.now
        begun = perf_counter()
        for records in self._batches():
            frames = [record.data for record in records]
            self.device.inject(frames)
            self.frames += len(frames)
            self.bytes += sum(map(len, frames))
            self.cut += sum(record.original_length is not None and record.original_length > len(record.data) for record in records)
            self._show(perf_counter())
        seconds = max(perf_counter() - begun, 1e-9)
        if self._live:
            sys.stderr.write("\r\x1b[K")
        return self._summary(seconds, self.device.stats.tx_dropped - dropped, self.lab.now - began_at)

    def _batches(self) -> Iterator[list[Record]]:
        """Frames that go at one moment, so many at a time."""
        records = self._ethernet(capture.read(self.file))
        if not self.timed:
            while batch := list(islice(records, BATCH)):
                yield batch
            return
        first: int | None = None
        start = self.lab.scheduler.now
        for moment, together in groupby(records, attrgetter("time_ns")):
            first = moment if first is None else first
            self.lab.scheduler.advance(max(start + moment - first - self.lab.scheduler.now, 0))
            while batch := list(islice(together, BATCH)):
                yield batch

    @staticmethod
    def _ethernet(records: Iterator[Record]) -> Iterator[Record]:
        for record in records:
            if record.linktype != LINKTYPE_ETHERNET:
                raise CaptureError(f"the file has frames of link type {record.linktype}, not Ethernet")
            yield record

    def _show(self, now: float) -> None:
        if self._live and now - self._shown > PROGRESS_SECONDS:
            self._shown = now
            sys.stderr.write(f"\r{self.frames:,} frames, {min(self.file.tell() * 100 // self._size, 100)}%")
            sys.stderr.flush()

    def _summary(self, seconds: float, dropped: int, virtual: float) -> str:
        into = f"{self.device.namespace.name or 'host'}/{self.device.name}"
        text = f"{self.frames:,} frames, {self.bytes:,} bytes into {into} in {seconds:.2f} s ({self.frames / seconds:,.0f} frames/s)"
        if self.timed:
            text += f", {virtual:.6f} s of the lab's time"
        cache = self.device.flow_cache
        if cache is not None:
            text += f"; {cache.hits:,} by the flow cache, {cache.misses:,} the slow way"
        if dropped:
            text += f"; {dropped:,} dropped: too short or too long"
        if self.cut:
            text += f"; {self.cut:,} had been cut when they were captured"
        return text
