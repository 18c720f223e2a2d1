"""`docker run`, exec, ps and their like."""

from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address
from typing import Any

from pynetns import commands
from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.docker_inspect import describe_container, describe_network, describe_ports, print_inspect
from pynetns.commands.docker_network import formatted
from pynetns.commands.docker_options import Flags, daemon_error, need, parse_mac_flag, parse_port, usage
from pynetns.commands.docker_table import human_duration
from pynetns.docker import Container, ContainerConfig, Docker, DockerError, PortBinding
from pynetns.docker.errors import NotFound
from pynetns.docker.services import listener

_RUN_VALUES = {
    "--name": "name", "--network": "network", "--net": "network", "--ip": "ip", "-p": "publish", "--publish": "publish",
    "--mac-address": "mac", "-h": "hostname", "--hostname": "hostname", "--add-host": "add_host", "--network-alias": "alias",
    "--net-alias": "alias", "--dns": "dns", "--expose": "expose", "--link": "link", "-e": "env", "--env": "env", "-l": "label",
    "--label": "label", "--restart": "restart", "-v": "volume", "--volume": "volume", "--mount": "mount", "-w": "workdir",
    "--workdir": "workdir", "-u": "user", "--user": "user", "--entrypoint": "entrypoint", "--cap-add": "cap_add",
    "--cap-drop": "cap_drop",
    "--sysctl": "sysctl", "-m": "memory", "--memory": "memory", "--cpus": "cpus", "--dns-search": "dns_search", "--pull": "pull",
    "--platform": "platform", "--ulimit": "ulimit", "--security-opt": "security_opt", "--device": "device", "--tmpfs": "tmpfs",
    "--pid": "pid", "--ipc": "ipc", "--env-file": "env_file", "--stop-signal": "stop_signal", "--shm-size": "shm_size",
    "--log-driver": "log_driver", "--log-opt": "log_opt", "--ip6": "ip6", "--cidfile": "cidfile", "-a": "attach", "--attach": "attach"}
_RUN_SWITCHES = {"-d": "detach", "--detach": "detach", "-i": "interactive", "--interactive": "interactive", "-t": "tty", "--tty": "tty",
                 "--rm": "rm", "-P": "publish_all", "--publish-all": "publish_all", "--privileged": "privileged", "--init": "init",
                 "--read-only": "read_only", "--no-healthcheck": "no_healthcheck", "--sig-proxy": "sig_proxy"}
_SHELLS = ("sh", "bash", "ash", "/bin/sh", "/bin/bash", "/bin/ash")
_STAYS = ("sleep", "tail", "top", "cat", "nginx", "httpd", "python3", "python")


def _config(argv: list[str], command: str) -> tuple[Flags, ContainerConfig]:
    flags = Flags(command, _RUN_VALUES, _RUN_SWITCHES)
    words = flags.parse(argv, interspersed=False)
    verb = command.rpartition(" ")[2]
    need(flags, words, 1, None, f"{command} [OPTIONS] IMAGE [COMMAND] [ARG...]",
         "Run a command in a new container" if verb == "run" else "Create a new container")
    if flags.on("detach") and flags.on("rm") and flags.last("restart", "no") not in ("", "no"):
        raise usage("docker: Conflicting options: --restart and --rm.\nSee 'docker run --help'.\n")
    ports: list[PortBinding] = [binding for text in flags.all("publish") for binding in parse_port(text)]
    exposed = tuple(key for text in flags.all("expose") for key in _exposed(text))
    network = flags.last("network", "default")
    config = ContainerConfig(
        words[0], tuple(words[1:]), flags.last("name"), network, _ip(flags.last("ip")),
        parse_mac_flag(flags.last("mac")) if flags.last("mac") else None, tuple(flags.all("alias")), ports, flags.on("publish_all"),
        exposed,
        flags.last("hostname"), tuple(flags.all("add_host")), tuple(flags.all("dns")), tuple(flags.all("link")), tuple(flags.all("env")),
        flags.pairs("label"), flags.on("privileged"), flags.on("rm"), flags.last("restart", "no"), flags.on("tty"), flags.on("interactive"))
    if flags.last("entrypoint"):
        config.command = (flags.last("entrypoint"), *config.command)
    return flags, config


def _exposed(text: str) -> list[str]:
    ports, _, proto = text.partition("/")
    first, dash, last = ports.partition("-")
    if not first.isdigit() or (dash and not last.isdigit()):
        raise usage(f"docker: invalid range format for --expose: {text}, error: strconv.ParseUint: parsing \"{first}\": invalid syntax.\n"
                    "See 'docker run --help'.\n")
    return [f"{port}/{proto or 'tcp'}" for port in range(int(first), int(last or first) + 1)]


