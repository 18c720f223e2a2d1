"""ss(8) as iproute2 6.1 prints it into a pipe: the texts are its own, of the same sockets on a kernel."""

import socket

import pytest

from pynetns import Lab
from pynetns.netns.namespace import NetNamespace


@pytest.fixture
def host() -> NetNamespace:
    """Two listeners, a connection to one of them, and three UDP sockets."""
    host = Lab().netns("h")
    host.lo.up()
    host.lo.add_address("10.0.0.1/24")
    host.sysctl["net.ipv4.ip_local_port_range"] = "58074 58074"
    for address, backlog in ((("0.0.0.0", 80), 5), (("127.0.0.1", 8080), 128)):
        listener = host.socket(type=socket.SOCK_STREAM)
        listener.bind(address)
        listener.listen(backlog)
    client = host.socket(type=socket.SOCK_STREAM)
    client.connect(("127.0.0.1", 8080))
    client.send(b"hello")
    for address in (("0.0.0.0", 53), ("10.0.0.1", 5353)):
        host.socket().bind(address)
    host.socket().connect(("10.0.0.1", 5353))
    return host


def lines(host: NetNamespace, words: str) -> list[str]:
    done = host.run(f"ss {words}")
    assert not done.returncode, done.stderr
    return [line.rstrip() for line in done.stdout.splitlines()]


def test_who_listens(host: NetNamespace) -> None:
    assert lines(host, "-tln") == [
        "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess",
        "LISTEN 0      5            0.0.0.0:80        0.0.0.0:*",
        "LISTEN 1      128        127.0.0.1:8080      0.0.0.0:*"]


def test_names_of_services_and_both_protocols(host: NetNamespace) -> None:
    assert lines(host, "-tul") == [
        "Netid State  Recv-Q Send-Q Local Address:Port     Peer Address:PortProcess",
        "udp   UNCONN 0      0            0.0.0.0:domain        0.0.0.0:*",
        "udp   UNCONN 0      0           10.0.0.1:mdns          0.0.0.0:*",
        "tcp   LISTEN 0      5            0.0.0.0:http          0.0.0.0:*",
        "tcp   LISTEN 1      128        127.0.0.1:http-alt      0.0.0.0:*"]


def test_without_a_heading_columns_are_as_narrow_as_their_text(host: NetNamespace) -> None:
    assert lines(host, "-ltnH") == [
        "LISTEN 0      5        0.0.0.0:80   0.0.0.0:*", "LISTEN 1      128    127.0.0.1:8080 0.0.0.0:*"]


@pytest.mark.parametrize(("words", "ports"), [
    ("-tanH sport = :80", ["80"]),
    ("-tanH dport = :8080", ["58074"]),
    ("-tanH '( sport = :http or dport = :8080 )'", ["80", "58074"]),
    ("-tanH dst 127.0.0.0/8", ["8080", "58074"]),
    ("-tanH src 127.0.0.1:8080", ["8080", "8080"]),
    ("-tanH not src 127.0.0.1", ["80"]),
    ("-tanH sport gt 1000 and sport lt 10000", ["8080", "8080"]),
    ("-tanH state established", ["8080", "58074"]),
    ("-tanH exclude listening", ["8080", "58074"]),
    ("-uanH", ["53", "5353", "58074"]),
    ("-6 -tlnH", []),
    ("-xH", []),
])
def test_what_is_chosen(host: NetNamespace, words: str, ports: list[str]) -> None:
    found = [line.split(":")[1].split()[0] for line in lines(host, words)]
    assert sorted(found) == sorted(ports)


@pytest.mark.parametrize(("words", "status", "first"), [
    ("state bogus", 255, "ss: wrong state name: bogus"),
    ("-tan sport = :nosuch", 1, 'Error: "nosuch" does not look like a port.'),
    ("-tan dst 1.2.3.400", 1, 'Error: an inet prefix is expected rather than "1.2.3.400".'),
    ("-tan '(' sport = :80", 255, 'ss: bison bellows (while parsing filter): "syntax error!" Sorry.'),
    ("-A bogus", 255, 'ss: "bogus" is illegal socket table id'),
    ("-Q", 255, "ss: invalid option -- 'Q'"),
    ("--bogus", 255, "ss: unrecognized option '--bogus'"),
    ("-K", 1, "ss: -K is not part of pynetns."),
])
def test_what_is_refused(host: NetNamespace, words: str, status: int, first: str) -> None:
    done = host.run(f"ss {words}")
    assert (done.returncode, done.stderr.splitlines()[0]) == (status, first)
