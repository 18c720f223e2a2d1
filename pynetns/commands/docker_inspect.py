"""What `docker inspect` and `docker network inspect` show, field by field in Docker's order (moby's api/types)."""

import json
from datetime import UTC, datetime
from typing import Any

from pynetns.commands.base import Context
from pynetns.commands.docker_options import usage
from pynetns.commands.go_functions import GoStruct
from pynetns.commands.go_template import ExecutionError, TemplateError, render
from pynetns.device.scheduler import SECOND
from pynetns.docker import Container, Docker, Network
from pynetns.docker.network import Endpoint
from pynetns.wire.address import format_mac

NEVER = "0001-01-01T00:00:00Z"


def print_inspect(context: Context, found: list[dict[str, Any]], missing: list[str], template: str, modern: bool) -> int:
    """inspector.go: a list as JSON, or a line for each by a template; what was not found is said at the end."""
    if template == "json" and modern:  # 20.10 takes it for a text
        context.out(render("{{json .}}", found) + "\n")
    elif template:
        text = ""
        for each in found:
            try:
                text += render(template, each) + "\n"
            except ExecutionError as error:
                missing = [*missing, f"Template parsing error: {error}\n"]
            except TemplateError as error:
                raise usage(f"Template parsing error: template: :1: {error}\n", 64) from None
        context.out(text or "\n")
    else:
        text = json.dumps(found, indent=4, ensure_ascii=False) if found else "[]"
        context.out(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n")
    for line in missing:
        context.err(line)
    return int(bool(missing))


def timestamp(nanoseconds: int) -> str:
    """RFC 3339 with nine digits, as Go writes it: zeros at the end are left out."""
    if not nanoseconds:
        return NEVER
    moment = datetime.fromtimestamp(nanoseconds // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f"{nanoseconds % SECOND:09}".rstrip("0")
    return f"{moment}{'.' if fraction else ''}{fraction}Z"


def describe_network(network: Network) -> dict[str, Any]:
    """NetworkResource."""
    config = network.config
    knows_gateway = config.gateway is not None or (not config.subnets and network.name != "bridge")
    fields: dict[str, Any] = {
        "Subnet": config.subnet_text or _text(network.subnet), "IPRange": config.range_text or _text(config.ip_range),
        "Gateway": _text(network.gateway) if knows_gateway else "",
        "AuxiliaryAddresses": {name: str(address) for name, address in sorted(config.auxiliary.items())}}
    pools = [GoStruct(fields, [name for name, value in fields.items() if value])] if network.subnet is not None else []
    predefined = network.name in ("bridge", "host", "none")
    return {
        "Name": network.name, "Id": network.id, "Created": timestamp(network.created), "Scope": "local", "Driver": network.driver,
        "EnableIPv6": False, "IPAM": {"Driver": "default", "Options": None if predefined else {}, "Config": pools},
        "Internal": network.internal, "Attachable": config.attachable, "Ingress": False, "ConfigFrom": {"Network": ""},
        "ConfigOnly": False,
        "Containers": {identifier: {
            "Name": endpoint.container.name, "EndpointID": endpoint.id, "MacAddress": format_mac(endpoint.mac) if endpoint.mac else "",
            "IPv4Address": f"{endpoint.address}/{endpoint.prefix_length}" if endpoint.address is not None else "", "IPv6Address": ""}
            for identifier, endpoint in sorted(network.endpoints.items())},
        "Options": dict(sorted(network.inspect_options.items())), "Labels": dict(sorted(config.labels.items())),
    }


def describe_container(daemon: Docker, container: Container) -> dict[str, Any]:
    """ContainerJSON: what concerns networks in full, of the rest what people look at."""
    config = container.config
    path, *arguments = container.command
    policy, _, retries = config.restart.partition(":")
    default = next((e for e in container.endpoints.values() if e.network.name == "bridge"), None)
    ports = {} if container.is_host else describe_ports(container)
    status = container.state
    return {
        "Id": container.id, "Created": timestamp(container.created), "Path": path, "Args": arguments,
        "State": {"Status": status, "Running": container.running, "Paused": False, "Restarting": False, "OOMKilled": False, "Dead": False,
                  "Pid": container.pid, "ExitCode": container.exit_code, "Error": container.error,
                  "StartedAt": timestamp(container.started), "FinishedAt": timestamp(container.finished)},
        "Image": f"sha256:{_digest(config.image)}", "Name": f"/{container.name}", "RestartCount": 0, "Driver": "overlay2",
        "Platform": "linux",
        "HostConfig": {"NetworkMode": config.network,
                       "PortBindings": _bindings(container), "RestartPolicy": {"Name": policy, "MaximumRetryCount": int(retries or 0)},
                       "AutoRemove": config.remove, "Dns": list(config.dns), "ExtraHosts": list(config.hosts) or None,
                       "Links": [_link(container, link) for link in config.links] or None, "Privileged": config.privileged,
                       "PublishAllPorts": config.publish_all},
        "Config": {"Hostname": container.hostname if not container.shares else "", "Domainname": "", "User": "",
                   "ExposedPorts": {key: {} for key in container.exposed}, "Tty": config.tty, "OpenStdin": config.interactive,
                   "Env": [*config.environment, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
                   "Cmd": list(config.command or container.image.command), "Image": config.image, "Labels": dict(config.labels)},
        "NetworkSettings": {
            "Bridge": "", "SandboxID": container.sandbox_id, "HairpinMode": False, "LinkLocalIPv6Address": "", "LinkLocalIPv6PrefixLen": 0,
            "Ports": ports, "SandboxKey": f"/var/run/docker/netns/{'default' if container.is_host else container.sandbox_id[:12]}"
            if container.sandbox_id else "", "SecondaryIPAddresses": None, "SecondaryIPv6Addresses": None,
            "EndpointID": default.id if default is not None else "", "Gateway": _gateway(default), "GlobalIPv6Address": "",
            "GlobalIPv6PrefixLen": 0, "IPAddress": _text(default.address) if default is not None else "",
            "IPPrefixLen": default.prefix_length if default is not None and default.address is not None else 0, "IPv6Gateway": "",
            "MacAddress": format_mac(default.mac) if default is not None and default.mac else "",
            "Networks": {endpoint.network.name: _describe_endpoint(container, endpoint) for endpoint in sorted(
                container.endpoints.values(), key=lambda endpoint: endpoint.network.name)} or _configured(daemon, container)},
    }


def _digest(image: str) -> str:
    """Images are names only: an id that is always the same for a name."""
    number = int.from_bytes(image.encode(), "big")
    return f"{(number * 0x9E3779B97F4A7C15F39CC0605CEDC8341082276BF3A27251F86C6A11D0C18E95 + 1) % (1 << 256):064x}"


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _link(container: Container, link: str) -> str:
    if container.mode not in ("default", "bridge"):
        return link
    target, _, alias = link.partition(":")
    return f"/{target}:/{container.name}/{alias or target}"


def _gateway(endpoint: Endpoint | None) -> str:
    return _text(endpoint.network.gateway) if endpoint is not None and endpoint.address is not None else ""


def _bindings(container: Container) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for binding in container.config.ports:
        port = "" if not binding.first else str(binding.first) if binding.first == binding.last else f"{binding.first}-{binding.last}"
        found.setdefault(binding.key, []).append({"HostIp": binding.host_ip, "HostPort": port})
    return dict(sorted(found.items()))


def describe_ports(container: Container) -> dict[str, Any]:
    """NetworkSettings.Ports: null for a port that is exposed only. 20.10 binds any address twice, for IPv6 too."""
    if not container.running:
        return {}
    found: dict[str, Any] = dict.fromkeys(container.exposed)
    gateway = container.gateway
    for mapping in gateway.mappings if gateway is not None else ():
        places = found[mapping.binding.key] = found[mapping.binding.key] or []
        places.append(GoStruct({"HostIp": mapping.host_ip, "HostPort": str(mapping.host_port)}))
        if mapping.host_ip == "0.0.0.0":
            places.append(GoStruct({"HostIp": "::", "HostPort": str(mapping.host_port)}))
    return dict(sorted(found.items()))


def _describe_endpoint(container: Container, endpoint: Endpoint) -> dict[str, Any]:
    """EndpointSettings."""
    names = [*endpoint.aliases, container.id[:12]]
    if container.config.hostname and container.config.hostname != container.name:
        names.append(container.config.hostname)
    aliases = list(dict.fromkeys(names)) if endpoint.network.has_dns else None
    links = list(container.config.links) if endpoint.network.has_dns and endpoint.network.name == container.mode else []
    wanted = {"IPv4Address": str(endpoint.wanted_ip)} if endpoint.wanted_ip is not None else ({} if endpoint.network.has_dns else None)
    return {"IPAMConfig": wanted, "Links": links or None, "Aliases": aliases, "NetworkID": endpoint.network.id, "EndpointID": endpoint.id,
            "Gateway": _gateway(endpoint), "IPAddress": _text(endpoint.address),
            "IPPrefixLen": endpoint.prefix_length if endpoint.address is not None else 0, "IPv6Gateway": "", "GlobalIPv6Address": "",
            "GlobalIPv6PrefixLen": 0, "MacAddress": format_mac(endpoint.mac) if endpoint.mac else "", "DriverOpts": None}


def _configured(daemon: Docker, container: Container) -> dict[str, Any]:
    """A container that never ran knows its network by name only."""
    if container.shares or container.running:
        return {}
    name = "bridge" if container.mode == "default" else container.mode
    empty = {"IPAMConfig": None, "Links": None, "Aliases": list(container.config.aliases) or None,
             "NetworkID": "", "EndpointID": "", "Gateway": "", "IPAddress": "",
             "IPPrefixLen": 0, "IPv6Gateway": "", "GlobalIPv6Address": "", "GlobalIPv6PrefixLen": 0, "MacAddress": "", "DriverOpts": None}
    return {name: empty}


