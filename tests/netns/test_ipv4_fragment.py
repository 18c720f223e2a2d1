"""Reassembly: any split in any order gives the original back, and what can't fit is dropped."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynetns.wire.address import parse_ipv4
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IP_MF, IPPROTO_ICMP, IPPROTO_UDP, IPv4
from support import Routed, echo_packet, errors, ip_frame, make_routed, packets

SOURCE, TARGET = parse_ipv4("10.0.1.2"), parse_ipv4("10.0.1.1")
SHARED = make_routed()


def split(packet: IPv4, cuts: list[int]) -> list[IPv4]:
    """The packet in pieces, cut at multiples of eight bytes."""
    edges = [0, *sorted({cut * 8 for cut in cuts if 0 < cut * 8 < len(packet.payload)}), len(packet.payload)]
    return [IPv4(packet.src, packet.dst, packet.protocol, packet.payload[start:end], identification=packet.identification,
                 flags=0 if end == len(packet.payload) else IP_MF, fragment_offset=start) for start, end in pairwise(edges)]


def answers(routed: Routed, pieces: list[IPv4]) -> list[Icmp]:
    """The echo replies to an echo request in pieces; replies longer than the MTU are not put together here."""
    routed.clear()
    for piece in pieces:
        routed.send(piece)
    found = [Icmp.parse(packet.payload) for packet in packets(routed.at_left) if packet.protocol == IPPROTO_ICMP]
    return [message for message in found if message is not None]


@settings(max_examples=150, deadline=None)
@given(data=st.binary(min_size=16, max_size=1400), cuts=st.lists(st.integers(1, 180), max_size=8), number=st.integers(0, 0xFFFF),
       order=st.randoms(use_true_random=False), twice=st.booleans())
def test_any_split_in_any_order_gives_the_original_back(data: bytes, cuts: list[int], number: int, order: Random, twice: bool) -> None:
    pieces = split(echo_packet("10.0.1.2", "10.0.1.1", data, identification=number), cuts)
    order.shuffle(pieces)
    if twice and len(pieces) > 2:
        pieces.insert(1, pieces[0])  # a duplicate is harmless
    assert [(message.type, message.data) for message in answers(SHARED, pieces)] == [(0, data)]
    assert not SHARED.router.fragments.queues
    assert SHARED.router.fragments.memory == 0


@pytest.fixture
def routed() -> Routed:
    return make_routed()


def whole(size: int = 64) -> IPv4:
    return echo_packet("10.0.1.2", "10.0.1.1", bytes(range(size)), identification=77)


def test_an_overlap_drops_the_whole_datagram(routed: Routed) -> None:
    first, second, last = split(whole(), [2, 5])
    overlap = IPv4(SOURCE, TARGET, IPPROTO_ICMP, first.payload[8:] + second.payload[:8], identification=77, flags=IP_MF, fragment_offset=8)
    assert answers(routed, [first, last, overlap, second]) == []
    assert (routed.router.mib["IpReasmFails"], routed.router.mib["IpExtReasmOverlaps"]) == (1, 1)


def test_what_lies_within_what_is_there_is_a_duplicate_whatever_it_says(routed: Routed) -> None:
    first, second, last = split(whole(), [2, 5])
    within = IPv4(SOURCE, TARGET, IPPROTO_ICMP, b"?" * 24, identification=77, flags=IP_MF, fragment_offset=8)
    assert [message.data for message in answers(routed, [first, second, within, last])] == [bytes(range(64))]


def test_what_stays_incomplete_is_given_up_after_its_time_and_the_sender_told(routed: Routed) -> None:
    pieces = split(whole(), [2, 5])
    assert answers(routed, pieces[:2]) == []
    routed.lab.advance(29)
    assert errors(routed.at_left) == []
    routed.lab.advance(2)
    assert errors(routed.at_left) == [(11, 1, 0)]
    assert (routed.router.mib["IpReasmTimeout"], routed.router.fragments.memory) == (1, 0)


def test_without_the_first_piece_nobody_is_told(routed: Routed) -> None:
    answers(routed, split(whole(), [2, 5])[1:])
    routed.lab.advance(31)
    assert errors(routed.at_left) == []


def test_a_piece_that_would_pass_the_end_of_64_kib_is_dropped(routed: Routed) -> None:
    piece = IPv4(SOURCE, TARGET, IPPROTO_UDP, bytes(800), identification=5, fragment_offset=0xFFF8 - 8)
    routed.send(piece)
    routed.send(IPv4(SOURCE, TARGET, IPPROTO_UDP, bytes(1480), identification=5, flags=IP_MF))
    routed.lab.advance(31)
    assert routed.router.mib["IpReasmOKs"] == 0
    assert routed.router.fragments.memory == 0


def test_memory_for_unfinished_datagrams_has_a_limit(routed: Routed) -> None:
    routed.router.sysctl["net.ipv4.ipfrag_low_thresh"] = 1
    routed.router.sysctl["net.ipv4.ipfrag_high_thresh"] = 10_000
    for number in range(100):
        routed.send(split(echo_packet("10.0.1.2", "10.0.1.1", bytes(1000), identification=number), [60])[0])
    assert routed.router.fragments.memory < 13_000
    assert routed.router.mib["IpReasmFails"] > 80


def test_the_same_number_from_two_senders_is_two_datagrams(routed: Routed) -> None:
    ours, other = whole(), echo_packet("10.0.1.3", "10.0.1.1", bytes(64), identification=77)
    assert answers(routed, [split(ours, [3])[0], split(other, [3])[1]]) == []
    assert len(routed.router.fragments.queues) == 2


def test_a_long_ping_crosses_a_router_in_pieces_both_ways(routed: Routed) -> None:
    result = routed.left.ping("10.0.2.2", size=4000)
    assert (result.received, [reply.size for reply in result.replies]) == (1, [4008])
    frames = [packet.fragment_offset for packet in packets(routed.at_right)]
    assert frames == [0, 1480, 2960]


def test_a_frame_that_is_not_ours_to_put_together_goes_on_in_pieces(routed: Routed) -> None:
    pieces = split(echo_packet("10.0.1.2", "10.0.2.2", bytes(64), identification=3), [3])
    for piece in reversed(pieces):
        routed.left.devices["eth0"].inject(ip_frame("02:00:00:00:00:12", "02:00:00:00:00:11", piece))
    assert [piece.fragment_offset for piece in packets(routed.at_right)] == [24, 0]
    assert not routed.router.fragments.queues
