"""The bridge driver: docker0 and br-…, a veth pair for each container, published ports (libnetwork's drivers/bridge/bridge.go)."""

from ipaddress import IPv4Address

from pynetns.device.bridge import Bridge
from pynetns.docker import links, naming
from pynetns.docker.errors import DockerError
from pynetns.docker.network import Endpoint, Network
from pynetns.docker.options import BridgeOptions
from pynetns.docker.ports import Mapping, PortBinding, in_order
from pynetns.docker.proxy import Proxy
from pynetns.errors import NetlinkError
from pynetns.wire.ipv4 import IPPROTO_UDP

BridgeEndpoint = Endpoint


class BridgeNetwork(Network):
    """A bridge on the host, with its address as the containers' gateway."""

    driver = "bridge"
    publishes = True

    def parse(self) -> None:
        """What can be refused before anything is made."""
        config, daemon = self.config, self.daemon
        if len(config.subnets) > 1:
            raise DockerError("bridge driver doesn't support multiple subnets")
        self.options = BridgeOptions.parse(config.options, daemon.modern)
        self.bridge_name = self.options.name or f"br-{self.id[:12]}"
        for other in daemon.networks.values():
            if isinstance(other, BridgeNetwork) and other is not self and other.bridge_name == self.bridge_name:
                raise DockerError(f"cannot create network {self.id} ({self.bridge_name}): conflicts with network {other.id} "
                                  f"({other.bridge_name}): networks have same bridge name")

    @property
    def icc(self) -> bool:
        return self.options.icc

    @property
    def masquerade(self) -> bool:
        return self.options.masquerade

    @property
    def host_ip(self) -> str:
        return self.options.host_ip

    @property
    def routed(self) -> bool:
        return self.options.gateway_mode == "routed"

    @property
    def unprotected(self) -> bool:
        return self.options.gateway_mode == "nat-unprotected"

    # --- the bridge --------------------------------------------------------------------------------------------------------------

    def create(self) -> None:
        """createNetwork(): the device, its address, the rules, and last up."""
        daemon, host = self.daemon, self.daemon.host
        existing = host.devices.get(self.bridge_name)
        if existing is None:
            bridge = host.bridge(self.bridge_name, mac=naming.bridge_mac(host.random))
        elif isinstance(existing, Bridge):
            bridge = existing
        else:
            raise DockerError(f"existing interface {self.bridge_name} is not a bridge")
        self.bridge = bridge
        assert self.subnet is not None
        wanted = f"{self.gateway}/{self.subnet.prefixlen}"
        if not self.options.inhibit_ipv4 and self.options.gateway_mode != "isolated":
            for address in list(bridge.in_dev.addresses):
                if f"{IPv4Address(address.local)}/{address.length}" != wanted:
                    host.remove_address(bridge, f"{IPv4Address(address.local)}/{address.length}")
            if not bridge.in_dev.addresses:
                host.add_address(bridge, wanted, broadcast=str(self.subnet.broadcast_address))
        if not daemon.userland_proxy:
            host.sysctl[f"net.ipv4.conf.{self.bridge_name}.route_localnet"] = 1
        if not self.icc and host.sysctl["net.ipv4.ip_forward"]:
            host.sysctl["net.bridge.bridge-nf-call-iptables"] = 1
        daemon.rules.add_network(self)
        bridge.up()

    def remove(self) -> None:
        self.daemon.rules.remove_network(self)
        if self.bridge_name in self.daemon.host.devices:
            self.bridge.delete()

    # --- containers --------------------------------------------------------------------------------------------------------------

    def join(self, endpoint: Endpoint) -> None:
        """CreateEndpoint() and Join(): the pair's other end moves into the container and becomes eth0, eth1, ..."""
        host, inside = self.daemon.host, endpoint.container.namespace
        assert inside is not None
        near, far = self._unused_veth_name(), self._unused_veth_name()
        mtu = self.options.mtu or 1500
        host_end, container_end = host.veth(near, (host, far), peer_mac=endpoint.mac, mtu=mtu, peer_mtu=mtu)
        self.bridge.attach(host_end)
        if not self.daemon.userland_proxy:
            host_end.port.hairpin = True
        host_end.up()
        prefix = self.options.iface_prefix
        number = 0
        while f"{prefix}{number}" in inside.devices:
            number += 1
        container_end.set_namespace(inside, f"{prefix}{number}")
        inside.add_address(container_end, f"{endpoint.address}/{endpoint.prefix_length}", broadcast=str(self._broadcast()))
        container_end.up()
        endpoint.device, endpoint.host_device = container_end, host_end
        self.daemon.rules.add_endpoint(self, endpoint)

    def _broadcast(self) -> IPv4Address:
        assert self.subnet is not None
        return self.subnet.broadcast_address

    def _unused_veth_name(self) -> str:
        while (name := naming.veth_name(self.daemon.host.random)) in self.daemon.host.devices:
            pass
        return name

    def leave(self, endpoint: Endpoint) -> None:
        self._link(endpoint, add=False)
        self.daemon.rules.remove_endpoint(self, endpoint)
        if endpoint.device is not None:
            endpoint.device.delete()
        endpoint.device = endpoint.host_device = None

    def default_gateway(self, endpoint: Endpoint) -> str | None:
        """20.10 gives containers of an internal network a default route too; since 25.0 they have none."""
        if (self.internal and self.daemon.modern) or self.options.gateway_mode == "isolated":
            return None
        return str(self.gateway)

    # --- ports -------------------------------------------------------------------------------------------------------------------

    def publish(self, endpoint: Endpoint) -> None:
        """ProgramExternalConnectivity(): all ports of the container, or none."""
        if self.internal:
            return
        try:
            for binding in in_order(endpoint.container.ports, self.daemon.modern):
                self._publish_one(endpoint, binding)
            if self.daemon.modern:
                self._forget_connections(endpoint)
            self._link(endpoint, add=True)
        except DockerError as error:
            self.unpublish(endpoint)
            prefix = "failed to set up container networking: " if self.daemon.modern else ""
            raise DockerError(f"{prefix}driver failed programming external connectivity on endpoint {endpoint.container.name} "
                              f"({endpoint.id}): {error}") from None

    def _link(self, endpoint: Endpoint, add: bool) -> None:
        if self.icc:
            return
        for parent, child in links.pairs(endpoint):
            for key in child.container.exposed:
                port, _, proto = key.partition("/")
                self.daemon.rules.link(self, str(parent.address), str(child.address), int(port), proto, add)

    def _publish_one(self, endpoint: Endpoint, binding: PortBinding) -> None:
        """The rules first, then whoever holds the port on the host (MapRange)."""
        daemon = self.daemon
        host_ip = binding.host_ip or self.options.host_binding or daemon.default_binding
        if self.routed:
            mapping = Mapping(binding, host_ip, 0)
            daemon.rules.add_port(self, endpoint, mapping)
            endpoint.mappings.append(mapping)
            return
        port = daemon.ports.request(host_ip, binding.proto, binding.first, binding.last)
        mapping = Mapping(binding, host_ip, port)
        daemon.rules.add_port(self, endpoint, mapping)
        endpoint.mappings.append(mapping)
        assert endpoint.address is not None
        try:
            daemon.proxies[mapping, endpoint.id] = Proxy(daemon.host, mapping, endpoint.address, daemon.userland_proxy)
        except OSError as error:
            text = NetlinkError(error.errno or 0).args[0].removeprefix("RTNETLINK answers: ").lower()
            step = "Error starting userland proxy: " if daemon.userland_proxy or not daemon.modern else ""
            raise DockerError(f"{step}listen {binding.proto}4 {host_ip}:{port}: bind: {text}") from None

    def unpublish(self, endpoint: Endpoint) -> None:
        """RevokeExternalConnectivity(): what was tracked of the container's address is forgotten too."""
        daemon = self.daemon
        for mapping in endpoint.mappings:
            proxy = daemon.proxies.pop((mapping, endpoint.id), None)
            if proxy is not None:
                proxy.close()
            daemon.rules.remove_port(self, endpoint, mapping)
            if mapping.host_port:
                daemon.ports.release(mapping.host_ip, mapping.binding.proto, mapping.host_port)
        endpoint.mappings = []
        self._forget_connections(endpoint)

    def _forget_connections(self, endpoint: Endpoint) -> None:
        """DeleteConntrackEntries(), by any address of the reply; with 28 (clearConntrackEntries) by its published UDP ports too."""
        conntrack = self.daemon.host.conntrack
        if endpoint.address is None:
            return
        address = int(endpoint.address)
        ports = {mapping.host_port for mapping in endpoint.mappings if mapping.binding.proto == "udp"} if self.daemon.modern else set()
        for connection in conntrack:
            original, reply = connection.original, connection.reply
            if address in (reply.src, reply.dst) or (original.proto == IPPROTO_UDP and original.dport in ports):
                conntrack.kill(connection)
