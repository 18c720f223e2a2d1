"""A network of a daemon, whatever its driver: name, pool, and the containers on it."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.docker.errors import DockerError
from pynetns.docker.ipam import AddressPool
from pynetns.docker.ports import Mapping

if TYPE_CHECKING:
    from pynetns.docker.container import Container
    from pynetns.docker.engine import Docker


@dataclass(slots=True)
class NetworkConfig:
    """What a person asked for: `docker network create`."""

    name: str
    driver: str = "bridge"
    subnets: list[IPv4Network] = field(default_factory=list)
    gateway: IPv4Address | None = None
    ip_range: IPv4Network | None = None
    auxiliary: dict[str, IPv4Address] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    internal: bool = False
    attachable: bool = False
    subnet_text: str = ""  # as they were written: host bits and all
    range_text: str = ""


class Endpoint:
    """A container's place on a network; while the container runs it has an address and a device."""

    def __init__(self, network: "Network", container: "Container", wanted_ip: IPv4Address | None = None,
                 aliases: tuple[str, ...] = (), mac: bytes | None = None) -> None:
        self.network = network
        self.container = container
        self.wanted_ip = wanted_ip
        self.wanted_mac = mac
        self.aliases = aliases
        self.id = ""
        self.address: IPv4Address | None = None
        self.mac = b""
        self.device: NetDevice | None = None
        self.host_device: NetDevice | None = None
        self.mappings: list[Mapping] = []

    @property
    def prefix_length(self) -> int:
        return self.network.subnet.prefixlen if self.network.subnet is not None else 0


class Network:
    """The common part. A driver makes and removes what stands behind it, and joins containers to it."""

    driver = ""
    publishes = False  # whether ports can be published on it
    has_dns = True

    def __init__(self, daemon: "Docker", config: NetworkConfig, identifier: str) -> None:
        self.daemon = daemon
        self.config = config
        self.id = identifier
        self.name = config.name
        self.created = daemon.wall_clock()
        self.internal = config.internal
        self.subnet: IPv4Network | None = None
        self.gateway: IPv4Address | None = None
        self.pool: AddressPool | None = None
        self.endpoints: dict[str, Endpoint] = {}  # of running containers, by container id

    def allocate(self) -> None:
        """ipamAllocate(): the pool, then the gateway, then what is set aside."""
        daemon, config = self.daemon, self.config
        wanted = config.subnets[0] if config.subnets else None
        self.subnet = daemon.ipam.request_pool(wanted, daemon.overlaps_a_route)
        self.pool = AddressPool(self.subnet, config.ip_range)
        try:
            self.gateway = self._allocate_gateway()
            for name, address in config.auxiliary.items():
                self._set_aside(name, address)
        except Exception:
            daemon.ipam.release_pool(self.subnet)
            raise

    def _set_aside(self, name: str, address: IPv4Address) -> None:
        assert self.pool is not None
        try:
            self.pool.request(address)
        except DockerError as error:
            raise DockerError(f"failed to allocate secondary ip address ({name}:{address}): {error}") from None

    def _allocate_gateway(self) -> IPv4Address | None:
        assert self.pool is not None
        try:
            return self.pool.request(self.config.gateway)
        except DockerError as error:
            if self.config.gateway is None:
                raise
            raise DockerError(f"failed to allocate gateway ({self.config.gateway}): {error}") from None

    def free(self) -> None:
        if self.subnet is not None:
            self.daemon.ipam.release_pool(self.subnet)

    # --- for the driver ----------------------------------------------------------------------------------------------------------

    def create(self) -> None:
        """Make what stands behind the network."""

    def remove(self) -> None:
        """Take it away."""

    def join(self, endpoint: Endpoint) -> None:
        """Give a running container its device."""

    def leave(self, endpoint: Endpoint) -> None:
        """And take it."""

    def default_gateway(self, endpoint: Endpoint) -> str | None:
        """Where the container's default route leads if this network gives it."""
        return None

    def publish(self, endpoint: Endpoint) -> None:
        """Program the ports of a container that has its way out by this network."""

    def unpublish(self, endpoint: Endpoint) -> None:
        """And take them back."""

    @property
    def inspect_options(self) -> dict[str, str]:
        return dict(self.config.options)

    def __repr__(self) -> str:
        return f"<Network {self.name} ({self.driver}) {self.subnet}>"


class HostNetwork(Network):
    """A container with the host's own interfaces, routes and ports."""

    driver = "host"
    has_dns = False


class NullNetwork(Network):
    """A container with lo only."""

    driver = "null"
    has_dns = False
