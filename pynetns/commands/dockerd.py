"""dockerd(8) and systemctl(1): a daemon for the namespace in which it is typed."""

from ipaddress import IPv4Address, IPv4Network
from typing import Any

from pynetns.commands.base import CommandFailed, Context
from pynetns.docker import Docker, DockerError

_FLAGS = {"--icc": "icc", "--iptables": "iptables", "--ip-forward": "ip_forward", "--ip-masq": "ip_masq",
          "--userland-proxy": "userland_proxy"}
_VALUES = ("--bip", "--ip", "--mtu", "--default-address-pool", "--engine-version", "--bridge", "-b", "--fixed-cidr")
_IGNORED = ("--host", "-H", "--data-root", "--exec-root", "--pidfile", "-p", "--log-level", "-l", "--config-file", "--storage-driver", "-s",
            "--group", "-G", "--containerd", "--dns", "--registry-mirror", "--insecure-registry")
_IGNORED_FLAGS = ("--debug", "-D", "--live-restore", "--experimental", "--ip6tables", "--ipv6", "--tls", "--userland-proxy-path")
_TRUE, _FALSE = ("1", "t", "T", "true", "TRUE", "True"), ("0", "f", "F", "false", "FALSE", "False")


def main(context: Context, argv: list[str]) -> int:
    """Starts it and comes back: in a lab everything is in the background."""
    options = parse(argv)
    if options.pop("show_version", False):
        context.out("Docker version 20.10.7, build b0f5bc3\n")
        return 0
    try:
        daemon: Docker | None = context.namespace.docker
        if daemon is None or daemon.running:
            Docker(context.namespace, **options)
        else:  # stopped: what it had is started again, with these options
            daemon.configure(**options)
            daemon.start()
    except DockerError as error:
        raise CommandFailed(f"failed to start daemon: {error}\n" if not str(error).startswith("failed") else f"{error}\n") from None
    return 0


def parse(argv: list[str]) -> dict[str, Any]:
    """The keywords of `Docker`."""
    options: dict[str, Any] = {}
    pools: list[IPv4Network] = []
    words = list(argv)
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if name in _FLAGS:
            if equals and value not in _TRUE + _FALSE:
                raise _usage(f'invalid argument "{value}" for "{name}" flag: strconv.ParseBool: parsing "{value}": invalid syntax')
            options[_FLAGS[name]] = not equals or value in _TRUE
        elif name in ("-v", "--version"):
            options["show_version"] = True
        elif name in _IGNORED_FLAGS:
            continue
        elif name in _VALUES or name in _IGNORED:
            if not equals:
                if not words:
                    raise _usage(f"flag needs an argument: {name}")
                value = words.pop(0)
            _take(options, pools, name, value)
        elif name.startswith("-"):
            raise _usage(f"unknown flag: {name}" if name.startswith("--") else f"unknown shorthand flag: '{name[1:2]}' in {name}")
        else:
            raise CommandFailed('"dockerd" accepts no arguments.\nSee \'dockerd --help\'.\n')
    if pools:
        options["default_address_pools"] = tuple(pools)
    return options


def _take(options: dict[str, Any], pools: list[IPv4Network], name: str, value: str) -> None:
    try:
        if name == "--bip":
            address, _, length = value.partition("/")
            IPv4Address(address)
            IPv4Network(f"{address}/{length or 32}", strict=False)
            options["bip"] = value
        elif name == "--ip":
            options["ip"] = str(IPv4Address(value))
        elif name == "--mtu":
            options["mtu"] = int(value)
        elif name == "--engine-version":
            options["version"] = value
        elif name in ("--bridge", "-b"):
            options["bridge"] = value
        elif name == "--fixed-cidr":
            options["fixed_cidr"] = str(IPv4Network(value, strict=False))
        elif name == "--default-address-pool":
            fields = dict(part.split("=", 1) for part in value.split(","))
            base = IPv4Network(fields["base"])
            pools.extend(base.subnets(new_prefix=int(fields["size"])))
    except (ValueError, KeyError):
        raise _usage(f'invalid argument "{value}" for "{name}" flag') from None


def _usage(text: str) -> CommandFailed:
    return CommandFailed(f"Status: {text}\nSee 'dockerd --help'., Code: 125\n", 125)


def systemctl(context: Context, argv: list[str]) -> int:
    """`systemctl start|stop|restart|status|is-active docker`; there is no other unit."""
    words = [word for word in argv if not word.startswith("-")]
    if not words:
        return 0
    verb, *units = words
    if verb in ("daemon-reload", "enable", "disable"):
        return 0
    status = 0
    for unit in units:
        name = unit.removesuffix(".service")
        if name != "docker":
            raise CommandFailed(f"Failed to {verb} {name}.service: Unit {name}.service not found.\n", 5)
        status = max(status, _unit(context, verb))
    return status


def _unit(context: Context, verb: str) -> int:
    daemon: Docker | None = context.namespace.docker
    running = daemon is not None and daemon.running
    if verb in ("stop", "restart", "try-restart") and daemon is not None and running:
        daemon.stop()
    if verb in ("start", "restart") or (verb == "try-restart" and running):
        if daemon is None:
            Docker(context.namespace)
        else:
            daemon.start()
    elif verb == "is-active":
        context.out("active\n" if running else "inactive\n")
        return 0 if running else 3
    elif verb == "status":
        state = "active (running)" if running else "inactive (dead)"
        context.out(f"● docker.service - Docker Application Container Engine\n     Active: {state}\n")
        return 0 if running else 3
    elif verb not in ("stop", "try-restart"):
        raise CommandFailed(f"Unknown command verb {verb}.\n", 1)
    return 0
