"""Two labs in step, one with the flow cache and one without, and the comparison of everything that anybody can look at.

A step is data (an `Op`), so that what went wrong can be replayed, made smaller and kept as an example.
"""

import socket
from collections.abc import Iterator
from typing import Any

from pynetns import Lab
from pynetns.device.bridge import Bridge
from pynetns.device.capture import Capture
from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Counter
from pynetns.errors import Error
from pynetns.netns.namespace import NetNamespace
from pynetns.netns.udp_socket import UdpSocket
from tests.fastpath.topology import Plan

Op = tuple[Any, ...]
COMMANDS = ("ip -s -s link", "bridge -s fdb show", "bridge -s vlan", "tc -s qdisc", "ip -s neigh", "ip route show table all", "ip addr",
            "bridge -d link", "nstat -asz", "ip link", "ip rule", "ip nexthop", "ip route show cache",
            "iptables -t nat -nvxL", "iptables -nvxL", "conntrack -L", "cat /proc/net/udp")


WORK_LIMIT = 2000  # for one frame: a loop of switches ends soon


class Difference(AssertionError):
    """The two labs are not equal."""


class Twins:
    """A plan built twice. `do` performs a step in both labs; `compare` looks at all of it, `compare_captures` only at what came by."""

    def __init__(self, plan: Plan, flow_limit: int = 0) -> None:
        self.plan = plan
        self.cached = plan.build(Lab(seed=1, flow_cache=True, work_limit=WORK_LIMIT))
        self.plain = plan.build(Lab(seed=1, flow_cache=False, work_limit=WORK_LIMIT))
        for namespace in self.plain.namespaces.values():
            namespace.route.memory = None  # not even a routing decision is remembered
        self.labs = (self.cached, self.plain)
        self.sockets: list[tuple[UdpSocket, UdpSocket]] = []
        self.ops: list[Op] = []
        self.captures: list[tuple[Capture, Capture]] = []
        self.compared: list[int] = []  # how many records of each capture are known to be equal
        self.frames = 0
        self.flow_limit = flow_limit
        self.caches: dict[int, Any] = {}  # of every device that there ever was

    # --- steps -------------------------------------------------------------------------------------------------------------------

    def do(self, *ops: Op) -> None:
        for op in ops:
            self.ops.append(op)
            self._remember_caches()
            first, second = (self._attempt(lab, side, op) for side, lab in enumerate(self.labs))
            if first != second:
                raise Difference(f"{op}: {first!r} with the cache, {second!r} without")

    def _remember_caches(self) -> None:
        for _, device in self.devices(self.cached):
            cache = device.flow_cache
            if cache is not None and id(cache) not in self.caches:
                self.caches[id(cache)] = cache
                if self.flow_limit:
                    cache.limit = self.flow_limit

    def _attempt(self, lab: Lab, side: int, op: Op) -> Any:
        try:
            return getattr(self, f"_{op[0]}")(lab, side, *op[1:])
        except (Error, OSError) as error:
            return type(error).__name__, str(error)

    @staticmethod
    def devices(lab: Lab) -> Iterator[tuple[str, NetDevice]]:
        for name, namespace in lab.namespaces.items():
            for device in namespace.devices.values():
                yield name, device

    @staticmethod
    def _device(lab: Lab, namespace: str, device: str) -> NetDevice | None:
        return lab[namespace].devices.get(device) if namespace in lab else None

    def _run(self, lab: Lab, side: int, namespace: str, line: str) -> Any:
        if namespace not in lab:
            return None
        result = lab[namespace].run(line)
        return result.stdout, result.stderr, result.returncode

    def _delete(self, lab: Lab, side: int, namespace: str) -> None:
        if namespace in lab:
            lab.delete(namespace)

    def _advance(self, lab: Lab, side: int, seconds: float) -> None:
        lab.advance(seconds)

    def _ping(self, lab: Lab, side: int, namespace: str, target: str, size: int, count: int = 1) -> Any:
        return str(lab[namespace].ping(target, size=size, timeout=1.0, count=count)) if namespace in lab else None

    def _inject(self, lab: Lab, side: int, namespace: str, name: str, frames: list[bytes], form: str = "list") -> Any:
        device = self._device(lab, namespace, name)
        if device is None:
            return None
        if side == 0:
            self.frames += len(frames)
        if form == "generator":
            device.inject(frame for frame in frames)
        elif form == "one by one":
            for frame in frames:
                device.inject(frame)
        elif form == "list changed afterwards":
            mine = list(frames)
            device.inject(mine)
            mine[:] = [b"changed"] * len(mine)
        elif form == "bytearrays changed afterwards":
            arrays = [bytearray(frame) for frame in frames]
            device.inject(arrays)  # type: ignore[arg-type]
            for array in arrays:
                array[:] = bytes(len(array))
        elif form == "memoryviews":
            device.inject([memoryview(frame) for frame in frames])  # type: ignore[misc]
        elif form == "generator that looks":
            seen: list[Any] = []

            def looking() -> Iterator[bytes]:
                for frame in frames:
                    seen.append((lab.now, dict(device.stats)))
                    yield frame
            device.inject(looking())
            return seen
        else:
            device.inject(frames)
        return None

    def _capture(self, lab: Lab, side: int, namespace: str, name: str) -> Any:
        device = self._device(lab, namespace, name)
        if device is None:
            return None
        capture = device.capture()
        if side == 0:
            self.captures.append((capture, capture))
            self.compared.append(0)
        else:
            self.captures[-1] = self.captures[-1][0], capture
        return None

    def _stop(self, lab: Lab, side: int, number: int) -> None:
        if number < len(self.captures):
            self.captures[number][side].stop()

    def _clear(self, lab: Lab, side: int, number: int) -> None:
        if number < len(self.captures):
            self.captures[number][side].clear()
            self.compared[number] = 0

    def _live(self, lab: Lab, side: int, number: int, on: bool) -> None:
        """Watch a capture as it happens, or no more."""
        if number < len(self.captures):
            self.captures[number][side].on_frame = (lambda at, direction, frame: None) if on else None

    def _answer(self, lab: Lab, side: int, number: int, namespace: str, name: str, reply: bytes, count: int = 1) -> None:
        """Somebody who sees a frame sends others."""
        device = self._device(lab, namespace, name)
        if number < len(self.captures) and device is not None:
            budget = [30]

            def answer(at: int, direction: str, frame: bytes) -> None:
                if budget[0] and direction == "in":
                    budget[0] -= 1
                    device.inject([reply] * count if count > 1 else reply)
            self.captures[number][side].on_frame = answer

    def _fdb(self, lab: Lab, side: int, namespace: str, bridge: str, method: str, *args: Any, **options: Any) -> Any:
        device = self._device(lab, namespace, bridge)
        return getattr(device.fdb, method)(*args, **options) if isinstance(device, Bridge) else None

    def _setattr(self, lab: Lab, side: int, namespace: str, name: str, attribute: str, value: Any) -> None:
        """A setting for which there is no command."""
        device = self._device(lab, namespace, name)
        if device is not None and hasattr(device, attribute):
            setattr(device, attribute, value)

    def _setmac(self, lab: Lab, side: int, namespace: str, name: str, mac: bytes) -> None:
        device = self._device(lab, namespace, name)
        if device is not None:
            device.set_mac(mac)

    def _same(self, lab: Lab, side: int, namespace: str, name: str) -> None:
        """Every setting of a device and its port gets the value that it has."""
        device = self._device(lab, namespace, name)
        if device is not None:
            for stage in (device, device.port):
                if stage is not None:
                    for attribute in ("mtu", "is_up", "captures", "state", "learning", "master"):
                        if hasattr(stage, attribute):
                            setattr(stage, attribute, getattr(stage, attribute))

    def _join(self, lab: Lab, side: int, namespace: str, group: str) -> Any:
        """A socket that listens to a group."""
        sock = lab[namespace].socket()
        sock.bind(("0.0.0.0", 8192))
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + bytes(4))

    def _listen(self, lab: Lab, side: int, namespace: str, address: str, room: int) -> None:
        if namespace not in lab:
            return
        sock = lab[namespace].socket()
        if room:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        if side == 0:
            self.sockets.append((sock, sock))
        else:
            self.sockets[-1] = self.sockets[-1][0], sock
        sock.bind((address, 8192))

    def _receive(self, lab: Lab, side: int, number: int, count: int) -> Any:
        """Read what waits in a socket."""
        found: list[Any] = []
        if number < len(self.sockets):
            try:
                for _ in range(count):
                    found.append(self.sockets[number][side].recvfrom())
            except OSError as error:
                found.append(str(error))
        return found

    def _close(self, lab: Lab, side: int, number: int) -> None:
        if number < len(self.sockets):
            self.sockets[number][side].close()

    # --- comparison --------------------------------------------------------------------------------------------------------------

    def compare_captures(self) -> None:
        for number, (first, second) in enumerate(self.captures):
            a, b = first.nanoseconds, second.nanoseconds
            at = self.compared[number]
            if a[at:] != b[at:]:
                where = next((i for i, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1]), min(len(a), len(b)))
                raise Difference(f"capture {number} of {first.name}, record {where} of {len(a)} and {len(b)}: "
                                 f"{_record(a, where)} with the cache, {_record(b, where)} without")
            self.compared[number] = len(a)

    def compare(self, commands: "dict[str, tuple[str, ...]] | None" = None) -> None:
        """Everything. `commands`: which lines to run in which namespaces."""
        self.compare_captures()
        first, second = state(self.cached), state(self.plain)
        if first != second:
            keys = [key for key in {**first, **second} if first.get(key) != second.get(key)]
            raise Difference("; ".join(f"{key}: {first.get(key)} with the cache, {second.get(key)} without" for key in keys[:6]))
        for namespace, lines in (commands or {}).items():
            for line in lines:
                if namespace in self.cached:
                    a, b = (self._attempt(lab, 0, ("run", namespace, line)) for lab in self.labs)
                    if a != b:
                        raise Difference(f"{namespace}: {line}: {a} with the cache, {b} without")

    def compare_all(self) -> None:
        self.compare(dict.fromkeys(self.cached.namespaces, COMMANDS))

    # --- how much of it was fast -------------------------------------------------------------------------------------------------

    @property
    def hits(self) -> int:
        return sum(cache.hits for cache in self.caches.values())

    @property
    def misses(self) -> int:
        return sum(cache.misses for cache in self.caches.values())


