"""`--uplink eth0:10.0.2.15/24`: an interface of the initial namespace, and a router behind it that answers for the rest of the world."""

import argparse
from dataclasses import dataclass
from ipaddress import IPv4Interface

from pynetns.errors import Error
from pynetns.lab import Lab


@dataclass(frozen=True, slots=True)
class Uplink:
    name: str
    address: IPv4Interface

    @property
    def gateway(self) -> str:
        """The first address of the network that is not the host's own."""
        hosts = iter(self.address.network.hosts())
        first = next(hosts)
        return str(first if first != self.address.ip else next(hosts))


def parse(text: str) -> Uplink:
    """NAME:ADDRESS, the length 24 where none is given."""
    name, colon, address = text.partition(":")
    try:
        interface = IPv4Interface(address if "/" in address else f"{address}/24")
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if not colon or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME:ADDRESS")
    if interface.network.prefixlen > 30:
        raise argparse.ArgumentTypeError(f"{address} leaves no address for a router")
    return Uplink(name, interface)


def connect(lab: Lab, uplink: Uplink) -> None:
    """Make both ends, give them addresses, and the host its default route. The router takes every address that is not in the uplink's own
    network for one of its own, so that a ping to it is answered; it knows no way to networks behind the host, as nobody out there does."""
    router = lab.unnamed_netns("uplink")
    device, far = lab.veth((lab.host, uplink.name), (router, "eth0"))
    device.up()
    far.up()
    device.add_address(str(uplink.address))
    far.add_address(f"{uplink.gateway}/{uplink.address.network.prefixlen}")
    router.sysctl["net.ipv4.ip_forward"] = 1
    for line, namespace in (("ip link set lo up", router), ("ip route add local default dev lo table main", router),
                            ("ip link set lo up", lab.host), (f"ip route add default via {uplink.gateway} dev {uplink.name}", lab.host)):
        done = namespace.run(line)
        if done.returncode:
            raise Error(f"--uplink: {line}: {done.stderr.strip()}")
    lab.advance(1.0)  # the kernel notices a carrier up to a second late
