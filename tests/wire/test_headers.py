"""Ethernet, ARP, IPv4, ICMP, UDP and TCP have one shape, so they are tested side by side."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynetns.wire import arp, ethernet, icmp, ipv4, tcp, udp
from pynetns.wire.arp import Arp
from pynetns.wire.ethernet import Ethernet, VlanTag
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IPv4
from pynetns.wire.tcp import Tcp
from pynetns.wire.udp import Udp

BYTE = st.integers(0, 0xFF)
WORD = st.integers(0, 0xFFFF)
LONG = st.integers(0, 0xFFFFFFFF)
MAC = st.binary(min_size=6, max_size=6)
PAYLOAD = st.binary(max_size=64)
OPTIONS = st.integers(0, 10).flatmap(lambda n: st.binary(min_size=4 * n, max_size=4 * n))

A, B = 0x0A000001, 0x0A000002
MAC_A, MAC_B = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")

IPV4 = st.builds(
    IPv4,
    src=LONG,
    dst=LONG,
    protocol=BYTE,
    payload=PAYLOAD,
    ttl=BYTE,
    tos=BYTE,
    identification=WORD,
    flags=st.integers(0, 7).map(lambda bits: bits << 13),
    fragment_offset=st.integers(0, 0x1FFF).map(lambda units: units * 8),
    options=OPTIONS,
)
TCP = st.builds(
    Tcp,
    sport=WORD,
    dport=WORD,
    seq=LONG,
    ack=LONG,
    flags=st.integers(0, 0xFFF),
    window=WORD,
    urgent=WORD,
    options=OPTIONS,
    payload=PAYLOAD,
)


@given(st.builds(Ethernet, MAC, MAC, WORD, PAYLOAD))
def test_an_ethernet_frame_survives_the_wire(frame: Ethernet) -> None:
    assert Ethernet.parse(frame.emit()) == frame


@given(st.builds(Arp, WORD, MAC, LONG, MAC, LONG), st.integers(0, 18))
def test_an_arp_packet_survives_the_wire_and_its_padding(packet: Arp, padding: int) -> None:
    assert Arp.parse(packet.emit() + bytes(padding)) == packet


@given(IPV4, st.integers(0, 20))
def test_an_ipv4_packet_survives_the_wire_and_its_padding(packet: IPv4, padding: int) -> None:
    data = packet.emit()
    assert IPv4.parse(data + bytes(padding)) == packet
    assert ipv4.checksum_valid(data + bytes(padding))
    assert packet.header_length + len(packet.payload) == len(data)


@given(st.builds(Icmp, BYTE, BYTE, LONG, PAYLOAD))
def test_an_icmp_message_survives_the_wire(message: Icmp) -> None:
    assert Icmp.parse(message.emit()) == message
    assert icmp.checksum_valid(message.emit())


@given(st.builds(Udp, WORD, WORD, PAYLOAD), LONG, LONG)
def test_a_udp_datagram_survives_the_wire(datagram: Udp, src: int, dst: int) -> None:
    data = datagram.emit(src, dst)
    assert Udp.parse(data + b"padding") == datagram
    assert udp.checksum_valid(src, dst, data + b"padding")
    assert data[6:8] != b"\0\0"


@given(TCP, LONG, LONG)
def test_a_tcp_segment_survives_the_wire(segment: Tcp, src: int, dst: int) -> None:
    data = segment.emit(src, dst)
    assert Tcp.parse(data) == segment
    assert tcp.checksum_valid(src, dst, data)


@pytest.mark.parametrize("codec", [Ethernet, Arp, IPv4, Icmp, Udp, Tcp])
@given(data=st.data())
def test_garbage_is_parsed_or_none_and_never_raises(codec: Any, data: st.DataObject) -> None:
    garbage = data.draw(st.binary(max_size=80))
    parsed = codec.parse(garbage)
    assert parsed is None or isinstance(parsed, codec)
    ethernet.vlan_tag(garbage)


@given(st.binary(max_size=80).map(lambda data: b"\x45" + data))
def test_a_quoted_header_needs_no_whole_payload(data: bytes) -> None:
    parsed = IPv4.parse_quoted(data)
    assert (parsed is None) == (len(data) < ipv4.IP_HLEN)


@given(IPV4)
def test_a_cut_packet_is_dropped_but_can_be_quoted(packet: IPv4) -> None:
    packet = replace(packet, payload=packet.payload + b"x")
    cut = packet.emit()[:-1]
    assert IPv4.parse(cut) is None
    assert IPv4.parse_quoted(cut) == replace(packet, payload=packet.payload[:-1])


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, 0x55), (0, 0x44), (0, 0x4F), (2, 0xFF), (3, 0x13)],
    ids=["version", "ihl", "ihl beyond", "long", "short"],
)
def test_ip_rcv_core_drops_a_header_that_cannot_be(at: int, value: int) -> None:
    data = bytearray(IPv4(A, B, 17, bytes(8)).emit())
    data[at] = value
    assert IPv4.parse(bytes(data)) is None


def test_a_bad_header_checksum_is_seen() -> None:
    data = bytearray(IPv4(A, B, 17, bytes(8)).emit())
    data[8] -= 1
    assert IPv4.parse(bytes(data)) is not None
    assert not ipv4.checksum_valid(bytes(data))


def test_the_ipv4_bytes_are_those_of_a_known_packet() -> None:
    packet = IPv4(A, B, 1, ttl=64, identification=0x1234, flags=ipv4.IP_DF)
    assert packet.emit().hex() == "4500001412344000400114b30a0000010a000002"
    assert packet.dont_fragment
    assert not packet.is_fragment


def test_ipv4_options_are_padded_with_end_of_list() -> None:
    packet = IPv4.parse(IPv4(A, B, 1, b"data", options=b"\x94\x04\x00\x00\x01").emit())
    assert packet is not None
    assert (packet.options, packet.payload) == (b"\x94\x04\x00\x00\x01\0\0\0", b"data")


def test_first_middle_and_last_fragments_are_fragments() -> None:
    first, middle, last = (
        IPv4(A, B, 17, flags=flags, fragment_offset=offset)
        for flags, offset in ((0x2000, 0), (0x2000, 1480), (0, 2960))
    )
    assert first.is_fragment
    assert middle.is_fragment
    assert last.is_fragment
    assert (first.more_fragments, last.more_fragments) == (True, False)


@pytest.mark.parametrize("change", [(0, 9), (2, 6), (4, 8), (5, 16)], ids=["htype", "ptype", "hlen", "plen"])
def test_arp_for_anything_but_ipv4_over_ethernet_is_dropped(change: tuple[int, int]) -> None:
    at, value = change
    data = bytearray(arp.request(MAC_A, A, B).emit())
    data[at] = value
    assert Arp.parse(bytes(data)) is None


def test_an_arp_reply_answers_its_request() -> None:
    assert arp.request(MAC_A, A, B).reply(MAC_B) == Arp(arp.ARPOP_REPLY, MAC_B, B, MAC_A, A)


def test_a_udp_datagram_without_checksum_is_valid() -> None:
    data = Udp(1, 2, b"x").emit(A, B)
    assert udp.checksum_valid(A, B, data[:6] + b"\0\0" + data[8:])
    assert not udp.checksum_valid(A, B, data[:6] + b"\0\1" + data[8:])


@pytest.mark.parametrize("length", [7, 10], ids=["below the header", "beyond the packet"])
def test_a_udp_length_that_cannot_be_is_dropped(length: int) -> None:
    data = Udp(1, 2, b"x").emit(A, B)
    assert Udp.parse(data[:4] + length.to_bytes(2, "big") + data[6:]) is None


@pytest.mark.parametrize("offset", [0x40, 0x60])
def test_a_tcp_data_offset_that_cannot_be_is_dropped(offset: int) -> None:
    data = bytearray(Tcp(1, 2, flags=tcp.SYN).emit(A, B))
    data[12] = offset
    assert Tcp.parse(bytes(data)) is None


def test_icmp_reads_its_second_word_by_type() -> None:
    assert (Icmp.echo(7, 3).identifier, Icmp.echo(7, 3).sequence) == (7, 3)
    assert Icmp.echo(7, 3, reply=True).type == icmp.ICMP_ECHOREPLY
    assert Icmp(icmp.ICMP_DEST_UNREACH, icmp.ICMP_FRAG_NEEDED, 1400).mtu == 1400
    assert Icmp(icmp.ICMP_REDIRECT, icmp.ICMP_REDIR_HOST, A).gateway == A
    assert Icmp(icmp.ICMP_PARAMETERPROB, 0, 20 << 24).pointer == 20
    assert not Icmp.echo(7, 3).is_error
    assert Icmp(icmp.ICMP_TIME_EXCEEDED, 0).is_error


TAGS = st.builds(
    VlanTag,
    st.integers(0, 4095),
    st.integers(0, 7),
    st.booleans(),
    st.sampled_from([ethernet.ETH_P_8021Q, ethernet.ETH_P_8021AD]),
)


@given(st.builds(Ethernet, MAC, MAC, WORD, st.binary(min_size=2, max_size=64)), TAGS)
def test_a_pushed_tag_is_read_and_popped(frame: Ethernet, tag: VlanTag) -> None:
    tagged = ethernet.push_vlan(frame.emit(), tag)
    assert ethernet.vlan_tag(tagged) == tag
    assert ethernet.pop_vlan(tagged) == frame.emit()
    assert VlanTag.from_tci(tag.tci, tag.proto) == tag


def test_a_frame_without_tag_or_with_half_of_one_has_none() -> None:
    assert ethernet.vlan_tag(Ethernet(MAC_A, MAC_B, ethernet.ETH_P_IP, bytes(46)).emit()) is None
    assert ethernet.vlan_tag(Ethernet(MAC_A, MAC_B, ethernet.ETH_P_8021Q, bytes(3)).emit()) is None


@pytest.mark.parametrize(
    ("ethertype", "payload", "protocol"),
    [
        (0x0800, b"\x45", ethernet.ETH_P_IP),
        (0x0600, b"", 0x0600),
        (0x0026, b"\x42\x42\x03", ethernet.ETH_P_802_2),
        (0x0026, b"\xff\xff\x03", ethernet.ETH_P_802_3),
        (0x05FF, b"", ethernet.ETH_P_802_2),
    ],
)
def test_a_length_instead_of_a_type_means_802_3(ethertype: int, payload: bytes, protocol: int) -> None:
    assert ethernet.protocol_of(Ethernet(MAC_A, MAC_B, ethertype, payload).emit()) == protocol
