"""The daemon of a host: networks, containers, and what ties them together (moby's daemon/ and libnetwork).

`Docker(host)` starts one on a namespace with 20.10.7's rules; `version="28"` with 28.5.2's. What a person sees of it is in
commands/docker.py; here are only calls and their errors.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING, Any

from pynetns.device.scheduler import SECOND
from pynetns.docker import naming
from pynetns.docker.bridge_driver import BridgeNetwork
from pynetns.docker.container import Container, ContainerConfig
from pynetns.docker.errors import DockerError, NotFound
from pynetns.docker.ipam import DEFAULT_POOLS, Ipam
from pynetns.docker.lifecycle import Lifecycle
from pynetns.docker.macvlan_driver import MacvlanNetwork
from pynetns.docker.network import HostNetwork, Network, NetworkConfig, NullNetwork
from pynetns.docker.networks import Networks
from pynetns.docker.options import BRIDGE, MTU
from pynetns.docker.ports import Mapping, PortAllocator
from pynetns.docker.proxy import Proxy
from pynetns.docker.rules_20_10 import Rules2010
from pynetns.docker.rules_28 import Rules28
from pynetns.docker.tables import Tables
from pynetns.netfilter.match_time import EPOCH

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

VERSIONS = {"20.10": "20.10.7", "20.10.7": "20.10.7", "28": "28.5.2", "28.5": "28.5.2", "28.5.2": "28.5.2"}


class Docker:
    """A daemon on a namespace. `run`, `exec`, `ps`, `rm` and `network` are what a person would type."""

    def __init__(self, host: "NetNamespace", version: str = "20.10", **options: Any) -> None:
        """`options` are those of `configure`. Raises DockerError where one is wrong, or where the namespace has a daemon already."""
        if host.docker is not None:
            raise DockerError("failed to start daemon: pid file found, ensure docker is not running or delete /var/run/docker.pid")
        self.host = host
        self.lab = host.lab
        self.ipam = Ipam()
        self.configure(version, **options)
        self.ports = PortAllocator()
        self.proxies: dict[tuple[Mapping, str], Proxy] = {}
        self.networks: dict[str, Network] = {}
        self.containers: dict[str, Container] = {}
        self.network = Networks(self)
        self.lifecycle = Lifecycle(self)
        self.running = False
        self.next_pid = 1000
        self.start()

    def configure(self, version: str = "20.10", *, bip: str = "", icc: bool = True, iptables: bool = True, ip_forward: bool = True,
                  ip_masq: bool = True, userland_proxy: bool = True, ip: str = "0.0.0.0", default_address_pools: Iterable[IPv4Network] = (),
                  mtu: int = 1500, bridge: str = "docker0", fixed_cidr: str = "") -> None:
        """dockerd's options, by their names; they hold from the next start on."""
        if version not in VERSIONS:
            raise DockerError(f"unknown engine version {version}: 20.10 and 28 are there")
        self.version = VERSIONS[version]
        self.modern = self.version.startswith("28")
        self.bip = bip
        self.icc = icc
        self.iptables = iptables
        self.ip_forward = ip_forward
        self.ip_masq = ip_masq
        self.userland_proxy = userland_proxy
        self.default_binding = ip
        self.mtu = mtu
        self.bridge_name = bridge
        self.fixed_cidr = fixed_cidr
        self.ipam.pools = tuple(default_address_pools) or DEFAULT_POOLS

    # --- the daemon --------------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """initNetworkController(): forwarding, chains, then none, host and bridge, then the networks that there were."""
        if self.running:
            return
        host = self.host
        rules = Rules28 if self.modern else Rules2010
        self.rules = rules(Tables(host, self.iptables), hairpin=not self.userland_proxy)
        self.rules.start()
        if self.ip_forward and not host.sysctl["net.ipv4.ip_forward"]:
            host.sysctl["net.ipv4.ip_forward"] = 1
            self.rules.forward_drop()
        kept, self.networks = self.networks, {}
        self.ipam.restart()
        host.docker = self
        self.running = True
        self._predefined(kept)
        for network in kept.values():
            if network.id not in self.networks:
                self.networks[network.id] = network
                network.create()
                if isinstance(network, BridgeNetwork):
                    self.rules.user_chain()
        for container in list(self.containers.values()):
            if container.starts_with_daemon and not container.running:
                self.lifecycle.start_again(container)

    def _predefined(self, kept: dict[str, Network]) -> None:
        known = {network.name: network for network in kept.values()}
        for name, cls in (("none", NullNetwork), ("host", HostNetwork)):
            network = known.get(name) or cls(self, NetworkConfig(name, cls.driver), naming.new_id(self.host.random))
            self.networks[network.id] = network
        self.rules.user_chain()
        old = known.get("bridge")
        if old is not None:
            old.free()
        if self.bridge_name == "none":  # there is no default bridge then, nor one that an earlier daemon left
            if "docker0" in self.host.devices:
                self.host.devices["docker0"].delete()
            return
        config = NetworkConfig("bridge", options=self._bridge_options())
        if self.bip:
            address, _, length = self.bip.partition("/")
            config.subnets = [IPv4Network(f"{address}/{length or 24}", strict=False)]
            config.gateway = IPv4Address(address)
        elif self.bridge_name in self.host.devices and self.host.devices[self.bridge_name].in_dev.addresses:
            first = self.host.devices[self.bridge_name].in_dev.addresses[0]
            config.subnets = [IPv4Network((first.local, first.length), strict=False)]
            config.gateway = IPv4Address(first.local)
        if self.fixed_cidr:
            config.ip_range = IPv4Network(self.fixed_cidr, strict=False)
        bridge = BridgeNetwork(self, config, old.id if old is not None else naming.new_id(self.host.random))
        bridge.has_dns = False
        bridge.parse()
        bridge.allocate()
        self.networks[bridge.id] = bridge
        bridge.create()
        self.rules.user_chain()

    def _bridge_options(self) -> dict[str, str]:
        """initBridgeDriver(): keys sorted."""
        return {BRIDGE + "default_bridge": "true", BRIDGE + "enable_icc": str(self.icc).lower(),
                BRIDGE + "enable_ip_masquerade": str(self.ip_masq).lower(), BRIDGE + "host_binding_ipv4": self.default_binding,
                BRIDGE + "name": self.bridge_name, MTU: str(self.mtu)}

    def stop(self) -> None:
        """`systemctl stop docker`: containers stop, networks and their rules stay."""
        for container in [c for c in self.containers.values() if c.running]:
            self.lifecycle.exit_of_stop(container)
        self.running = False

    def wall_clock(self) -> int:
        """Nanoseconds since 1970."""
        return EPOCH * SECOND + self.lab.scheduler.now

    @property
    def hostname(self) -> str:
        return self.host.name or "localhost"

    def overlaps_a_route(self, pool: IPv4Network) -> bool:
        """CheckRouteOverlaps(): a predefined pool must not hide what the host reaches."""
        for route in self.host.routes:
            if route.device is not None and route.length and route.device.name != self.bridge_name:
                if pool.overlaps(IPv4Network((route.prefix, route.length))):
                    return True
        return False

    # --- looking things up -------------------------------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> Container:
        return self.container(name)

    def container(self, name: str) -> Container:
        """By name, by id, or by the beginning of an id."""
        for container in self.containers.values():
            if name in (container.id, container.name, f"/{container.name}"):
                return container
        found = [container for container in self.containers.values() if name and container.id.startswith(name)]
        if len(found) != 1:
            raise NotFound(f"No such container: {name}" if not found else f"Multiple IDs found with provided prefix: {name}")
        return found[0]

    def find_network(self, name: str) -> Network:
        """FindNetwork(): full id, then name, then the beginning of an id."""
        for network in self.networks.values():
            if name == network.id:
                return network
        for network in self.networks.values():
            if name == network.name:
                return network
        found = [network for network in self.networks.values() if name and network.id.startswith(name)]
        if len(found) > 1:
            raise DockerError(f"network {name} is ambiguous ({len(found)} matches found based on ID prefix)")
        if not found:
            raise NotFound(f"network {name} not found")
        return found[0]

    def network_of_mode(self, mode: str) -> Network:
        return self.find_network("bridge" if mode in ("default", "") else mode)

    def lookup(self, asking: Container, name: str) -> list[IPv4Address]:
        """ResolveName(): names and aliases on the networks of the container that asks, its own network's name behind them allowed."""
        wanted = name.rstrip(".").lower()
        found = []
        for endpoint in asking.endpoints.values():
            network = endpoint.network
            base = wanted.removesuffix(f".{network.name.lower()}")
            for other in network.endpoints.values():
                container = other.container
                names = {container.name, container.id[:12], *other.aliases}
                if container.config.hostname:
                    names.add(container.config.hostname)
                if base in {each.lower() for each in names} and other.address is not None and other.address not in found:
                    found.append(other.address)
            for link in asking.config.links:
                target, _, alias = link.partition(":")
                if wanted == (alias or target).lower() and self.container(target).running:
                    found += [e.address for e in self.container(target).endpoints.values() if e.address is not None]
            if found:
                break
        return found

    def name_of(self, asking: Container, reverse: str) -> str:
        """ResolveIP(): who has an address, written backwards as in-addr.arpa names are."""
        parts = reverse.lower().removesuffix(".in-addr.arpa").split(".")
        if len(parts) != 4:
            return ""
        address = ".".join(reversed(parts))
        for endpoint in asking.endpoints.values():
            for other in endpoint.network.endpoints.values():
                if str(other.address) == address:
                    return f"{other.container.name}.{endpoint.network.name}"
        return ""

    # --- what people type --------------------------------------------------------------------------------------------------------

    def create(self, config: ContainerConfig) -> Container:
        return self.lifecycle.create(config)

    def run(self, image: str, *, name: str = "", network: str = "default", **options: Any) -> Container:
        """`docker run -d`; options as ContainerConfig's fields."""
        container = self.lifecycle.create(ContainerConfig(image, name=name, network=network, **options))
        self.lifecycle.start(container)
        return container

    def exec(self, name: str, line: str, stdin: str = "") -> Any:
        """`docker exec NAME LINE`: a command in the container's namespace; a result with .stdout .stderr .returncode."""
        container = self.container(name)
        if not container.running or container.namespace is None:
            raise DockerError(f"Container {container.id} is not running")
        return self.lab.run_in(container.namespace, line, stdin)

    def ps(self, everything: bool = False) -> list[Container]:
        """Newest first."""
        return [container for container in reversed(self.containers.values()) if everything or container.running]

    def rm(self, name: str, force: bool = False) -> None:
        self.lifecycle.remove(self.container(name), force)

    def new_network(self, config: NetworkConfig) -> Network:
        """A network of its driver, not made yet."""
        drivers = {"bridge": BridgeNetwork, "macvlan": MacvlanNetwork, "host": HostNetwork, "null": NullNetwork}
        cls = drivers.get(config.driver)
        if cls is None:
            raise DockerError(f'plugin "{config.driver}" not found')
        if cls in (HostNetwork, NullNetwork):
            raise DockerError(f'only one instance of "{config.driver}" network is allowed')
        network: Network = cls(self, config, naming.new_id(self.host.random))
        return network