def _ip(text: str) -> IPv4Address | None:
    if not text:
        return None
    try:
        return IPv4Address(text)
    except AddressValueError:
        raise usage(f"docker: invalid IPv4 address: {text}.\nSee 'docker run --help'.\n") from None


def run(context: Context, daemon: Docker, argv: list[str]) -> int:
    """Create and start. A command that ends is run to its end, and its status is ours; everything else stays up."""
    flags, config = _config(argv, "docker run")
    if config.network == "host" and config.ports:
        context.err("WARNING: Published ports are discarded when using host network mode\n")
    try:
        container = daemon.create(config)
        _check_command(container)
        daemon.lifecycle.start(container)
    except DockerError as error:
        failed = daemon_error(error, "docker run")
        detached = f"{container.id}\n" if flags.on("detach") and error.kind == "start" else ""
        context.out(detached)
        raise failed from None
    if flags.on("detach"):
        context.out(f"{container.id}\n")
        _run_in_background(context, daemon, container)
        return 0
    return _run_in_foreground(context, daemon, container)


def _ends(container: Container) -> bool:
    """Was a command given that ends by itself?"""
    words = container.config.command
    if not words or listener(words) is not None or (words[0] in _SHELLS and len(words) == 1):
        return False
    return words[0].rpartition("/")[2] not in _STAYS


def _check_command(container: Container) -> None:
    """runc can not start what is not there: translateContainerdStartErr()."""
    if _ends(container) and commands.find(container.config.command[0], container.image.flavour) is None:
        container.exit_code = 127
        raise DockerError("OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "
                          f'"{container.config.command[0]}": executable file not found in $PATH: unknown', "command")


def _run_in_foreground(context: Context, daemon: Docker, container: Container) -> int:
    if not _ends(container) or container.namespace is None:
        return 0
    status = _inside(context, container, list(container.config.command))
    if container.running:
        daemon.lifecycle.exit(container, status)
    return status


def _run_in_background(context: Context, daemon: Docker, container: Container) -> None:
    """What it writes is for `docker logs`. A shell line that ends in something lasting stays up."""
    words = container.config.command
    if not _ends(container) or container.namespace is None or any(
            part.split() and part.split()[0] in _STAYS for word in words[2:] for part in word.replace("&&", ";").split(";")):
        return
    inner = Context(context.lab, container.namespace)
    status = _inside(inner, container, list(words))
    container.output += [text for text in inner.take() if text]
    if container.running:
        daemon.lifecycle.exit(container, status)


def _inside(context: Context, container: Container, words: list[str]) -> int:
    """One of pynetns's own commands in the container's namespace; one that is not there fails as runc says it."""
    assert container.namespace is not None
    if commands.find(words[0], container.image.flavour) is None:
        raise CommandFailed("OCI runtime exec failed: exec failed: container_linux.go:380: starting container process caused: exec: "
                            f'"{words[0]}": executable file not found in $PATH: unknown\n', 126)
    return commands.run_words(context.within(container.namespace), words)


def create(context: Context, daemon: Docker, argv: list[str]) -> int:
    _, config = _config(argv, "docker create")
    try:
        context.out(f"{daemon.create(config).id}\n")
    except DockerError as error:
        raise CommandFailed(f"Error response from daemon: {error}\n", 1) from None
    return 0


def execute(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker exec", {"-e": "env", "--env": "env", "-w": "workdir", "--workdir": "workdir", "-u": "user", "--user": "user",
                                  "--env-file": "env_file", "--detach-keys": "keys"},
                  {"-i": "i", "--interactive": "i", "-t": "t", "--tty": "t", "-d": "detach", "--detach": "detach",
                   "--privileged": "privileged"})
    words = flags.parse(argv, interspersed=False)
    need(flags, words, 2, None, "docker exec [OPTIONS] CONTAINER COMMAND [ARG...]", "Run a command in a running container")
    try:
        container = daemon.container(words[0])
    except NotFound:
        raise CommandFailed(f"Error: No such container: {words[0]}\n", 1) from None
    if not container.running or container.namespace is None:
        raise CommandFailed(f"Error response from daemon: Container {container.id} is not running\n", 1)
    return _inside(context, container, words[1:])


def ps(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker ps", {"-f": "filter", "--filter": "filter", "--format": "format", "-n": "last", "--last": "last"},
                  {"-a": "all", "--all": "all", "-q": "quiet", "--quiet": "quiet", "--no-trunc": "no_trunc", "-l": "latest",
                   "--latest": "latest", "-s": "size", "--size": "size"})
    need(flags, flags.parse(argv), 0, 0, "docker ps [OPTIONS]", "List containers")
    found = daemon.ps(flags.on("all") or flags.on("latest") or bool(flags.last("last")) or any(
        each.startswith("status=") for each in flags.all("filter")))
    found = [container for container in found if all(_matches(container, each) for each in flags.all("filter"))]
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
    context.out(formatted(flags.last("format", template), rows, headings))
    return 0


