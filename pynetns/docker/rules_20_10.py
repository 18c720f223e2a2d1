"""The iptables rules of Docker 20.10.7, as it writes them: libnetwork's drivers/bridge/setup_ip_tables.go, iptables.go."""

from typing import TYPE_CHECKING

from pynetns.docker.ports import Mapping
from pynetns.docker.tables import Tables

if TYPE_CHECKING:
    from pynetns.docker.bridge_driver import BridgeEndpoint, BridgeNetwork

STAGE_1, STAGE_2 = "DOCKER-ISOLATION-STAGE-1", "DOCKER-ISOLATION-STAGE-2"


class Rules2010:
    """Called by the daemon and its bridge driver."""

    modern = False

    def __init__(self, tables: Tables, hairpin: bool) -> None:
        self.tables = tables
        self.hairpin = hairpin  # the userland proxy is off: the kernel does everything

    # --- the daemon --------------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """removeIPChains(), setupIPChains()."""
        tables = self.tables
        for jump in ("-m addrtype --dst-type LOCAL -j DOCKER", "! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER"):
            for chain in ("PREROUTING", "OUTPUT"):
                tables.delete("nat", chain, jump)
        tables.drop_chain("nat", "DOCKER")
        for chain in ("DOCKER", STAGE_1, STAGE_2, "DOCKER-ISOLATION"):
            tables.drop_chain("filter", chain)
        tables.new_chain("nat", "DOCKER")
        for chain in ("DOCKER", STAGE_1, STAGE_2):
            tables.new_chain("filter", chain)
        for chain in (STAGE_1, STAGE_2):
            tables.ensure("filter", chain, "-j RETURN")

    def forward_drop(self) -> None:
        self.tables.policy("filter", "FORWARD", "DROP")

    def user_chain(self) -> None:
        """arrangeUserFilterRule(): after every new network, DOCKER-USER stands first again."""
        tables = self.tables
        tables.new_chain("filter", "DOCKER-USER")
        tables.ensure("filter", "DOCKER-USER", "-j RETURN")
        tables.delete("filter", "FORWARD", "-j DOCKER-USER")
        tables.insert("filter", "FORWARD", "-j DOCKER-USER")

    # --- a network ---------------------------------------------------------------------------------------------------------------

    def add_network(self, network: "BridgeNetwork") -> None:
        tables, name = self.tables, network.bridge_name
        if network.internal:
            for rule in self._internal(network):
                tables.insert("filter", STAGE_1, rule)
            self._set_icc(network)
        else:
            for table, chain, rule in self._nat(network):
                tables.ensure_first(table, chain, rule)
            self._set_icc(network)
            tables.ensure_first("filter", "FORWARD", f"-i {name} ! -o {name} -j ACCEPT")
            self._jumps(name)
        tables.delete("filter", "FORWARD", f"-j {STAGE_1}")
        tables.insert("filter", "FORWARD", f"-j {STAGE_1}")
        if not network.internal:
            tables.ensure_first("filter", STAGE_1, f"-i {name} ! -o {name} -j {STAGE_2}")
            tables.ensure_first("filter", STAGE_2, f"-o {name} -j DROP")

    def _nat(self, network: "BridgeNetwork") -> list[tuple[str, str, str]]:
        """Masquerading and what belongs to it: setupIPTablesInternal()."""
        name, rules = network.bridge_name, []
        target = f"SNAT --to-source {network.host_ip}" if network.host_ip else "MASQUERADE"
        if network.masquerade:
            rules.append(("nat", "POSTROUTING", f"-s {network.subnet} ! -o {name} -j {target}"))
            if not self.hairpin:
                rules.append(("nat", "DOCKER", f"-i {name} -j RETURN"))
        if self.hairpin:
            rules.append(("nat", "POSTROUTING", f"-m addrtype --src-type LOCAL -o {name} -j {target}"))
        return rules

    def _internal(self, network: "BridgeNetwork") -> list[str]:
        name = network.bridge_name
        return [f"-i {name} ! -d {network.subnet} -j DROP", f"-o {name} ! -s {network.subnet} -j DROP"]

    def _set_icc(self, network: "BridgeNetwork") -> None:
        name = network.bridge_name
        if network.icc:
            self.tables.delete("filter", "FORWARD", f"-i {name} -o {name} -j DROP")
            self.tables.ensure_first("filter", "FORWARD", f"-i {name} -o {name} -j ACCEPT")
        else:
            self.tables.delete("filter", "FORWARD", f"-i {name} -o {name} -j ACCEPT")
            self.tables.ensure("filter", "FORWARD", f"-i {name} -o {name} -j DROP")

    def _jumps(self, name: str) -> None:
        """ProgramChain()."""
        tables = self.tables
        tables.ensure("nat", "PREROUTING", "-m addrtype --dst-type LOCAL -j DOCKER")
        loopback = "" if self.hairpin else "! -d 127.0.0.0/8 "
        tables.ensure("nat", "OUTPUT", f"-m addrtype --dst-type LOCAL {loopback}-j DOCKER")
        tables.ensure_first("filter", "FORWARD", f"-o {name} -j DOCKER")
        tables.ensure_first("filter", "FORWARD", f"-o {name} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")

    def remove_network(self, network: "BridgeNetwork") -> None:
        """iptCleanFuncs: the jumps to DOCKER of the nat table stay."""
        tables, name = self.tables, network.bridge_name
        if network.internal:
            for rule in self._internal(network):
                tables.delete("filter", STAGE_1, rule)
        else:
            for table, chain, rule in self._nat(network):
                tables.delete(table, chain, rule)
            tables.delete("filter", "FORWARD", f"-i {name} ! -o {name} -j ACCEPT")
            tables.delete("filter", "FORWARD", f"-o {name} -j DOCKER")
            tables.delete("filter", "FORWARD", f"-o {name} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")
            tables.delete("filter", STAGE_1, f"-i {name} ! -o {name} -j {STAGE_2}")
            tables.delete("filter", STAGE_2, f"-o {name} -j DROP")
        tables.delete("filter", "FORWARD", f"-i {name} -o {name} -j {'ACCEPT' if network.icc else 'DROP'}")

    # --- a container -------------------------------------------------------------------------------------------------------------

    def add_endpoint(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint") -> None:
        """20.10 has no rule for a container without ports."""

    def remove_endpoint(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint") -> None:
        """Likewise."""

    def add_port(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint", mapping: Mapping) -> None:
        """ChainInfo.Forward()."""
        for table, chain, rule in self._port(network, endpoint, mapping):
            self.tables.ensure(table, chain, rule)

    def remove_port(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint", mapping: Mapping) -> None:
        for table, chain, rule in self._port(network, endpoint, mapping):
            self.tables.delete(table, chain, rule)

    def _port(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint", mapping: Mapping) -> list[tuple[str, str, str]]:
        proto, port, name, address = mapping.binding.proto, mapping.binding.port, network.bridge_name, endpoint.address
        outside = "" if self.hairpin else f" ! -i {name}"
        rules = [
            ("nat", "DOCKER",
             f"-p {proto}{to_host(mapping)} --dport {mapping.host_port} -j DNAT --to-destination {address}:{port}{outside}"),
            ("filter", "DOCKER", f"! -i {name} -o {name} -p {proto} -d {address} --dport {port} -j ACCEPT"),
            ("nat", "POSTROUTING", f"-p {proto} -s {address} -d {address} --dport {port} -j MASQUERADE")]
        if proto == "sctp":
            rules.append(("mangle", "POSTROUTING", f"-p sctp --sport {port} -j CHECKSUM --checksum-fill"))
        return rules

    def link(self, network: "BridgeNetwork", parent: str, child: str, port: int, proto: str, add: bool) -> None:
        """ChainInfo.Link(): two containers that may talk although icc is off."""
        name = network.bridge_name
        for rule in (f"-i {name} -o {name} -p {proto} -s {parent} -d {child} --dport {port} -j ACCEPT",
                     f"-i {name} -o {name} -p {proto} -s {child} -d {parent} --sport {port} -j ACCEPT"):
            if add:
                self.tables.ensure("filter", "DOCKER", rule)
            else:
                self.tables.delete("filter", "DOCKER", rule)


def to_host(mapping: Mapping) -> str:
    """The host address that a port is published on; 0.0.0.0 is any."""
    return "" if mapping.host_ip == "0.0.0.0" else f" -d {mapping.host_ip}"
