"""The neighbour table of a namespace: who is in it, and when it is full (net/core/neighbour.c)."""

import errno
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND, Timer
from pynetns.device.table import Table
from pynetns.errors import NetlinkError
from pynetns.netns.neigh_entry import FAILED, IN_TIMER, NOARP, PERMANENT, STALE, STATES, VALID, Entry, Neighbour
from pynetns.wire.address import parse_ipv4, parse_mac

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


class NeighbourTable:
    """All neighbours of a namespace, and the addresses that it answers for in their stead (proxies)."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.table: Table[tuple[int, int], Entry] = Table(namespace.scheduler)
        self.proxies: dict[tuple[int, NetDevice | None], bool] = {}
        self.unresolved_discards = 0
        self.overflows = 0
        self._last_flush = 0
        self._gc: Timer | None = None

    def find(self, address: int, device: NetDevice) -> Entry | None:
        return self.table.look((address, device.index))

    def resolve(self, address: int, device: NetDevice) -> Entry | None:
        """The entry of an address, made if it is new; None where the table is full. On lo all are one, as arp_constructor() has it."""
        if device is self.namespace.lo:
            address = 0
        return self.table.look((address, device.index)) or self._create(address, device)

    def _create(self, address: int, device: NetDevice) -> Entry | None:
        """neigh_alloc() with its two thresholds; they count per namespace here."""
        sysctl, now = self.namespace.sysctl, self.namespace.scheduler.now
        entries = len(self.table)
        most = sysctl.number("net.ipv4.neigh.default.gc_thresh3")
        if entries >= most or (entries >= sysctl.number("net.ipv4.neigh.default.gc_thresh2") and now > self._last_flush + 5 * SECOND):
            counted = sum(not (entry.state == PERMANENT or entry.extern_learn) for entry in self.table.values())
            if counted >= most and not self._forced_gc(counted):
                self.overflows += 1
                return None
        entry = Entry(self, address, device)
        self.table.put((address, device.index), entry)
        if self._gc is None and len(self.table) >= sysctl.number("net.ipv4.neigh.default.gc_thresh1"):
            self._schedule_gc()
        return entry

    def _forced_gc(self, counted: int) -> int:
        """neigh_forced_gc(): drop what failed and what did not change for five seconds, until the second threshold."""
        now = self.namespace.scheduler.now
        wanted = counted - self.namespace.sysctl.number("net.ipv4.neigh.default.gc_thresh2")
        victims = [entry for entry in self.table.values() if entry.state != PERMANENT and not entry.extern_learn and entry.timer is None
                   and (entry.state in (FAILED, NOARP) or entry.updated.at < now - 5 * SECOND)]
        for entry in victims[:max(wanted, 1)]:
            self._remove(entry)
        self._last_flush = now
        return len(victims)

    def _schedule_gc(self) -> None:
        self._gc = self.namespace.scheduler.timer(self.namespace.sysctl.neigh_default.base_reachable_time_ms * 500_000, self._periodic_gc)

    def _periodic_gc(self) -> None:
        """neigh_periodic_work(): entries that failed or were not used for gc_stale_time go, where there are many."""
        self._gc = None
        if len(self.table) < self.namespace.sysctl.number("net.ipv4.neigh.default.gc_thresh1"):
            return
        now = self.namespace.scheduler.now
        for entry in self.table.values():
            if entry.state == PERMANENT or entry.state in IN_TIMER or entry.extern_learn:
                continue
            used = max(entry.used.at, entry.confirmed.at)
            if entry.state == FAILED or now >= used + entry.device.in_dev.parms.gc_stale_ns:
                self._remove(entry)
        self._schedule_gc()

    def _remove(self, entry: Entry) -> None:
        entry.disarm()
        entry.gone()
        entry.queue.clear()
        self.table.remove((entry.address, entry.device.index))

    def changed(self, entry: Entry) -> None:
        """Another link-layer address: whoever kept the old one looks again."""
        self.table.put((entry.address, entry.device.index), entry)

    def event_ns(self, mac: bytes, address: int, device: NetDevice) -> Entry | None:
        """neigh_event_ns(): somebody asked us, and so told us who it is."""
        if not device.mac:
            return None
        entry = self.resolve(address, device)
        if entry is not None:
            entry.update(mac, STALE, override=True)
        return entry

    def flush_device(self, device: NetDevice, keep_permanent: bool = False) -> None:
        """neigh_flush_dev(): what was known by a device that went down."""
        for entry in self.table.values():
            if entry.device is device and not (keep_permanent and entry.state == PERMANENT):
                self._remove(entry)
        if not keep_permanent:
            for key in [key for key in self.proxies if key[1] is device]:
                del self.proxies[key]

    def change_address(self, device: NetDevice) -> None:
        """neigh_changeaddr(): what the device was told by its old address; whom it answers for stays."""
        for entry in self.table.values():
            if entry.device is device:
                self._remove(entry)

    def rekey(self, device: NetDevice) -> None:
        """Drop everything of a device that leaves the namespace."""
        self.flush_device(device)

    # --- what people type --------------------------------------------------------------------------------------------------------

    def add(self, address: int | str, device: NetDevice, mac: bytes | str | None = None, state: str = "permanent", mode: str = "add",
            router: bool = False, extern_learn: bool = False, use: bool = False, protocol: int = 0) -> None:
        """`ip neigh add|replace|change ADDRESS lladdr MAC dev DEVICE nud STATE`: neigh_add()."""
        key, hardware, wanted = _address(address), _mac(mac), state.upper()
        entry = self.find(key, device)
        if entry is None:
            if mode == "change":
                raise NetlinkError(errno.ENOENT)
            entry = self.resolve(key, device)
            if entry is None:
                raise NetlinkError(errno.ENOBUFS)
        elif mode == "add":
            raise NetlinkError(errno.EEXIST)
        entry.router, entry.extern_learn = router, extern_learn
        if protocol:
            entry.protocol = protocol
        if use:
            entry.event_send(None)
            return
        entry.update(hardware, wanted, override=True, admin=True)
        self.namespace.scheduler.drain()

    def delete(self, address: int | str, device: NetDevice) -> None:
        """`ip neigh del`."""
        entry = self.find(_address(address), device)
        if entry is None:
            raise NetlinkError(errno.ENOENT)
        self._fail(entry)

    def _fail(self, entry: Entry) -> None:
        """neigh_delete(): who waits for the address is told that nobody is there."""
        entry.update(None, FAILED, override=True, admin=True)
        self._remove(entry)
        self.namespace.scheduler.drain()

    def flush(self, device: NetDevice | None = None, states: frozenset[str] | None = None) -> int:
        """`ip neigh flush`: entries of one device or of all, by default all that are neither permanent nor noarp. Says how many."""
        wanted = states if states is not None else frozenset(STATES) - {PERMANENT, NOARP}
        victims = [entry for entry in self.table.values() if (device is None or entry.device is device) and entry.state in wanted]
        for entry in victims:
            self._fail(entry)
        return len(victims)

    def add_proxy(self, address: int | str, device: NetDevice | None) -> None:
        """`ip neigh add proxy ADDRESS dev DEVICE`: answer for it on that device."""
        self.proxies[_address(address), device] = True

    def delete_proxy(self, address: int | str, device: NetDevice | None) -> None:
        if self.proxies.pop((_address(address), device), None) is None:
            raise NetlinkError(errno.ENOENT)

    def describe(self, entry: Entry) -> Neighbour:
        mac = entry.mac if entry.state in VALID else None
        return Neighbour(entry.address, entry.device, mac, entry.state, entry.used.age / SECOND, entry.confirmed.age / SECOND,
                         entry.updated.age / SECOND, entry.probes, entry.router, entry.extern_learn, entry.protocol)

    def __iter__(self) -> Iterator[Neighbour]:
        return (self.describe(entry) for entry in self.table.values())

    def __len__(self) -> int:
        return len(self.table)


def _address(address: int | str) -> int:
    return parse_ipv4(address) if isinstance(address, str) else address


def _mac(mac: bytes | str | None) -> bytes | None:
    return parse_mac(mac) if isinstance(mac, str) else mac
