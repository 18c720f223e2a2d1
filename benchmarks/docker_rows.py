"""Rows about Docker hosts: from container to container, to outside, from outside to a published port, and over macvlan between hosts.

The container where frames end lost its address, so that it counts and drops them as the ends of other rows do. Beside them the kernel: the
same devices made by ip(8), the same hardware addresses, the rules that pynetns's Docker wrote.
"""

from collections.abc import Callable
from ipaddress import IPv4Address

import paths
from forwarding import Case, compete, single
from kernel_path import KernelWay, kernel_peers
from paths import NETFILTER, TARGET, Way
from report import Finding
from unit import Unit

from pynetns import Lab, NetNamespace
from pynetns.device.netdevice import NetDevice
from pynetns.docker import Container, Docker, PortBinding
from pynetns.wire.address import format_mac, parse_ipv4

ONE, OTHER, PUBLISHED = "172.17.0.2", "172.17.0.3", 8053
HOST, OUTSIDE = "192.168.1.10", "192.168.1.20"

KERNEL_HOST = """
for name in host lan c1 c2; do ip netns add $name; done
ip -n host link add ens33 address {ens33} type veth peer name eth0 address {lan} netns lan
ip -n host link add docker0 address {docker0} type bridge mcast_snooping 0
ip -n host link add v1 type veth peer name eth0 address {c1} netns c1
ip -n host link add v2 type veth peer name eth0 address {c2} netns c2
for port in v1 v2; do ip -n host link set $port master docker0; ip -n host link set $port up; done
for device in ens33 docker0; do ip -n host link set $device up; done
for name in lan c1 c2; do ip -n $name link set eth0 up; done
ip -n host addr add 192.168.1.10/24 dev ens33; ip -n host addr add 172.17.0.1/16 dev docker0
ip -n host route add default via 192.168.1.20
ip netns exec host sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
ip -n host neigh replace 192.168.1.20 lladdr {lan} dev ens33 nud permanent
ip -n host neigh replace 172.17.0.2 lladdr {c1} dev docker0 nud permanent
bridge -n host fdb replace {c1} dev v1 master static; bridge -n host fdb replace {c2} dev v2 master static
"""
KERNEL_MACVLAN = """
for name in sw h1 h2 c1 c2; do ip netns add $name; done
ip -n sw link add br0 type bridge mcast_snooping 0
ip netns exec sw sysctl -qw net.bridge.bridge-nf-call-iptables=0 2>/dev/null || true
ip -n sw link set br0 up
for n in 1 2; do
    ip -n h$n link add ens33 type veth peer name p$n netns sw
    ip -n sw link set p$n master br0; ip -n sw link set p$n up
    ip -n h$n link set ens33 promisc on; ip -n h$n link set ens33 up
done
ip -n h1 link add link ens33 name mv address {c1} netns c1 type macvlan mode bridge
ip -n h2 link add link ens33 name mv address {c2} netns c2 type macvlan mode bridge
for n in 1 2; do ip -n c$n link set mv name eth0; ip -n c$n link set eth0 up; done
bridge -n sw fdb replace {c1} dev p1 master static; bridge -n sw fdb replace {c2} dev p2 master static
"""

KERNEL_SOCKET = """
ip -n c2 addr add 172.16.3.102/24 dev eth0
cat > /run/netns/receiver.py <<END
import socket, time
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("0.0.0.0", 9))
time.sleep(300)
END
ip netns exec c2 python3 /run/netns/receiver.py > /dev/null 2>&1 &
trap 'kill %1' EXIT
for try in $(seq 50); do grep -q ":0009 " /proc/$!/net/udp && break; sleep 0.1; done
ip netns exec c2 grep -q ":0009 " /proc/net/udp
"""


def eth0(container: Container) -> NetDevice:
    assert container.namespace is not None
    return container.namespace.devices["eth0"]


def type_in(lab: Lab, script: str) -> None:
    for line in script.splitlines():
        done = lab.run(line)
        if done.returncode:
            raise SystemExit(f"not measured, {line}: {done.stderr}")


class DockerHost:
    """A host with two containers, one of which publishes a port, and somebody outside."""

    def __init__(self, flow_cache: bool) -> None:
        self.lab = Lab(flow_cache=flow_cache)
        type_in(self.lab, f"""\
ip netns add host
ip netns add lan
ip -n host link add ens33 type veth peer name eth0 netns lan
ip -n host addr add {HOST}/24 brd + dev ens33
ip -n lan addr add {OUTSIDE}/24 brd + dev eth0
ip -n host link set ens33 up
ip -n lan link set eth0 up
ip -n host route add default via {OUTSIDE}
ip netns exec lan ping -c 1 {HOST}""")
        self.docker = Docker(self.lab["host"])
        self.one = self.docker.run("busybox", name="one", ports=[PortBinding(9, "udp", "", PUBLISHED, PUBLISHED)])
        self.other = self.docker.run("busybox", name="other")
        for name, address in (("one", OTHER), ("other", ONE)):
            self.docker.exec(name, f"ping -c 1 {address}")
        type_in(self.lab, f"""\
ip -n host neigh replace {OUTSIDE} lladdr {format_mac(self.outside.mac)} dev ens33 nud permanent
ip -n host neigh replace {ONE} lladdr {format_mac(eth0(self.one).mac)} dev docker0 nud permanent""")

    @property
    def outside(self) -> NetDevice:
        return self.lab["lan"].devices["eth0"]

    def device(self, name: str) -> NetDevice:
        return self.lab["host"].devices[name]

    def between(self, first: NetDevice, to: bytes, last: NetDevice, source: str, target: int, port: int = 9) -> Way:
        _take_address(last)
        return Way(self.lab, first, to, [last], source=parse_ipv4(source), target=target, ports=(4000, port), questions=NETFILTER)


