"""The iptables rules of Docker 28.5.2, in the order in which it writes them: libnetwork/drivers/bridge/internal/iptabler."""

from typing import TYPE_CHECKING

from pynetns.docker.ports import Mapping
from pynetns.docker.rules_20_10 import STAGE_1, STAGE_2, to_host
from pynetns.docker.tables import Tables

if TYPE_CHECKING:
    from pynetns.docker.bridge_driver import BridgeEndpoint, BridgeNetwork

_CHAINS = ("DOCKER", "DOCKER-FORWARD", "DOCKER-BRIDGE", "DOCKER-CT", STAGE_1, STAGE_2)


class Rules28:
    """Called by the daemon and its bridge driver. A container's own address is closed to everybody outside, in the raw table."""

    modern = True

    def __init__(self, tables: Tables, hairpin: bool) -> None:
        self.tables = tables
        self.hairpin = hairpin

    # --- the daemon --------------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """setupIPChains()."""
        tables = self.tables
        for jump in ("-m addrtype --dst-type LOCAL -j DOCKER", "! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER"):
            for chain in ("PREROUTING", "OUTPUT"):
                tables.delete("nat", chain, jump)
        tables.drop_chain("nat", "DOCKER")
        for chain in ("DOCKER-FORWARD", "DOCKER-BRIDGE", "DOCKER", "DOCKER-CT", STAGE_1, STAGE_2):
            tables.drop_chain("filter", chain)
        tables.new_chain("nat", "DOCKER")
        for chain in _CHAINS:
            tables.new_chain("filter", chain)
        tables.ensure("nat", "PREROUTING", "-m addrtype --dst-type LOCAL -j DOCKER")
        loopback = "" if self.hairpin else " ! -d 127.0.0.0/8"
        tables.ensure("nat", "OUTPUT", f"-m addrtype --dst-type LOCAL -j DOCKER{loopback}")
        for chain, jump in (("FORWARD", "DOCKER-FORWARD"), ("DOCKER-FORWARD", "DOCKER-BRIDGE"), ("DOCKER-FORWARD", STAGE_1),
                            ("DOCKER-FORWARD", "DOCKER-CT")):
            tables.delete("filter", chain, f"-j {jump}")
            tables.insert("filter", chain, f"-j {jump}")

    def forward_drop(self) -> None:
        self.tables.policy("filter", "FORWARD", "DROP")

    def user_chain(self) -> None:
        self.tables.new_chain("filter", "DOCKER-USER")
        self.tables.delete("filter", "FORWARD", "-j DOCKER-USER")
        self.tables.insert("filter", "FORWARD", "-j DOCKER-USER")

    # --- a network ---------------------------------------------------------------------------------------------------------------

    def add_network(self, network: "BridgeNetwork") -> None:
        tables, name = self.tables, network.bridge_name
        if network.internal:
            for rule in self._internal(network):
                tables.ensure_first("filter", STAGE_1, rule)
            tables.ensure("filter", "DOCKER-FORWARD", self._icc(network))
            return
        for chain, rule in self._nat(network):
            tables.ensure_first("nat", chain, rule)
        if not network.icc:
            tables.ensure("filter", "DOCKER-FORWARD", self._icc(network))
        for chain, rule in self._appended(network):
            tables.ensure("filter", chain, rule)
        for chain, rule in self._isolation_first(network):
            tables.ensure_first("filter", chain, rule)
        tables.ensure("filter", STAGE_1, f"-i {name} ! -o {name} -j {STAGE_2}")
        tables.ensure_first("filter", STAGE_2, f"-o {name} -j DROP")

    def _nat(self, network: "BridgeNetwork") -> list[tuple[str, str]]:
        name, rules = network.bridge_name, []
        target = f"SNAT --to-source {network.host_ip}" if network.host_ip else "MASQUERADE"
        if network.masquerade:
            if not network.routed:
                rules.append(("POSTROUTING", f"-s {network.subnet} ! -o {name} -j {target}"))
            if not self.hairpin:
                rules.append(("DOCKER", f"-i {name} -j RETURN"))
        if self.hairpin:
            rules.append(("POSTROUTING", f"-m addrtype --src-type LOCAL -o {name} -j {target}"))
        return rules

    @staticmethod
    def _icc(network: "BridgeNetwork") -> str:
        name = network.bridge_name
        return f"-i {name} -o {name} -j {'ACCEPT' if network.icc else 'DROP'}"

    @staticmethod
    def _internal(network: "BridgeNetwork") -> list[str]:
        name = network.bridge_name
        return [f"-i {name} ! -d {network.subnet} -j DROP", f"-o {name} ! -s {network.subnet} -j DROP"]

    @staticmethod
    def _appended(network: "BridgeNetwork") -> list[tuple[str, str]]:
        """What goes to the end of a chain: in routed mode ICMP, the way out, what is not published, answers, the jump for the bridge."""
        name = network.bridge_name
        rules = [("DOCKER", f"-o {name} -p icmp -j ACCEPT")] if network.routed else []
        rules.append(("DOCKER-FORWARD", f"-i {name} -j ACCEPT" if network.icc else f"-i {name} ! -o {name} -j ACCEPT"))
        rules.append(("DOCKER", f"! -i {name} -o {name} -j {'ACCEPT' if network.unprotected else 'DROP'}"))
        rules.append(("DOCKER-CT", f"-o {name} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"))
        rules.append(("DOCKER-BRIDGE", f"-o {name} -j DOCKER"))
        return rules

    @staticmethod
    def _isolation_first(network: "BridgeNetwork") -> list[tuple[str, str]]:
        """setINC(): a routed network is open to others as far as its ports are."""
        name = network.bridge_name
        if not network.routed:
            return []
        return [(STAGE_1, f"-o {name} -j RETURN"), (STAGE_1, f"-i {name} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")]

    def remove_network(self, network: "BridgeNetwork") -> None:
        tables, name = self.tables, network.bridge_name
        if network.internal:
            for rule in self._internal(network):
                tables.delete("filter", STAGE_1, rule)
            tables.delete("filter", "DOCKER-FORWARD", self._icc(network))
            return
        for chain, rule in self._nat(network):
            tables.delete("nat", chain, rule)
        if not network.icc:
            tables.delete("filter", "DOCKER-FORWARD", self._icc(network))
        for chain, rule in [*self._appended(network), *self._isolation_first(network)]:
            tables.delete("filter", chain, rule)
        tables.delete("filter", STAGE_1, f"-i {name} ! -o {name} -j {STAGE_2}")
        tables.delete("filter", STAGE_2, f"-o {name} -j DROP")

    # --- a container -------------------------------------------------------------------------------------------------------------

    def add_endpoint(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint") -> None:
        """filterDirectAccess()."""
        if not (network.internal or network.routed or network.unprotected):
            self.tables.ensure("raw", "PREROUTING", f"-d {endpoint.address} ! -i {network.bridge_name} -j DROP")

    def remove_endpoint(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint") -> None:
        self.tables.delete("raw", "PREROUTING", f"-d {endpoint.address} ! -i {network.bridge_name} -j DROP")

    def add_port(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint", mapping: Mapping) -> None:
        """setPerPortIptables()."""
        for table, chain, rule in self._port(network, endpoint, mapping):
            self.tables.ensure(table, chain, rule)
        if not network.unprotected:
            self.tables.ensure_first("filter", "DOCKER", self._open(network, endpoint, mapping))

    def remove_port(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint", mapping: Mapping) -> None:
        for table, chain, rule in self._port(network, endpoint, mapping):
            self.tables.delete(table, chain, rule)
        self.tables.delete("filter", "DOCKER", self._open(network, endpoint, mapping))

    @staticmethod
    def _open(network: "BridgeNetwork", endpoint: "BridgeEndpoint", mapping: Mapping) -> str:
        name, binding = network.bridge_name, mapping.binding
        return f"! -i {name} -o {name} -p {binding.proto} -d {endpoint.address} --dport {binding.port} -j ACCEPT"

    def _port(self, network: "BridgeNetwork", endpoint: "BridgeEndpoint", mapping: Mapping) -> list[tuple[str, str, str]]:
        proto, port, address = mapping.binding.proto, mapping.binding.port, endpoint.address
        rules: list[tuple[str, str, str]] = []
        if network.routed:
            return rules
        if mapping.host_ip.startswith("127."):
            rules.append(("raw", "PREROUTING", f"-p {proto} -d {mapping.host_ip} --dport {mapping.host_port} ! -i lo -j DROP"))
        outside = "" if self.hairpin else f" ! -i {network.bridge_name}"
        rules.append(("nat", "DOCKER",
                      f"-p {proto}{to_host(mapping)} --dport {mapping.host_port} -j DNAT --to-destination {address}:{port}{outside}"))
        if self.hairpin:
            rules.append(("nat", "POSTROUTING", f"-p {proto} -s {address} -d {address} --dport {port} -j MASQUERADE"))
        return rules

    def link(self, network: "BridgeNetwork", parent: str, child: str, port: int, proto: str, add: bool) -> None:
        """Two containers that may talk although icc is off."""
        name = network.bridge_name
        for rule in (f"-i {name} -o {name} -p {proto} -s {parent} -d {child} --dport {port} -j ACCEPT",
                     f"-i {name} -o {name} -p {proto} -s {child} -d {parent} --sport {port} -j ACCEPT"):
            if add:
                self.tables.ensure("filter", "DOCKER", rule)
            else:
                self.tables.delete("filter", "DOCKER", rule)
