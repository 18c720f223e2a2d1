"""Random networks, and frames that fit them: bridges, routers in a row, stations, built alike in as many labs as one wants."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random

from pynetns import Lab
from pynetns.wire.address import parse_ipv4, parse_mac
from pynetns.wire.checksum import checksum, transport_checksum

BROADCAST = b"\xff" * 6
FAR, NEAR = "10.99.0.0/16", "10.98.0.0/16"  # networks behind the last and the first station: routed there, then counted and dropped
PORT_FLAGS = ("learning", "flood", "mcast_flood", "bcast_flood", "hairpin", "isolated", "locked", "neigh_suppress",
              "proxy_arp", "proxy_arp_wifi")
ON_BY_DEFAULT = ("learning", "flood", "mcast_flood", "bcast_flood")


@dataclass(frozen=True)
class End:
    """A device that belongs to a network: where it is, and what it is called there."""

    namespace: str
    device: str
    lan: int
    mac: str
    address: str  # without its length


@dataclass
class Plan:
    """How to build one network: commands, in order, each with the namespace in which it is typed. `veth` lines name both ends."""

    namespaces: list[str] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    stations: list[End] = field(default_factory=list)
    gateways: list[End] = field(default_factory=list)
    bridges: list[tuple[str, str]] = field(default_factory=list)  # namespace and name
    routers: int = 0

    def build(self, lab: Lab) -> Lab:
        for name in self.namespaces:
            lab.netns(name)
        for namespace, line in self.lines:
            result = lab[namespace].run(line)
            assert result.returncode == 0, (namespace, line, result.stderr)
        return lab

    @property
    def hops(self) -> int:
        return self.routers

    def others(self, end: End) -> list[End]:
        """Who else is on the same network."""
        return [other for other in (*self.stations, *self.gateways) if other.lan == end.lan and other != end]

    def __repr__(self) -> str:
        return "Plan(\n" + "".join(f"    {namespace}: {line}\n" for namespace, line in self.lines) + ")"


class _Planner:
    """Draws one plan."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.plan = Plan()
        self.count = 0
        self.parents: dict[int, str] = {}  # by network, the namespace of up0, which has macvlan children

    def line(self, namespace: str, line: str) -> None:
        self.plan.lines.append((namespace, line))

    def namespace(self, name: str) -> str:
        if name not in self.plan.namespaces:
            self.plan.namespaces.append(name)
            self.line(name, "ip link set lo up")
        return name

    def mac(self) -> str:
        self.count += 1
        return f"02:00:00:00:{self.count >> 7:02x}:{self.count * 2 & 0xFF:02x}"  # even, so that one off is nobody's

    def veth(self, namespace: str, device: str, peer: str, peer_device: str) -> tuple[str, str]:
        """Both ends up; their addresses."""
        near, far = self.mac(), self.mac()
        self.line(namespace, f"ip link add {device} address {near} type veth peer name {peer_device} address {far} netns {peer}"
                  if peer != namespace else f"ip link add {device} address {near} type veth peer name {peer_device} address {far}")
        self.line(namespace, f"ip link set {device} up")
        self.line(peer, f"ip link set {peer_device} up")
        return near, far

    def draw(self) -> Plan:
        rng, plan = self.rng, self.plan
        plan.routers = rng.choice((0, 1, 1, 1, 2, 2, 3))
        for number in range(plan.routers):
            name = self.namespace(f"r{number}")
            self.line(name, "sysctl -w net.ipv4.ip_forward=1")
            if rng.random() < 0.2:
                self.line(name, "ip link add dummy0 address 02:00:00:77:00:02 type dummy")
                self.line(name, "ip link set dummy0 up")
                self.line(name, "ip addr add 10.97.0.2/24 dev dummy0")
        last = plan.routers
        bridged = [lan for lan in range(last + 1) if lan in (0, last) or rng.random() < 0.4][:3]
        if len(bridged) > 1 and rng.random() < 0.15:
            bridged.remove(rng.choice(bridged))
        for lan in range(last + 1):
            self.network(lan, lan in bridged)
        self.routes()
        for namespace, _ in plan.bridges:
            self.line(namespace, f"sysctl -w net.bridge.bridge-nf-call-iptables={rng.randrange(2)}")
        if rng.random() < 0.6:
            self.neighbours()
        for namespace, line in list(plan.lines):
            if " master " in line and rng.random() < 0.15:
                flag = rng.choice(PORT_FLAGS)
                device = line.split()[3]
                self.line(namespace, f"ip link set {device} type bridge_slave {flag} {'off' if flag in ON_BY_DEFAULT else 'on'}")
        return plan

    def network(self, lan: int, bridged: bool) -> None:
        rng, last = self.rng, self.plan.routers
        sides = [(f"r{number}", f"e{lan - number}") for number in (lan - 1, lan) if 0 <= number < last]  # who routes to and from it
        switches: list[tuple[str, str]] = []
        if bridged:
            inside = rng.choice(sides)[0] if sides and rng.random() < 0.3 else ""
            switches.append((inside or self.namespace(f"sw{lan}"), f"br{lan}"))
            if rng.random() < 0.2:
                switches.append((self.namespace(f"sx{lan}"), f"bx{lan}"))
            for namespace, name in switches:
                self.line(namespace, f"ip link add {name} address {self.mac()} type bridge" if rng.random() < 0.5 else
                          f"ip link add {name} type bridge")
                self.line(namespace, f"ip link set {name} up")
                self.plan.bridges.append((namespace, name))
            for cable in "tuv"[:rng.choice((1, 1, 1, 1, 2)) if len(switches) == 2 else 0]:  # two cables are a loop
                self.veth(switches[0][0], f"{cable}{lan}", switches[1][0], f"{cable}x{lan}")
                for (namespace, name), port in zip(switches, (f"{cable}{lan}", f"{cable}x{lan}"), strict=True):
                    self.line(namespace, f"ip link set {port} master {name}")
        stations = rng.randrange(1, 5) if bridged else (1 if len(sides) < 2 else 0)
        for side, (router, device) in enumerate(sides):
            address = f"10.{lan}.0.{1 if router == f'r{lan}' else 2}"
            if switches and router == switches[0][0] and rng.random() < 0.7:  # as Docker has it: the address on the bridge itself
                end = End(router, switches[0][1], lan, "", address)
            elif switches:
                namespace, name = rng.choice(switches)
                port = f"p{lan}{router}"
                mac, _ = self.veth(router, device, namespace, port)
                self.line(namespace, f"ip link set {port} master {name}")
                end = End(router, device, lan, mac, address)
            elif len(sides) == 2 and side == 0:
                mac, self.other_mac = self.veth(router, device, sides[1][0], sides[1][1])
                end = End(router, device, lan, mac, address)
            elif len(sides) == 2:
                end = End(router, device, lan, self.other_mac, address)
            else:
                mac, self.other_mac = self.veth(router, device, self.namespace(f"h{lan}0"), "eth0")
                end = End(router, device, lan, mac, address)
            self.line(end.namespace, f"ip addr add {address}/24 dev {end.device}")
            self.plan.gateways.append(end)
        for number in range(stations):
            name = self.namespace(f"h{lan}{number}")
            if switches:
                mac = self.switched(name, number, lan, *rng.choice(switches))
            elif sides:
                mac = self.other_mac
            else:
                continue
            self.station(End(name, "eth0", lan, mac, f"10.{lan}.0.{10 + number}"), bool(number))
        if switches and rng.random() < 0.3:
            namespace, name = rng.choice(switches)
            if not namespace.startswith("r"):
                self.line(namespace, f"ip addr add 10.{lan}.0.5/24 dev {name}")
                self.plan.gateways.append(End(namespace, name, lan, "", f"10.{lan}.0.5"))

    def switched(self, name: str, number: int, lan: int, namespace: str, bridge: str) -> str:
        """A station behind a port of a bridge, or a macvlan child beside others of one port; its address."""
        rng = self.rng
        parent = self.parents.get(lan)
        alone = rng.random() < (0.5 if parent else 0.85)
        if alone or parent is None:
            port = f"p{lan}h{number}"
            mac, _ = self.veth(name, "eth0" if alone else "up0", namespace, port)
            self.line(namespace, f"ip link set {port} master {bridge}")
            if alone:
                return mac
            parent = self.parents[lan] = name
        mac = self.mac()
        mode = rng.choice(("bridge", "bridge", "vepa", "private"))
        self.line(parent, f"ip link add mv{number} link up0 address {mac} type macvlan mode {mode}")
        self.line(parent, f"ip link set mv{number} netns {name} name eth0" if parent != name else f"ip link set mv{number} name eth0")
        self.line(name, "ip link set eth0 up")
        return mac

    def station(self, end: End, may_be_bare: bool) -> None:
        rng = self.rng
        self.plan.stations.append(end)
        if may_be_bare and rng.random() < 0.2:
            return
        self.line(end.namespace, f"ip addr add {end.address}/24 dev eth0")
        if rng.random() < 0.3:
            self.line(end.namespace, f"ip addr add 10.{end.lan}.0.{20 + int(end.namespace[-1])}/24 dev eth0")
        if rng.random() < 0.2:
            self.line(end.namespace, f"ip addr add 172.16.{end.lan}.{1 + int(end.namespace[-1])}/{rng.choice((24, 32, 30))} dev eth0")

    def routes(self) -> None:
        last = self.plan.routers
        for station in self.plan.stations:
            gateway = next((end for end in self.plan.gateways if end.lan == station.lan and end.namespace.startswith("r")), None)
            if gateway is not None and any(line.startswith(f"ip addr add {station.address}/") for _, line in self.plan.lines):
                self.line(station.namespace, f"ip route add default via {gateway.address}")
        for number in range(last):
            name = f"r{number}"
            for lan in range(last + 1):
                if lan < number:
                    self.line(name, f"ip route add 10.{lan}.0.0/24 via 10.{number}.0.2")
                elif lan > number + 1:
                    self.line(name, f"ip route add 10.{lan}.0.0/24 via 10.{number + 1}.0.1")
            self.line(name, f"ip route add {FAR} via " + (f"10.{number + 1}.0.1" if number < last - 1 else f"10.{last}.0.10"))
            self.line(name, f"ip route add {NEAR} via " + (f"10.{number}.0.2" if number else "10.0.0.10"))

    def neighbours(self) -> None:
        """Who is next is known for ever; the others ask."""
        for end in self.plan.gateways:
            for other in self.plan.others(end):
                if other.mac and self.rng.random() < 0.8:
                    self.line(end.namespace, f"ip neigh replace {other.address} lladdr {other.mac} dev {end.device} nud permanent")


