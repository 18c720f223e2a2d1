"""`docker network`: create, ls, inspect, connect, disconnect, rm, prune."""

from ipaddress import AddressValueError, IPv4Address, IPv4Network, NetmaskValueError

from pynetns.commands.base import Context
from pynetns.commands.docker_filter import Filters
from pynetns.commands.docker_inspect import describe_network, print_inspect
from pynetns.commands.docker_options import Flags, confirmed, need, no_such, usage
from pynetns.commands.docker_table import formatted, go_time, row
from pynetns.commands.go_functions import GoStruct
from pynetns.docker import Docker, DockerError, Network, NetworkConfig
from pynetns.docker.errors import NotFound


def main(context: Context, daemon: Docker, argv: list[str]) -> int:
    commands = {"create": create, "ls": ls, "list": ls, "inspect": inspect, "connect": connect, "disconnect": disconnect, "rm": rm,
                "remove": rm, "prune": prune}
    if not argv or argv[0] in ("--help", "-h"):
        context.out("\nUsage:  docker network COMMAND\n\nManage networks\n")
        return 0
    command = commands.get(argv[0])
    if command is None:
        raise usage(f"docker: 'network {argv[0]}' is not a docker command.\nSee 'docker network --help'\n", 1)
    return command(context, daemon, argv[1:])


def create(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker network create", {
        "-d": "driver", "--driver": "driver", "--subnet": "subnet", "--gateway": "gateway", "--ip-range": "ip_range",
        "--aux-address": "aux", "-o": "opt", "--opt": "opt", "--label": "label", "--ipam-driver": "ipam_driver", "--ipam-opt": "ipam_opt",
        "--scope": "scope", "--config-from": "config_from"}, {
            "--internal": "internal", "--attachable": "attachable", "--ipv6": "ipv6", "--ingress": "ingress",
            "--config-only": "config_only"})
    words = flags.parse(argv)
    need(flags, words, 1, 1, "docker network create [OPTIONS] NETWORK", "Create a network")
    if flags.on("ipv6"):
        raise usage("Error response from daemon: IPv6 is not part of this lab\n", 1)
    config = NetworkConfig(words[0], flags.last("driver", "bridge"), labels=flags.pairs("label"), options=flags.pairs("opt"),
                           internal=flags.on("internal"), attachable=flags.on("attachable"))
    subnets = [_network(text) for text in flags.all("subnet")]
    gateways = [_address(text) for text in flags.all("gateway")]
    ranges = [_network(text) for text in flags.all("ip_range")]
    if (gateways or ranges) and len(subnets) < max(len(gateways), len(ranges)):
        raise usage("every ip-range or gateway must have a corresponding subnet\n", 1)
    for first, subnet in enumerate(subnets):
        if any(subnet.overlaps(other) for other in subnets[first + 1:]):
            raise usage("multiple overlapping subnet configuration is not supported\n", 1)
    for gateway in gateways:
        if not any(gateway in subnet for subnet in subnets):
            raise usage(f"no matching subnet for gateway {gateway}\n", 1)
    for ip_range in ranges:
        if not any(ip_range.subnet_of(subnet) for subnet in subnets):
            raise usage(f"no matching subnet for range {ip_range}\n", 1)
    config.subnets = subnets
    config.gateway = gateways[0] if gateways else None
    config.ip_range = ranges[0] if ranges else None
    config.subnet_text, config.range_text = flags.all("subnet")[0] if subnets else "", flags.all("ip_range")[0] if ranges else ""
    for name, text in flags.pairs("aux").items():
        config.auxiliary[name] = _address(text)
        if not any(config.auxiliary[name] in subnet for subnet in subnets):
            raise usage(f"no matching subnet for aux-address {text}\n", 1)
    context.out(f"{daemon.network.create_from(config).id}\n")
    return 0


def _network(text: str) -> IPv4Network:
    if ":" in text:
        raise usage("Error response from daemon: IPv6 is not part of this lab\n", 1)
    try:
        if "/" not in text:
            raise NetmaskValueError
        return IPv4Network(text, strict=False)
    except (AddressValueError, NetmaskValueError, ValueError):
        raise usage(f"invalid CIDR address: {text}\n", 1) from None


def _address(text: str) -> IPv4Address:
    try:
        return IPv4Address(text)
    except AddressValueError:
        raise usage(f"invalid argument: {text} is not an ip address\n", 1) from None


