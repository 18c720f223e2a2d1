"""The real tcpdump prints the same text for the same frames; a few of its lines stand here for where it is not."""

import os
import random
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from frames_for_tcpdump import all_frames, arps, icmp, segment, udp
from hypothesis import given
from hypothesis import strategies as st

from pynetns.commands.tcpdump_text import Options, Printer
from pynetns.wire import pcap, tcp
from pynetns.wire.ethernet import VlanTag, push_vlan
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IPv4
from pynetns.wire.record import Record
from pynetns.wire.udp import Udp

needs_tcpdump = pytest.mark.skipif(shutil.which("tcpdump") is None, reason="tcpdump is not installed")

OPTIONS = {
    "": Options(),
    "-e": Options(link_level=True),
    "-v": Options(verbose=1),
    "-vv": Options(verbose=2),
    "-ev": Options(link_level=True, verbose=1),
    "-q": Options(quiet=True),
    "-eq": Options(link_level=True, quiet=True),
    "-x": Options(hex=1),
    "-xx": Options(hex=2),
    "-X": Options(hex_ascii=1),
    "-XX": Options(hex_ascii=2),
    "-A": Options(ascii=1),
    "-AA": Options(ascii=2),
    "-S": Options(absolute_sequence=True),
    "-t": Options(timestamp=1),
    "-tt": Options(timestamp=2),
    "-ttt": Options(timestamp=3),
    "-tttt": Options(timestamp=4),
    "-ttttt": Options(timestamp=5),
    "-vvK": Options(verbose=2, no_checksums=True),
    "-evX": Options(link_level=True, verbose=1, hex_ascii=1),
}
# where the real tool goes on to protocols that the stack does not speak
NOT_SPOKEN = re.compile(r"EGP|\[\|(egp|rsvp|syslog|rip)\]|\[vers |IPComp|dvmrp|pimv1|mtrace|mresp|sctp|dccp")


def real_texts(tmp_path: Path, records: list[Record], switch: str) -> list[str]:
    """What tcpdump prints for each record; -# tells where one ends and the next begins."""
    file = tmp_path / "frames.pcap"
    file.write_bytes(pcap.emit(records))
    command = ["tcpdump", "-#", "-n", "-r", str(file), *([switch] if switch else [])]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60, env={**os.environ, "TZ": "UTC"})
    text, texts, start = done.stdout.decode("latin-1"), [], 0
    for number in range(2, len(records) + 2):
        end = text.find(f"\n{number:5}  ", start) if number <= len(records) else len(text) - 1
        texts.append(text[start:end])
        start = end + 1
    return texts


def our_texts(records: list[Record], options: Options) -> list[str]:
    printer = Printer(replace(options, number=True))
    return [printer.line(record.time_ns, record.data, record.length) for record in records]


def corpus() -> list[Record]:
    frames = all_frames()
    whole = [Record(i * 1_234_567_000 + 5000, frame) for i, frame in enumerate(frames)]
    cut = [
        Record(10**12 + i * 1000, frame[: min(len(frame) - 1, 60)], original_length=len(frame))
        for i, frame in enumerate(frames)
        if len(frame) > 50
    ]
    return whole + cut


@needs_tcpdump
@pytest.mark.parametrize("switch", OPTIONS)
def test_every_frame_reads_as_with_the_real_tcpdump(tmp_path: Path, switch: str) -> None:
    records = corpus()
    assert our_texts(records, OPTIONS[switch]) == real_texts(tmp_path, records, switch)


@needs_tcpdump
@pytest.mark.parametrize("switch", ["", "-e", "-vv", "-x"])
def test_damaged_frames_read_as_with_the_real_tcpdump(tmp_path: Path, switch: str) -> None:
    chance, frames, records = random.Random(switch), all_frames(), []
    for i in range(1000):
        frame = bytearray(chance.choice(frames))
        for _ in range(chance.choice((1, 1, 2)) if len(frame) > 14 else 0):
            frame[chance.randrange(14, len(frame))] = chance.choice((0, 1, 2, 4, 5, 8, 17, 64, 255))
        kept = len(frame) if chance.random() < 0.8 else chance.randrange(1, len(frame) + 1)
        records.append(Record(i * 1000, bytes(frame[:kept]), original_length=len(frame)))
    pairs = zip(our_texts(records, OPTIONS[switch]), real_texts(tmp_path, records, switch), strict=True)
    assert [pair for pair in pairs if pair[0] != pair[1] and not NOT_SPOKEN.search(pair[1])] == []


@given(
    st.sampled_from(all_frames()), st.binary(max_size=80), st.integers(0, 90), st.sampled_from(list(OPTIONS.values()))
)
def test_no_frame_whatever_is_in_it_stops_the_printer(frame: bytes, garbage: bytes, at: int, options: Options) -> None:
    printer = Printer(options)
    damaged = frame[:at] + garbage
    assert isinstance(printer.line(0, damaged, len(damaged) + at), str)


A, B = 0x0A000001, 0x0A000002
UNREACHABLE = icmp(3, 3, 0, IPv4(A, B, 17, Udp(4000, 9).emit(A, B)).emit(), tos=0xC0)
MTU = icmp(3, 4, 1400, IPv4(A, B, 17, Udp(4000, 9).emit(A, B)).emit())


