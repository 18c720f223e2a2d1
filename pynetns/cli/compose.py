"""`python3 -m pynetns compose FILE`: bring up what `docker compose config --format json` wrote, and show who reaches whom on which ports.

Each cell is found by sending: a TCP connection or a UDP datagram, by the service's name, the container's address or the published port.
"""

import argparse
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

from pynetns.cli import reach
from pynetns.cli.run import add_lab_arguments, make_lab
from pynetns.commands.names import resolve
from pynetns.docker import Container, Docker, DockerError
from pynetns.docker.compose import Project, ports_of, up
from pynetns.docker.services import UdpServer
from pynetns.lab import Lab
from pynetns.netns.namespace import NetNamespace
from pynetns.wire.address import format_ipv4

NO_FILE, INVALID, REFUSED = 14, 15, 1  # as docker compose ends
LAN = ("203.0.113.10/24", "203.0.113.20/24")  # TEST-NET-3: no network of a project overlaps it
OUTSIDE, HOST, NOWHERE = "outside", "host", "-"

Probe = Callable[[str, int, str], bool]  # address, port, protocol


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="what `docker compose config --format json` wrote; - is standard input")
    parser.add_argument("--engine-version", default="20.10", metavar="VERSION", help="whose rules: 20.10 or 28 (20.10)")
    add_lab_arguments(parser)


def main(options: argparse.Namespace) -> int:
    try:
        data = json.loads(sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8"))
    except OSError as error:
        return _fail(f"open {options.file}: {(error.strerror or '').lower()}", NO_FILE)
    except ValueError as error:
        return _fail(f"{options.file}: not what `docker compose config --format json` writes: {error}", INVALID)
    try:
        project = Project(data)
    except DockerError as error:
        return _fail(str(error), INVALID)
    lab = make_lab(options)
    try:
        daemon = _host(lab, options.engine_version)
        containers = up(daemon, project)
    except DockerError as error:
        return _fail(f"Error response from daemon: {error}", REFUSED)
    for network in daemon.network.ls():
        if network.config.labels.get("com.docker.compose.project") == project.name:
            print(f" Network {network.name}  {network.subnet or network.driver}{'  internal' if network.internal else ''}")
    containers = dict(sorted(containers.items()))
    for service in containers.values():
        for container in service:
            print(f" Container {container.name}  {_places(container)}")
    print()
    _print_table(list(_rows(daemon, lab["outside"], containers)))
    return 0


def _fail(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


def _host(lab: Lab, version: str) -> Docker:
    """A host with a daemon, and somebody else on its LAN."""
    host, outside = lab.netns(HOST), lab.netns(OUTSIDE)
    host.lo.up()
    for device, address in zip(lab.veth((host, "eth0"), (outside, "eth0")), LAN, strict=True):
        device.up()
        device.add_address(address)
    return Docker(host, version)


def _places(container: Container) -> str:
    if container.shares or container.is_host:
        return container.mode.partition(":")[0]
    return "  ".join(f"{endpoint.network.name} {endpoint.address or ''}".rstrip() for endpoint in container.endpoints.values())


def _rows(daemon: Docker, outside: NetNamespace, containers: dict[str, list[Container]]) -> Iterator[list[str]]:
    """The table: in each row who asks, in each column whom."""
    yield ["FROM \\ TO", *containers]
    lan = LAN[0].partition("/")[0]
    yield [OUTSIDE, *(_published(outside, [lan], service) for service in containers.values())]
    yield [HOST, *(_published(daemon.host, ["127.0.0.1", lan], service, direct=True) for service in containers.values())]
    for name, service in containers.items():
        yield [name, *(_named(service[0], other, target) if service else NOWHERE for other, target in containers.items())]


def _published(asking: NetNamespace, hosts: list[str], service: list[Container], direct: bool = False) -> str:
    """By the host's addresses: published ports, and those of containers that are on the host's own network."""
    found = []
    for container in service:
        for port, proto in ports_of(container):
            if direct and _ask(asking, [str(e.address) for e in container.endpoints.values() if e.address], port, proto, container):
                found.append(_port(port, proto))
            if container.is_host and _ask(asking, hosts, port, proto, container):
                found.append(_port(port, proto))
        for endpoint in container.endpoints.values():
            for mapping in endpoint.mappings:
                binding = mapping.binding
                if _ask(asking, hosts, mapping.host_port, binding.proto, container, binding.port):
                    found.append(f"{mapping.host_port}->{_port(binding.port, binding.proto)}")
    return _cell(found)


def _named(asking: Container, name: str, service: list[Container]) -> str:
    """By the service's name, as one service asks another."""
    namespace = asking.namespace
    if namespace is None or not service:
        return NOWHERE
    address = 0x7F000001 if service[0].namespace is namespace else resolve(namespace, name)
    if address is None:
        return NOWHERE
    return _cell([_port(port, proto) for port, proto in ports_of(service[0])
                  if _ask(namespace, [format_ipv4(address)], port, proto, service[0])])


def _ask(namespace: NetNamespace, addresses: list[str], port: int, proto: str, target: Container, inner: int = 0) -> bool:
    """Does one of the addresses lead there? `inner` is the port on which the container listens, where it is another one."""
    if proto == "tcp":
        return any(reach.tcp(namespace, address, port) for address in addresses)
    servers = [service for service in target.services if isinstance(service, UdpServer) and service.port == (inner or port)]
    return any(reach.udp(namespace, address, port, server) for server in servers for address in addresses)


def _port(port: int, proto: str) -> str:
    return str(port) if proto == "tcp" else f"{port}/{proto}"


def _cell(found: list[str]) -> str:
    return ",".join(dict.fromkeys(found)) or NOWHERE


def _print_table(rows: list[list[str]]) -> None:
    """As wide as it has to be."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    print()
    print("\n".join(textwrap.wrap(
        f"Rows ask, columns answer: 80 is the service's own port, 8080->80 a published one, {NOWHERE} none.", 80)))
