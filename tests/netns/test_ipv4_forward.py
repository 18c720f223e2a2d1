"""What a router does to a packet, and what it says about one that it does not forward."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynetns.wire.address import parse_ipv4
from pynetns.wire.checksum import is_valid
from pynetns.wire.ipv4 import IP_DF, IPPROTO_UDP, IPv4
from support import Routed, errors, make_routed, packets, udp_packet

SHARED = make_routed()  # for properties: an example leaves nothing behind but counters


@pytest.fixture
def routed() -> Routed:
    return make_routed()


@settings(max_examples=150, deadline=None)
@given(ttl=st.integers(2, 255), tos=st.integers(0, 255), number=st.integers(0, 0xFFFF), flags=st.sampled_from((0, IP_DF)),
       protocol=st.integers(0, 255), payload=st.binary(max_size=1480), source=st.sampled_from(("10.0.1.2", "10.0.1.77", "192.0.2.9")))
def test_a_forwarded_packet_differs_only_in_its_addresses_ttl_and_checksum(
        ttl: int, tos: int, number: int, flags: int, protocol: int, payload: bytes, source: str) -> None:
    SHARED.clear()
    packet = IPv4(parse_ipv4(source), parse_ipv4("10.0.2.2"), protocol, payload, ttl, tos, number, flags)
    SHARED.send(packet)
    sent, = (frame for _, way, frame in SHARED.at_left if way == "out")
    got = next(frame for _, way, frame in SHARED.at_right if way == "in" and frame[12:14] == b"\x08\x00")
    assert got[:14] == bytes.fromhex("020000000022020000000021 0800")
    assert (got[22], is_valid(got[14:34])) == (ttl - 1, True)
    assert (got[14:22], got[23:24], got[26:]) == (sent[14:22], sent[23:24], sent[26:])


def test_padding_behind_the_total_length_does_not_go_on(routed: Routed) -> None:
    packet = udp_packet("10.0.1.2", "10.0.2.2", b"x")
    left = routed.left.devices["eth0"]
    left.inject(bytes.fromhex("0200000000110200000000120800") + packet.emit() + bytes(17))
    frame, = (frame for _, way, frame in routed.at_right if way == "in")
    assert len(frame) == 14 + 29


@pytest.mark.parametrize(("packet", "error", "counter"), [
    (udp_packet("10.0.1.2", "10.0.2.2", ttl=1), (11, 0, 0), "IpInHdrErrors"),
    (udp_packet("10.0.1.2", "10.9.9.9"), (3, 0, 0), "IpExtInNoRoutes"),
    (udp_packet("10.0.1.2", "10.0.2.2", bytes(1400), flags=IP_DF), (3, 4, 1400), "IpFragFails"),
])
def test_what_can_not_be_forwarded_is_counted_and_its_sender_told(
        routed: Routed, packet: IPv4, error: tuple[int, int, int], counter: str) -> None:
    routed.router.devices["r2"].set_mtu(1400)
    before = routed.router.mib[counter]
    routed.send(packet)
    assert errors(routed.at_left) == [error]
    assert packets(routed.at_right) == []
    assert routed.router.mib[counter] == before + 1


def test_an_unanswered_neighbour_is_a_host_that_is_unreachable(routed: Routed) -> None:
    routed.send(udp_packet("10.0.1.2", "10.0.2.9"))
    assert errors(routed.at_left) == []
    routed.lab.advance(5)
    assert errors(routed.at_left) == [(3, 1, 0)]


@pytest.mark.parametrize(("kind", "error"), [("unreachable", [(3, 1, 0)]), ("prohibit", [(3, 13, 0)]), ("blackhole", [])])
def test_special_routes_answer_as_they_are_named(routed: Routed, kind: str, error: list[tuple[int, int, int]]) -> None:
    routed.router.routes.add("10.7.0.0/16", type=kind)
    routed.send(udp_packet("10.0.1.2", "10.7.0.1"))
    assert errors(routed.at_left) == error


def test_a_host_that_does_not_forward_says_nothing(routed: Routed) -> None:
    routed.router.sysctl["net.ipv4.ip_forward"] = 0
    routed.send(udp_packet("10.0.1.2", "10.0.2.2"))
    assert (errors(routed.at_left), packets(routed.at_right)) == ([], [])
    assert routed.router.mib["IpInAddrErrors"] == 1


def test_a_packet_that_is_too_long_is_cut_and_its_pieces_are_the_whole(routed: Routed) -> None:
    routed.router.devices["r2"].set_mtu(600)
    packet = udp_packet("10.0.1.2", "10.0.2.2", bytes(range(250)) * 5)
    routed.send(packet)
    pieces = packets(routed.at_right)
    assert [(piece.fragment_offset, len(piece.payload), piece.more_fragments) for piece in pieces] == [
        (0, 576, True), (576, 576, True), (1152, 106, False)]
    assert b"".join(piece.payload for piece in pieces) == packet.payload
    assert {(piece.identification, piece.ttl, piece.protocol) for piece in pieces} == {(0, 63, IPPROTO_UDP)}


def test_a_packet_back_out_of_where_it_came_from_is_redirected(routed: Routed) -> None:
    routed.router.routes.add("10.8.0.0/16", via="10.0.1.9")
    routed.router.neigh.add("10.0.1.9", routed.router.devices["r1"], "02:00:00:00:00:19")
    routed.send(udp_packet("10.0.1.2", "10.8.0.1"))
    assert errors(routed.at_left) == [(5, 1, parse_ipv4("10.0.1.9"))]
    assert [packet.ttl for packet in packets(routed.at_left) if packet.protocol == IPPROTO_UDP] == [63]


def test_a_strict_reverse_path_drops_what_would_not_go_back_there(routed: Routed) -> None:
    routed.router.sysctl["net.ipv4.conf.r1.rp_filter"] = 1
    routed.send(udp_packet("10.0.2.77", "10.0.2.2"))
    assert (packets(routed.at_right), errors(routed.at_left)) == ([], [])
    assert routed.router.mib["TcpExtIPReversePathFilter"] == 1


@pytest.mark.parametrize("source", ["127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "10.0.1.1"])
def test_a_martian_source_goes_nowhere(routed: Routed, source: str) -> None:
    routed.send(udp_packet(source, "10.0.2.2"))
    assert packets(routed.at_right) == []
