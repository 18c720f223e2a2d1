"""Published ports: which host ports are taken, and in which order one container's ports are programmed (portallocator.go, sort.go)."""

from dataclasses import dataclass
from functools import cmp_to_key

from pynetns.docker.errors import DockerError

FIRST_FREE, LAST_FREE = 49153, 60999


@dataclass(frozen=True, slots=True)
class PortBinding:
    """One `-p`: container port and protocol, host address ("" is the network's default) and the range that the host port is taken from
    (0 is any free one)."""

    port: int
    proto: str = "tcp"
    host_ip: str = ""
    first: int = 0
    last: int = 0

    @property
    def key(self) -> str:
        return f"{self.port}/{self.proto}"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A binding as it was programmed."""

    binding: PortBinding
    host_ip: str
    host_port: int


class PortAllocator:
    """The host ports that are given, by address as it was spelt and protocol."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], set[int]] = {}
        self._next: dict[tuple[str, str], int] = {}

    def request(self, host_ip: str, proto: str, first: int, last: int) -> int:
        """A port of the range; of 0 the next free one after the one given last."""
        taken = self._taken.setdefault((host_ip, proto), set())
        if not first:
            return self._any(host_ip, proto, taken)
        for port in range(first, max(first, last) + 1):
            if port not in taken:
                taken.add(port)
                return port
        if last > first:
            raise DockerError("all ports are allocated")
        raise DockerError(f"Bind for {host_ip}:{first} failed: port is already allocated")

    def _any(self, host_ip: str, proto: str, taken: set[int]) -> int:
        start = self._next.get((host_ip, proto), FIRST_FREE)
        size = LAST_FREE - FIRST_FREE + 1
        for step in range(size):
            port = FIRST_FREE + (start - FIRST_FREE + step) % size
            if port not in taken:
                taken.add(port)
                self._next[host_ip, proto] = FIRST_FREE + (port + 1 - FIRST_FREE) % size
                return port
        raise DockerError("all ports are allocated")

    def release(self, host_ip: str, proto: str, port: int) -> None:
        self._taken.get((host_ip, proto), set()).discard(port)


def in_order(bindings: list[PortBinding], modern: bool) -> list[PortBinding]:
    """20.10 programs the larger host port first, at equal ports tcp before udp; 27 and later go by container port."""
    if modern:
        return sorted(bindings, key=lambda b: (b.port, b.proto, b.host_ip, b.first))

    def compare(a: PortBinding, b: PortBinding) -> int:
        for x, y in ((b.first, a.first), (b.port, a.port)):
            if x != y:
                return -1 if x < y else 1
        return -1 if a.proto < b.proto else int(a.proto > b.proto)

    return sorted(bindings, key=cmp_to_key(compare))
