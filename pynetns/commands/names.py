"""Names of hosts: /etc/hosts of a container, then the resolver that it has. Elsewhere in a lab there is no name service."""

from typing import TYPE_CHECKING

from pynetns.commands.container_files import container_of, hosts
from pynetns.docker.resolver import ADDRESS, QTYPE_A, QTYPE_PTR, addresses_of, names_of, query
from pynetns.netns.udp_socket import UdpSocket
from pynetns.wire.address import AddressError, parse_ipv4

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

LOOPBACK = 0x7F000001


def resolve(namespace: "NetNamespace", name: str) -> int | None:
    """The address of a name or of dotted digits; None where nobody knows it."""
    try:
        return parse_ipv4(name)
    except AddressError:
        pass
    if name.lower() == "localhost":
        return LOOPBACK
    container = container_of(namespace)
    if container is None:
        return None
    for address, names in hosts(container):
        if name.lower() in names.lower().split():
            return parse_ipv4(address)
    found = ask(namespace, name, ADDRESS) if container.has_resolver else []
    return found[0] if found else None


def ask(namespace: "NetNamespace", name: str, server: str) -> list[int]:
    """The addresses of a name."""
    reply, identifier = _exchange(namespace, name, server, QTYPE_A)
    return [int(address) for address in addresses_of(reply, identifier)]


def ask_back(namespace: "NetNamespace", address: str, server: str) -> list[str]:
    """The names of an address."""
    reply, identifier = _exchange(namespace, reverse_name(address), server, QTYPE_PTR)
    return names_of(reply, identifier)


def reverse_name(address: str) -> str:
    return ".".join(reversed(address.split("."))) + ".in-addr.arpa"


def _exchange(namespace: "NetNamespace", name: str, server: str, kind: int) -> tuple[bytes, int]:
    """One question over the wire: two tries of five seconds, in which the lab's clock moves."""
    identifier = namespace.random.getrandbits(16)
    with UdpSocket(namespace) as socket:
        for _ in range(2):
            try:
                socket.connect((server, 53))
                socket.send(query(name, identifier, kind))
                if not socket.queued:
                    namespace.lab.advance(5)
                return socket.recv(), identifier
            except OSError:
                continue
    return b"", identifier
