"""The macvlan driver: a container is a station of its own on the network of a host's device (libnetwork's drivers/macvlan)."""

from pynetns.device.macvlan import MODES
from pynetns.device.netdevice import NetDevice
from pynetns.docker.errors import DockerError
from pynetns.docker.network import Endpoint, Network

MODE = "macvlan_mode"
MODES_OF_DOCKER = ("private", "vepa", "bridge", "passthru")


class MacvlanNetwork(Network):
    """Containers that share a parent device. Ports are accepted and not published: the container has an address of its own."""

    driver = "macvlan"

    def parse(self) -> None:
        """CreateNetwork()."""
        options, daemon = self.config.options, self.daemon
        self.mode = options.get(MODE, "bridge") or "bridge"
        if self.mode not in MODES_OF_DOCKER:
            raise DockerError(f"requested macvlan mode '{self.mode}' is not valid, 'bridge' mode is the macvlan driver default")
        self.parent_name = options.get("parent", "") or f"dm-{self.id[:12]}"
        if self.parent_name == "lo":
            raise DockerError("loopback interface is not a valid macvlan parent link")
        for other in daemon.networks.values():
            if isinstance(other, MacvlanNetwork) and other is not self and other.parent_name == self.parent_name:
                raise DockerError(f"network dm-{other.id[:12]} is already using parent interface {self.parent_name}")
        if options.get("parent") and self.parent_name not in daemon.host.devices:
            base, dot, number = self.parent_name.rpartition(".")
            if not dot or not number.isdigit() or not base:
                raise DockerError(f"invalid subinterface vlan name {self.parent_name}, example formatting is eth0.10")
            if base not in daemon.host.devices:
                raise DockerError(f"failed to find master interface {base} on the Docker host: Link not found")
            if not 1 <= int(number) <= 4094:
                raise DockerError(f"vlan id must be between 1-4094, received: {number}")
        assert set(MODES_OF_DOCKER) <= set(MODES)

    def create(self) -> None:
        """A parent that is not there is made: a VLAN of its base, or a dummy where none was named."""
        host, name = self.daemon.host, self.parent_name
        self.made: NetDevice | None = None
        if name not in host.devices:
            if self.config.options.get("parent"):
                base, _, number = name.rpartition(".")
                self.made = host.vlan(name, host.devices[base], int(number))
            else:
                self.made = host.dummy(name)
            self.made.up()

    @property
    def parent(self) -> NetDevice:
        return self.daemon.host.devices[self.parent_name]

    def remove(self) -> None:
        if self.made is not None and self.made.name in self.made.namespace.devices:
            self.made.delete()

    def join(self, endpoint: Endpoint) -> None:
        host, inside = self.daemon.host, endpoint.container.namespace
        assert inside is not None
        number = 0
        while f"eth{number}" in inside.devices:
            number += 1
        child = host.macvlan(f"mv{endpoint.id[:9]}", self.parent, self.mode, endpoint.mac if self.mode != "passthru" else None)
        child.set_namespace(inside, f"eth{number}")
        inside.add_address(child, f"{endpoint.address}/{endpoint.prefix_length}", broadcast=str(self.subnet.broadcast_address)
                           if self.subnet is not None else None)
        child.up()
        endpoint.mac = child.mac
        endpoint.device = child

    def leave(self, endpoint: Endpoint) -> None:
        if endpoint.device is not None:
            endpoint.device.delete()
        endpoint.device = None

    def default_gateway(self, endpoint: Endpoint) -> str | None:
        return None if self.internal else str(self.gateway)