def draw_plan(rng: Random) -> Plan:
    return _Planner(rng).draw()


# --- frames --------------------------------------------------------------------------------------------------------------------------


def ipv4_header(src: int, dst: int, *, length: int, tos: int = 0, ident: int = 0, frag: int = 0, ttl: int = 64, proto: int = 17,
                options: bytes = b"", check: int | None = None) -> bytes:
    """A header that sums up. With `check` the identification is chosen so that the checksum is just that."""
    head = bytearray(bytes((0x45 + len(options) // 4, tos)) + length.to_bytes(2, "big") + ident.to_bytes(2, "big") + frag.to_bytes(2, "big")
                     + bytes((ttl, proto, 0, 0)) + src.to_bytes(4, "big") + dst.to_bytes(4, "big") + options)
    if check is None:
        head[10:12] = checksum(bytes(head)).to_bytes(2, "big")
    else:
        head[10:12], head[4:6] = check.to_bytes(2, "big"), b"\0\0"
        head[4:6] = checksum(bytes(head)).to_bytes(2, "big")
    return bytes(head)


def ipv4_frame(dst_mac: bytes, src_mac: bytes, src: int, dst: int, *, payload: bytes = b"", ident: int = 0, tos: int = 0, frag: int = 0,
               ttl: int = 64, proto: int = 17, options: bytes = b"", check: int | None = None, pad: bytes = b"") -> bytes:
    head = ipv4_header(src, dst, length=20 + len(options) + len(payload), ident=ident, tos=tos, frag=frag, ttl=ttl, proto=proto,
                       options=options, check=check)
    return dst_mac + src_mac + b"\x08\x00" + head + payload + pad


def one_off(mac: bytes, rng: Random) -> bytes:
    return mac[:5] + bytes((mac[5] ^ 1 << rng.randrange(3),))


OPTIONS = (b"\x01\x01\x01\x01", b"\x07\x07\x04\0\0\0\0\0", b"\x83\x07\x04\x0a\x01\x00\x01\0", b"\x44\x08\x05\0\0\0\0\0", b"\x94\x04\0\0",
           b"\x07\x03\x04\0", b"\x89\x07\x04\x0a\0\0\x01\0")
SIZES = (0, 6, 8, 18, 18, 18, 26, 46, 200, 386, 387, 1400, 1480, 1481, 1482, 1484, 1485, 2000)
TTLS = (64, 64, 64, 64, 64, 255, 3, 2, 1, 0)
CHECKS = (0x0000, 0xFFFF, 0xFE00, 0xFEFF, 0xFF00, 0xFFFE, 0x00FF, 0xFDFF, 0xFCFF, 0xFEFE)


@dataclass(frozen=True)
class Flow:
    """Frames that agree on most of what decides their way, with the device that they are sent from."""

    namespace: str
    device: str
    dst_mac: bytes
    src_mac: bytes
    src: int
    dst: int
    size: int
    ttl: int = 64
    tos: int = 0
    frag: int = 0
    proto: int = 17
    protocol: int = 0x0800
    check: int | None = None
    summed: bool = False  # has it a UDP checksum

    def frame(self, rng: Random, size: int | None = None) -> bytes:
        payload = bytes(self.size if size is None else size)
        if self.protocol == 0x0800:
            if len(payload) >= 8 and self.proto == 17:
                payload = b"\x10\x00\x20\x00" + len(payload).to_bytes(2, "big") + b"\0\0" + payload[8:]
                if self.summed:
                    payload = payload[:-2] + rng.randrange(1 << 16).to_bytes(2, "big") if len(payload) >= 10 else payload
                    check = transport_checksum(self.src, self.dst, 17, payload) or 0xFFFF
                    payload = payload[:6] + check.to_bytes(2, "big") + payload[8:]
            elif self.proto == 1 and len(payload) >= 8:
                payload = b"\x08\0\0\0" + rng.randrange(1 << 16).to_bytes(2, "big") + b"\0\1" + payload[8:]
                payload = payload[:2] + checksum(payload).to_bytes(2, "big") + payload[4:]
            return ipv4_frame(self.dst_mac, self.src_mac, self.src, self.dst, payload=payload, ident=rng.randrange(1 << 16), tos=self.tos,
                              frag=self.frag, ttl=self.ttl, proto=self.proto, check=self.check)
        if self.protocol == 0x0806:
            return (self.dst_mac + self.src_mac + b"\x08\x06\0\1\x08\0\6\4\0" + (b"\1" if self.frag == 0 else b"\2") + self.src_mac
                    + self.src.to_bytes(4, "big") + bytes(6) + self.dst.to_bytes(4, "big") + payload[:18])
        return self.dst_mac + self.src_mac + self.protocol.to_bytes(2, "big") + payload


    def relative(self, rng: Random, plan: Plan) -> "Flow":
        """From another sender, or to another destination nearby: it may go the same way, and may not."""
        if rng.random() < 0.5:
            near = rng.choice((1, 2, 3, 0x80, 0x100, 0x300, 0x8000, 0x10000))
            return replace(self, dst=self.dst ^ near)
        sender = rng.choice((*plan.stations, *plan.gateways))
        return replace(self, src=rng.choice((self.src ^ rng.choice((1, 2, 0x100)), parse_ipv4(sender.address), parse_ipv4("10.98.0.7"))))


def draw_flow(rng: Random, plan: Plan, lab: Lab) -> Flow:
    """A flow of one of the plan's stations, most often one that gets somewhere."""
    end = rng.choice(plan.stations)
    namespace, device = end.namespace, end.device
    others = plan.others(end)
    routers = [other for other in others if other.namespace.startswith("r")]
    stations = [other for other in others if not other.namespace.startswith("r")]
    mac = parse_mac(end.mac)
    x = rng.random()
    src_mac = mac if x < 0.8 else parse_mac(rng.choice(plan.stations).mac) if x < 0.88 else one_off(mac, rng) if x < 0.97 else rng.choice(
        (bytes(6), b"\x03" + mac[1:], BROADCAST))
    src = parse_ipv4(end.address)
    if rng.random() < 0.2:
        src = rng.choice((src + 1, src ^ 2, parse_ipv4("10.98.0.7"), parse_ipv4(rng.choice(plan.stations).address), 0, 0x7F000001,
                          0xE0000001))
    dst = _draw_address(rng, plan)
    proto = rng.choice((17, 17, 17, 17, 250, 1, 6, 2))
    kind = rng.random()
    if kind < 0.55 and routers:
        router = rng.choice(routers)
        dst_mac = _mac_of(lab, router)
        if rng.random() < 0.6:
            dst = parse_ipv4(rng.choice(("10.99.0.1", "10.99.1.77", "10.98.3.4"))) + rng.randrange(3)
    elif kind < 0.8 and stations:
        other = rng.choice(stations)
        dst_mac = _mac_of(lab, other)
        if rng.random() < 0.3:
            dst = parse_ipv4(other.address)
    elif kind < 0.9:
        dst_mac = rng.choice((BROADCAST, BROADCAST, b"\x01\x00\x5e\x00\x00\x01", b"\x01\x00\x5e\x01\x01\x01", b"\x01\x80\xc2\x00\x00\x00",
                              b"\x01\x80\xc2\x00\x00\x0e", b"\x33\x33\x00\x00\x00\x01", one_off(mac, rng), b"\x02\x99\0\0\0\7"))
    else:
        dst_mac = rng.choice([_mac_of(lab, other) for other in (*plan.stations, *plan.gateways)])
    if rng.random() < 0.04:
        dst_mac = one_off(dst_mac, rng)
    protocol = rng.choice((0x0800,) * 12 + (0x0806, 0x0806, 0x86DD, 0x88B5, 0x8100))
    if rng.random() < 0.05:
        namespace, device = rng.choice([(name, d) for name in lab.namespaces for d in lab[name].devices])
    return Flow(namespace, device, dst_mac, src_mac, src, dst, rng.choice(SIZES), rng.choice((*TTLS, plan.hops, plan.hops + 1)),
                rng.choice((0, 0, 0, 0, 0x10, 0x08, 0x03, 0xB8)), rng.choice((0,) * 8 + (0x4000, 0x4000, 0x2000, 0x2003, 0x0005)), proto,
                protocol, rng.choice((None,) * 6 + CHECKS) if rng.random() < 0.4 else None, rng.random() < 0.6)


def _draw_address(rng: Random, plan: Plan) -> int:
    end = rng.choice((*plan.stations, *plan.gateways))
    address = parse_ipv4(end.address)
    return rng.choice((address, address, address, address + 1, address | 255, address & ~255, parse_ipv4("10.99.0.1") + rng.randrange(300),
                       parse_ipv4("10.97.0.1"), 0xFFFFFFFF, 0xE0000001, 0xEF010101, 0x7F000001, 0, parse_ipv4("8.8.8.8")))


def _mac_of(lab: Lab, end: End) -> bytes:
    device = lab[end.namespace].devices.get(end.device) if end.namespace in lab else None
    return device.mac if device is not None else parse_mac(end.mac or "02:77:00:00:00:01")


def spoil(frame: bytes, rng: Random) -> bytes:
    """The frame with something wrong, or odd."""
    kind = rng.randrange(12)
    if kind == 0:
        return frame[:rng.randrange(40)]
    if kind == 1:
        return frame + bytes(rng.choice((1, 4, 6, 30)))
    if kind == 2:
        return frame[:-rng.choice((1, 2, 8))]
    if kind == 3 and len(frame) > 26:  # a bad checksum
        return frame[:24] + bytes((frame[24] ^ 1 << rng.randrange(8),)) + frame[25:]
    if kind == 4:
        return frame[:12] + b"\x81\x00" + rng.choice((b"\0\0", b"\0\5", b"\x60\0")) + frame[12:]
    if kind == 5 and len(frame) >= 34:
        options = rng.choice(OPTIONS)
        src, dst = int.from_bytes(frame[26:30], "big"), int.from_bytes(frame[30:34], "big")
        return ipv4_frame(frame[:6], frame[6:12], src, dst, payload=frame[34:], ttl=frame[22], proto=frame[23], options=options,
                          ident=rng.randrange(1 << 16))
    if kind == 6:
        return frame[:6] + one_off(frame[6:12], rng) + frame[12:]
    if kind == 7 and len(frame) >= 34:  # a checksum at the edge
        src, dst = int.from_bytes(frame[26:30], "big"), int.from_bytes(frame[30:34], "big")
        return ipv4_frame(frame[:6], frame[6:12], src, dst, payload=frame[34:], ttl=frame[22], proto=frame[23], check=rng.choice(CHECKS))
    if kind == 8 and len(frame) >= 34:
        src, dst = int.from_bytes(frame[26:30], "big"), int.from_bytes(frame[30:34], "big")
        return ipv4_frame(frame[:6], frame[6:12], src, dst, payload=frame[34:], ttl=rng.choice((0, 1, 2, 3)), proto=frame[23])
    if kind == 9 and len(frame) >= 34:
        src, dst = int.from_bytes(frame[26:30], "big"), int.from_bytes(frame[30:34], "big")
        return ipv4_frame(frame[:6], frame[6:12], src, dst, payload=frame[34:], ttl=frame[22], proto=frame[23],
                          frag=rng.choice((0x4000, 0x2000, 0x0001, 0x8000)))
    data = bytearray(frame)
    data[rng.randrange(min(len(data), 40))] ^= 1 << rng.randrange(8)
    return bytes(data)


def draw_burst(rng: Random, flows: list[Flow], size: int, clean: bool) -> list[bytes]:
    """`size` frames, runs of one flow and flows mixed, now and then with lengths of their own, the same frame again, or something wrong."""
    burst: list[bytes] = []
    mixed = rng.random() < 0.2
    run = rng.choice((1, 1, 1, 40))
    while len(burst) < size:
        flow = rng.choice(flows)
        for _ in range(rng.randrange(run) + 1):
            burst.append(flow.frame(rng, rng.choice(SIZES[:12]) if mixed else None))
    if rng.random() < 0.1:
        burst = [*burst[:size // 2], *burst[:size // 2], *burst]
    burst = burst[:size]
    if not clean:
        share = rng.choice((0.02, 0.3)) if size > 4 else 0.5
        burst = [spoil(frame, rng) if rng.random() < share else frame for frame in burst]
    return burst


def total_length(frames: Iterable[bytes]) -> int:
    return sum(map(len, frames))
