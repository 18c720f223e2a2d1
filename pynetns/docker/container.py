"""A container: a namespace with a name, and what a person asked of it."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from pynetns.docker import images
from pynetns.docker.network import Endpoint
from pynetns.docker.ports import PortBinding
from pynetns.docker.services import Service

if TYPE_CHECKING:
    from pynetns.docker.engine import Docker
    from pynetns.netns.namespace import NetNamespace


@dataclass(slots=True)
class ContainerConfig:
    """`docker run`'s options."""

    image: str
    command: tuple[str, ...] = ()
    name: str = ""
    network: str = "default"
    ip: IPv4Address | None = None
    mac: bytes | None = None
    aliases: tuple[str, ...] = ()
    ports: list[PortBinding] = field(default_factory=list)
    publish_all: bool = False
    exposed: tuple[str, ...] = ()
    hostname: str = ""
    hosts: tuple[str, ...] = ()
    dns: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    privileged: bool = False
    remove: bool = False
    restart: str = "no"
    tty: bool = False
    interactive: bool = False


class Container:
    """`state` is created, running or exited; the namespace is there while it runs."""

    def __init__(self, daemon: "Docker", config: ContainerConfig, identifier: str, name: str) -> None:
        self.daemon = daemon
        self.config = config
        self.id = identifier
        self.name = name
        self.image = images.find(config.image)
        self.state = "created"
        self.exit_code = 0
        self.stopped_by_hand = False
        self.error = ""
        self.created = daemon.wall_clock()
        self.started = 0
        self.finished = 0
        self.pid = 0
        self.namespace: NetNamespace | None = None
        self.sandbox_id = ""
        self.endpoints: dict[str, Endpoint] = {}  # by network id, in the order of joining
        self.assigned = False  # whether it has had its first network, that of --network
        self.gateway: Endpoint | None = None  # by which its default route leads, and its ports are published
        self.services: list[Service] = []  # what listens in it
        self.joined: Container | None = None  # whose namespace it shares: --network container:NAME
        self.output: list[str] = []  # what `docker logs` shows

    @property
    def running(self) -> bool:
        return self.state == "running"

    @property
    def starts_with_daemon(self) -> bool:
        """restartmanager.ShouldRestart(), of a container that ran before."""
        policy = self.config.restart.partition(":")[0]
        return bool(self.started) and (policy == "always" or (policy == "unless-stopped" and not self.stopped_by_hand)
                                       or (policy == "on-failure" and self.exit_code != 0))

    @property
    def mode(self) -> str:
        """HostConfig.NetworkMode."""
        return self.config.network

    @property
    def has_resolver(self) -> bool:
        """Is it on a network whose names the embedded server knows?"""
        return any(endpoint.network.has_dns for endpoint in self.endpoints.values())

    @property
    def is_host(self) -> bool:
        return self.mode == "host"

    @property
    def shares(self) -> bool:
        return self.mode.startswith("container:")

    @property
    def hostname(self) -> str:
        if self.is_host:
            return self.daemon.hostname
        if self.joined is not None:
            return self.joined.hostname
        return self.config.hostname or self.id[:12]

    @property
    def command(self) -> tuple[str, ...]:
        """What it runs: the image's own entry point, with the arguments that were given."""
        if self.config.command:
            entry = self.image.command[:1] if self.image.command[0].endswith(("-entrypoint.sh", "entrypoint.sh")) else ()
            return (*entry, *self.config.command)
        return self.image.command

    @property
    def exposed(self) -> tuple[str, ...]:
        """Ports of the image, of --expose and of -p, sorted as `docker ps` has them."""
        keys = dict.fromkeys([*self.image.exposed, *self.config.exposed, *(binding.key for binding in self.config.ports)])
        return tuple(sorted(keys, key=lambda key: (int(key.partition("/")[0]), key)))

    @property
    def ports(self) -> list[PortBinding]:
        """What is to be published: -p, and with -P every exposed port that -p does not name."""
        found = list(self.config.ports)
        if self.config.publish_all:
            named = {binding.key for binding in found}
            for key in self.exposed:
                if key not in named:
                    port, _, proto = key.partition("/")
                    found.append(PortBinding(int(port), proto))
        return found

    def __repr__(self) -> str:
        return f"<Container {self.name} {self.config.image} {self.state}>"
