"""pcap and pcapng: what is written is read again, and a broken file says so after the records before the break."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynetns.wire import arp, capture, ethernet, icmp, ipv4, pcap, pcapng, tcp
from pynetns.wire.address import BROADCAST_MAC
from pynetns.wire.ethernet import Ethernet
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IPv4
from pynetns.wire.record import CaptureError, Record
from pynetns.wire.tcp import Tcp
from pynetns.wire.udp import Udp

A, B = 0x0A000001, 0x0A000002
MAC_A, MAC_B = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=15)

PCAP_RECORDS = st.lists(st.builds(Record, time_ns=st.integers(0, (1 << 32) * 10**9 - 1), data=st.binary(max_size=70)))
PCAPNG_RECORDS = st.lists(
    st.builds(
        Record,
        time_ns=st.integers(0, (1 << 64) - 1),
        data=st.binary(max_size=70),
        interface=NAMES,
        direction=st.sampled_from(["in", "out", None]),
        comment=NAMES.filter(bool) | st.none(),
        linktype=st.sampled_from([1, 101]),
    )
)


def read_until_error(data: bytes) -> tuple[list[Record], CaptureError | None]:
    records: list[Record] = []
    try:
        for record in capture.read(data):
            records.append(record)
    except CaptureError as error:
        return records, error
    return records, None


@given(PCAP_RECORDS, st.booleans())
def test_a_pcap_file_in_nanoseconds_gives_back_its_records(records: list[Record], big_endian: bool) -> None:
    assert list(capture.read(pcap.emit(records, nanoseconds=True, big_endian=big_endian))) == records


@given(PCAP_RECORDS, st.booleans())
def test_a_pcap_file_in_microseconds_rounds_times_down(records: list[Record], big_endian: bool) -> None:
    rounded = [replace(record, time_ns=record.time_ns // 1000 * 1000) for record in records]
    assert list(capture.read(pcap.emit(records, big_endian=big_endian))) == rounded


@given(PCAPNG_RECORDS, st.booleans())
def test_a_pcapng_file_gives_back_its_records(records: list[Record], big_endian: bool) -> None:
    data = pcapng.emit(records, big_endian=big_endian)
    assert list(capture.read(data)) == records
    assert list(capture.read(io.BytesIO(data))) == records


def test_a_snaplen_cuts_the_data_and_keeps_the_length() -> None:
    (record,) = capture.read(pcap.emit([Record(0, bytes(100))], snaplen=60))
    assert (len(record.data), record.original_length, record.length) == (60, 100, 100)


def test_an_original_length_survives_in_pcapng() -> None:
    record = Record(5, bytes(60), original_length=1514)
    assert list(capture.read(pcapng.emit([record]))) == [record]


def test_two_sections_of_different_byte_order_are_read_as_one_file() -> None:
    first, second = Record(1, b"one", "eth0"), Record(2, b"two", "eth1")
    assert list(capture.read(pcapng.emit([first]) + pcapng.emit([second], big_endian=True))) == [first, second]


def block(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return pack("<II", kind, len(body) + 12) + body + pack("<I", len(body) + 12)


SECTION = block(pcapng.BLOCK_SECTION_HEADER, pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))


def test_a_simple_packet_belongs_to_the_first_interface_and_has_no_time() -> None:
    interface = block(pcapng.BLOCK_INTERFACE, pack("<HHI", 1, 0, 4))
    packets = block(3, pack("<I", 9) + b"four") + block(3, pack("<I", 3) + b"abc")
    assert list(capture.read(SECTION + interface + packets)) == [
        Record(0, b"four", original_length=9),
        Record(0, b"abc"),
    ]


def test_unknown_blocks_and_options_are_skipped() -> None:
    interface = block(1, pack("<HHI", 1, 0, 0) + pack("<HH4s", 12, 3, b"OS.") + bytes(4))
    packet = block(6, pack("<IIIII", 0, 0, 7, 2, 2) + b"ab\0\0" + pack("<HHQ", 4, 8, 0) + bytes(4))
    assert list(capture.read(SECTION + block(5, bytes(12)) + interface + block(0x0BAD, b"any") + packet)) == [
        Record(7000, b"ab")
    ]


@pytest.mark.parametrize(
    ("resolution", "ticks", "time_ns"),
    [(3, 1500, 1_500_000_000), (0x8A, 1024, 10**9), (0x81, 3, 1_500_000_000), (12, 5000, 5)],
)
def test_times_are_read_in_the_resolution_of_their_interface(resolution: int, ticks: int, time_ns: int) -> None:
    interface = block(1, pack("<HHI", 1, 0, 0) + pack("<HHB3x", 9, 1, resolution) + bytes(4))
    (record,) = capture.read(SECTION + interface + block(6, pack("<IIIII", 0, 0, ticks, 0, 0)))
    assert record.time_ns == time_ns


def test_a_time_offset_is_added() -> None:
    interface = block(1, pack("<HHI", 1, 0, 0) + pack("<HHq", 14, 8, -2) + bytes(4))
    (record,) = capture.read(SECTION + interface + block(6, pack("<IIIII", 0, 0, 5_000_000, 0, 0)))
    assert record.time_ns == 3 * 10**9


@pytest.mark.parametrize("emit", [pcap.emit, pcapng.emit])
@given(st.data())
def test_a_file_cut_anywhere_gives_the_records_before_the_cut(emit: Any, data: st.DataObject) -> None:
    records = [Record(1000, b"first frame"), Record(2000, b"second"), Record(3000, b"third!!")]
    whole = emit(records)
    cut = data.draw(st.integers(0, len(whole) - 1))
    found, error = read_until_error(whole[:cut])
    assert found == records[: len(found)]
    if error is not None:
        assert "truncated dump file" in str(error)
    else:
        assert len(found) < 3


def test_the_last_record_cut_short_is_told_in_the_words_of_libpcap() -> None:
    whole = pcap.emit([Record(0, bytes(20)), Record(0, bytes(20))])
    found, error = read_until_error(whole[:-5])
    assert len(found) == 1
    assert str(error) == "truncated dump file; tried to read 20 captured bytes, only got 15"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "truncated dump file; tried to read 4 file header bytes, only got 0"),
        (b"GIF89a..", "unknown file format"),
        (pack("<IHHiIII", 0xA1B2C3D4, 3, 0, 0, 0, 65535, 1), "unsupported pcap savefile version 3"),
        (pcap.emit([]) + pack("<IIII", 0, 0, 1 << 30, 1 << 30), "invalid packet capture length"),
        (SECTION[:8] + b"????" + SECTION[12:], "byte order magic"),
        (SECTION + pack("<II", 6, 13), "a length of 13"),
        (SECTION + pack("<II", 6, 1 << 30), "pcapng block size"),
        (SECTION + pack("<III", 5, 12, 16), "do not match"),
        (SECTION + block(6, bytes(20)), "no Interface Description Block"),
        (SECTION + block(3, bytes(4)), "no Interface Description Block"),
        (SECTION + block(1, bytes(4)), "too short"),
        (SECTION + block(1, bytes(8)) + block(6, bytes(16)), "too short"),
        (SECTION + block(1, bytes(8)) + block(6, pack("<IIIII", 0, 0, 0, 9, 9)), "longer than its block"),
        (SECTION + block(1, bytes(8) + pack("<HH", 2, 99)), "longer than its block"),
    ],
)
def test_a_malformed_file_says_what_is_wrong(data: bytes, words: str) -> None:
    with pytest.raises(CaptureError, match=words):
        list(capture.read(data))


@given(st.sampled_from([b"", SECTION, pcap.emit([]), SECTION + block(1, bytes(8))]), st.binary(max_size=120))
def test_garbage_raises_nothing_but_a_capture_error(start: bytes, garbage: bytes) -> None:
    read_until_error(start + garbage)


@given(st.data())
def test_a_damaged_file_raises_nothing_but_a_capture_error(data: st.DataObject) -> None:
    damaged = bytearray(pcapng.emit([Record(1, b"frame", "eth0", "in", "a comment"), Record(2, b"more", "eth1")]))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(12, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    read_until_error(bytes(damaged))


@pytest.mark.parametrize("time_ns", [-1, 1 << 64])
def test_a_time_that_does_not_fit_is_an_error(time_ns: int) -> None:
    for emit in (pcap.emit, pcapng.emit):
        with pytest.raises(CaptureError, match="cannot hold the time"):
            emit([Record(time_ns, b"")])


def test_a_pcap_file_refuses_a_second_link_type() -> None:
    with pytest.raises(CaptureError, match="one link type"):
        pcap.emit([Record(0, b""), Record(0, b"", linktype=101)])


def test_described_interfaces_keep_their_order_and_a_second_of_the_same_name_is_the_first() -> None:
    eth0, eth1 = pcapng.Interface("eth0", "to the left"), pcapng.Interface("eth1", "to the right")
    records = [Record(1, b"one", "eth1"), Record(2, b"two", "eth2"), Record(3, b"three", "eth0")]
    data = pcapng.emit(records, [eth0, eth0, eth1])
    assert list(capture.read(bytearray(data))) == records
    assert data.index(b"to the left") < data.index(b"to the right")
    assert data.count(b"to the left") == 1


def test_a_comment_too_long_for_an_option_is_an_error() -> None:
    with pytest.raises(CaptureError, match="does not fit"):
        pcapng.emit([Record(0, b"", comment="x" * 70000)])


def frames() -> Iterator[bytes]:
    """One of each kind that the stack sends."""
    yield Ethernet(BROADCAST_MAC, MAC_A, ethernet.ETH_P_ARP, arp.request(MAC_A, A, B).emit()).emit()
    yield Ethernet(MAC_A, MAC_B, ethernet.ETH_P_ARP, arp.request(MAC_A, A, B).reply(MAC_B).emit()).emit()
    syn = Tcp(40000, 80, 1000, 0, tcp.SYN, 64240, options=bytes.fromhex("020405b40402080a000000010000000001030307"))
    datagram = IPv4(A, B, ipv4.IPPROTO_UDP, Udp(40000, 9, b"odd").emit(A, B)).emit()
    for packet in (
        IPv4(A, B, ipv4.IPPROTO_ICMP, Icmp.echo(1, 1, bytes(range(48))).emit(), flags=ipv4.IP_DF).emit(),
        datagram,
        IPv4(B, A, ipv4.IPPROTO_ICMP, Icmp(icmp.ICMP_DEST_UNREACH, 3, 0, datagram).emit(), tos=0xC0).emit(),
        IPv4(A, B, ipv4.IPPROTO_TCP, syn.emit(A, B)).emit(),
        IPv4(B, A, ipv4.IPPROTO_TCP, Tcp(80, 40000, 0, 1001, tcp.RST | tcp.ACK).emit(B, A)).emit(),
        IPv4(A, B, ipv4.IPPROTO_UDP, Udp(1, 9, b"x" * 9).emit(A, B), options=b"\x94\x04\x00\x00").emit(),
    ):
        yield Ethernet(MAC_B, MAC_A, ethernet.ETH_P_IP, packet).emit()


@pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")
@pytest.mark.parametrize("suffix", ["pcap", "pcapng"])
@pytest.mark.parametrize("big_endian", [False, True])
def test_tshark_finds_nothing_malformed_and_no_bad_checksum(tmp_path: Path, suffix: str, big_endian: bool) -> None:
    records = [Record(i * 10**9 + 1, data, "eth0", "in", f"frame {i}") for i, data in enumerate(frames())]
    file = tmp_path / f"frames.{suffix}"
    file.write_bytes((pcap if suffix == "pcap" else pcapng).emit(records, big_endian=big_endian))
    preferences = [word for proto in ("ip", "tcp", "udp") for word in ("-o", f"{proto}.check_checksum:TRUE")]

    def count(display_filter: str) -> int:
        command = [
            "tshark",
            "-n",
            "-r",
            str(file),
            *preferences,
            "-Y",
            display_filter,
            "-T",
            "fields",
            "-e",
            "frame.number",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return len(done.stdout.split())

    bad = " or ".join(f"{proto}.checksum.status == 0" for proto in ("ip", "icmp", "tcp", "udp"))
    assert count(f"_ws.malformed or {bad}") == 0
    assert count("arp or icmp or udp or tcp") == len(records)
    if suffix == "pcapng":
        assert count('frame.interface_name == "eth0" and frame.packet_flags_direction == 1 and pkt_comment') == len(
            records
        )
