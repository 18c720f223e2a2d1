"""The networks that are measured, as a script of commands for pynetns and the kernel alike, and by the API."""

from collections.abc import Iterator
from dataclasses import dataclass

from pynetns import Lab, NetNamespace
from pynetns.device.bridge import Bridge

ACCESS_PER_DISTRIBUTION = 9


def address(number: int) -> str:
    """10.0.0.1 is the first, in 10.0.0.0/8."""
    number += 1
    return f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"


@dataclass(frozen=True, slots=True)
class Size:
    """How many hosts, and how many bridges in the tree between them."""

    stations: int
    hosts: int
    bridges: int


FULL = Size(stations=1000, hosts=1000, bridges=300)
SMOKE = Size(stations=60, hosts=60, bridges=20)


def add_host(lab: Lab, switch: NetNamespace, bridge: Bridge, number: int) -> NetNamespace:
    """A namespace with an address, on a port of the bridge."""
    host = lab.netns(f"h{number}")
    end, port = lab.veth((host, "eth0"), (switch, f"p{number}"))
    bridge.attach(port)
    port.up()
    end.up()
    end.add_address(f"{address(number)}/8")
    return host


def host_lines(number: int, bridge: str) -> Iterator[str]:
    """The same in commands."""
    yield f"ip netns add h{number}"
    yield f"ip -n sw link add p{number} type veth peer name eth0 netns h{number}"
    yield f"ip -n sw link set p{number} master {bridge} up"
    yield f"ip -n h{number} link set eth0 up"
    yield f"ip -n h{number} addr add {address(number)}/8 dev eth0"


def star(stations: int, flow_cache: bool = True) -> tuple[Lab, list[NetNamespace]]:
    """One bridge and its stations."""
    lab = Lab(flow_cache=flow_cache)
    switch = lab.netns("sw")
    bridge = switch.bridge("br0")
    bridge.up()
    return lab, [add_host(lab, switch, bridge, number) for number in range(stations)]


def star_lines(stations: int) -> Iterator[str]:
    yield "ip netns add sw"
    yield "ip -n sw link add br0 type bridge mcast_snooping 0"
    yield "ip -n sw link set br0 up"
    for number in range(stations):
        yield from host_lines(number, "br0")


def tree_parents(bridges: int) -> Iterator[tuple[int, int]]:
    """Bridge and the one above it: br0 is the core, below it distribution, below that access."""
    distribution = max((bridges - 1) // (ACCESS_PER_DISTRIBUTION + 1), 1)
    for number in range(1, bridges):
        yield number, 0 if number <= distribution else 1 + (number - distribution - 1) % distribution


def access_bridges(bridges: int) -> range:
    return range(max((bridges - 1) // (ACCESS_PER_DISTRIBUTION + 1), 1) + 1, bridges)


def tree(hosts: int, bridges: int, flow_cache: bool = True) -> tuple[Lab, list[NetNamespace]]:
    """Hosts on the access bridges of a tree of three levels."""
    lab = Lab(flow_cache=flow_cache)
    switch = lab.netns("sw")
    made = [switch.bridge(f"br{number}") for number in range(bridges)]
    for bridge in made:
        bridge.up()
    for number, parent in tree_parents(bridges):
        up, down = lab.veth((switch, f"u{number}"), (switch, f"d{number}"))
        made[number].attach(up)
        made[parent].attach(down)
        up.up()
        down.up()
    access = access_bridges(bridges)
    return lab, [add_host(lab, switch, made[access[number % len(access)]], number) for number in range(hosts)]


def tree_lines(hosts: int, bridges: int) -> Iterator[str]:
    yield "ip netns add sw"
    for number in range(bridges):
        yield f"ip -n sw link add br{number} type bridge mcast_snooping 0"
        yield f"ip -n sw link set br{number} up"
    for number, parent in tree_parents(bridges):
        yield f"ip -n sw link add u{number} type veth peer name d{number}"
        yield f"ip -n sw link set u{number} master br{number} up"
        yield f"ip -n sw link set d{number} master br{parent} up"
    access = access_bridges(bridges)
    for number in range(hosts):
        yield from host_lines(number, f"br{access[number % len(access)]}")


def three() -> bool:
    """The smallest everyday test: two containers and a switch, built, pinged, thrown away."""
    lab = Lab()
    switch, c1, c2 = lab.netns("sw"), lab.netns("c1"), lab.netns("c2")
    bridge = switch.bridge("br0")
    bridge.up()
    for number, host in enumerate((c1, c2), 1):
        end, port = lab.veth((host, "eth0"), (switch, f"p{number}"))
        bridge.attach(port)
        port.up()
        end.up()
        end.add_address(f"10.0.0.{number}/24")
    answered = c1.ping("10.0.0.2").received == 1
    for name in ("sw", "c1", "c2"):
        lab.delete(name)
    return answered


def three_lines() -> Iterator[str]:
    yield from star_lines(2)
    yield f"ip netns exec h0 ping -q -c 1 {address(1)}"
    for name in ("sw", "h0", "h1"):
        yield f"ip netns del {name}"
