"""Creating, starting, stopping and removing containers, and their way onto networks (moby's daemon/create.go, start.go,
container_operations.go)."""

from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from pynetns.device.scheduler import SECOND
from pynetns.docker import links, naming, services
from pynetns.docker.container import Container, ContainerConfig
from pynetns.docker.errors import DockerError, NotFound
from pynetns.docker.network import Endpoint, Network
from pynetns.docker.resolver import Resolver

if TYPE_CHECKING:
    from pynetns.docker.engine import Docker

RESTART_POLICIES = ("", "no", "always", "unless-stopped", "on-failure")
GATEWAY_TEXT = "container type network can't be used with links. This would result in undefined behavior"


class Lifecycle:
    """What happens to the containers of a daemon."""

    def __init__(self, daemon: "Docker") -> None:
        self.daemon = daemon

    # --- create ------------------------------------------------------------------------------------------------------------------

    def create(self, config: ContainerConfig) -> Container:
        """Refuse what can't be, then give it a name. The networks are looked at when it starts."""
        daemon = self.daemon
        _check_policy(*config.restart.partition(":")[::2])
        self._check_conflicts(config)
        links.check(daemon, config)
        if daemon.modern:
            self._check_network(config)
        identifier = naming.new_id(daemon.host.random)
        name = config.name
        if not name:
            name = naming.container_name(daemon.host.random)
            while any(container.name == name for container in daemon.containers.values()):
                name = naming.container_name(daemon.host.random)
        self._check_name(name)
        container = Container(daemon, config, identifier, name)
        if container.shares:  # adaptSharedNamespaceContainer(): by id from now on, if it is there
            try:
                container.joined = daemon.container(config.network.partition(":")[2])
            except NotFound:
                pass
            else:
                config.network = f"container:{container.joined.id}"
        daemon.containers[identifier] = container
        return container

    def _check_network(self, config: ContainerConfig) -> None:
        """28 looks at the network already here, if it is there."""
        try:
            network = self.daemon.network_of_mode(config.network)
        except DockerError:
            return
        try:
            self.check_request(network, config.ip, config.aliases)
        except DockerError as error:
            raise DockerError(f"invalid config for network {network.name}: {error}", "create") from None

    def _check_conflicts(self, config: ContainerConfig) -> None:
        """validateNetMode() and validateNetContainerMode(), in their order."""
        shares, host = config.network.startswith("container:"), config.network == "host"
        for refused, text in (
                (shares and config.hostname, "hostname and the network mode"),
                (shares and config.links, GATEWAY_TEXT),
                (host and config.links, "host type networking can't be used with links. This would result in undefined behavior"),
                (shares and config.dns, "dns and the network mode"),
                (shares and config.hosts, "custom host-to-IP mapping and the network mode"),
                ((shares or host) and config.mac, "mac-address and the network mode"),
                (shares and (config.ports or config.publish_all), "port publishing and the container type network mode"),
                (shares and config.exposed, "port exposing and the container type network mode")):
            if refused:
                raise DockerError(f"conflicting options: {text}", "create")

    def rename(self, container: Container, name: str) -> None:
        """ContainerRename()."""
        name = name.removeprefix("/")
        if not name:
            raise DockerError("Neither old nor new names may be empty")
        if name == container.name:
            raise DockerError("Renaming a container with the same name as its current name")
        try:
            self._check_name(name)
        except DockerError as error:
            raise DockerError(f"Error when allocating new name: {error}") from None
        container.name = name

    def _check_name(self, name: str) -> None:
        """reserveName(): well spelt and free. Docker wants two characters; a lab's containers may be called a and b."""
        if not (name[0].isascii() and name[0].isalnum()) or any(
                not (char.isascii() and char.isalnum()) and char not in "_.-" for char in name):
            raise DockerError(f"Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed", "create")
        for other in self.daemon.containers.values():
            if other.name == name:
                raise DockerError(f'Conflict. The container name "/{name}" is already in use by container "{other.id}". You have to remove '
                                  "(or rename) that container to be able to reuse that name.", "create")

    # --- start -------------------------------------------------------------------------------------------------------------------

    def start(self, container: Container) -> None:
        """A namespace, the networks, the services. Where one of them refuses, the container stays as it was, with exit code 128."""
        if container.running:
            return
        daemon = self.daemon
        try:
            self._start_networks(container)
            links.check_running(container)
        except DockerError as error:
            self._take_down(container)
            container.exit_code, container.error = 128, str(error)
            if container.config.remove:
                daemon.containers.pop(container.id, None)
            raise DockerError(str(error), "start") from None
        container.state = "running"
        container.stopped_by_hand = False
        container.started = daemon.wall_clock()
        container.exit_code = 0
        container.pid = daemon.next_pid
        daemon.next_pid += 1
        self._start_service(container)

    def start_again(self, container: Container) -> None:
        """As the daemon does by itself: who can't start is only logged."""
        try:
            self.start(container)
        except DockerError:
            return

    def _start_networks(self, container: Container) -> None:
        daemon = self.daemon
        container.sandbox_id = naming.new_id(daemon.host.random)
        if container.is_host:
            container.namespace = daemon.host
            self._attach_host(container)
            return
        if container.shares:
            joined = container.joined = self._joined(container)
            container.namespace = joined.namespace
            return
        self.assign(container)
        namespace = container.namespace = daemon.lab.unnamed_netns(container.name)
        namespace.docker, namespace.flavour = daemon, container.image.flavour
        namespace.lo.up()
        for endpoint in list(container.endpoints.values()):
            self.join(endpoint)
        self.choose_gateway(container)
        if container.has_resolver:
            container.services.append(Resolver(container, namespace))

    def _joined(self, container: Container) -> Container:
        """getNetworkedContainer()."""
        modern = self.daemon.modern
        try:
            joined = self.daemon.container(container.mode.partition(":")[2])
        except NotFound as error:
            raise DockerError(f"joining network namespace of container: {error}" if modern else str(error)) from None
        if joined is container:
            raise DockerError("cannot join own network namespace" if modern else "cannot join own network")
        if not joined.running:
            raise DockerError(f"cannot join network namespace of a non running container: container {joined.name} is {joined.state}"
                              if modern else f"cannot join network of a non running container: {joined.id}")
        return joined

    def assign(self, container: Container) -> None:
        """Its first network, where it has none yet: that of --network. Who starts without any gets it again."""
        config = container.config
        container.assigned = True
        if container.endpoints or container.is_host or container.shares:
            return
        network = self.daemon.network_of_mode(config.network)
        self.check_request(network, config.ip, config.aliases)
        container.endpoints[network.id] = Endpoint(network, container, config.ip, config.aliases, config.mac)

    def _attach_host(self, container: Container) -> None:
        network = self.daemon.network_of_mode("host")
        self.check_request(network, container.config.ip, container.config.aliases)
        endpoint = container.endpoints.get(network.id) or Endpoint(network, container)
        endpoint.id = naming.new_id(self.daemon.host.random)
        container.endpoints[network.id] = endpoint
        network.endpoints[container.id] = endpoint

    def check_request(self, network: Network, ip: IPv4Address | None, aliases: tuple[str, ...]) -> None:
        """validateNetworkingConfig(), with 28 validateEndpointSettings(): the first objection, or all of them."""
        subnets = [network.subnet] if network.subnet is not None and (network.config.subnets or network.name == "bridge") else []
        no_subnet = "user specified IP address is supported only when connecting to networks with user configured subnets"
        refused = [text for wrong, text in (
            (ip is not None and not network.has_dns, "user specified IP address is supported on user defined networks only"),
            (aliases and not network.has_dns, "network-scoped alias is supported only for containers in user defined networks"),
            (ip is not None and not subnets, no_subnet),
            (ip is not None and self.daemon.modern and subnets and not any(ip in subnet for subnet in subnets),
             f"no configured subnet or ip-range contain the IP address {ip}")) if wrong]
        if refused and self.daemon.modern:
            text = refused[0] if len(refused) == 1 else "* " + "\n* ".join(refused)
            raise DockerError(f"invalid endpoint settings:\n{text}")
        if refused:
            raise DockerError(refused[0])

    def join(self, endpoint: Endpoint) -> None:
        """CreateEndpoint() and Join()."""
        network, container = endpoint.network, endpoint.container
        endpoint.id = naming.new_id(self.daemon.host.random)
        if network.pool is not None:
            endpoint.address = self._address(endpoint)
            endpoint.mac = endpoint.wanted_mac or naming.mac_of(endpoint.address)
        try:
            network.join(endpoint)
        except Exception:
            if network.pool is not None and endpoint.address is not None:
                network.pool.release(endpoint.address)
            endpoint.address = None
            raise
        network.endpoints[container.id] = endpoint

    def _address(self, endpoint: Endpoint) -> IPv4Address:
        """assignAddressVersion()."""
        network, wanted = endpoint.network, endpoint.wanted_ip
        assert network.pool is not None and network.subnet is not None
        if wanted is not None and wanted not in network.subnet:
            raise DockerError(f"Invalid address {wanted}: It does not belong to any of this network's subnets")
        try:
            return network.pool.request(wanted)
        except DockerError as error:
            if wanted is None:
                raise DockerError(f"{error}: {network.name} ({network.id})") from None
            raise

    def leave(self, endpoint: Endpoint) -> None:
        network, container = endpoint.network, endpoint.container
        if container.gateway is endpoint:
            network.unpublish(endpoint)
            container.gateway = None
        if network.endpoints.pop(container.id, None) is None:
            return
        network.leave(endpoint)
        if network.pool is not None and endpoint.address is not None:
            network.pool.release(endpoint.address)
        endpoint.address, endpoint.mac, endpoint.id = None, b"", ""

    def choose_gateway(self, container: Container) -> None:
        """getGatewayEndpoint(): not internal before internal, then the network whose name sorts first. Its ports move with it."""
        candidates = [endpoint for endpoint in container.endpoints.values() if endpoint.network.pool is not None and endpoint.id]
        candidates.sort(key=lambda endpoint: (endpoint.network.internal, endpoint.network.name))
        best = next((endpoint for endpoint in candidates if endpoint.network.default_gateway(endpoint) is not None), None)
        if best is container.gateway:
            return
        namespace = container.namespace
        assert namespace is not None
        if container.gateway is not None:
            container.gateway.network.unpublish(container.gateway)
            for route in list(namespace.routes):
                if not route.length:
                    namespace.routes.delete("default")
        container.gateway = best
        if best is not None:
            via = best.network.default_gateway(best)
            assert best.device is not None
            namespace.routes.add("default", via=via, dev=best.device.name)
            best.network.publish(best)

    def _start_service(self, container: Container) -> None:
        """What its command listens for, or what the image runs by itself where nobody asked for something else."""
        image, namespace = container.image, container.namespace
        if namespace is None:
            return
        seconds = services.sleeps(container.config.command)
        if seconds is not None:
            pid = container.pid
            self.daemon.lab.scheduler.timer(int(seconds * SECOND), lambda: self.exit(container, 0) if container.pid == pid else None)
        own = services.listener(container.config.command)
        wanted = [own] if own else []
        if image.service and not container.config.command:
            wanted = [(image.service, int(key.partition("/")[0])) for key in image.exposed if key.endswith("/tcp")]
        for kind, port in wanted:
            try:
                self.serve(container, kind, port)
            except OSError:
                name = container.config.image.partition(":")[0].rpartition("/")[2]
                container.output.append(f"{name}: [emerg] bind() to 0.0.0.0:{port} failed (98: Address already in use)\n")
                self.exit(container, 1)
                return

    def serve(self, container: Container, kind: str, port: int) -> None:
        """Something in the container listens from now on."""
        namespace = container.namespace
        assert namespace is not None
        if kind == "http":
            name = container.config.image.partition(":")[0].rpartition("/")[2]
            container.services.append(services.HttpServer(namespace, port, name))
        else:
            container.services.append((services.UdpServer if kind == "udp" else services.TcpServer)(namespace, port))

    # --- stop --------------------------------------------------------------------------------------------------------------------

    def stop(self, container: Container, code: int = 137) -> None:
        if container.running:
            container.stopped_by_hand = True
            self.exit_of_stop(container, code)

    def exit_of_stop(self, container: Container, code: int = 137) -> None:
        """A server ends well when it is asked to; a shell does not hear it and is killed."""
        self.exit(container, 0 if container.image.service else code)

    def exit(self, container: Container, code: int) -> None:
        """Its process is over: what it had goes; its settings stay. With --rm nothing stays."""
        container.state = "exited"
        container.exit_code = code
        container.finished = self.daemon.wall_clock()
        self._take_down(container)
        if container.config.remove:
            self.daemon.containers.pop(container.id, None)

    def _take_down(self, container: Container) -> None:
        for service in container.services:
            service.close()
            container.output += [f"{line}\n" for line in service.log]
        container.services = []
        for endpoint in list(container.endpoints.values()):
            if endpoint.network.driver == "host":
                endpoint.network.endpoints.pop(container.id, None)
            else:
                self.leave(endpoint)
        container.gateway = None
        namespace, container.namespace = container.namespace, None
        container.pid = 0
        if namespace is None or namespace is self.daemon.host:
            return
        if not any(other.namespace is namespace for other in self.daemon.containers.values()):
            self.daemon.lab.delete_unnamed(namespace)

    def remove(self, container: Container, force: bool = False) -> None:
        if container.running:
            if not force:
                raise DockerError(f"You cannot remove a running container {container.id}. Stop the container before attempting removal or "
                                  "force remove")
            self.stop(container)
        self.daemon.containers.pop(container.id, None)


def _check_policy(policy: str, retries: str) -> None:
    """validateRestartPolicy()."""
    if policy not in RESTART_POLICIES:
        raise DockerError(f"invalid restart policy '{policy}'", "create")
    if policy != "on-failure" and int(retries or 0):
        raise DockerError(f"maximum retry count cannot be used with restart policy '{policy}'", "create")
    if int(retries or 0) < 0:
        raise DockerError("maximum retry count cannot be negative", "create")
