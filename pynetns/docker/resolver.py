"""The embedded DNS server of user-defined networks: 127.0.0.11 in each container, by NAT rules to a port of its own (libnetwork's
resolver.go, resolver_unix.go). What it does not know is asked of nobody: a lab has no outside resolver."""

from ipaddress import IPv4Address
from struct import Struct
from typing import TYPE_CHECKING

from pynetns.netns.udp_socket import UdpSocket

if TYPE_CHECKING:
    from pynetns.docker.container import Container
    from pynetns.netns.namespace import NetNamespace

ADDRESS = "127.0.0.11"
TTL = 600
_HEADER = Struct("!HHHHHH")
QTYPE_A, QTYPE_PTR = 1, 12
_IN = 1
NOERROR, FORMERR, SERVFAIL, NXDOMAIN = 0, 1, 2, 3


class Resolver:
    """One container's resolver."""

    def __init__(self, container: "Container", namespace: "NetNamespace") -> None:
        self.container = container
        self.namespace = namespace
        self.log: list[str] = []  # it says nothing
        self.socket = UdpSocket(namespace)
        self.socket.bind((ADDRESS, 0))
        self.socket.on_event = self._serve
        self.tcp_port = self.socket.port
        while self.tcp_port == self.socket.port:
            self.tcp_port = 32768 + namespace.random.randrange(28232)
        self._program()

    def _program(self) -> None:
        """reexecSetupResolver(): in each chain of its own the rule for tcp stands first, for both are inserted."""
        tables, port = self.namespace.iptables, self.socket.port
        for chain, own in (("OUTPUT", "DOCKER_OUTPUT"), ("POSTROUTING", "DOCKER_POSTROUTING")):
            tables.new_chain("nat", own)
            tables.insert("nat", chain, f"-d {ADDRESS} -j {own}")
        for proto, number in (("udp", port), ("tcp", self.tcp_port)):
            tables.insert("nat", "DOCKER_OUTPUT", f"-d {ADDRESS} -p {proto} --dport 53 -j DNAT --to-destination {ADDRESS}:{number}")
            tables.insert("nat", "DOCKER_POSTROUTING", f"-s {ADDRESS} -p {proto} --sport {number} -j SNAT --to-source :53")

    def close(self) -> None:
        self.socket.close()

    def _serve(self) -> None:
        while self.socket.queued:
            query, client = self.socket.recvfrom()
            answer = self.answer(query)
            if answer:
                self.socket.sendto(answer, client)

    def answer(self, query: bytes) -> bytes:
        """The reply to a query, or nothing for what is none."""
        if len(query) < _HEADER.size:
            return b""
        identifier, flags, questions, *_ = _HEADER.unpack_from(query)
        if flags & 0x8000 or questions != 1:
            return b""
        parsed = read_name(query, _HEADER.size)
        if parsed is None or len(query) < parsed[1] + 4:
            return _HEADER.pack(identifier, 0x8180 | FORMERR, 0, 0, 0, 0)
        name, end = parsed
        kind = int.from_bytes(query[end:end + 2], "big")
        question = query[_HEADER.size:end + 4]
        records, known = self._records(name.rstrip("."), kind)
        code = NOERROR if records or known else NXDOMAIN
        body = b"".join(b"\xc0\x0c" + kind.to_bytes(2, "big") + b"\0\1" + TTL.to_bytes(4, "big") + len(data).to_bytes(2, "big") + data
                        for data in records)
        return _HEADER.pack(identifier, 0x8180 | code, 1, len(records), 0, 0) + question + body

    def _records(self, name: str, kind: int) -> tuple[list[bytes], bool]:
        """The data of the answers, and whether the name is known at all."""
        if kind == QTYPE_PTR:
            found = self.container.daemon.name_of(self.container, name)
            return ([write_name(found)] if found else []), bool(found)
        addresses = self.container.daemon.lookup(self.container, name)
        if len(addresses) > 1:  # shuffleAddr(): who is asked for often is not always the same
            self.namespace.random.shuffle(addresses)
        return ([address.packed for address in addresses] if kind == QTYPE_A else []), bool(addresses)


def read_name(data: bytes, at: int) -> tuple[str, int] | None:
    """A name as labels, compression refused in a question; and where it ends."""
    labels: list[str] = []
    while at < len(data):
        size = data[at]
        at += 1
        if not size:
            return ".".join(labels), at
        if size > 63 or at + size > len(data):
            return None
        labels.append(data[at:at + size].decode("latin-1"))
        at += size
    return None


def write_name(name: str) -> bytes:
    return b"".join(bytes((len(label),)) + label.encode("latin-1") for label in name.rstrip(".").split(".")) + b"\0"


def query(name: str, identifier: int, kind: int = QTYPE_A) -> bytes:
    """A question for one name."""
    return _HEADER.pack(identifier, 0x0100, 1, 0, 0, 0) + write_name(name) + kind.to_bytes(2, "big") + _IN.to_bytes(2, "big")


def addresses_of(reply: bytes, identifier: int) -> list[IPv4Address]:
    """The A records of a reply to `query`."""
    return [IPv4Address(data) for data in _answers(reply, identifier, QTYPE_A) if len(data) == 4]


def names_of(reply: bytes, identifier: int) -> list[str]:
    """The PTR records of a reply."""
    parsed = [read_name(data, 0) for data in _answers(reply, identifier, QTYPE_PTR)]
    return [name for name, _ in filter(None, parsed)]


def _answers(reply: bytes, identifier: int, wanted: int) -> list[bytes]:
    """The data of the answers of one type."""
    if len(reply) < _HEADER.size:
        return []
    number, _, questions, answers, _, _ = _HEADER.unpack_from(reply)
    if number != identifier:
        return []
    at = _HEADER.size
    for _ in range(questions):
        parsed = read_name(reply, at)
        if parsed is None:
            return []
        at = parsed[1] + 4
    found = []
    for _ in range(answers):
        if at + 12 > len(reply):
            break
        kind, size = int.from_bytes(reply[at + 2:at + 4], "big"), int.from_bytes(reply[at + 10:at + 12], "big")
        if kind == wanted:
            found.append(reply[at + 12:at + 12 + size])
        at += 12 + size
    return found