def _take_address(device: NetDevice) -> None:
    namespace: NetNamespace = device.namespace
    if namespace.name != "lan":
        namespace.run(f"ip addr flush dev {device.name}")


def container_to_container(flow_cache: bool) -> Way:
    host = DockerHost(flow_cache)
    return host.between(eth0(host.one), eth0(host.other).mac, eth0(host.other), ONE, parse_ipv4(OTHER))


def container_to_outside(flow_cache: bool) -> Way:
    host = DockerHost(flow_cache)
    return host.between(eth0(host.one), host.device("docker0").mac, host.outside, ONE, TARGET)


def outside_to_published(flow_cache: bool) -> Way:
    host = DockerHost(flow_cache)
    return host.between(host.outside, host.device("ens33").mac, eth0(host.one), OUTSIDE, parse_ipv4(HOST), PUBLISHED)


def _two_hosts(flow_cache: bool) -> Lab:
    """Two hosts on a switch."""
    lab = Lab(flow_cache=flow_cache)
    type_in(lab, "ip netns add sw\nip -n sw link add br0 type bridge\nip -n sw link set br0 up\n"
                 "ip netns exec sw sysctl -w net.bridge.bridge-nf-call-iptables=0")
    for n in (1, 2):
        type_in(lab, f"""\
ip netns add h{n}
ip -n h{n} link add ens33 type veth peer name p{n} netns sw
ip -n sw link set p{n} master br0 up
ip -n h{n} addr add 172.16.3.14{n}/24 dev ens33
ip -n h{n} link set ens33 up
ip -n h{n} link set ens33 promisc on""")
    return lab


def _macvlan_way(lab: Lab, first: NetDevice, last: NetDevice) -> Way:
    last.namespace.run("ping -c 1 172.16.3.101")
    return Way(lab, first, last.mac, [last], source=parse_ipv4("172.16.3.101"), target=parse_ipv4("172.16.3.102"), questions=NETFILTER)


def macvlan(flow_cache: bool) -> Way:
    """Children in namespaces of their own: no rules anywhere."""
    lab = _two_hosts(flow_cache)
    for n in (1, 2):
        type_in(lab, f"""\
ip netns add c{n}
ip -n h{n} link add link ens33 name eth0 netns c{n} type macvlan mode bridge
ip -n c{n} addr add 172.16.3.10{n}/24 dev eth0
ip -n c{n} link set eth0 up""")
    way = _macvlan_way(lab, lab["c1"].devices["eth0"], lab["c2"].devices["eth0"])
    _take_address(way.last[0])
    return way


def docker_macvlan(flow_cache: bool) -> Way:
    """Docker's network has rules for its name server in each container, so conntrack sees what comes in. It ends in a socket: what is for
    nobody would be a new connection each time."""
    lab = _two_hosts(flow_cache)
    devices = []
    for n in (1, 2):
        docker = Docker(lab[f"h{n}"])
        docker.network.create("sup-net", "macvlan", subnet="172.16.3.0/24", gateway="172.16.3.2", options={"parent": "ens33"})
        devices.append(eth0(docker.run("busybox", name=f"c{n}", network="sup-net", ip=IPv4Address(f"172.16.3.10{n}"))))
    devices[1].namespace.socket().bind(("0.0.0.0", 9))
    return _macvlan_way(lab, *devices)


def kernel_way(way: Way, first: str, last: str) -> KernelWay:
    """The same on the kernel: names of namespaces there are given."""
    ends = (first, "eth0"), (last, "eth0")
    frames = paths.one_flow(way, 1)
    host = way.lab.namespaces.get("host")
    if host is None:
        setup = KERNEL_MACVLAN.format(c1=format_mac(way.first.mac), c2=format_mac(way.last[0].mac))
        inside: NetNamespace = way.last[0].namespace
        if inside.name:
            return KernelWay(setup, frames, *ends)
        return KernelWay(setup + KERNEL_SOCKET, frames, *ends, rules={"c2": str(inside.run("iptables-save"))})
    devices = {name: format_mac(host.devices[name].mac) for name in ("ens33", "docker0")}
    one, other = "02:42:ac:11:00:02", "02:42:ac:11:00:03"  # as Docker makes them of addresses
    setup = KERNEL_HOST.format(**devices, lan=format_mac(way.lab["lan"].devices["eth0"].mac), c1=one, c2=other)
    return KernelWay(setup, frames, *ends, rules={"host": str(host.run("iptables-save"))})


def docker(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    named = {"container to container on docker0": (container_to_container, "c1", "c2", 7),
             "container to outside, masqueraded": (container_to_outside, "c1", "lan", 7),
             "outside to a published port": (outside_to_published, "lan", "c1", 7),
             "macvlan network of two hosts, to a socket": (docker_macvlan, "c1", "c2", 7)}
    cases = []
    for name, (build, first, last, least) in named.items():
        case = Case(f"Docker, {name}, 64 bytes, burst 256", build, single(256))
        if not smoke:
            case.peers = kernel_peers(kernel_way(build(True), first, last), kernel, least)
        cases.append(case)
    case = Case("macvlan across two hosts, 64 bytes, burst 256", macvlan, single(256))
    if not smoke:
        case.peers = kernel_peers(kernel_way(macvlan(True), "c1", "c2"), kernel, 10)
    return compete([*cases, case], unit, smoke)


ROWS: dict[str, Callable[[Unit, bool, bool], list[Finding]]] = {"docker": docker}