def _row(daemon: Docker, container: Container, whole: bool) -> dict[str, Any]:
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
    networks = ",".join(sorted(endpoint.network.name for endpoint in container.endpoints.values()))
    return {"ID": container.id if whole else container.id[:12], "Image": container.config.image, "Command": f'"{command}"',
            "RunningFor": f"{human_duration(now - container.created)} ago", "CreatedAt": "", "Status": status, "State": container.state,
            "Ports": ports_text(container), "Names": container.name, "Networks": networks,
            "Labels": ",".join(f"{key}={value}" for key, value in container.config.labels.items())}


def ports_text(container: Container) -> str:
    """`0.0.0.0:80->80/tcp, :::80->80/tcp, 443/tcp`."""
    if not container.running or container.is_host:
        return ""
    words, exposed = [], []
    for key, places in sorted(describe_ports(container).items(), key=lambda item: int(item[0].partition("/")[0])):
        if places is None:
            exposed.append(key)
        else:
            words += [f"{place['HostIp']}:{place['HostPort']}->{key}" for place in places]
    return ", ".join([*words, *exposed] if not words else [*exposed[:0], *_merged(words, exposed)])


def _merged(words: list[str], exposed: list[str]) -> list[str]:
    """By container port, published ones and others together."""
    return sorted([*words, *exposed], key=lambda word: (int(word.rpartition(">")[2].partition("/")[0]), word.startswith(":")))


def _matches(container: Container, condition: str) -> bool:
    key, _, value = condition.partition("=")
    if key == "name":
        return value.strip("^$/") in container.name
    if key == "id":
        return container.id.startswith(value)
    if key == "status":
        return container.state == value
    if key == "network":
        return any(value in (e.network.name, e.network.id) or e.network.id.startswith(value) for e in container.endpoints.values())
    if key == "ancestor":
        return container.config.image.partition(":")[0] == value.partition(":")[0]
    if key == "label":
        name, equals, wanted = value.partition("=")
        return name in container.config.labels and (not equals or container.config.labels[name] == wanted)
    if key == "publish":
        return any(str(m.host_port) == value.partition("/")[0] for e in container.endpoints.values() for m in e.mappings)
    raise usage(f"Error response from daemon: Invalid filter '{key}'\n", 1)


def _each(command: str, about: str, action: Callable[[Docker, Container, Flags], None], values: dict[str, str],
          switches: dict[str, str]) -> Callable[[Context, Docker, list[str]], int]:
    """A command that does one thing to each container that it is given, and goes on where one fails."""
    def main(context: Context, daemon: Docker, argv: list[str]) -> int:
        flags = Flags(f"docker {command}", values, switches)
        words = flags.parse(argv)
        need(flags, words, 1, None, f"docker {command} [OPTIONS] CONTAINER [CONTAINER...]", about)
        status, failed = 0, []
        for name in words:
            try:
                action(daemon, daemon.container(name), flags)
                context.out(f"{name}\n")
            except NotFound as error:
                context.err(f"Error: {error}\n" if command in ("rm", "start") else f"Error response from daemon: {error}\n")
                status = 1
                failed.append(name)
            except DockerError as error:
                context.err(f"Error response from daemon: {error}\n")
                status = 1
                failed.append(name)
        if command == "start" and failed:
            context.err(f"Error: failed to start containers: {', '.join(failed)}\n")
        return status

    return main


def _restart(daemon: Docker, container: Container, flags: Flags) -> None:
    daemon.lifecycle.stop(container)
    daemon.lifecycle.start(container)


start = _each("start", "Start one or more stopped containers", lambda daemon, container, flags: daemon.lifecycle.start(container), {},
              {"-a": "attach", "--attach": "attach", "-i": "interactive", "--interactive": "interactive"})
stop = _each("stop", "Stop one or more running containers", lambda daemon, container, flags: daemon.lifecycle.stop(container),
             {"-t": "time", "--time": "time"}, {})
kill = _each("kill", "Kill one or more running containers", lambda daemon, container, flags: daemon.lifecycle.stop(container),
             {"-s": "signal", "--signal": "signal"}, {})
restart = _each("restart", "Restart one or more containers", _restart, {"-t": "time", "--time": "time"}, {})
rm = _each("rm", "Remove one or more containers",
           lambda daemon, container, flags: daemon.lifecycle.remove(container, flags.on("force")), {},
           {"-f": "force", "--force": "force", "-v": "volumes", "--volumes": "volumes", "-l": "link", "--link": "link"})


