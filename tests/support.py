"""The small networks that many tests are about, and the frames that they send."""

from dataclasses import dataclass

from pynetns import Lab, NetNamespace
from pynetns.device.bridge import Bridge
from pynetns.device.bridge_port import BridgePort
from pynetns.device.capture import Capture
from pynetns.device.veth import Veth
from pynetns.wire.address import format_mac, parse_ipv4, parse_mac
from pynetns.wire.ethernet import ETH_P_IP, Ethernet
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_UDP, IPv4
from pynetns.wire.udp import Udp

BROADCAST = "ff:ff:ff:ff:ff:ff"


def mac(number: int) -> str:
    """02:00:00:00:00:0a is the 10th."""
    return format_mac((0x02 << 40 | number).to_bytes(6, "big"))


def ethernet(src: str, dst: str, data: bytes = b"payload", ethertype: int = 0x88B5) -> bytes:
    return Ethernet(parse_mac(dst), parse_mac(src), ethertype, data).emit()


def ip_frame(src_mac: str, dst_mac: str, packet: IPv4) -> bytes:
    return ethernet(src_mac, dst_mac, packet.emit(), ETH_P_IP)


def udp_packet(src: str, dst: str, data: bytes = b"payload", sport: int = 1000, dport: int = 9, **fields: int) -> IPv4:
    source, target = parse_ipv4(src), parse_ipv4(dst)
    return IPv4(source, target, IPPROTO_UDP, Udp(sport, dport, data).emit(source, target), **fields)


def echo_packet(src: str, dst: str, data: bytes = b"payload", **fields: int) -> IPv4:
    return IPv4(parse_ipv4(src), parse_ipv4(dst), IPPROTO_ICMP, Icmp.echo(7, 1, data).emit(), **fields)


def packets(capture: Capture, direction: str = "in") -> list[IPv4]:
    """The IPv4 packets of a capture."""
    found = (IPv4.parse(frame[14:]) for _, way, frame in capture if way == direction and frame[12:14] == b"\x08\x00")
    return [packet for packet in found if packet is not None]


def errors(capture: Capture) -> list[tuple[int, int, int]]:
    """Type, code and second word of the ICMP messages that came in."""
    messages = (Icmp.parse(packet.payload) for packet in packets(capture) if packet.protocol == IPPROTO_ICMP)
    return [(message.type, message.code, message.rest) for message in messages if message is not None]


@dataclass(frozen=True, slots=True)
class Lan:
    """Stations a, b, ... (MACs 1, 2, ...) on the ports pa, pb, ... of br0 in sw. No addresses."""

    lab: Lab
    switch: NetNamespace
    bridge: Bridge
    stations: dict[str, Veth]
    ports: dict[str, BridgePort]
    captures: dict[str, Capture]

    def __getitem__(self, name: str) -> Veth:
        return self.stations[name]

    def learned(self) -> dict[str, str]:
        """What the bridge found out: station by port."""
        return {entry.mac: entry.device for entry in self.bridge.fdb if entry.state in ("", "stale")}

    def heard(self) -> dict[str, int]:
        """How many frames reached each station since the last call."""
        found = {name: sum(way == "in" for _, way, _ in capture) for name, capture in self.captures.items()}
        for capture in self.captures.values():
            capture.clear()
        return {name: number for name, number in found.items() if number}


def make_lan(names: str = "abc", **options: int) -> Lan:
    lab = Lab(**options)
    switch = lab.netns("sw")
    bridge = switch.bridge("br0", mac=mac(0xF0))
    bridge.up()
    stations, ports, captures = {}, {}, {}
    for number, name in enumerate(names, 1):
        stations[name], port = lab.veth((lab.netns(name), "eth0"), (switch, f"p{name}"), mac(number), mac(0xF00 + number))
        ports[name] = bridge.attach(port)
        port.up()
        stations[name].up()
        captures[name] = stations[name].capture()
    return Lan(lab, switch, bridge, stations, ports, captures)


@dataclass(frozen=True, slots=True)
class Routed:
    """left 10.0.1.2 - r (10.0.1.1 on r1, 10.0.2.1 on r2) - right 10.0.2.2; MACs end in 12, 11, 21, 22."""

    lab: Lab
    left: NetNamespace
    router: NetNamespace
    right: NetNamespace
    at_left: Capture
    at_right: Capture

    def send(self, packet: IPv4) -> None:
        """A packet from left to its router."""
        self.left.devices["eth0"].inject(ip_frame("02:00:00:00:00:12", "02:00:00:00:00:11", packet))

    def clear(self) -> None:
        self.at_left.clear()
        self.at_right.clear()


def make_routed(**options: int) -> Routed:
    lab = Lab(**options)
    left, router, right = (lab.netns(name) for name in ("left", "r", "right"))
    for number, host in ((1, left), (2, right)):
        near, far = lab.veth((router, f"r{number}"), (host, "eth0"), f"02:00:00:00:00:{number}1", f"02:00:00:00:00:{number}2")
        near.add_address(f"10.0.{number}.1/24")
        far.add_address(f"10.0.{number}.2/24")
        near.up()
        far.up()
        host.routes.add("default", via=f"10.0.{number}.1")
    router.sysctl["net.ipv4.ip_forward"] = 1
    routed = Routed(lab, left, router, right, left.devices["eth0"].capture(), right.devices["eth0"].capture())
    assert left.ping("10.0.2.2")  # everybody knows everybody
    routed.clear()
    return routed
