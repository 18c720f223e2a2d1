"""`docker ps`: the containers as a table, filtered and formatted."""

from collections.abc import Iterable

from pynetns.commands.base import Context
from pynetns.commands.docker_filter import Filters, invalid
from pynetns.commands.docker_inspect import describe_ports
from pynetns.commands.docker_options import Flags, need
from pynetns.commands.docker_table import formatted, go_time, human_duration, row
from pynetns.commands.go_functions import GoStruct
from pynetns.device.scheduler import SECOND
from pynetns.docker import Container, Docker


def ps(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker ps", {"-f": "filter", "--filter": "filter", "--format": "format", "-n": "last", "--last": "last"},
                  {"-a": "all", "--all": "all", "-q": "quiet", "--quiet": "quiet", "--no-trunc": "no_trunc", "-l": "latest",
                   "--latest": "latest", "-s": "size", "--size": "size"})
    need(flags, flags.parse(argv), 0, 0, "docker ps [OPTIONS]", "List containers")
    filters = Filters(flags.all("filter"), _FILTERS)
    for state in filters.all("status"):
        if state not in _STATES:
            raise invalid(f"status={state}")
    found = daemon.ps(flags.on("all") or flags.on("latest") or bool(flags.last("last")) or bool(
        filters.all("status") or filters.all("exited")))
    found = [container for container in found if _matches(container, filters)]
    if flags.on("latest"):
        found = found[:1]
    if flags.last("last").isdigit():
        found = found[:int(flags.last("last"))]
    whole = flags.on("no_trunc")
    if flags.on("quiet"):
        context.out("".join(f"{container.id if whole else container.id[:12]}\n" for container in found))
        return 0
    rows = [_row(daemon, container, whole) for container in found]
    headings = {"ID": "CONTAINER ID", "RunningFor": "CREATED"}
    template = "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}"
    context.out(formatted(flags.last("format", template), rows, headings, daemon.modern))
    return 0


def _row(daemon: Docker, container: Container, whole: bool) -> GoStruct:
    now = daemon.wall_clock()
    command = " ".join(container.command)
    if not whole and len(command) > 20:
        command = command[:19] + "…"
    if container.running:
        status = f"Up {human_duration(now - container.started)}"
    elif container.state == "created":
        status = "Created"
    else:
        status = f"Exited ({container.exit_code}) {human_duration(now - container.finished)} ago"
    labels = container.config.labels
    return row({"ID": container.id if whole else container.id[:12], "Image": container.config.image, "Command": f'"{command}"',
            "RunningFor": f"{human_duration(now - container.created)} ago", "CreatedAt": go_time(container.created // SECOND * SECOND),
            "Status": status, "State": container.state,
            "Ports": ports_text(container), "Names": container.name, "Networks": ",".join(networks_of(container)),
            "LocalVolumes": "0", "Mounts": "", "Size": "0B", "Labels": ",".join(f"{key}={value}" for key, value in labels.items())},
        labels, "*formatter.ContainerContext")


def ports_text(container: Container) -> str:
    """DisplayablePorts(): ports that are exposed, or published as themselves, in ranges; then those that are published as others."""
    if not container.running or container.is_host:
        return ""
    ports: list[tuple[int, str, int, str]] = []
    for key, places in describe_ports(container).items():
        number, _, proto = key.partition("/")
        ports += [(int(number), place["HostIp"], int(place["HostPort"]), proto) for place in places or [{"HostIp": "", "HostPort": "0"}]]
    ranges: dict[tuple[str, str], list[int]] = {}
    done: list[str] = []
    others: list[str] = []
    for port, address, public, proto in sorted(ports):
        if address and public != port:
            others.append(f"{_shown(container.daemon, address)}:{public}->{port}/{proto}")
            continue
        first_last = ranges.setdefault((_shown(container.daemon, address), proto), [port, port])
        if port > first_last[1] + 1:
            done.append(_range(_shown(container.daemon, address), proto, *first_last))
            first_last[0] = port
        first_last[1] = port
    return ", ".join([*done, *(_range(*key, *first_last) for key, first_last in ranges.items()), *others])


def _shown(daemon: Docker, address: str) -> str:
    """20.10 writes `:::80`, later ones `[::]:80`."""
    return f"[{address}]" if ":" in address and daemon.modern else address


def host_port(daemon: Docker, place: dict[str, str]) -> str:
    return f"{_shown(daemon, place['HostIp'])}:{place['HostPort']}"


def _range(address: str, proto: str, first: int, last: int) -> str:
    text = str(first) if first == last else f"{first}-{last}"
    return f"{address}:{text}->{text}/{proto}" if address else f"{text}/{proto}"


_FILTERS = ("ancestor", "before", "exited", "id", "isolation", "label", "name", "status", "health", "since", "volume", "network", "is-task",
            "publish", "expose")
_STATES = ("paused", "restarting", "removing", "running", "dead", "created", "exited")


def networks_of(container: Container) -> list[str]:
    """By name, sorted; one that never started knows only what it was given."""
    names = sorted(endpoint.network.name for endpoint in container.endpoints.values())
    return names or ([] if container.shares else ["bridge" if container.mode in ("", "default") else container.mode])


def _matches(container: Container, filters: Filters) -> bool:
    """includeContainerInList()."""
    ids = [endpoint.network.id for endpoint in container.endpoints.values()]
    ports = [f"{mapping.host_port}/{mapping.binding.proto}" for e in container.endpoints.values() for mapping in e.mappings]
    return (filters.match("name", container.name, f"/{container.name}") and filters.match("id", container.id)
            and filters.exact("status", container.state) and filters.labels(container.config.labels)
            and filters.exact("exited", str(container.exit_code) if container.state == "exited" else "")
            and (filters.exact("network", *networks_of(container)) or filters.prefix("network", *ids))
            and filters.exact("ancestor", container.config.image, container.config.image.partition(":")[0])
            and _has_port(filters.all("publish"), ports) and _has_port(filters.all("expose"), container.exposed))


def _has_port(wanted: list[str], ports: Iterable[str]) -> bool:
    return not wanted or any((each if "/" in each else f"{each}/tcp") in ports for each in wanted)