def port(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker port", {}, {})
    words = flags.parse(argv)
    need(flags, words, 1, 2, "docker port CONTAINER [PRIVATE_PORT[/PROTO]]",
         "List port mappings or a specific mapping for the container")
    container = _known(daemon, words[0])
    ports = {key: places for key, places in describe_ports(container).items() if places}
    if len(words) == 1:
        for key, places in ports.items():
            context.out("".join(f"{key} -> {place['HostIp']}:{place['HostPort']}\n" for place in places))
        return 0
    key = words[1] if "/" in words[1] else f"{words[1]}/tcp"
    if key not in ports:
        raise CommandFailed(f"Error: No public port '{key}' published for {words[0]}\n", 1)
    context.out("".join(f"{place['HostIp']}:{place['HostPort']}\n" for place in ports[key]))
    return 0


def _known(daemon: Docker, name: str) -> Container:
    try:
        return daemon.container(name)
    except NotFound as error:
        raise CommandFailed(f"Error: {error}\n", 1) from None


def inspect(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker inspect", {"-f": "format", "--format": "format", "--type": "type"}, {"-s": "size", "--size": "size"})
    words = flags.parse(argv)
    need(flags, words, 1, None, "docker inspect [OPTIONS] NAME|ID [NAME|ID...]", "Return low-level information on Docker objects")
    kind = flags.last("type")
    found, missing = [], []
    for name in words:
        try:
            found.append(_describe(daemon, name, kind))
        except NotFound:
            what = kind or "object"
            missing.append(f"Error: No such {what}: {name}\n")
    return print_inspect(context, found, missing, flags.last("format"))


def _describe(daemon: Docker, name: str, kind: str) -> dict[str, Any]:
    if kind in ("", "container"):
        try:
            return describe_container(daemon, daemon.container(name))
        except NotFound:
            if kind:
                raise
    return describe_network(daemon.find_network(name))


def logs(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker logs", {"-n": "tail", "--tail": "tail", "--since": "since", "--until": "until"},
                  {"-f": "follow", "--follow": "follow", "-t": "timestamps", "--timestamps": "timestamps", "--details": "details"})
    words = flags.parse(argv)
    need(flags, words, 1, 1, "docker logs [OPTIONS] CONTAINER", "Fetch the logs of a container")
    container = _known(daemon, words[0])
    text = "".join(container.output) + "".join(line + "\n" for service in container.services for line in service.log)
    lines = text.splitlines(keepends=True)
    if flags.last("tail").isdigit():
        lines = lines[-int(flags.last("tail")):] if int(flags.last("tail")) else []
    context.out("".join(lines))
    return 0


def rename(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker rename", {}, {})
    words = flags.parse(argv)
    need(flags, words, 2, 2, "docker rename CONTAINER NEW_NAME", "Rename a container")
    container = daemon.container(words[0])
    for other in daemon.containers.values():
        if other.name == words[1]:
            raise DockerError(f'Error when allocating new name: Conflict. The container name "/{words[1]}" is already in use by container '
                              f'"{other.id}". You have to remove (or rename) that container to be able to reuse that name.')
    container.name = words[1]
    return 0


def attach(context: Context, daemon: Docker, argv: list[str]) -> int:
    """There is no terminal to attach: what the container has written is shown."""
    return logs(context, daemon, argv)


def pull(context: Context, daemon: Docker, argv: list[str]) -> int:
    """Images are names only."""
    for name in argv:
        if not name.startswith("-"):
            context.out(f"Using default tag: latest\nStatus: Image is up to date for {name}:latest\n" if ":" not in name
                        else f"Status: Image is up to date for {name}\n")
    return 0


def wait(context: Context, daemon: Docker, argv: list[str]) -> int:
    for name in argv:
        context.out(f"{_known(daemon, name).exit_code}\n")
    return 0


def top(context: Context, daemon: Docker, argv: list[str]) -> int:
    container = _known(daemon, argv[0] if argv else "")
    context.out(f"UID    PID    PPID   CMD\nroot   {container.pid}   1   {' '.join(container.command)}\n")
    return 0


def management(context: Context, daemon: Docker, argv: list[str]) -> int:
    """`docker container …`: the same commands, and ls and prune."""
    known = {"run": run, "create": create, "exec": execute, "ls": ps, "ps": ps, "list": ps, "start": start, "stop": stop, "kill": kill,
             "restart": restart, "rm": rm, "port": port, "inspect": inspect, "logs": logs, "rename": rename, "wait": wait, "prune": prune}
    if not argv or argv[0] not in known:
        raise usage(f"docker: 'container {argv[0] if argv else ''}' is not a docker command.\nSee 'docker container --help'\n", 1)
    return known[argv[0]](context, daemon, argv[1:])


def prune(context: Context, daemon: Docker, argv: list[str]) -> int:
    gone = [container for container in daemon.containers.values() if not container.running]
    for container in gone:
        daemon.lifecycle.remove(container)
    if gone:
        context.out("Deleted Containers:\n" + "".join(f"{container.id}\n" for container in gone) + "\n")
    context.out("Total reclaimed space: 0B\n")
    return 0
