"""What is done to containers that are there: start, stop, rm, port, inspect, logs and their like."""

from collections.abc import Callable
from typing import Any

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.docker_inspect import describe_container, describe_network, describe_ports, print_inspect
from pynetns.commands.docker_options import Flags, confirmed, need, no_such, usage
from pynetns.commands.docker_ps import host_port, ps
from pynetns.commands.docker_run import create, execute, run
from pynetns.docker import Container, Docker, DockerError
from pynetns.docker.errors import NotFound


_DAEMON = "Error response from daemon: "


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
                context.err(no_such(daemon, "container", name) if command == "rm" else f"{_DAEMON}{_cannot(command, name)}{error}\n")
                status = 1
                failed.append(name)
            except DockerError as error:
                context.err(f"{_DAEMON}{_cannot(command, name)}{error}\n")
                status = 1
                failed.append(name)
        if command == "start" and failed:
            context.err(f"Error: failed to start containers: {', '.join(failed)}\n")
        return status

    return main


def _cannot(command: str, name: str) -> str:
    """Only the route of `kill` puts words of its own in front."""
    return f"Cannot kill container: {name}: " if command == "kill" else ""


def _kill(daemon: Docker, container: Container, flags: Flags) -> None:
    if not container.running:
        raise DockerError(f"Container {container.id} is not running")
    daemon.lifecycle.stop(container)


def _restart(daemon: Docker, container: Container, flags: Flags) -> None:
    daemon.lifecycle.stop(container)
    daemon.lifecycle.start(container)


start = _each("start", "Start one or more stopped containers", lambda daemon, container, flags: daemon.lifecycle.start(container), {},
              {"-a": "attach", "--attach": "attach", "-i": "interactive", "--interactive": "interactive"})
stop = _each("stop", "Stop one or more running containers", lambda daemon, container, flags: daemon.lifecycle.stop(container),
             {"-t": "time", "--time": "time"}, {})
kill = _each("kill", "Kill one or more running containers", _kill,
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
            context.out("".join(f"{key} -> {host_port(daemon, place)}\n" for place in places))
        return 0
    key = words[1] if "/" in words[1] else f"{words[1]}/tcp"
    if key not in ports:
        raise CommandFailed(f"Error: No public port '{key}' published for {words[0]}\n", 1)
    context.out("".join(f"{host_port(daemon, place)}\n" for place in ports[key]))
    return 0


def _known(daemon: Docker, name: str) -> Container:
    try:
        return daemon.container(name)
    except NotFound:
        raise CommandFailed(no_such(daemon, "container", name), 1) from None


def inspect_container(context: Context, daemon: Docker, argv: list[str]) -> int:
    return inspect(context, daemon, ["--type", "container", *argv])


def inspect(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker inspect", {"-f": "format", "--format": "format", "--type": "type"}, {"-s": "size", "--size": "size"})
    words = flags.parse(argv)
    need(flags, words, 1, None, "docker inspect [OPTIONS] NAME|ID [NAME|ID...]", "Return low-level information on Docker objects")
    kind = flags.last("type")
    if kind not in ("", "container", "network"):
        raise usage(f'"{kind}" is not a valid value for --type\n', 1)
    found, missing = [], []
    for name in words:
        try:
            found.append(_describe(daemon, name, kind))
        except NotFound:
            what = kind or "object"
            missing.append(no_such(daemon, what, name))
    return print_inspect(context, found, missing, flags.last("format"), daemon.modern)


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
    try:
        daemon.lifecycle.rename(daemon.container(words[0]), words[1])
    except DockerError as error:
        raise CommandFailed(f"{_DAEMON}{error}\nError: failed to rename container named {words[0]}\n", 1) from None
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
    """Nothing ends by itself while a lab stands still: a running container is said to have ended well."""
    flags = Flags("docker wait", {}, {})
    words = flags.parse(argv)
    need(flags, words, 1, None, "docker wait CONTAINER [CONTAINER...]",
         "Block until one or more containers stop, then print their exit codes")
    status = 0
    for name in words:
        try:
            context.out(f"{daemon.container(name).exit_code}\n")
        except NotFound as error:
            context.err(f"{_DAEMON}{error}\n")
            status = 1
    return status


def top(context: Context, daemon: Docker, argv: list[str]) -> int:
    container = _known(daemon, argv[0] if argv else "")
    context.out(f"UID    PID    PPID   CMD\nroot   {container.pid}   1   {' '.join(container.command)}\n")
    return 0


def management(context: Context, daemon: Docker, argv: list[str]) -> int:
    """`docker container …`: the same commands, and ls and prune."""
    known = {"run": run, "create": create, "exec": execute, "ls": ps, "ps": ps, "list": ps, "start": start, "stop": stop, "kill": kill,
             "restart": restart, "rm": rm, "port": port, "inspect": inspect_container, "logs": logs, "rename": rename,
             "wait": wait, "prune": prune}
    if not argv or argv[0] == "--help":
        context.out("\nUsage:  docker container COMMAND\n\nManage containers\n")
        return 0
    if argv[0] not in known:
        raise usage(f"docker: 'container {argv[0]}' is not a docker command.\nSee 'docker container --help'\n", 1)
    return known[argv[0]](context, daemon, argv[1:])


def prune(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker container prune", {"--filter": "filter"}, {"-f": "force", "--force": "force"})
    need(flags, flags.parse(argv), 0, 0, "docker container prune [OPTIONS]", "Remove all stopped containers")
    if not flags.on("force") and not confirmed(context, "all stopped containers"):
        return 0
    gone = [container for container in daemon.containers.values() if not container.running]
    for container in gone:
        daemon.lifecycle.remove(container)
    if gone:
        context.out("Deleted Containers:\n" + "".join(f"{container.id}\n" for container in gone) + "\n")
    context.out("Total reclaimed space: 0B\n")
    return 0