def ls(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker network ls", {"-f": "filter", "--filter": "filter", "--format": "format"},
                  {"-q": "quiet", "--quiet": "quiet", "--no-trunc": "no_trunc"})
    need(flags, flags.parse(argv), 0, 0, "docker network ls [OPTIONS]", "List networks")
    filters = Filters(flags.all("filter"), _FILTERS)
    networks = [network for network in daemon.network.ls() if _matches(network, filters)]
    size = 64 if flags.on("no_trunc") else 12
    if flags.on("quiet"):
        context.out("".join(f"{network.id[:size]}\n" for network in networks))
        return 0
    rows = [_row(network, size) for network in networks]
    template = flags.last("format", "table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}")
    context.out(formatted(template, rows, {"ID": "NETWORK ID"}, daemon.modern))
    return 0


def _row(network: Network, size: int) -> GoStruct:
    labels = network.config.labels
    return row({"ID": network.id[:size], "Name": network.name, "Driver": network.driver, "Scope": "local", "IPv6": "false",
                "Internal": str(network.internal).lower(), "Labels": ",".join(f"{key}={value}" for key, value in labels.items()),
                "CreatedAt": go_time(network.created)}, labels, "*network.networkContext")


_FILTERS = ("dangling", "driver", "id", "label", "name", "scope", "type")


def _matches(network: Network, filters: Filters) -> bool:
    """FilterNetworks()."""
    kind = "builtin" if network.name in ("bridge", "host", "none") else "custom"
    in_use = "false" if network.endpoints or kind == "builtin" else "true"
    return (filters.exact("driver", network.driver) and filters.match("name", network.name) and filters.match("id", network.id)
            and filters.labels(network.config.labels) and filters.exact("scope", "local") and filters.exact("type", kind)
            and filters.exact("dangling", in_use))


def inspect(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker network inspect", {"-f": "format", "--format": "format"}, {"-v": "verbose", "--verbose": "verbose"})
    words = flags.parse(argv)
    need(flags, words, 1, None, "docker network inspect [OPTIONS] NETWORK [NETWORK...]",
         "Display detailed information on one or more networks")
    found, missing = [], []
    for name in words:
        try:
            found.append(describe_network(daemon.find_network(name)))
        except NotFound:
            missing.append(no_such(daemon, "network", name))
    return print_inspect(context, found, missing, flags.last("format"), daemon.modern)


def connect(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker network connect", {"--ip": "ip", "--alias": "alias", "--link": "link", "--ip6": "ip6",
                                             "--link-local-ip": "link_local", "--driver-opt": "driver_opt"}, {})
    words = flags.parse(argv)
    need(flags, words, 2, 2, "docker network connect [OPTIONS] NETWORK CONTAINER", "Connect a container to a network")
    ip = flags.last("ip")
    try:
        IPv4Address(ip or "0.0.0.0")
    except AddressValueError:  # the parenthesis is 20.10's own
        raise DockerError(f"invalid endpoint settings:\ninvalid IPv4 address: {ip}" if daemon.modern
                          else f"Invalid IPv4 address: {ip})") from None
    daemon.network.connect(words[0], words[1], ip=ip, aliases=tuple(flags.all("alias")))
    return 0


def disconnect(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker network disconnect", {}, {"-f": "force", "--force": "force"})
    words = flags.parse(argv)
    need(flags, words, 2, 2, "docker network disconnect [OPTIONS] NETWORK CONTAINER", "Disconnect a container from a network")
    daemon.network.disconnect(words[0], words[1], flags.on("force"))
    return 0


def rm(context: Context, daemon: Docker, argv: list[str]) -> int:
    """Each by itself; what can't be removed does not keep the others."""
    flags = Flags("docker network rm", {}, {"-f": "force", "--force": "force"} if daemon.modern else {})
    words = flags.parse(argv)
    need(flags, words, 1, None, "docker network rm NETWORK [NETWORK...]", "Remove one or more networks")
    status = 0
    for name in words:
        try:
            daemon.network.rm(name)
            context.out(f"{name}\n")
        except NotFound:
            context.err(no_such(daemon, "network", name))
            status = 1
        except DockerError as error:
            context.err(f"Error response from daemon: {error}\n")
            status = 1
    return status


def prune(context: Context, daemon: Docker, argv: list[str]) -> int:
    flags = Flags("docker network prune", {"--filter": "filter"}, {"-f": "force", "--force": "force"})
    need(flags, flags.parse(argv), 0, 0, "docker network prune [OPTIONS]", "Remove all unused networks")
    if not flags.on("force") and not confirmed(context, "all custom networks not used by at least one container"):
        return 0
    names = daemon.network.prune()
    if names:
        context.out("Deleted Networks:\n" + "".join(f"{name}\n" for name in names) + "\n")
    return 0


