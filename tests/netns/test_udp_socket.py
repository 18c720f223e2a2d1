"""UDP sockets with the standard library's names: they never block, and fail as Linux's do."""

import errno
import socket as std
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from pynetns import SOCK_DGRAM, Lab, NetNamespace
from pynetns.netns.udp_socket import UdpSocket


class Pair:
    def __init__(self) -> None:
        self.lab = Lab()
        self.a, self.b = self.lab.netns("a"), self.lab.netns("b")
        for end, address in zip(self.lab.veth((self.a, "eth0"), (self.b, "eth0")), ("10.0.0.1/24", "10.0.0.2/24"), strict=True):
            end.up()
            end.add_address(address)
        self.client = self.a.socket(type=SOCK_DGRAM)
        self.server = self.b.socket(type=SOCK_DGRAM)


@pytest.fixture
def pair() -> Pair:
    return Pair()


@contextmanager
def fails(number: int) -> Iterator[None]:
    with pytest.raises(OSError) as caught:
        yield
    assert caught.value.errno == number


def test_a_datagram_goes_there_and_an_answer_back(pair: Pair) -> None:
    pair.server.bind(("10.0.0.2", 53))
    assert pair.client.sendto(b"question", ("10.0.0.2", 53)) == 8
    data, client = pair.server.recvfrom()
    assert (data, client[0], 32768 <= client[1] <= 60999) == (b"question", "10.0.0.1", True)
    pair.server.sendto(b"answer", client)
    assert pair.client.recvfrom(3) == (b"ans", ("10.0.0.2", 53))


def test_nothing_there_is_an_error_and_no_wait(pair: Pair) -> None:
    pair.server.bind(("", 53))
    with pytest.raises(BlockingIOError):
        pair.server.recv()
    assert pair.lab.now == 0


def test_peeking_leaves_the_datagram(pair: Pair) -> None:
    pair.server.bind(("", 53))
    pair.client.sendto(b"x", ("10.0.0.2", 53))
    assert pair.server.recv(10, std.MSG_PEEK) == pair.server.recv(10) == b"x"
    with pytest.raises(BlockingIOError):
        pair.server.recv()


def test_a_connected_socket_hears_only_its_peer_and_of_errors(pair: Pair) -> None:
    pair.client.connect(("10.0.0.2", 53))
    assert (pair.client.getsockname()[0], pair.client.getpeername()) == ("10.0.0.1", ("10.0.0.2", 53))
    pair.client.send(b"nobody listens")
    with fails(errno.ECONNREFUSED):
        pair.client.recv()
    with pytest.raises(BlockingIOError):  # told once
        pair.client.recv()
    stranger = pair.b.socket()
    stranger.sendto(b"hello", pair.client.getsockname())
    with pytest.raises(BlockingIOError):
        pair.client.recv()


@pytest.mark.parametrize(("call", "number"), [
    (lambda sock: sock.bind(("10.9.9.9", 53)), errno.EADDRNOTAVAIL),
    (lambda sock: sock.sendto(b"x", ("192.0.2.1", 9)), errno.ENETUNREACH),
    (lambda sock: sock.sendto(b"x", ("10.0.0.255", 9)), errno.EACCES),
    (lambda sock: sock.sendto(b"x", ("10.0.0.2", 0)), errno.EINVAL),
    (lambda sock: sock.sendto(bytes(65508), ("10.0.0.2", 9)), errno.EMSGSIZE),
    (lambda sock: sock.send(b"x"), errno.EDESTADDRREQ),
    (lambda sock: sock.getpeername(), errno.ENOTCONN),
    (lambda sock: sock.setsockopt(std.IPPROTO_IP, 9999, 1), errno.ENOPROTOOPT),
])
def test_what_linux_refuses_is_refused_with_its_number(pair: Pair, call: Callable[[UdpSocket], object], number: int) -> None:
    with fails(number):
        call(pair.client)


def test_a_port_has_one_owner_for_each_address(pair: Pair) -> None:
    pair.server.bind(("10.0.0.2", 53))
    for address in ("", "10.0.0.2"):
        with fails(errno.EADDRINUSE):
            pair.b.socket().bind((address, 53))
    pair.b.socket().bind(("", 54))
    pair.server.close()
    pair.b.socket().bind(("", 53))


def test_a_second_bind_and_a_closed_socket_fail(pair: Pair) -> None:
    pair.server.bind(("", 53))
    with fails(errno.EINVAL):
        pair.server.bind(("", 54))
    pair.server.close()
    pair.server.close()
    with fails(errno.EBADF):
        pair.server.recv()


def test_the_more_specific_socket_gets_the_datagram(pair: Pair) -> None:
    exact = pair.b.socket()
    for sock, address in ((pair.server, ""), (exact, "10.0.0.2")):
        sock.setsockopt(std.SOL_SOCKET, std.SO_REUSEADDR, 1)
        sock.bind((address, 53))
    pair.client.sendto(b"x", ("10.0.0.2", 53))
    assert exact.recv() == b"x"
    with pytest.raises(BlockingIOError):
        pair.server.recv()


def test_a_full_buffer_drops_the_newest_and_counts(pair: Pair) -> None:
    pair.server.setsockopt(std.SOL_SOCKET, std.SO_RCVBUF, 4096)
    pair.server.bind(("", 53))
    for number in range(100):
        pair.client.sendto(bytes([number]), ("10.0.0.2", 53))
    kept = received(pair.server)
    assert kept == list(range(len(kept)))
    assert 0 < len(kept) < 100
    assert pair.b.mib["UdpRcvbufErrors"] == pair.b.mib["UdpInErrors"] == 100 - len(kept)
    assert pair.b.mib["UdpInDatagrams"] == len(kept)


def received(sock: UdpSocket) -> list[int]:
    numbers = []
    while True:
        try:
            numbers.append(sock.recv()[0])
        except BlockingIOError:
            return numbers


def test_a_broadcast_reaches_everybody_who_listens(pair: Pair) -> None:
    pair.client.setsockopt(std.SOL_SOCKET, std.SO_BROADCAST, 1)
    pair.server.bind(("", 53))
    pair.client.sendto(b"all", ("10.0.0.255", 53))
    assert pair.server.recv() == b"all"


def test_ttl_and_tos_are_those_that_were_set(pair: Pair) -> None:
    capture = pair.b.devices["eth0"].capture()
    pair.client.setsockopt(std.IPPROTO_IP, std.IP_TTL, 7)
    pair.client.setsockopt(std.IPPROTO_IP, std.IP_TOS, 0x20)
    pair.client.sendto(b"x", ("10.0.0.2", 53))
    frame = next(frame for _, way, frame in capture if way == "in" and frame[12:14] == b"\x08\x00")
    assert (frame[22], frame[15]) == (7, 0x20)


def test_a_long_datagram_arrives_whole(pair: Pair) -> None:
    pair.server.bind(("", 53))
    data = bytes(range(256)) * 200
    pair.client.sendto(data, ("10.0.0.2", 53))
    assert pair.server.recv() == data


def test_other_kinds_of_sockets_are_refused() -> None:
    host: NetNamespace = Lab().netns("h")
    for options in ({"type": std.SOCK_RAW}, {"family": std.AF_INET6 if std.has_ipv6 else 10}):
        with pytest.raises(Exception, match="not supported"):
            host.socket(**options)
