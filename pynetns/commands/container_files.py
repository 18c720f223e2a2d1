"""/etc/hosts, /etc/hostname and /etc/resolv.conf as Docker writes them for a container (libnetwork's etchosts.go, sandbox_dns_unix.go)."""

from typing import TYPE_CHECKING

from pynetns.docker.resolver import ADDRESS

if TYPE_CHECKING:
    from pynetns.docker import Container
    from pynetns.netns.namespace import NetNamespace

_DEFAULT_SERVERS = ("8.8.8.8", "8.8.4.4")  # where the host's own resolv.conf is of no use in a container; a lab's host has none
_LOCAL = """\
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
ff00::0\tip6-mcastprefix
ff02::1\tip6-allnodes
ff02::2\tip6-allrouters
"""


def read(namespace: "NetNamespace", path: str) -> str | None:
    """The text of a file that is the container's own; None for any other, and outside of containers."""
    container = container_of(namespace)
    if container is None:
        return None
    if path == "/etc/hosts":
        return _LOCAL + "".join(f"{address}\t{names}\n" for address, names in hosts(container))
    if path == "/etc/hostname":
        return f"{container.hostname}\n"
    if path == "/etc/resolv.conf":
        return resolv_conf(container)
    return None


def container_of(namespace: "NetNamespace") -> "Container | None":
    """The container whose namespace it is, if it is one's."""
    daemon = namespace.docker
    if daemon is None or daemon.host is namespace:
        return None
    return next((container for container in daemon.containers.values() if container.namespace is namespace and not container.shares), None)


def resolv_conf(container: "Container") -> str:
    if container.has_resolver:
        return f"nameserver {ADDRESS}\noptions ndots:0\n"
    return "".join(f"nameserver {server}\n" for server in container.config.dns or _DEFAULT_SERVERS)


def hosts(container: "Container") -> list[tuple[str, str]]:
    """What is added to /etc/hosts: --add-host, links of the default bridge, and the container's own addresses."""
    found = []
    for entry in container.config.hosts:
        name, _, address = entry.partition(":")
        if address == "host-gateway":
            gateway = container.gateway
            address = str(gateway.network.gateway) if gateway is not None else ""
        found.append((address, name))
    if not container.has_resolver:
        found += [record for link in container.config.links for record in _link(container, link)]
    found += [(str(endpoint.address), container.hostname) for endpoint in container.endpoints.values() if endpoint.address is not None]
    return found


def _link(container: "Container", link: str) -> list[tuple[str, str]]:
    target, _, alias = link.partition(":")
    other = next((other for other in container.daemon.containers.values() if other.name == target and other.running), None)
    if other is None:
        return []
    names = " ".join(dict.fromkeys((alias or target, other.hostname, other.name)))
    return [(str(endpoint.address), names) for endpoint in other.endpoints.values() if endpoint.address is not None]