@pytest.mark.parametrize(
    ("frame", "options", "text"),
    [
        (arps()[0], Options(), "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28"),
        (arps()[1], Options(), "ARP, Reply 10.0.0.2 is-at 02:00:00:00:00:0a, length 28"),
        (arps()[2], Options(), "ARP, Request who-has 10.0.0.2 tell 0.0.0.0, length 28"),
        (
            arps()[0],
            Options(link_level=True),
            "02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: "
            "Request who-has 10.0.0.2 tell 10.0.0.1, length 28",
        ),
        (
            icmp(8, 0, 7 << 16 | 1, bytes(56)),
            Options(),
            "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 7, seq 1, length 64",
        ),
        (UNREACHABLE, Options(), "IP 10.0.0.1 > 10.0.0.2: ICMP 10.0.0.2 udp port 9 unreachable, length 36"),
        (MTU, Options(), "IP 10.0.0.1 > 10.0.0.2: ICMP 10.0.0.2 unreachable - need to frag (mtu 1400), length 36"),
        (
            UNREACHABLE,
            Options(verbose=1),
            "IP (tos 0xc0, ttl 64, id 0, offset 0, flags [none], proto ICMP (1), length 56)\n"
            "    10.0.0.1 > 10.0.0.2: ICMP 10.0.0.2 udp port 9 unreachable, length 36\n"
            "\tIP (tos 0x0, ttl 64, id 0, offset 0, flags [none], proto UDP (17), length 28)\n"
            "    10.0.0.1.4000 > 10.0.0.2.9: UDP, length 0",
        ),
        (udp(4000, 9, b"hello"), Options(), "IP 10.0.0.1.4000 > 10.0.0.2.9: UDP, length 5"),
        (
            push_vlan(udp(4000, 9, b"hello"), VlanTag(5)),
            Options(link_level=True),
            "02:00:00:00:00:01 > 02:00:00:00:00:0a, ethertype 802.1Q (0x8100), length 51: vlan 5, p 0, "
            "ethertype IPv4 (0x0800), 10.0.0.1.4000 > 10.0.0.2.9: UDP, length 5",
        ),
        (
            segment(
                seq=1000, flags=tcp.SYN, window=64240, options=bytes.fromhex("020405b40402080a000000640000000001030307")
            ),
            Options(),
            "IP 10.0.0.1.40000 > 10.0.0.2.5001: Flags [S], seq 1000, win 64240, "
            "options [mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7], length 0",
        ),
        (udp(4000, 9, b"hello"), Options(quiet=True), "IP 10.0.0.1.4000 > 10.0.0.2.9: UDP, length 5"),
        (udp(4000, 9, b"hello")[:40], Options(), "IP 10.0.0.1.4000 > 10.0.0.2.9:  [|udp]"),
        (
            udp(4000, 9, b"hello"),
            Options(hex_ascii=1),
            "IP 10.0.0.1.4000 > 10.0.0.2.9: UDP, length 5\n"
            "\t0x0000:  4500 0021 0000 0000 4011 66ca 0a00 0001  E..!....@.f.....\n"
            "\t0x0010:  0a00 0002 0fa0 0009 000d 9856 6865 6c6c  ...........Vhell\n"
            "\t0x0020:  6f                                       o",
        ),
    ],
)
def test_a_frame_reads_as_tcpdump_printed_it(frame: bytes, options: Options, text: str) -> None:
    full = udp(4000, 9, b"hello") if len(frame) == 40 else frame
    assert Printer(replace(options, timestamp=1)).line(0, frame, len(full)) == text


def test_sequence_numbers_are_relative_once_the_connection_is_known() -> None:
    printer = Printer(Options(timestamp=1))
    frames = [
        segment(seq=1000, flags=tcp.SYN),
        segment(back=True, seq=5000, ack=1001, flags=tcp.SYN | tcp.ACK),
        segment(seq=1001, ack=5001, flags=tcp.ACK | tcp.PSH, payload=b"hello"),
        segment(back=True, seq=5001, ack=1006, flags=tcp.ACK),
    ]
    assert [printer.line(0, frame).split(": ", 1)[1] for frame in frames] == [
        "Flags [S], seq 1000, win 0, length 0",
        "Flags [S.], seq 5000, ack 1001, win 0, length 0",
        "Flags [P.], seq 1:6, ack 1, win 0, length 5",
        "Flags [.], ack 6, win 0, length 0",
    ]


@pytest.mark.parametrize(
    ("timestamp", "stamps"),
    [
        (0, ["00:00:01.000001 ", "01:01:01.500000 "]),
        (1, ["", ""]),
        (2, ["1.000001 ", "3661.500000 "]),
        (3, [" 00:00:00.000000 ", " 01:01:00.499999 "]),
        (4, ["1970-01-01 00:00:01.000001 ", "1970-01-01 01:01:01.500000 "]),
        (5, [" 00:00:00.000000 ", " 01:01:00.499999 "]),
    ],
)
def test_the_time_stands_first_as_the_switches_ask(timestamp: int, stamps: list[str]) -> None:
    printer = Printer(Options(timestamp=timestamp))
    lines = [printer.line(time_ns, udp(1, 9)) for time_ns in (1_000_001_999, 3_661_500_000_000)]
    assert [line.split("IP")[0] for line in lines] == stamps


def test_an_empty_frame_is_an_invalid_header() -> None:
    assert Printer().line(0, b"") == "[Invalid header: caplen==0, len==0]"


def test_a_message_of_icmp_survives_being_quoted_in_an_error() -> None:
    inner = IPv4(A, B, 1, Icmp.echo(1, 1).emit()).emit()
    text = Printer(Options(verbose=1, timestamp=1)).line(0, icmp(11, 0, 0, inner))
    assert text.endswith("10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 8")
