"""The forwarding database of a bridge: which station is behind which port (net/bridge/br_fdb.c)."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.device.scheduler import SECOND, Timer
from pynetns.device.table import Stamp, Table
from pynetns.errors import NetlinkError
from pynetns.wire.address import format_mac, parse_mac

if TYPE_CHECKING:
    from pynetns.device.bridge import Bridge
    from pynetns.device.bridge_port import BridgePort

LEARNING, FORWARDING = 2, 3  # port states, as in bridge_port
GC_MIN = SECOND // 100  # br_fdb_cleanup() waits at least 10 ms


class Station:
    """One address. `port` is None where the address is the bridge's own."""

    __slots__ = ("added_by_user", "extern_learn", "is_local", "is_static", "mac", "port", "sticky", "updated", "used", "vlan")

    def __init__(self, fdb: "Fdb", mac: bytes, port: "BridgePort | None", is_local: bool = False, is_static: bool = False,
                 vlan: int = 0) -> None:
        self.mac = mac
        self.vlan = vlan  # 0 where the bridge does not look at VLANs
        self.port = port
        self.is_local = is_local  # frames for it go up into the bridge's host: "permanent"
        self.is_static = is_static  # never ages
        self.added_by_user = False
        self.extern_learn = False
        self.sticky = False
        self.updated = Stamp(fdb.bridge.scheduler)
        self.used = Stamp(fdb.bridge.scheduler)


@dataclass(frozen=True, slots=True)
class FdbEntry:
    """What `bridge fdb show` tells of one address; times in seconds since the frame that used or refreshed it."""

    mac: str
    device: str
    master: str
    state: str  # "permanent", "static", "stale" or "" for one that was learned
    used: float
    updated: float
    sticky: bool = False
    extern_learn: bool = False
    vlan: int = 0


def fdb_key(mac: bytes, vlan: int) -> bytes:
    """The key of an address in a VLAN."""
    return mac + vlan.to_bytes(2, "big") if vlan else mac


