"""`docker network`: create, ls, inspect, connect, disconnect, rm, prune (moby's daemon/network.go)."""

from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING

from pynetns.docker.bridge_driver import BridgeNetwork
from pynetns.docker.container import Container
from pynetns.docker.errors import DockerError, NotFound
from pynetns.docker.macvlan_driver import MacvlanNetwork
from pynetns.docker.network import Endpoint, Network, NetworkConfig

if TYPE_CHECKING:
    from pynetns.docker.engine import Docker

PREDEFINED = ("bridge", "host", "none", "default")


class Networks:
    """The networks of a daemon."""

    def __init__(self, daemon: "Docker") -> None:
        self.daemon = daemon

    def create(self, name: str, driver: str = "bridge", *, subnet: str = "", gateway: str = "", ip_range: str = "",
               options: dict[str, str] | None = None, internal: bool = False, labels: dict[str, str] | None = None) -> Network:
        """A network from plain words."""
        return self.create_from(NetworkConfig(
            name, driver, [IPv4Network(subnet, strict=False)] if subnet else [], IPv4Address(gateway) if gateway else None,
            IPv4Network(ip_range, strict=False) if ip_range else None, {}, dict(options or {}), dict(labels or {}), internal))

    def create_from(self, config: NetworkConfig) -> Network:
        """All or nothing: what is refused leaves no trace."""
        daemon = self.daemon
        if config.name in PREDEFINED:
            raise DockerError(f"operation is not permitted on predefined {config.name} network ")
        if any(network.name == config.name for network in daemon.networks.values()):
            raise DockerError(f"network with name {config.name} already exists")
        if not config.name.strip():
            raise DockerError(f"invalid name: {config.name}")
        network = daemon.new_network(config)
        if isinstance(network, BridgeNetwork) and len(config.subnets) > 1:
            network.parse()
        network.allocate()
        try:
            if isinstance(network, BridgeNetwork | MacvlanNetwork):
                network.parse()
            daemon.networks[network.id] = network
            network.create()
        except Exception:
            daemon.networks.pop(network.id, None)
            network.free()
            raise
        if isinstance(network, BridgeNetwork | MacvlanNetwork):
            daemon.rules.user_chain()
        return network

    def ls(self) -> list[Network]:
        """Sorted by name."""
        return sorted(self.daemon.networks.values(), key=lambda network: _natural(network.name))

    def inspect(self, name: str) -> Network:
        return self.daemon.find_network(name)

    def rm(self, name: str) -> None:
        daemon = self.daemon
        network = daemon.find_network(name)
        if network.name in PREDEFINED:
            raise DockerError(f"{network.name} is a pre-defined network and cannot be removed")
        if network.endpoints:
            raise DockerError(f"error while removing network: network {network.name} id {network.id} has active endpoints")
        network.remove()
        network.free()
        del daemon.networks[network.id]

    def prune(self) -> list[str]:
        """Networks that no running container uses."""
        gone = [network for network in self.daemon.networks.values() if network.name not in PREDEFINED and not network.endpoints]
        for network in gone:
            self.rm(network.id)
        return [network.name for network in gone]

    # --- connecting --------------------------------------------------------------------------------------------------------------

    def connect(self, name: str, container_name: str, *, ip: str = "", aliases: tuple[str, ...] = ()) -> None:
        """ConnectToNetwork()."""
        daemon = self.daemon
        container = daemon.container(container_name)
        network = daemon.find_network(name)
        self._assign(container)
        self._check_modes(network, container)
        daemon.lifecycle.check_request(network, IPv4Address(ip) if ip else None, aliases)
        if network.id in container.endpoints and container.running:
            raise DockerError(f"endpoint with name {container.name} already exists in network {network.name}")
        endpoint = Endpoint(network, container, IPv4Address(ip) if ip else None, aliases)
        if container.running:
            daemon.lifecycle.join(endpoint)
            container.endpoints[network.id] = endpoint
            try:
                daemon.lifecycle.choose_gateway(container)
            except DockerError:
                daemon.lifecycle.leave(endpoint)
                del container.endpoints[network.id]
                raise
        else:
            container.endpoints[network.id] = endpoint

    def _assign(self, container: Container) -> None:
        """A container that never ran is on the network that it was created for, if there is one."""
        if not container.assigned:
            try:
                self.daemon.lifecycle.assign(container)
            except DockerError:
                return  # its start will say so

    def _check_modes(self, network: Network, container: Container) -> None:
        """updateNetworkSettings()."""
        if container.is_host or network.driver == "host":
            if container.is_host and network.driver != "host":
                raise DockerError("container sharing network namespace with another container or host cannot be connected to any other "
                                  "network")
            raise DockerError("container cannot be disconnected from host network or connected to host network")
        if container.shares:
            raise DockerError("container sharing network namespace with another container or host cannot be connected to any other network")
        if (container.mode == "none" or network.driver == "null") and container.endpoints:
            raise DockerError("container cannot be connected to multiple networks with one of the networks in private (none) mode")

    def disconnect(self, name: str, container_name: str, force: bool = False) -> None:
        """DisconnectFromNetwork()."""
        daemon = self.daemon
        container = daemon.container(container_name)
        network = daemon.find_network(name)
        if container.is_host and network.driver == "host":
            raise DockerError("container cannot be disconnected from host network or connected to host network")
        self._assign(container)
        endpoint = container.endpoints.get(network.id)
        if endpoint is None:
            the = "" if container.running else "the "
            raise NotFound(f"container {container.id} is not connected to {the}network {name}")
        del container.endpoints[network.id]
        if container.running:
            daemon.lifecycle.leave(endpoint)
            daemon.lifecycle.choose_gateway(container)


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """sortorder.NaturalLess: digits count as numbers."""
    parts: list[tuple[int, int, str]] = []
    word = ""
    for char in name + "\0":
        if word and (char.isdigit() != word[-1].isdigit() or char == "\0"):
            parts.append((0, int(word), "") if word.isdigit() else (1, 0, word))
            word = ""
        word += char
    return tuple(parts)
