"""A lab: a clock, a random generator, and the namespaces that share them."""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

from pynetns.device.capture import Capture
from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Counter
from pynetns.device.scheduler import SECOND, Scheduler
from pynetns.device.veth import Veth
from pynetns import netfilter
from pynetns.errors import Error
from pynetns.fastpath.flow_cache import FlowCache
from pynetns.fastpath.flow_entry import FlowEntry, FlowSummary, describe, summarize
from pynetns.netns.namespace import NetNamespace
from pynetns.netns.ping import PingResult
from pynetns.netns.rtnetlink import Rtnetlink
from pynetns.wire import pcap, pcapng
from pynetns.wire.record import Record

Interpreter = Callable[["Lab", str, str, NetNamespace], Any]


class LabRandom(Random):
    """The lab's randomness. Who draws while a packet is watched does what no cached path may do."""

    def __init__(self, seed: int, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        super().__init__(seed)

    def random(self) -> float:
        self._scheduler.refuse("draws a random number")
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        self._scheduler.refuse("draws a random number")
        return super().getrandbits(k)


class Lab:
    """Everything of one experiment. Same seed and same calls: the same bytes at the same times.

    >>> from pynetns import Lab
    >>> lab = Lab(seed=0)
    >>> a, b = lab.netns("a"), lab.netns("b")
    >>> left, right = lab.veth((a, "eth0"), (b, "eth0"))
    >>> for end, address in ((left, "10.0.0.1/24"), (right, "10.0.0.2/24")):
    ...     end.up()
    ...     end.add_address(address)
    >>> a.ping("10.0.0.2", count=2).received
    2
    """

    interpreter: Interpreter | None = None  # pynetns binds commands.run here: networking knows nothing of text
    format_ping: Callable[[PingResult], str] | None = None

    def __init__(self, seed: int = 0, flow_cache: bool = True, work_limit: int = 4_000_000) -> None:
        self.scheduler = Scheduler(work_limit)
        self.random: Random = LabRandom(seed, self.scheduler)
        self.flow_cache = flow_cache
        self.namespaces: dict[str, NetNamespace] = {}
        self.unnamed: dict[NetNamespace, None] = {}  # those that are in no listing
        self.name_listeners: list[Callable[[str, str], None]] = []  # called with "add" or "delete" and a name
        self.postponed: list[tuple[Rtnetlink, NetDevice]] | None = None  # link messages that wait until a device is open
        self._identifier = 0
        self._qdisc_handle = 0x8000
        self.host = self._new_namespace(None)  # the initial namespace: it has no name, and is in no listing

    @property
    def now(self) -> float:
        """The virtual time in seconds since the lab began."""
        return self.scheduler.now / SECOND

    def advance(self, seconds: float) -> None:
        """Let virtual time pass: timers fire in order, each at its own time."""
        if seconds < 0:
            raise Error("time does not go back")
        self.scheduler.advance(round(seconds * SECOND))

    # --- namespaces --------------------------------------------------------------------------------------------------------------

    def netns(self, name: str) -> NetNamespace:
        """`ip netns add NAME`: a new namespace, with lo down in it."""
        if name in self.namespaces:
            raise Error(f'Cannot create namespace file "/run/netns/{name}": File exists')
        if not name or "/" in name or name in (".", "..") or len(name) > 255:
            raise Error(f'Invalid netns name "{name}"')
        namespace = self.namespaces[name] = self._new_namespace(name)
        self._name_changed("add", name)
        return namespace

    def attach(self, name: str, namespace: NetNamespace) -> None:
        """`ip netns attach NAME PID`: a further name for a namespace, such as a container's."""
        if name in self.namespaces:
            raise Error(f'Cannot create namespace file "/run/netns/{name}": File exists')
        self.namespaces[name] = namespace
        self._name_changed("add", name)
        if namespace.name is None and namespace is not self.host:
            namespace.name = name

    def unnamed_netns(self, label: str) -> NetNamespace:
        """A namespace that is in no listing, such as a container's; its captures go by `label`."""
        namespace = self._new_namespace(None)
        namespace.label = label
        self.unnamed[namespace] = None
        return namespace

    def delete_unnamed(self, namespace: NetNamespace) -> None:
        self.unnamed.pop(namespace, None)
        namespace.delete()
        for other in self._every_namespace():
            other.forget_namespace(namespace)

    def is_alive(self, namespace: object) -> bool:
        """Is a namespace still somebody's?"""
        return namespace in self._every_namespace()

    def _every_namespace(self) -> tuple[NetNamespace, ...]:
        return self.host, *self.namespaces.values(), *self.unnamed

    def _new_namespace(self, name: str | None) -> NetNamespace:
        namespace = NetNamespace(self, name)
        netfilter.attach(namespace)
        return namespace

    def __getitem__(self, name: str) -> NetNamespace:
        try:
            return self.namespaces[name]
        except KeyError:
            raise Error(f'Cannot open network namespace "{name}": No such file or directory') from None

    def __contains__(self, name: str) -> bool:
        return name in self.namespaces

    def delete(self, name: str) -> None:
        """`ip netns del NAME`: the namespace goes with its devices."""
        if name not in self.namespaces:
            raise Error(f'Cannot remove namespace file "/run/netns/{name}": No such file or directory')
        gone = self.namespaces.pop(name)
        self._name_changed("delete", name)
        if gone is self.host or gone in self.unnamed or gone in self.namespaces.values():  # it is still somebody's
            return
        for other in self._every_namespace():
            other.forget_namespace(gone)
        gone.delete()

    def _name_changed(self, verb: str, name: str) -> None:
        for listener in list(self.name_listeners):
            listener(verb, name)

    def veth(self, end: tuple[NetNamespace, str], peer: tuple[NetNamespace, str], mac: str | bytes | None = None,
             peer_mac: str | bytes | None = None) -> tuple[Veth, Veth]:
        """A pair of devices: `lab.veth((c1, "eth0"), (host, "veth1"))`. Both are down."""
        namespace, name = end
        return namespace.veth(name, peer, mac, peer_mac)

    # --- the flow cache ----------------------------------------------------------------------------------------------------------

    def flows(self) -> list[FlowEntry]:
        """What the flow cache remembers: for each flow what decided its path, how many frames took it, and what becomes of them."""
        names = self._counter_names()
        return [describe(flow, self._shown(namespace), device.name, names) for namespace, device, cache in self._flow_caches()
                for flow in cache.flows]

    def flow_summaries(self) -> list[FlowSummary]:
        """For each device at which frames were injected: how many were fast, and why others were not."""
        return [summarize(cache, self._shown(namespace), device.name) for namespace, device, cache in self._flow_caches()
                if cache.size or cache.hits or cache.misses]

    def _shown(self, namespace: NetNamespace) -> str:
        return "" if namespace is self.host else namespace.label

    def _flow_caches(self) -> Iterator[tuple[NetNamespace, NetDevice, FlowCache]]:
        for namespace in self._every_namespace():
            for device in namespace.devices.values():
                if device.flow_cache is not None:
                    yield namespace, device, device.flow_cache

    def _counter_names(self) -> dict[Counter, str]:
        """What each counter is: a device's by its name, of a pair by both ends."""
        names: dict[Counter, str] = {}
        for namespace in self._every_namespace():
            place = namespace.label
            for name, counter in vars(namespace.mib).items():
                if isinstance(counter, Counter):
                    names.setdefault(counter, f"{place} {name}")
            for device in namespace.devices.values():
                for slot in device.stats.__slots__:
                    counter = getattr(device.stats, slot)
                    names.setdefault(counter, f"{place}/{device.name} {slot}")
                    if slot == "tx" and isinstance(device, Veth) and device.peer is not None:
                        names[counter] = f"{place}/{device.name} > {device.peer.namespace.label}/{device.peer.name}"
        return names

    # --- text --------------------------------------------------------------------------------------------------------------------

    def run(self, line: str, input: str = "") -> Any:
        """One command line, as typed in the initial namespace: a result with .stdout, .stderr and .returncode. It never raises for a
        command's own failure; an unknown command is 127. No pipes, no redirection, no expansion."""
        return self.run_in(self.host, line, input)

    def run_in(self, namespace: NetNamespace, line: str, input: str = "") -> Any:
        interpreter = type(self).interpreter
        if interpreter is None:
            raise Error("no command interpreter is bound")
        result = interpreter(self, line, input, namespace)
        self.scheduler.advance(0)  # what is due at this moment happens before the next line
        return result

    def next_identifier(self) -> int:
        """What a program takes of its process number: ping's identifier."""
        self._identifier = self._identifier % 0xFFFF + 1
        return self._identifier

    def next_qdisc_handle(self) -> int:
        """The major number of a queueing discipline that was given none: qdisc_alloc_handle()."""
        self._qdisc_handle = self._qdisc_handle + 1 if self._qdisc_handle < 0xFFFE else 0x8001
        return self._qdisc_handle

    def write_captures(self, path: str, captures: Iterable[Capture]) -> None:
        """Write captures to a file: pcapng if its name says so (every interface in one file), else pcap, in order of time."""
        records = sorted((Record(at, frame, capture.name, "in" if direction == "in" else "out")
                          for capture in captures for at, direction, frame in capture.nanoseconds), key=lambda record: record.time_ns)
        with open(path, "wb") as file:
            file.write(pcapng.emit(records) if path.endswith(".pcapng") else pcap.emit(records))
