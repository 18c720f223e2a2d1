"""Names of hosts: /etc/hosts of a container, then the resolver that it has. Elsewhere in a lab there is no name service."""

from typing import TYPE_CHECKING

from pynetns.docker.resolver import ADDRESS, addresses_of, query
from pynetns.netns.udp_socket import UdpSocket
from pynetns.wire.address import AddressError, parse_ipv4

if TYPE_CHECKING:
    from pynetns.docker import Container
    from pynetns.netns.namespace import NetNamespace


def resolve(namespace: "NetNamespace", name: str) -> int | None:
    """The address of a name or of dotted digits; None where nobody knows it."""
    try:
        return parse_ipv4(name)
    except AddressError:
        pass
    for known, address in hosts(namespace):
        if name.lower() == known.lower():
            return address
    container = container_of(namespace)
    if container is None or not any(endpoint.network.has_dns for endpoint in container.endpoints.values()):
        return None
    return ask(namespace, name, ADDRESS)


def hosts(namespace: "NetNamespace") -> list[tuple[str, int]]:
    """/etc/hosts: localhost, what --add-host and --link say, and the container itself."""
    found = [("localhost", 0x7F000001)]
    container = container_of(namespace)
    if container is None:
        return found
    for entry in container.config.hosts:
        name, _, address = entry.partition(":")
        gateway = container.gateway
        if address == "host-gateway" and gateway is not None and gateway.network.gateway is not None:
            found.append((name, int(gateway.network.gateway)))
        else:
            try:
                found.append((name, parse_ipv4(address)))
            except AddressError:
                continue
    for link in container.config.links:
        target, _, alias = link.partition(":")
        other = next((c for c in container.daemon.containers.values() if c.name == target and c.running), None)
        for endpoint in other.endpoints.values() if other is not None else ():
            if endpoint.address is not None:
                found += [(alias or target, int(endpoint.address)), (other.hostname if other is not None else "", int(endpoint.address))]
    for endpoint in container.endpoints.values():
        if endpoint.address is not None:
            found.append((container.hostname, int(endpoint.address)))
    return found


def container_of(namespace: "NetNamespace") -> "Container | None":
    """The container whose namespace it is, if it is one's."""
    daemon = namespace.docker
    if daemon is None or daemon.host is namespace:
        return None
    return next((container for container in daemon.containers.values() if container.namespace is namespace and not container.shares), None)


def ask(namespace: "NetNamespace", name: str, server: str) -> int | None:
    """One question for an address, over the wire. The lab's clock moves while there is no answer: two tries, five seconds each."""
    identifier = namespace.random.getrandbits(16)
    with UdpSocket(namespace) as socket:
        for _ in range(2):
            try:
                socket.connect((server, 53))
                socket.send(query(name, identifier))
                if not socket.queued:
                    namespace.lab.advance(5)
                found = addresses_of(socket.recv(), identifier)
            except OSError:
                continue
            return int(found[0]) if found else None
    return None