def _record(records: list[tuple[int, str, bytes]], number: int) -> str:
    if number >= len(records):
        return "nothing"
    at, direction, frame = records[number]
    return f"{at} {direction} {len(frame)} bytes {frame[:40].hex()}"


def state(lab: Lab) -> dict[Any, Any]:
    """All that can be asked of a lab, by what it is."""
    found: dict[Any, Any] = {"now": lab.now, "timers": sorted(when for when, _, timer in lab.scheduler._timers if timer.active),
                             "random": hash(lab.random.getstate())}
    for name, namespace in (("", lab.host), *lab.namespaces.items()):
        found.update((("mib", name, key), value) for key, value in _counters(namespace))
        for device in namespace.devices.values():
            found[name, device.name] = _counts(device), device.flags, device.mtu, device.mac, device.operstate, device.carrier_ups
            if isinstance(device, Bridge):
                found["fdb", name, device.name] = list(device.fdb), device.fdb.gc_timer
                found["ports", name, device.name] = [(port.device.name, port.state) for port in device.ports]
        found["neigh", name] = [(n.ip, n.device.name, n.mac, n.state, n.used, n.confirmed, n.updated, n.probes) for n in namespace.neigh]
        found["routes", name] = [str(route) for table in sorted(namespace.fib.tables) for route in namespace.fib.table(table)]
        found["addresses", name] = [(str(ifa), ifa.device.name, ifa.secondary) for ifa in namespace.addresses]
        found["waiting", name] = namespace.neigh.unresolved_discards, namespace.neigh.overflows
    return found


def _counts(device: NetDevice) -> list[tuple[int, int]]:
    return [(counter.packets, counter.bytes) for counter in (getattr(device.stats, slot) for slot in device.stats.__slots__)]


def _counters(namespace: NetNamespace) -> list[tuple[str, tuple[int, int]]]:
    return [(key, (counter.packets, counter.bytes)) for key, counter in sorted(vars(namespace.mib).items())
            if isinstance(counter, Counter) and (counter.packets or counter.bytes)]


def replay(plan: Plan, ops: list[Op], flow_limit: int = 0, look_often: bool = True) -> Twins:
    """Do it again, and look after every step."""
    twins = Twins(plan, flow_limit)
    for op in ops:
        twins.do(op)
        if look_often:
            twins.compare()
        else:
            twins.compare_captures()
    twins.compare_all()
    return twins