class Fdb:
    """The stations of one bridge, and the timer that drops those that were silent for the ageing time."""

    def __init__(self, bridge: "Bridge") -> None:
        self.bridge = bridge
        self.table: Table[bytes, Station] = Table(bridge.scheduler)
        self._gc: Timer | None = None

    @property
    def hold_time(self) -> int:
        """How long a silent station is known: hold_time(), shorter while the topology changes."""
        return self.bridge.stp.forward_delay if self.bridge.topology_change else self.bridge.ageing

    def update(self, packet: Packet, port: "BridgePort", mac: bytes) -> None:
        """Learn the source of a frame: br_fdb_update(). A station that moved is found at its new port at once; an address of the
        bridge's own is never learned."""
        bridge = self.bridge
        if (not bridge.ageing or bridge.topology_change) and self.hold_time == 0:  # "some users want to always flood"
            return
        key = fdb_key(mac, packet.vlan) if packet.vlan else mac
        station = self.table.look(key)
        if station is None:
            if bridge.fdb_max_learned and self.learned_count() >= bridge.fdb_max_learned:
                return
            self.table.put(key, Station(self, mac, port, vlan=packet.vlan))
        elif not station.is_local:
            if station.port is not port and not station.sticky:
                self._move(station, port)
            else:
                packet.touch(station.updated)

    def _move(self, station: Station, port: "BridgePort") -> None:
        moved = Station(self, station.mac, port, is_static=station.is_static, vlan=station.vlan)
        moved.added_by_user = station.added_by_user
        moved.used.set(station.used.at)
        self._put(moved)

    def _put(self, station: Station) -> None:
        self.table.put(fdb_key(station.mac, station.vlan), station)

    def _remove(self, station: Station) -> None:
        self.table.remove(fdb_key(station.mac, station.vlan))

    def learned_count(self) -> int:
        return sum(not (station.is_local or station.added_by_user) for station in self.table.values())

    # --- addresses of the bridge's own -------------------------------------------------------------------------------------------

    def add_local(self, port: "BridgePort | None", mac: bytes, vlan: int = 0) -> None:
        """fdb_add_local(): of several ports with one address the first has it."""
        station = self.table.look(fdb_key(mac, vlan))
        if station is not None and station.is_local:
            return
        if station is not None:
            self._remove(station)
        self._put(Station(self, mac, port, is_local=True, is_static=True, vlan=vlan))

    def delete_local(self, port: "BridgePort | None", mac: bytes, vlan: int = 0) -> None:
        """fdb_delete_local(): the entry stays for another port, or the bridge, with the same address."""
        station = self.table.look(fdb_key(mac, vlan))
        if station is None or not station.is_local or station.added_by_user or station.port is not port:
            return
        self._drop_local(port, station)

    def _drop_local(self, port: "BridgePort | None", station: Station) -> None:
        vlan = station.vlan
        heirs = [other for other in self.bridge.ports if other is not port and other.device.mac == station.mac
                 and (not vlan or vlan in other.vlan_group.vlans)]
        host_has_it = port is not None and self.bridge.mac == station.mac and (not vlan or vlan in self.bridge.vlan_group.vlans)
        if heirs or host_has_it:
            self._put(Station(self, station.mac, heirs[0] if heirs else None, is_local=True, is_static=True, vlan=vlan))
        else:
            self._remove(station)

    def change_port_address(self, port: "BridgePort", mac: bytes) -> None:
        """br_fdb_changeaddr()."""
        for station in self.table.values():
            if station.port is port and station.is_local and not station.added_by_user:
                self._drop_local(port, station)
        for vlan in (0, *port.vlan_group.vlans):
            self.add_local(port, mac, vlan)

    def change_bridge_address(self, old: bytes, new: bytes) -> None:
        """br_fdb_change_mac_address()."""
        for vlan in (0, *self.bridge.vlan_group.vlans):
            station = self.table.look(fdb_key(old, vlan))
            if station is not None and station.is_local and station.port is None and not station.added_by_user:
                self._drop_local(None, station)
            if any(new):
                self.add_local(None, new, vlan)

    # --- forgetting --------------------------------------------------------------------------------------------------------------

    def delete_by_port(self, port: "BridgePort", everything: bool) -> None:
        """br_fdb_delete_by_port(): what was learned there, or all of it."""
        for station in self.table.values():
            if station.port is port and (everything or not (station.is_static or station.extern_learn)):
                if station.is_local:
                    self._drop_local(port, station)
                else:
                    self._remove(station)

    def delete_by_vlan(self, port: "BridgePort | None", vlan: int) -> None:
        """What was learned there in a VLAN."""
        for station in self.table.values():
            if station.port is port and station.vlan == vlan and not (station.is_static or station.extern_learn):
                self._remove(station)

    def start_gc(self, delay: int) -> None:
        """Look for silent stations after `delay`."""
        self.stop_gc()
        self._gc = self.bridge.scheduler.timer(delay, self._collect)

    def stop_gc(self) -> None:
        if self._gc is not None:
            self._gc.cancel()
            self._gc = None

    def _collect(self) -> None:
        """br_fdb_cleanup(): drop who was silent for the ageing time and come back when the next one may be due."""
        hold, now = self.hold_time, self.bridge.scheduler.now
        delay = hold
        for station in self.table.values():
            if station.is_static or station.extern_learn:
                continue
            due = station.updated.at + hold
            if due > now:
                delay = min(delay, due - now)
            else:
                self._remove(station)
        self.start_gc(max(delay, GC_MIN))

    @property
    def gc_timer(self) -> float:
        """Seconds until the next look at silent stations."""
        return (self._gc.when - self.bridge.scheduler.now) / SECOND if self._gc and self._gc.active else 0.0

    # --- what people type --------------------------------------------------------------------------------------------------------

    def add(self, mac: str | bytes, device: str | None = None, state: str = "permanent", mode: str = "add",
            sticky: bool = False, extern_learn: bool = False, vlan: int | None = None) -> None:
        """`bridge fdb add MAC dev PORT master [static]`: br_fdb_add(). `device` None or the bridge's name is the bridge itself.

        States: "permanent" goes up into the host, "static" to the port for ever, "dynamic" until it ages. Modes: add, replace, append.
        Without a VLAN it is added to every one that the port is in.
        """
        address = parse_mac(mac) if isinstance(mac, str) else mac
        port = self._port(device)
        vlans = (self.bridge if port is None else port).vlan_group.vlans
        if vlan is not None and vlan not in vlans:
            raise NetlinkError(errno.EINVAL)
        if port is not None and state == "dynamic" and port.state not in (LEARNING, FORWARDING):
            raise NetlinkError(errno.EPERM)
        if not any(address) or (port is None and state != "permanent") or (sticky and state == "permanent"):
            raise NetlinkError(errno.EINVAL)
        for vid in (0, *vlans) if vlan is None else (vlan,):
            if mode == "add" and self.table.look(fdb_key(address, vid)) is not None:
                raise NetlinkError(errno.EEXIST)
            fresh = Station(self, address, port, is_local=state == "permanent", is_static=state in ("permanent", "static"), vlan=vid)
            fresh.added_by_user = True
            fresh.sticky = sticky
            fresh.extern_learn = extern_learn
            self._put(fresh)

    def delete(self, mac: str | bytes, device: str | None = None, vlan: int | None = None) -> None:
        """`bridge fdb del MAC dev PORT master`: without a VLAN from every one that the port is in."""
        address = parse_mac(mac) if isinstance(mac, str) else mac
        port = self._port(device)
        vlans = (self.bridge if port is None else port).vlan_group.vlans
        if vlan is not None and vlan not in vlans:
            raise NetlinkError(errno.EINVAL)
        keys = (fdb_key(address, vid) for vid in ((0, *vlans) if vlan is None else (vlan,)))
        found = [station for key in keys if (station := self.table.look(key)) is not None and station.port is port]
        if not found:
            raise NetlinkError(errno.ENOENT)
        for station in found:
            self._remove(station)

    def flush(self, device: str | None = None, permanent: bool | None = None, static: bool | None = None,
              added_by_user: bool | None = None, extern_learn: bool | None = None, sticky: bool | None = None,
              vlan: int | None = None) -> None:
        """Forget every address that agrees with what is given: br_fdb_flush(). Without conditions that is all of them."""
        port = self._port(device) if device is not None and device != self.bridge.name else None
        wanted = {"is_local": permanent, "is_static": static, "added_by_user": added_by_user, "extern_learn": extern_learn,
                  "sticky": sticky, "vlan": vlan}
        for station in self.table.values():
            if device is not None and station.port is not port:
                continue
            if all(value is None or getattr(station, name) == value for name, value in wanted.items()):
                self._remove(station)

    def _port(self, device: str | None) -> "BridgePort | None":
        if device is None or device == self.bridge.name:
            return None
        for port in self.bridge.ports:
            if port.device.name == device:
                return port
        raise NetlinkError(errno.EINVAL, f"{device} is not a port of {self.bridge.name}")

    def describe(self, station: Station) -> FdbEntry:
        state = "permanent" if station.is_local else "static" if station.is_static else "stale" if (
            station.updated.age >= self.hold_time and not station.extern_learn) else ""
        device = station.port.device.name if station.port is not None else self.bridge.name
        return FdbEntry(format_mac(station.mac), device, self.bridge.name, state, station.used.age / SECOND, station.updated.age / SECOND,
                        station.sticky, station.extern_learn, station.vlan)

    def __iter__(self) -> Iterator[FdbEntry]:
        """Entries newest first, as the kernel lists them."""
        return (self.describe(station) for station in reversed(self.table.values()))

    def __len__(self) -> int:
        return len(self.table)
