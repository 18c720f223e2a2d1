"""ICMP: what is answered, what an error quotes, and when none is sent."""

import pytest

from pynetns.wire.address import parse_ipv4
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IP_MF, IPPROTO_ICMP, IPv4
from support import Routed, echo_packet, errors, ethernet, ip_frame, make_routed, packets, udp_packet

ROUTER_MAC, LEFT_MAC = "02:00:00:00:00:11", "02:00:00:00:00:12"


@pytest.fixture
def routed() -> Routed:
    return make_routed()


def test_an_echo_comes_back_as_it_was(routed: Routed) -> None:
    routed.send(echo_packet("10.0.1.2", "10.0.1.1", b"some data", tos=0x28, ttl=3))
    reply, = packets(routed.at_left)
    assert (reply.ttl, reply.tos, Icmp.parse(reply.payload)) == (64, 0x28, Icmp(0, 0, 7 << 16 | 1, b"some data"))


def test_an_echo_can_be_ignored(routed: Routed) -> None:
    routed.router.sysctl["net.ipv4.icmp_echo_ignore_all"] = 1
    routed.send(echo_packet("10.0.1.2", "10.0.1.1"))
    assert packets(routed.at_left) == []


def test_a_broadcast_echo_is_answered_only_where_that_is_wished(routed: Routed) -> None:
    frame = ip_frame(LEFT_MAC, "ff:ff:ff:ff:ff:ff", echo_packet("10.0.1.2", "10.0.1.255"))
    routed.left.devices["eth0"].inject(frame)
    assert packets(routed.at_left) == []
    routed.router.sysctl["net.ipv4.icmp_echo_ignore_broadcasts"] = 0
    routed.left.devices["eth0"].inject(frame)
    assert [packet.src for packet in packets(routed.at_left)] == [parse_ipv4("10.0.1.1")]


@pytest.mark.parametrize(("size", "quoted"), [(0, 28), (100, 128), (1400, 548)])
def test_an_error_quotes_the_packet_up_to_576_bytes(routed: Routed, size: int, quoted: int) -> None:
    packet = udp_packet("10.0.1.2", "10.0.1.1", bytes(size), tos=0x10)
    routed.send(packet)
    error, = packets(routed.at_left)
    message = Icmp.parse(error.payload)
    assert message is not None
    assert (message.type, message.code, message.data) == (3, 3, packet.emit()[:quoted])
    assert (error.src, error.tos, error.ttl) == (parse_ipv4("10.0.1.1"), 0x10 | 0xC0, 64)


def test_an_error_comes_from_the_side_where_the_packet_came_in(routed: Routed) -> None:
    routed.send(udp_packet("10.0.1.2", "10.0.2.1", ttl=1))
    routed.send(udp_packet("10.0.1.2", "10.0.2.2", ttl=1))
    sources = [packet.src for packet in packets(routed.at_left)]
    assert sources == [parse_ipv4("10.0.2.1"), parse_ipv4("10.0.1.1")]  # a closed port of its own, then TTL


def silent() -> dict[str, IPv4]:
    left, router, right = (parse_ipv4(address) for address in ("10.0.1.2", "10.0.1.1", "10.0.2.2"))
    error = Icmp(3, 1, 0, udp_packet("10.0.1.1", "10.0.1.2").emit()).emit()
    return {
        "an error": IPv4(left, right, IPPROTO_ICMP, error, ttl=1),
        "a piece that is not the first": IPv4(left, right, 17, bytes(64), ttl=1, fragment_offset=8),
        "nobody's source": udp_packet("0.0.0.0", "10.0.1.1"),
        "a bad checksum of its payload": IPv4(left, router, 17, udp_packet("10.0.1.2", "10.0.1.1").payload[:-1] + b"?"),
        "a short header": IPv4(left, router, 17, b"\0\1"),
        "a redirect": IPv4(left, right, IPPROTO_ICMP, Icmp(5, 1, router, udp_packet("10.0.1.1", "10.0.1.2").emit()).emit(), ttl=1),
    }


@pytest.mark.parametrize("about", list(silent()))
def test_no_error_is_sent_about(routed: Routed, about: str) -> None:
    routed.send(silent()[about])
    assert packets(routed.at_left) == []


def test_no_error_is_sent_about_a_broadcast(routed: Routed) -> None:
    for frame in (ip_frame(LEFT_MAC, "ff:ff:ff:ff:ff:ff", udp_packet("10.0.1.2", "10.0.1.255")),
                  ip_frame(LEFT_MAC, "ff:ff:ff:ff:ff:ff", udp_packet("10.0.1.2", "10.0.2.2", ttl=1))):
        routed.left.devices["eth0"].inject(frame)
    assert packets(routed.at_left) == []


def test_an_unknown_protocol_and_a_closed_port_have_their_codes(routed: Routed) -> None:
    routed.send(IPv4(parse_ipv4("10.0.1.2"), parse_ipv4("10.0.1.1"), 200, bytes(20)))
    routed.lab.advance(5)  # the rate limit
    routed.send(udp_packet("10.0.1.2", "10.0.1.1"))
    assert errors(routed.at_left) == [(3, 2, 0), (3, 3, 0)]


def test_errors_to_one_host_are_limited_and_echoes_are_not(routed: Routed) -> None:
    for _ in range(20):
        routed.send(udp_packet("10.0.1.2", "10.0.1.1"))
        routed.send(echo_packet("10.0.1.2", "10.0.1.1"))
    kinds = [kind for kind, _, _ in errors(routed.at_left)]
    assert kinds.count(0) == 20
    assert 0 < kinds.count(3) < 20
    routed.router.sysctl["net.ipv4.icmp_ratemask"] = 0
    routed.clear()
    for _ in range(20):
        routed.send(udp_packet("10.0.1.2", "10.0.1.1"))
    assert len(errors(routed.at_left)) == 20


def test_a_bad_checksum_is_counted_and_not_answered(routed: Routed) -> None:
    good = echo_packet("10.0.1.2", "10.0.1.1")
    routed.send(IPv4(good.src, good.dst, IPPROTO_ICMP, good.payload[:-1] + b"?"))
    assert packets(routed.at_left) == []
    assert (routed.router.mib["IcmpInCsumErrors"], routed.router.mib["IcmpInErrors"]) == (1, 1)


def test_a_sender_learns_the_path_mtu_from_an_error(routed: Routed) -> None:
    for name in ("r2",):
        routed.router.devices[name].set_mtu(1400)
    routed.right.devices["eth0"].set_mtu(1400)
    sock = routed.left.socket()
    sock.sendto(bytes(1472), ("10.0.2.2", 9))
    assert errors(routed.at_left) == [(3, 4, 1400)]
    sock.sendto(bytes(1472), ("10.0.2.2", 9))
    pieces = [(piece.fragment_offset, piece.flags & IP_MF) for piece in packets(routed.at_right)]
    assert pieces == [(0, IP_MF), (1376, 0)]


def test_frames_of_no_known_protocol_are_counted_as_dropped(routed: Routed) -> None:
    device = routed.router.devices["r1"]
    before = device.stats.rx_dropped
    routed.left.devices["eth0"].inject(ethernet(LEFT_MAC, ROUTER_MAC))
    assert device.stats.rx_dropped == before + 1
