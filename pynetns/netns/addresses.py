"""IPv4 addresses of devices: primary and secondary, and what is asked of them (net/ipv4/devinet.c)."""

import errno
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pynetns.device.netdevice import CHANGEADDR, CHANGEMTU, CHANGENAME, DOWN, IFNAMSIZ, REGISTER, UNREGISTER, UP, NetDevice
from pynetns.device.scheduler import SECOND
from pynetns.errors import NetlinkError
from pynetns.netns.address_entry import FOREVER, InDevice, InterfaceAddress
from pynetns.netns.address_text import read_address
from pynetns.netns.route_entry import HOST, LINK, UNIVERSE

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

__all__ = ["Addresses", "InDevice", "InterfaceAddress"]

LOOPBACK = 0x7F000001
MIN_MTU = 68  # inetdev_valid_mtu()


class Addresses:
    """Every address of a namespace. Iterates in the order of `ip addr`: by device, in a device by rank."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.by_local: dict[int, list[InterfaceAddress]] = {}  # inet_addr_lst: newest first
        self.watchers: list[Callable[[NetDevice], None]] = []  # called when the addresses of a device changed

    def __iter__(self) -> Iterator[InterfaceAddress]:
        for device in self.namespace.devices.values():
            yield from device.in_dev.addresses

    def __len__(self) -> int:
        return sum(1 for _ in self)

    # --- changes -----------------------------------------------------------------------------------------------------------------

    def add(self, device: NetDevice, text: str, **options: Any) -> InterfaceAddress | None:
        """`ip addr add TEXT dev DEVICE`, options as its words: peer, broadcast ("+", "-" or an address), scope, label, metric,
        noprefixroute, valid_lft and preferred_lft in seconds."""
        return self.insert(device, **read_address(text, options))

    def remove(self, device: NetDevice, text: str) -> None:
        """`ip addr del TEXT dev DEVICE`."""
        fields = read_address(text, {})
        self.delete(device, fields["local"], fields["address"], fields["length"])

    def insert(self, device: NetDevice, local: int, length: int, *, address: int | None = None, broadcast: int = 0,
               scope: int = UNIVERSE, label: str = "", metric: int = 0, noprefixroute: bool = False, flags: frozenset[str] = frozenset(),
               protocol: int = 0, valid_lft: int = FOREVER, preferred_lft: int = FOREVER, replace_existing: bool = False,
               exclusive: bool = True) -> InterfaceAddress | None:
        """RTM_NEWADDR: inet_rtm_newaddr(). None where there is nothing to add: 0.0.0.0 is taken and forgotten."""
        in_dev: InDevice = device.in_dev
        if not 0 <= length <= 32:
            raise NetlinkError(errno.EINVAL, "ipv4: Invalid prefix length")
        if not in_dev.enabled:
            raise NetlinkError(errno.ENOBUFS)
        if not valid_lft or preferred_lft > valid_lft:
            raise NetlinkError(errno.EINVAL, "ipv4: address lifetime invalid")
        now = self.namespace.scheduler.now
        new = InterfaceAddress(
            device, local, local if address is None else address, length, broadcast, scope, label or device.name, False,
            flags | {"noprefixroute"} if noprefixroute else flags, metric, protocol, valid_lft, preferred_lft, now, now)
        existing = in_dev.matching(new)
        if existing is None:
            return self._insert(in_dev, new)
        if exclusive or not replace_existing:
            raise NetlinkError(errno.EEXIST, "ipv4: Address already assigned")
        if existing.metric != metric:
            self.namespace.routes.change_prefix_metric(existing, metric)
        changed = replace(existing, metric=metric, valid_lft=valid_lft, preferred_lft=preferred_lft, updated=now)
        self._swap(in_dev, existing, changed)
        self._watch_lifetime(changed)
        self._tell("new", changed)
        return changed

    def delete(self, device: NetDevice, local: int | None = None, address: int | None = None, length: int = 32, label: str = "") -> None:
        """RTM_DELADDR: the first address that agrees with what is given."""
        in_dev: InDevice = device.in_dev
        for ifa in in_dev.addresses:
            if ((local is None or ifa.local == local) and (not label or ifa.label == label)
                    and (address is None or (length == ifa.length and ifa.covers(address)))):
                self._delete(in_dev, ifa)
                return
        raise NetlinkError(errno.EADDRNOTAVAIL, "ipv4: Address not found")

    def _insert(self, in_dev: InDevice, new: InterfaceAddress) -> InterfaceAddress | None:
        """__inet_insert_ifa(): behind the primaries of its scope, or as a secondary at the end."""
        if not new.local:
            return None
        last_primary, secondary = 0, False
        for at, ifa in enumerate(in_dev.addresses):
            if not ifa.secondary and new.scope <= ifa.scope:
                last_primary = at + 1
            if ifa.length == new.length and new.same_network(ifa):
                if ifa.local == new.local:
                    raise NetlinkError(errno.EEXIST, "ipv4: Address already assigned")
                if ifa.scope != new.scope:
                    raise NetlinkError(errno.EINVAL, "ipv4: Invalid scope value")
                secondary = True
        if secondary:
            new, last_primary = replace(new, secondary=True), len(in_dev.addresses)
        in_dev.addresses = (*in_dev.addresses[:last_primary], new, *in_dev.addresses[last_primary:])
        self.by_local.setdefault(new.local, []).insert(0, new)
        self._watch_lifetime(new)
        self._tell("new", new)
        self.namespace.routes.address_added(new)
        self._changed(in_dev.device)
        return new

    def _delete(self, in_dev: InDevice, gone: InterfaceAddress) -> None:
        """__inet_del_ifa(): the secondaries of a primary go with it, or the first takes its place (promote_secondaries)."""
        routes = self.namespace.routes
        promoted: InterfaceAddress | None = None
        last_primary: InterfaceAddress | None = None
        if not in_dev.dead and not gone.secondary:
            for ifa in in_dev.addresses[in_dev.addresses.index(gone) + 1:]:
                if not ifa.secondary:
                    if gone.scope <= ifa.scope:
                        last_primary = ifa
                elif gone.length == ifa.length and ifa.same_network(gone):
                    if in_dev.conf.orconf("promote_secondaries"):
                        promoted = ifa
                        break
                    self._unlink(in_dev, ifa)
                    self._tell("del", ifa)
                    routes.address_removed(ifa)
        if promoted is not None:
            for ifa in in_dev.addresses[in_dev.addresses.index(promoted):]:
                if gone.length == ifa.length and ifa.same_network(gone):
                    routes.remove_address_routes(ifa, gone)
        rank = in_dev.addresses.index(gone)
        self._unlink(in_dev, gone)
        self._tell("del", gone)
        routes.address_removed(gone)
        if promoted is not None:
            self._promote(in_dev, promoted, last_primary, rank)
        self._changed(in_dev.device)

    def _promote(self, in_dev: InDevice, old: InterfaceAddress, last_primary: InterfaceAddress | None, rank: int) -> None:
        """A secondary becomes primary behind the last primary of its scope, or at the `rank` of the one that went. The routes of its
        network are made anew with it as source."""
        behind = in_dev.addresses[in_dev.addresses.index(old) + 1:]
        new = replace(old, secondary=False)
        self._swap(in_dev, old, new)
        rest = [ifa for ifa in in_dev.addresses if ifa is not new]
        at = rest.index(last_primary) + 1 if last_primary is not None else rank
        in_dev.addresses = (*rest[:at], new, *rest[at:])
        self._tell("new", new)
        self.namespace.routes.address_added(new)
        for ifa in behind:
            if ifa.length == new.length and ifa.same_network(new):
                self.namespace.routes.add_address_routes(ifa)

    def _unlink(self, in_dev: InDevice, gone: InterfaceAddress) -> None:
        in_dev.addresses = tuple(ifa for ifa in in_dev.addresses if ifa is not gone)
        entries = self.by_local[gone.local]
        entries[:] = [ifa for ifa in entries if ifa is not gone]
        if not entries:
            del self.by_local[gone.local]

    def _swap(self, in_dev: InDevice, old: InterfaceAddress, new: InterfaceAddress) -> None:
        in_dev.addresses = tuple(new if ifa is old else ifa for ifa in in_dev.addresses)
        entries = self.by_local[old.local]
        entries[:] = [new if ifa is old else ifa for ifa in entries]

    def _tell(self, verb: str, ifa: InterfaceAddress) -> None:
        self.namespace.rtnetlink.tell("address", verb, ifa)

    def _changed(self, device: NetDevice) -> None:
        for watcher in self.watchers:
            watcher(device)

    def _watch_lifetime(self, ifa: InterfaceAddress) -> None:
        """check_lifetime(): an address whose time is over goes; here at once, in the kernel within a second."""
        if ifa.valid_lft != FOREVER:
            def expire() -> None:
                if ifa.device.in_dev is not None and any(other is ifa for other in ifa.device.in_dev.addresses):
                    self._delete(ifa.device.in_dev, ifa)
            self.namespace.scheduler.timer(ifa.valid_lft * SECOND, expire)

    # --- questions ---------------------------------------------------------------------------------------------------------------

    def select(self, device: NetDevice | None, dst: int, scope: int) -> int:
        """A source address towards `dst`: inet_select_addr(). The device's own if it has a fit one, else any device's, lo first."""
        if device is not None:
            in_dev: InDevice = device.in_dev
            nearest = LINK if in_dev.conf.orconf("route_localnet") else HOST
            found = 0
            for ifa in in_dev.addresses:
                if ifa.secondary or min(ifa.scope, nearest) > scope:
                    continue
                if not dst or ifa.covers(dst):
                    return ifa.local
                found = found or ifa.local
            if found:
                return found
        master = device.l3mdev if device is not None else None
        others = list(self.namespace.devices.values())
        if master is not None:  # a VRF takes the place of lo, its addresses before the others'
            others = [master, *(other for other in others if other is not master and other.l3mdev is master)]
        for other in others:
            if other.l3mdev is not master:
                continue
            for ifa in other.in_dev.addresses:
                if not ifa.secondary and ifa.scope != LINK and ifa.scope <= scope:
                    return int(ifa.local)
        return 0

    def confirm(self, device: NetDevice | None, dst: int, local: int, scope: int) -> int:
        """Is `local` (0: any) an address to talk to `dst` (0: anyone) with? That address or 0: inet_confirm_addr()."""
        for other in [device] if device is not None else list(self.namespace.devices.values()):
            found: int = other.in_dev.confirm(dst, local, scope)
            if found or device is not None:
                return found
        return 0

    def on_link(self, device: NetDevice, a: int, b: int) -> bool:
        """Are both (or `a` alone, with b 0) in one network of the device? inet_addr_onlink()."""
        return any(ifa.covers(a) and (not b or ifa.covers(b)) for ifa in device.in_dev.addresses)

    def by_prefix(self, device: NetDevice, address: int, length: int) -> InterfaceAddress | None:
        """The first address with this network: inet_ifa_byprefix()."""
        found: InterfaceAddress | None = device.in_dev.by_prefix(address, length)
        return found

    def find_device(self, address: int) -> NetDevice | None:
        """Which device has this address: __ip_dev_find(), where a route to it in the local table counts too."""
        entries = self.by_local.get(address)
        if entries:
            return entries[0].device
        route = self.namespace.fib.lookup_table(255, address)
        return route.device if route is not None and route.type == "local" else None

    # --- events ------------------------------------------------------------------------------------------------------------------

    def device_event(self, event: str, device: NetDevice) -> None:
        """inetdev_event()."""
        in_dev: InDevice | None = device.in_dev
        if event == REGISTER:
            device.in_dev = InDevice(device, self.namespace.sysctl.new_conf(), self.namespace.sysctl.new_parms())
            if device.is_loopback:
                device.in_dev.conf.disable_policy = device.in_dev.conf.disable_xfrm = 1
        elif in_dev is None:
            return
        elif event in (UP, CHANGEADDR):
            if device.mtu < MIN_MTU and event == UP:
                return
            if event == UP and device.is_loopback:
                now = self.namespace.scheduler.now
                with suppress(NetlinkError):  # it has it already
                    self._insert(in_dev, InterfaceAddress(device, LOOPBACK, LOOPBACK, 8, 0, HOST, device.name, created=now, updated=now))
            if event == UP:
                self.namespace.igmp.up(device)
            if in_dev.conf.orconf("arp_notify"):
                self.namespace.arp.announce(device)
        elif event == DOWN:
            self.namespace.igmp.down(device)
        elif event == CHANGEMTU:
            if device.mtu < MIN_MTU and in_dev.enabled:
                self._destroy(in_dev)
            elif device.mtu >= MIN_MTU and not in_dev.enabled:
                device.in_dev = InDevice(device, self.namespace.sysctl.new_conf(), self.namespace.sysctl.new_parms())
        elif event == UNREGISTER:
            self._destroy(in_dev)
        elif event == CHANGENAME:
            in_dev.addresses = tuple(self._relabel(ifa, rank) for rank, ifa in enumerate(in_dev.addresses))
            for ifa in in_dev.addresses:
                self._tell("new", ifa)
            self.namespace.rtnetlink.tell("netconf", "renamed", (device.name, None))

    def _destroy(self, in_dev: InDevice) -> None:
        """inetdev_destroy(): one address after the other, nothing promoted."""
        in_dev.dead, in_dev.enabled = True, False
        while in_dev.addresses:
            self._delete(in_dev, in_dev.addresses[0])

    def _relabel(self, ifa: InterfaceAddress, rank: int) -> InterfaceAddress:
        """inetdev_changename(): the label follows the name; what stood behind a colon stays, and one is made up for the second on."""
        name = ifa.device.name
        if rank:
            _, colon, alias = ifa.label.partition(":")
            suffix = colon + alias if colon else f":{rank + 1}"
            name = (name + suffix) if len(name) + len(suffix) < IFNAMSIZ else name[:IFNAMSIZ - len(suffix) - 1] + suffix
        new = replace(ifa, label=name)
        entries = self.by_local[ifa.local]
        entries[:] = [new if other is ifa else other for other in entries]
        return new
