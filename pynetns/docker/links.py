"""Legacy links, `--link NAME[:ALIAS]` on the default bridge: who may be linked, and the rules that let two containers talk although icc is
off (daemon/daemon_unix.go registerLinks, container_operations_unix.go, libnetwork's drivers/bridge/link.go)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pynetns.docker.errors import DockerError, NotFound
from pynetns.docker.network import Endpoint

if TYPE_CHECKING:
    from pynetns.docker.container import Container, ContainerConfig
    from pynetns.docker.engine import Docker


def check(daemon: "Docker", config: "ContainerConfig") -> None:
    """What `docker create` refuses."""
    if config.network not in ("default", "bridge"):
        return
    for link in config.links:
        name = link.partition(":")[0]
        try:
            child = daemon.container(name)
            while child.joined is not None:
                child = child.joined
        except NotFound as error:
            raise DockerError(f"could not get container for {name}: {error}", "create") from None
        if child.is_host:
            raise DockerError("conflicting options: host type networking can't be used with links. This would result in undefined behavior",
                              "create")


def check_running(container: "Container") -> None:
    """What its start refuses: setupLinkedContainers()."""
    if not _on_default_bridge(container):
        return
    for link in container.config.links:
        name, _, alias = link.partition(":")
        child = container.daemon.container(name)
        if not child.running:
            raise DockerError(f"Cannot link to a non running container: /{child.name} AS /{container.name}/{alias or name}")


def pairs(endpoint: Endpoint) -> Iterator[tuple[Endpoint, Endpoint]]:
    """(parent, child) of the links that a container is in. Who links and is linked to gets its parents' rules with the address of
    its own child, as buildSandboxOptions() mistakes the one for the other."""
    container = endpoint.container
    if not _on_default_bridge(container):
        return
    children = [child for link in container.config.links if (child := _endpoint(container, link.partition(":")[0]))]
    if children and any(_links_to(other, container) for other in container.daemon.containers.values() if other is not container):
        yield children[-1], endpoint
    for child in children:
        yield endpoint, child


def _on_default_bridge(container: "Container") -> bool:
    return any(endpoint.network.name == "bridge" for endpoint in container.endpoints.values())


def _endpoint(container: "Container", name: str) -> Endpoint | None:
    try:
        child = container.daemon.container(name)
    except NotFound:
        return None
    return next((endpoint for endpoint in child.endpoints.values() if endpoint.network.name == "bridge" and endpoint.address), None)


def _links_to(other: "Container", container: "Container") -> bool:
    return any(link.partition(":")[0] in (container.name, container.id) for link in other.config.links)
