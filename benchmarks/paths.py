"""The networks that frames are sent through, and the frames: bridged, routed, over several hops, to a socket."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from pynetns import Lab, NetNamespace
from pynetns.device.capture import Capture
from pynetns.device.netdevice import NetDevice
from pynetns.wire.address import format_ipv4, format_mac
from pynetns.wire.ipv4 import IPv4
from pynetns.wire.udp import Udp

SOURCE, TARGET = 0x0A640002, 0x14000000  # 10.100.0.2 and 20.0.0.0: what is for the target is counted and dropped where it ends
MANY = 0x1E000000  # 30.0.0.0: from here on hosts that frames are routed to as well, one flow of them all as long as none has a route
PORTS = 4000, 9
MACS = 0x0242 << 32  # of stations that are only known to a bridge
IMIX = [64] * 7 + [576] * 4 + [1500]


@dataclass
class Way:
    """Where frames go in and come out. `last` are the devices at the far end."""

    lab: Lab
    first: NetDevice
    to: bytes  # the MAC that frames are for: a station's or a gateway's
    last: list[NetDevice] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    source: int = SOURCE
    target: int = TARGET
    ports: tuple[int, int] = PORTS
    questions: tuple[str, ...] = ()  # commands that show what else is counted


NETFILTER = "iptables-save -c", "conntrack -L"


def frame(dst: bytes, src: bytes, number: int, length: int = 64, source: int = SOURCE, target: int = TARGET,
          ports: tuple[int, int] = PORTS) -> bytes:
    """UDP with its checksum; identification and payload are other ones in each frame."""
    segment = Udp(*ports, Random(number).randbytes(length - 42)).emit(source, target)
    return dst + src + b"\x08\x00" + IPv4(source, target, 17, segment, identification=number * 37 & 0xFFFF, ttl=64).emit()


def say_hello(device: NetDevice, mac: bytes) -> None:
    """Let a bridge learn a station."""
    device.inject(b"\2\2\2\2\2\2" + mac + b"\x88\xb5" + bytes(46))


def station_mac(number: int) -> bytes:
    return (MACS | number).to_bytes(6, "big")


class _Lan:
    """A bridge in a namespace of its own."""

    def __init__(self, lab: Lab, name: str, nf: int) -> None:
        self.lab, self.switch = lab, lab.netns(name)
        self.bridge = self.switch.bridge("br0")
        self.bridge.up()
        self.switch.sysctl["net.bridge.bridge-nf-call-iptables"] = nf

    def attach(self, namespace: NetNamespace, device: str, address: str) -> NetDevice:
        end, port = self.lab.veth((namespace, device), (self.switch, f"p{len(self.switch.devices)}"))
        self.bridge.attach(port)
        port.up()
        end.up()
        end.add_address(address)
        say_hello(end, end.mac)
        return end


def bridged(flow_cache: bool = True, nf: int = 0, ports: int = 1, behind: int = 0) -> Way:
    """Two stations on a bridge, or more; `behind` one port there are further ones that the bridge knows."""
    lab = Lab(flow_cache=flow_cache)
    lan = _Lan(lab, "sw", nf)
    first = lan.attach(lab.netns("a"), "eth0", "10.100.0.2/16")
    last = [lan.attach(lab.netns(f"z{n}"), "eth0", f"10.100.{1 + n // 250}.{2 + n % 250}/16") for n in range(ports)]
    for number in range(max(behind, ports)):
        say_hello(last[number % ports], station_mac(number))  # stations behind stations: nobody's IPv4 looks at what is for them
    say_hello(first, first.mac)
    return Way(lab, first, station_mac(0), last)


def routed(flow_cache: bool = True, hops: int = 1, ends: int = 1, captured: bool = False) -> Way:
    """A bridge, then `hops` times a router and a bridge. 20.0.0.n is routed to the n-th station behind the last one."""
    lab = Lab(flow_cache=flow_cache)
    lans = [_Lan(lab, f"sw{number}", 0) for number in range(hops + 1)]
    first = lans[0].attach(lab.netns("a"), "eth0", "10.100.0.2/16")
    last = [lans[hops].attach(lab.netns(f"z{n}"), "eth0", f"10.{100 + hops}.{1 + n // 250}.{2 + n % 250}/16") for n in range(ends)]
    routers = []
    for number in range(hops):
        router = lab.netns(f"r{number}")
        router.sysctl["net.ipv4.ip_forward"] = 1
        for threshold in (2, 3):
            router.sysctl[f"net.ipv4.neigh.default.gc_thresh{threshold}"] = 8192
        routers.append((router, lans[number].attach(router, "e0", f"10.{100 + number}.0.254/16"),
                        lans[number + 1].attach(router, "e1", f"10.{101 + number}.0.1/16")))
    for number, (router, _, out) in enumerate(routers):
        hosts = [(f"10.{101 + number}.0.254", routers[number + 1][1].mac, "20.0.0.0/8")] if number + 1 < hops else [
            (f"10.{100 + hops}.{1 + n // 250}.{2 + n % 250}", end.mac, f"20.0.{n >> 8}.{n & 255}/32") for n, end in enumerate(last)]
        for via, mac, prefix in hosts:
            router.run(f"ip neigh replace {via} lladdr {format_mac(mac)} dev {out.name} nud permanent")
            router.routes.add(prefix, via=via)
        router.routes.add("30.0.0.0/8", via=hosts[0][0])
    way = Way(lab, first, routers[0][1].mac, last)
    if captured:
        way.captures = [first.capture(), last[0].capture()]
    return way


def route_to(way: Way, number: int) -> None:
    """Give one of the many hosts a route of its own, by the same gateway, so that it is a flow of its own too."""
    router = way.lab["r0"]
    route = router.fib.lookup(MANY + number)
    assert route is not None
    router.routes.add(f"{format_ipv4(MANY + number)}/32", via=format_ipv4(route.via))


def one_flow(way: Way, count: int, lengths: Iterable[int] = (64,)) -> list[bytes]:
    sizes = list(lengths)
    return [frame(way.to, way.first.mac, number, sizes[number % len(sizes)], way.source, way.target, way.ports) for number in range(count)]
