"""Pools and addresses as libnetwork's default IPAM driver gives them: ipamutils/utils.go, ipam/allocator.go, bitseq/sequence.go."""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Network

from pynetns.docker.errors import DockerError

# localScopeDefaultNetworks, split: 31 pools.
DEFAULT_POOLS = (*(IPv4Network((0xAC110000 + (n << 16), 16)) for n in range(15)), *IPv4Network("192.168.0.0/16").subnets(new_prefix=20))


class AddressPool:
    """The addresses of one network. The lowest free one is given; the first and the last never are."""

    def __init__(self, subnet: IPv4Network, ip_range: IPv4Network | None = None) -> None:
        self.subnet = subnet
        self.ip_range = ip_range or subnet
        self._taken: set[int] = set()
        if subnet.prefixlen < 31:
            self._taken |= {int(subnet.network_address), int(subnet.broadcast_address)}
        self._lowest = int(self.ip_range.network_address)  # nothing below is free

    def request(self, address: IPv4Address | None = None) -> IPv4Address:
        """A given address, or the lowest free one of the range."""
        if address is not None:
            if address not in self.subnet:
                raise DockerError("Requested address is out of range")
            if int(address) in self._taken:
                raise DockerError("Address already in use")
            self._taken.add(int(address))
            return address
        number, last = self._lowest, int(self.ip_range.broadcast_address)
        while number <= last and number in self._taken:
            number += 1
        self._lowest = number
        if number > last:
            raise DockerError("no available IPv4 addresses on this network's address pools")
        self._taken.add(number)
        return IPv4Address(number)

    def release(self, address: IPv4Address) -> None:
        self._taken.discard(int(address))
        if int(address) in range(int(self.ip_range.network_address), self._lowest):
            self._lowest = int(address)


class Ipam:
    """The pools of one daemon."""

    def __init__(self) -> None:
        self.pools = DEFAULT_POOLS  # the daemon's options may name others
        self._in_use: list[IPv4Network] = []
        self._next = 0  # pools are given round robin: the search starts behind the one given last

    def restart(self) -> None:
        """Which pool was given last is not kept over a restart of the daemon."""
        self._next = 0

    def request_pool(self, subnet: IPv4Network | None, overlaps_host: Callable[[IPv4Network], bool]) -> IPv4Network:
        """A given subnet, whatever the host's routes say, or the next predefined pool that overlaps nothing."""
        if subnet is not None:
            if any(subnet.overlaps(other) for other in self._in_use):
                raise DockerError("Pool overlaps with other one on this address space")
            self._in_use.append(subnet)
            return subnet
        for index in self._candidates():
            pool = self.pools[index]
            if not any(pool.overlaps(other) for other in self._in_use) and not overlaps_host(pool):
                self._in_use.append(pool)
                self._next = (index + 1) % len(self.pools)
                return pool
        raise DockerError("could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network")

    def _candidates(self) -> Iterator[int]:
        for step in range(len(self.pools)):
            yield (self._next + step) % len(self.pools)

    def release_pool(self, subnet: IPv4Network) -> None:
        self._in_use.remove(subnet)
