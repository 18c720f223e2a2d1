"""`c1.ping(...)`: what is sent, what comes back, and how it reads."""

import pytest

from pynetns import Error, Lab
from support import Routed, make_routed, packets


@pytest.fixture
def routed() -> Routed:
    return make_routed()


def test_requests_leave_at_their_interval_and_the_result_counts_them(routed: Routed) -> None:
    begun = routed.lab.now
    result = routed.left.ping("10.0.2.2", count=3, interval=0.5, size=100)
    assert (result.sent, result.received, result.lost, result.errors, result.duplicates) == (3, 3, 0, 0, 0)
    assert (result.rtts, result.average, result.source) == ([0.0, 0.0, 0.0], 0.0, "10.0.1.2")
    assert [(reply.sequence, reply.source, reply.ttl, reply.size, reply.at - begun) for reply in result.replies] == [
        (1, "10.0.2.2", 63, 108, 0.0), (2, "10.0.2.2", 63, 108, 0.5), (3, "10.0.2.2", 63, 108, 1.0)]
    assert len(packets(routed.at_right)) == 3


def test_a_result_reads_like_ping_and_is_true_where_anything_answered(routed: Routed) -> None:
    result = routed.left.ping("10.0.2.2")
    assert result
    assert str(result).splitlines() == [
        "PING 10.0.2.2 (10.0.2.2) 56(84) bytes of data.",
        "64 bytes from 10.0.2.2: icmp_seq=1 ttl=63 time=0.000 ms",
        "",
        "--- 10.0.2.2 ping statistics ---",
        "1 packets transmitted, 1 received, 0% packet loss, time 0ms",
        "rtt min/avg/max/mdev = 0.000/0.000/0.000/0.000 ms",
    ]


def test_an_error_of_a_router_is_a_line_and_no_reply(routed: Routed) -> None:
    result = routed.left.ping("10.0.2.2", ttl=1)
    assert not result
    assert (result.received, result.errors) == (0, 1)
    assert [(reply.type, reply.code, reply.source, reply.ok) for reply in result.replies] == [(11, 0, "10.0.1.1", False)]
    assert "From 10.0.1.1 icmp_seq=1 Time to live exceeded" in str(result)


def test_silence_is_waited_for_as_long_as_was_said(routed: Routed) -> None:
    routed.right.sysctl["net.ipv4.icmp_echo_ignore_all"] = 1
    begun = routed.lab.now
    result = routed.left.ping("10.0.2.2", count=2, timeout=3)
    assert (result.sent, result.received, result.replies, routed.lab.now - begun) == (2, 0, [], 4.0)


def test_two_pings_do_not_hear_each_other(routed: Routed) -> None:
    first, second = routed.left.ping("10.0.2.2"), routed.left.ping("10.0.1.1")
    assert (first.received, second.received) == (1, 1)
    numbers = {frame[38:40] for _, way, frame in routed.at_left if way == "out" and frame[34:35] == b"\x08"}
    assert len(numbers) == 2


@pytest.mark.parametrize("options", [
    {"count": 0}, {"size": -1}, {"size": 65508}, {"ttl": 0}, {"ttl": 256}, {"interval": -1.0}, {"device": "nosuch"}])
def test_what_makes_no_ping_is_refused(routed: Routed, options: dict[str, int]) -> None:
    begun = routed.lab.now
    with pytest.raises(Error):
        routed.left.ping("10.0.2.2", **options)
    assert (routed.lab.now, len(routed.at_left)) == (begun, 0)


def test_names_are_not_resolved_and_no_route_is_an_error() -> None:
    host = Lab().netns("host")
    with pytest.raises(Error, match="Name or service not known"):
        host.ping("example.org")
    with pytest.raises(OSError, match="Network is unreachable"):
        host.ping("10.0.0.1")


def test_the_source_can_be_chosen(routed: Routed) -> None:
    routed.left.devices["eth0"].add_address("10.0.1.50/24")
    assert routed.left.ping("10.0.2.2", source="10.0.1.50").source == "10.0.1.50"
    assert routed.left.ping("10.0.2.2", device="eth0").received == 1
