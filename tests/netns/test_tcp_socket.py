"""TCP sockets: one request and its answer, whatever the size, whatever is lost, through NAT; and the errors of the socket API."""

import errno
import socket as std
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynetns import Lab
from pynetns.netns.namespace import NetNamespace
from pynetns.netns.tcp_socket import TcpSocket


def pair() -> tuple[Lab, NetNamespace, NetNamespace]:
    lab = Lab()
    a, b = lab.netns("a"), lab.netns("b")
    a.lo.up()  # what a host tells itself of an unreachable neighbour goes this way
    for device, address in zip(lab.veth((a, "eth0"), (b, "eth0")), ("10.0.0.1/24", "10.0.0.2/24"), strict=True):
        device.up()
        device.add_address(address)
    return lab, a, b


def listener(namespace: NetNamespace, port: int = 80, backlog: int = 5) -> TcpSocket:
    socket = namespace.socket(type=std.SOCK_STREAM)
    socket.bind(("", port))
    socket.listen(backlog)
    return socket


def connected(lab: Lab, a: NetNamespace, b: NetNamespace, port: int = 80) -> tuple[TcpSocket, TcpSocket]:
    server = listener(b, port)
    client = a.socket(type=std.SOCK_STREAM)
    with suppress(BlockingIOError):
        client.connect(("10.0.0.2", port))
    lab.advance(0.001)
    return client, server.accept()[0]


def drained(lab: Lab, socket: TcpSocket, seconds: float = 0) -> bytes:
    if seconds:
        lab.advance(seconds)
    data = b""
    while True:
        try:
            piece = socket.recv()
        except BlockingIOError:
            return data
        if not piece:
            return data
        data += piece


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=1, max_size=40_000))
def test_what_is_sent_arrives_whole_and_in_order(data: bytes) -> None:
    lab, a, b = pair()
    client, server = connected(lab, a, b)
    client.send(data)
    client.shutdown()
    assert drained(lab, server, 0.1) == data
    server.send(data[::-1])
    server.close()
    assert drained(lab, client, 0.1) == data[::-1]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 4), st.integers(1, 3))
def test_lost_segments_are_sent_again(skip: int, lost: int) -> None:
    lab, a, b = pair()
    client, server = connected(lab, a, b)
    assert not lab.run(f"ip netns exec b iptables -A INPUT -p tcp --sport {client.port} -m statistic --mode nth --every {skip + lost + 1} "
                       f"--packet {skip} -j DROP").returncode
    data = bytes(range(256)) * 40
    client.send(data)
    assert drained(lab, server, 60) == data


def attempt(lab: Lab, a: NetNamespace, address: str) -> int:
    """The error of a connection to port 81; 0 where there is none."""
    client = a.socket(type=std.SOCK_STREAM)
    try:
        client.connect((address, 81))
    except BlockingIOError:
        lab.advance(5)
    except OSError as error:
        return error.errno or 0
    return client.error


def test_a_closed_port_refuses_and_an_address_that_nobody_has_is_unreachable() -> None:
    lab, a, _ = pair()
    for address, number in (("10.0.0.2", errno.ECONNREFUSED), ("10.0.0.9", errno.EHOSTUNREACH)):
        assert attempt(lab, a, address) == number


def test_nobody_answers_a_filtered_port_and_the_attempt_ends_after_two_minutes() -> None:
    lab, a, _ = pair()
    lab.run("ip netns exec b iptables -A INPUT -p tcp -j DROP")
    seen = a.devices["eth0"].capture()
    client = a.socket(type=std.SOCK_STREAM)
    with pytest.raises(BlockingIOError):
        client.connect(("10.0.0.2", 80))
    lab.advance(140)
    with pytest.raises(OSError) as failed:
        client.check()
    assert failed.value.errno == errno.ETIMEDOUT
    tries = [at for at, direction, frame in seen if direction == "out" and frame[23] == 6]
    assert [round(at) for at in tries] == [0, 1, 3, 7, 15, 31, 63]


def test_a_port_is_taken_while_somebody_listens_on_it() -> None:
    _, _, b = pair()
    first = listener(b)
    second = b.socket(type=std.SOCK_STREAM)
    with pytest.raises(OSError) as failed:
        second.bind(("", 80))
    assert failed.value.errno == errno.EADDRINUSE
    first.close()
    second.bind(("", 80))


def test_a_full_backlog_takes_no_more() -> None:
    lab, a, b = pair()
    server = listener(b, backlog=1)
    clients = [a.socket(type=std.SOCK_STREAM) for _ in range(4)]
    for client in clients:
        with suppress(BlockingIOError):
            client.connect(("10.0.0.2", 80))
    lab.advance(0.1)
    assert len(server.backlog) == 2  # as the kernel: one more than was asked for


def test_a_connection_that_is_closed_on_both_sides_is_remembered_for_a_minute() -> None:
    lab, a, b = pair()
    client, server = connected(lab, a, b)
    client.close()
    lab.advance(0.1)
    assert drained(lab, server) == b""
    server.close()
    lab.advance(0.1)
    table = str(lab.run("ip netns exec a netstat -tan"))
    assert "TIME_WAIT" in table
    lab.advance(61)
    assert "TIME_WAIT" not in str(lab.run("ip netns exec a netstat -tan"))
