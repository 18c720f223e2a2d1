"""What `docker compose up -d` makes of a project: the JSON of `docker compose config --format json`, networks first, then the services in
the order of their dependencies (compose's pkg/compose/create.go).

Images are names: where nothing that is known listens on a port that the file exposes or publishes, something that only accepts does.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from pynetns.docker.container import Container, ContainerConfig
from pynetns.docker.engine import Docker
from pynetns.docker.errors import DockerError
from pynetns.docker.network import NetworkConfig
from pynetns.docker.ports import PortBinding
from pynetns.docker.services import TcpServer, UdpServer
from pynetns.wire.address import AddressError, parse_mac

_INVALID = ": invalid compose project"


class Project:
    """A project that was read: names are checked, nothing is made yet. Raises DockerError in compose's words."""

    def __init__(self, data: Any) -> None:
        if not isinstance(data, dict) or not isinstance(data.get("services"), dict) or not data["services"]:
            raise DockerError("empty compose file")
        self.name = str(data.get("name", "project"))
        self.networks: dict[str, dict[str, Any]] = {key: value or {} for key, value in (data.get("networks") or {}).items()}
        self.services: dict[str, dict[str, Any]] = data["services"]
        for name, service in self.services.items():
            if not isinstance(service, dict):
                raise DockerError(f"services.{name} must be a mapping")
            self._check(name, service)
        self.order = list(self._in_order())

    def _check(self, name: str, service: dict[str, Any]) -> None:
        if not service.get("image") and not service.get("build"):
            raise DockerError(f'service "{name}" has neither an image nor a build context specified{_INVALID}')
        if service.get("network_mode") and service.get("networks"):
            raise DockerError(f"service {name} declares mutually exclusive `network_mode` and `networks`{_INVALID}")
        for network in networks_of(service):
            if network not in self.networks and network != "default":
                raise DockerError(f'service "{name}" refers to undefined network {network}{_INVALID}')
        for other in needs(service):
            if other not in self.services:
                raise DockerError(f'service "{name}" depends on undefined service "{other}"{_INVALID}')

    def _in_order(self) -> Iterator[str]:
        """Each service behind those that it needs."""
        left = sorted(self.services)
        done: set[str] = set()
        while left:
            ready = [name for name in left if done.issuperset(needs(self.services[name]))]
            if not ready:
                raise DockerError(f"dependency cycle detected: {' -> '.join(left)}")
            yield from ready
            done.update(ready)
            left = [name for name in left if name not in done]


def needs(service: dict[str, Any]) -> list[str]:
    """The services that have to be there first: depends_on, links, and whose namespace it shares."""
    mode = str(service.get("network_mode") or "")
    shared = [mode.removeprefix("service:")] if mode.startswith("service:") else []
    return [*(service.get("depends_on") or {}), *(link.partition(":")[0] for link in service.get("links") or ()), *shared]


