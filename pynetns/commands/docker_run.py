"""`docker run`, create and exec: what is asked of a container, and the commands that run in it."""

from ipaddress import AddressValueError, IPv4Address

from pynetns import commands
from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.docker_options import Flags, daemon_error, need, no_such, parse_mac_flag, parse_port, usage
from pynetns.docker import Container, ContainerConfig, Docker, DockerError, PortBinding, services
from pynetns.docker.errors import NotFound

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
# What has nothing to do with networks is taken and left alone.
_RUN_VALUES |= {f"--{name}": name for name in """
blkio-weight blkio-weight-device cgroup-parent cgroupns cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpuset-cpus
cpuset-mems detach-keys device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops dns-opt dns-option
domainname gpus group-add health-cmd health-interval health-retries health-start-period health-timeout isolation kernel-memory
label-file link-local-ip memory-reservation memory-swap memory-swappiness oom-score-adj pids-limit runtime stop-timeout storage-opt
userns uts volume-driver volumes-from""".split()}
_RUN_VALUES["-c"] = "cpu-shares"
_RUN_SWITCHES = {"-d": "detach", "--detach": "detach", "-i": "interactive", "--interactive": "interactive", "-t": "tty", "--tty": "tty",
                 "--rm": "rm", "-P": "publish_all", "--publish-all": "publish_all", "--privileged": "privileged", "--init": "init",
                 "--read-only": "read_only", "--no-healthcheck": "no_healthcheck", "--sig-proxy": "sig_proxy",
                 "--oom-kill-disable": "oom_kill_disable", "--disable-content-trust": "disable_content_trust"}
_SHELLS = ("sh", "bash", "ash", "/bin/sh", "/bin/bash", "/bin/ash")
_SERVERS = ("nginx", "httpd", "top", "sleep")
_READERS = ("cat", "python", "python3")  # of standard input, where they have no arguments


def _config(argv: list[str], command: str) -> tuple[Flags, ContainerConfig]:
    flags = Flags(command, _RUN_VALUES, _RUN_SWITCHES)
    words = flags.parse(argv, interspersed=False)
    verb = command.rpartition(" ")[2]
    need(flags, words, 1, None, f"{command} [OPTIONS] IMAGE [COMMAND] [ARG...]",
         "Run a command in a new container" if verb == "run" else "Create a new container")
    if flags.on("rm") and flags.last("restart", "no") not in ("", "no"):
        raise usage("docker: Conflicting options: --restart and --rm.\nSee 'docker run --help'.\n")
    _, _, retries = flags.last("restart").partition(":")
    if retries and not retries.removeprefix("-").isdigit():
        raise usage("docker: maximum retry count must be an integer.\nSee 'docker run --help'.\n")
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
        raise usage(f"docker: Error response from daemon: invalid IPv4 address: {text}.\nSee 'docker run --help'.\n") from None


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
        failed = daemon_error(error, "docker run", daemon.modern)
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
    if not words or services.listener(words) is not None or (words[0] in _SHELLS and len(words) == 1):
        return False
    return not _stays(list(words))


def _stays(words: list[str]) -> bool:
    """Does a command go on until somebody stops it?"""
    if not words:
        return False
    program = words[0].rpartition("/")[2]
    return program in _SERVERS or (program in _READERS and not words[1:]) or (program == "tail" and any("f" in word for word in words[1:3]))


def _check_command(container: Container) -> None:
    """runc can not start what is not there: translateContainerdStartErr()."""
    if _ends(container) and commands.find(container.config.command[0], container.image.flavour) is None:
        container.exit_code = 127
        raise DockerError("OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "
                          f'"{container.config.command[0]}": executable file not found in $PATH: unknown', "command")


def _run_in_foreground(context: Context, daemon: Docker, container: Container) -> int:
    if (services.sleeps(container.config.command) is None and not _ends(container)) or container.namespace is None:
        return 0
    status = _inside(context, container, list(container.config.command))
    if container.running:
        daemon.lifecycle.exit(container, status)
    return status


def _run_in_background(context: Context, daemon: Docker, container: Container) -> None:
    """What it writes is for `docker logs`. A shell line that ends in something lasting stays up."""
    words = container.config.command
    if not _ends(container) or container.namespace is None or any(
            _stays(part.split()) for word in words[2:] for part in word.replace("&&", ";").split(";")):
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
    return commands.run_words(context.within(container.namespace), words, container.image.flavour)


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
        raise CommandFailed(no_such(daemon, "container", words[0]), 1) from None
    if not container.running or container.namespace is None:
        raise CommandFailed(f"Error response from daemon: Container {container.id} is not running\n", 1)
    if flags.on("detach"):
        return _aside(context, daemon, container, words[1:])
    return _inside(context, container, words[1:])


def _aside(context: Context, daemon: Docker, container: Container, words: list[str]) -> int:
    """exec -d: nobody sees what it prints. A server goes on with the container; what takes time is not waited for."""
    found = services.listener(tuple(words))
    if found is not None:
        daemon.lifecycle.serve(container, *found)
    elif not _stays(words) and words[0].rpartition("/")[2] not in commands.WAITING:
        assert container.namespace is not None
        _inside(Context(context.lab, container.namespace), container, words)
    return 0
