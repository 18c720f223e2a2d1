"""docker(1) 20.10: the command line of the daemon of the namespace in which it is typed."""

from collections.abc import Callable

from pynetns.commands import docker_container, docker_network, docker_ps, docker_run
from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.docker_options import Flags, HelpWanted, usage
from pynetns.docker import Docker, DockerError
from pynetns.docker.errors import NotFound

Subcommand = Callable[[Context, Docker, list[str]], int]
NOT_RUNNING = ("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n")
BUILDS = {"20.10.7": "f0df350", "28.5.2": "ecc6942"}

# Docker has them; here are networks and what stands on them.
_ELSEWHERE = frozenset("""build builder buildx checkpoint commit config context cp diff events export history image images import info
load login logout manifest node pause plugin push rmi save search secret service stack stats swarm system tag trust unpause update
volume""".split())
_COMMANDS: dict[str, Subcommand] = {
    "run": docker_run.run, "create": docker_run.create, "exec": docker_run.execute, "ps": docker_ps.ps,
    "start": docker_container.start, "stop": docker_container.stop, "kill": docker_container.kill, "restart": docker_container.restart,
    "rm": docker_container.rm, "port": docker_container.port, "inspect": docker_container.inspect, "logs": docker_container.logs,
    "network": docker_network.main, "container": docker_container.management, "rename": docker_container.rename,
    "attach": docker_container.attach, "pull": docker_container.pull, "wait": docker_container.wait, "top": docker_container.top,
}


def main(context: Context, argv: list[str]) -> int:
    flags = Flags("docker", {"-H": "host", "--host": "host", "--context": "context", "-c": "context", "--config": "config",
                             "-l": "log_level", "--log-level": "log_level"}, {"-v": "version", "--version": "version", "-D": "debug",
                                                                               "--debug": "debug", "--help": "help"})
    rest = flags.parse(argv, interspersed=False)
    daemon: Docker | None = context.namespace.docker
    version = daemon.version if daemon is not None else "20.10.7"
    if flags.on("version"):
        context.out(f"Docker version {version}, build {BUILDS[version]}\n")
        return 0
    if not rest:
        context.out("\nUsage:  docker [OPTIONS] COMMAND\n\nA self-sufficient runtime for containers\n")
        return 0
    name, *words = rest
    if name == "version":
        return _version(context, daemon)
    command = _COMMANDS.get(name)
    if command is None and name in _ELSEWHERE:
        raise usage(f"docker {name} is not part of this lab\n", 1)
    if command is None:
        raise usage(f"docker: '{name}' is not a docker command.\nSee 'docker --help'\n", 1)
    if daemon is None or not daemon.running:
        if name == "inspect" or words[:1] == ["inspect"]:
            context.out("[]\n")
        prefix = "docker: " if name in ("run", "create") else ""
        raise CommandFailed(f"{prefix}{NOT_RUNNING}" + ("See 'docker run --help'.\n" if prefix else ""), 125 if prefix else 1)
    if daemon.host is not context.namespace:
        raise CommandFailed("docker: command not found\n", 127)
    try:
        return command(context, daemon, words)
    except HelpWanted as wanted:
        context.out(str(wanted))
        return 0
    except NotFound as error:
        raise CommandFailed(f"Error response from daemon: {error}\n", 1) from None
    except DockerError as error:
        raise CommandFailed(f"Error response from daemon: {error}\n", 1) from None


def _version(context: Context, daemon: Docker | None) -> int:
    version = daemon.version if daemon is not None else "20.10.7"
    text = f"Client: Docker Engine - Community\n Version:           {version}\n Git commit:        {BUILDS[version]}\n"
    if daemon is None or not daemon.running:
        context.out(text)
        raise CommandFailed(NOT_RUNNING, 1)
    context.out(f"{text}\nServer: Docker Engine - Community\n Engine:\n  Version:          {version}\n")
    return 0