def networks_of(service: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Its networks by their key, the one that is joined first in front: the highest priority, then by name."""
    if service.get("network_mode"):
        return {}
    given = service.get("networks") or {"default": None}
    named = dict.fromkeys(given) if isinstance(given, list) else given
    wanted = {key: value or {} for key, value in named.items()}
    return dict(sorted(wanted.items(), key=lambda item: (-int(item[1].get("priority") or 0), item[0])))


def up(daemon: Docker, project: Project) -> dict[str, list[Container]]:
    """Make the networks, start the services: the containers of each service. Raises DockerError where Docker refuses one."""
    names = {}
    used = {key for service in project.services.values() for key in networks_of(service)}
    for key in sorted(used):
        names[key] = _network(daemon, project, key)
    containers: dict[str, list[Container]] = {}
    for name in project.order:
        service = project.services[name]
        replicas = service.get("scale") or (service.get("deploy") or {}).get("replicas")
        containers[name] = [_start(daemon, project, name, number, names, containers)
                            for number in range(1, (1 if replicas is None else int(replicas)) + 1)]
    return containers


def _network(daemon: Docker, project: Project, key: str) -> str:
    """The network of a key of the file; its own name. An external one has to be there."""
    network = project.networks.get(key, {})
    name = str(network.get("name") or f"{project.name}_{key}")
    there = any(other.name == name for other in daemon.networks.values())
    if network.get("external"):
        if not there:
            raise DockerError(f"network {name} declared as external, but could not be found")
        return name
    if there:
        return name
    pools = (network.get("ipam") or {}).get("config") or []
    first = pools[0] if pools else {}
    try:
        config = NetworkConfig(
            name, network.get("driver") or "bridge", [IPv4Network(pool["subnet"], strict=False) for pool in pools if pool.get("subnet")],
            IPv4Address(first["gateway"]) if first.get("gateway") else None,
            IPv4Network(first["ip_range"], strict=False) if first.get("ip_range") else None,
            {label: IPv4Address(address) for label, address in (first.get("aux_addresses") or {}).items()},
            {option: str(value) for option, value in (network.get("driver_opts") or {}).items()},
            {"com.docker.compose.network": key, "com.docker.compose.project": project.name}, bool(network.get("internal")),
            bool(network.get("attachable")))
    except ValueError as error:
        raise DockerError(f"invalid network config: {error}") from None
    return daemon.network.create_from(config).name


def _start(daemon: Docker, project: Project, name: str, number: int, names: dict[str, str],
           there: dict[str, list[Container]]) -> Container:
    service = project.services[name]
    networks = networks_of(service)
    first = next(iter(networks), "")
    wanted = networks.get(first, {})
    try:
        config = ContainerConfig(
            image=str(service.get("image") or f"{project.name}-{name}"),
            command=_words(service.get("entrypoint")) + _words(service.get("command")),
            name=str(service.get("container_name") or f"{project.name}-{name}-{number}"),
            network=names[first] if first else _mode(str(service["network_mode"]), there),
            ip=_address(wanted), mac=_mac(wanted.get("mac_address") or service.get("mac_address")),
            aliases=(name, *(wanted.get("aliases") or ())) if first else (),
            ports=[binding for port in service.get("ports") or () for binding in _bindings(port)],
            exposed=tuple(key if "/" in key else f"{key}/tcp" for key in map(str, service.get("expose") or ())),
            hostname=str(service.get("hostname") or ""), hosts=tuple(_hosts(service.get("extra_hosts"))),
            dns=_words(service.get("dns")),
            links=tuple(_links(service, there)), privileged=bool(service.get("privileged")), restart=str(service.get("restart") or "no"),
            labels={"com.docker.compose.project": project.name, "com.docker.compose.service": name})
    except (ValueError, TypeError, AddressError) as error:
        raise DockerError(f"services.{name}: {error}") from None
    container = daemon.create(config)
    for key, more in list(networks.items())[1:]:
        address = _address(more)
        daemon.network.connect(names[key], container.id, ip=str(address) if address else "", aliases=(name, *(more.get("aliases") or ())))
    daemon.lifecycle.start(container)
    _listen(container)
    return container


def _mode(mode: str, there: dict[str, list[Container]]) -> str:
    """network_mode: of a service it is its first container's."""
    return f"container:{there[mode.removeprefix('service:')][0].id}" if mode.startswith("service:") else mode


def _words(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(word) for word in value)


def _address(wanted: dict[str, Any]) -> IPv4Address | None:
    return IPv4Address(wanted["ipv4_address"]) if wanted.get("ipv4_address") else None


def _mac(text: Any) -> bytes | None:
    return parse_mac(text) if text else None


def _hosts(value: Any) -> Iterator[str]:
    """extra_hosts: a mapping, or `NAME=ADDRESS` in newer files and `NAME:ADDRESS` in older ones."""
    if isinstance(value, dict):
        for name, addresses in value.items():
            yield from (f"{name}:{address}" for address in _words(addresses))
    for entry in value if isinstance(value, list) else ():
        yield entry.replace("=", ":", 1) if "=" in entry else entry


def _links(service: dict[str, Any], there: dict[str, list[Container]]) -> Iterator[str]:
    for link in service.get("links") or ():
        target, _, alias = link.partition(":")
        yield from (f"{container.name}:{alias or target}" for container in there[target])


def _bindings(port: Any) -> list[PortBinding]:
    """The long form, which is what `config` writes: target, published ("" is any, or a range), protocol, host_ip."""
    target, proto, host_ip = int(port["target"]), str(port.get("protocol") or "tcp"), str(port.get("host_ip") or "")
    first, _, last = str(port.get("published") or "").partition("-")
    return [PortBinding(target, proto, host_ip, int(first or 0), int(last or first or 0))]


def ports_of(container: Container) -> list[tuple[int, str]]:
    """(port, protocol) of all that it exposes or publishes."""
    return [(int(port), proto) for port, _, proto in (key.partition("/") for key in container.exposed) if port.isdigit()]


def _listen(container: Container) -> None:
    """Somebody to answer on each port that nothing listens on."""
    namespace = container.namespace
    if namespace is None:
        return
    for port, proto in ports_of(container):
        if proto not in ("tcp", "udp"):
            continue
        try:
            container.services.append((UdpServer if proto == "udp" else TcpServer)(namespace, port))
        except OSError:
            continue  # the image's own service has it
