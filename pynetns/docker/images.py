"""What an image's name says of a container: the ports that it exposes, what it runs, and how its tools look. Nothing is pulled."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Image:
    """`service` is what listens by itself; `flavour` is whose tools print: busybox's or iputils' and net-tools'."""

    command: tuple[str, ...] = ("sh",)
    exposed: tuple[str, ...] = ()
    service: str = ""
    flavour: str = ""
    path: tuple[str, ...] = ()  # entry point and arguments, as `docker ps` shows them


_BUSYBOX = Image(("sh",), flavour="busybox")
_KNOWN = {
    "busybox": _BUSYBOX,
    "alpine": Image(("/bin/sh",), flavour="busybox"),
    "nginx": Image(("/docker-entrypoint.sh", "nginx", "-g", "daemon off;"), ("80/tcp",), "http"),
    "httpd": Image(("httpd-foreground",), ("80/tcp",), "http"),
    "caddy": Image(("caddy", "run"), ("80/tcp", "443/tcp", "2019/tcp"), "http"),
    "traefik/whoami": Image(("/whoami",), ("80/tcp",), "http"),
    "redis": Image(("docker-entrypoint.sh", "redis-server"), ("6379/tcp",), "tcp"),
    "postgres": Image(("docker-entrypoint.sh", "postgres"), ("5432/tcp",), "tcp"),
    "mysql": Image(("docker-entrypoint.sh", "mysqld"), ("3306/tcp", "33060/tcp"), "tcp"),
    "mariadb": Image(("docker-entrypoint.sh", "mariadbd"), ("3306/tcp",), "tcp"),
    "mongo": Image(("docker-entrypoint.sh", "mongod"), ("27017/tcp",), "tcp"),
    "memcached": Image(("docker-entrypoint.sh", "memcached"), ("11211/tcp",), "tcp"),
    "rabbitmq": Image(("docker-entrypoint.sh", "rabbitmq-server"), ("5672/tcp",), "tcp"),
    "registry": Image(("/entrypoint.sh", "/etc/docker/registry/config.yml"), ("5000/tcp",), "http"),
    "ubuntu": Image(("bash",)),
    "debian": Image(("bash",)),
    "centos": Image(("/bin/bash",)),
    "fedora": Image(("/bin/bash",)),
}


def find(name: str) -> Image:
    """The image of a name, tag and registry aside; an unknown one has a shell and no ports."""
    base = name.partition("@")[0]
    head, slash, tail = base.rpartition("/")
    base = f"{head}{slash}{tail.partition(':')[0]}"
    for prefix in ("docker.io/", "library/", "docker.io/library/"):
        base = base.removeprefix(prefix)
    image = _KNOWN.get(base) or _KNOWN.get(base.rpartition("/")[2], Image())
    if name.partition(":")[2].startswith("alpine") or name.endswith("-alpine"):
        return Image(image.command, image.exposed, image.service, "busybox", image.path)
    return image
