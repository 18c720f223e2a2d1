"""Several stations behind one device, each with a MAC of its own: drivers/net/macvlan.c.

The parent keeps a `MacvlanPort` that sees what comes in before its host does. A frame for a child's address goes to the child; a group goes
to all that listen; what is for nobody is the parent's own. Nothing passes between a child and its own parent: such a frame is on the wire.
"""

import errno
from collections import deque
from collections.abc import Callable
from typing import Any

from pynetns.device.host import Host
from pynetns.device.netdevice import (
    BROADCAST_MAC, CHANGE, CHANGEADDR, CHANGEMTU, DOWN, UNREGISTER, UP, VLAN_HLEN, NetDevice,
)
from pynetns.device.packet import ETH_HLEN, PACKET_BROADCAST, PACKET_HOST, PACKET_MULTICAST, Packet
from pynetns.device.table import Table
from pynetns.errors import NetlinkError

Work = deque[tuple[Callable[[Any], None], Any]]
MODES = ("private", "vepa", "bridge", "passthru", "source")
QUEUE_LENGTH = 1000  # MACVLAN_DEFAULT_BC_QUEUE_LEN
_BUCKETS_BITS = 8
_GOLDEN_RATIO_64 = 0x61C8864680B583EB


def _bucket(mac: bytes) -> int:
    """macvlan_eth_hash() on a little-endian machine: children are flooded in the order of their buckets."""
    value = int.from_bytes(mac, "little") << 16
    return (value * _GOLDEN_RATIO_64 & (1 << 64) - 1) >> 64 - _BUCKETS_BITS


class Macvlan(NetDevice):
    """A child. Its mode says who it talks to on the same parent: bridge children with each other, vepa ones only by way of the wire,
    private ones not at all; passthru has the parent for itself, source takes what comes from given senders."""

    __slots__ = ("mode", "nodst", "nopromisc", "parent", "queue_length")

    kind = "macvlan"
    max_mtu = 65535

    def __init__(self, host: Host, name: str, parent: NetDevice, mode: str = "vepa", mac: bytes | None = None,
                 mtu: int | None = None) -> None:
        super().__init__(host, name, mac, parent.mtu if mtu is None else mtu)
        self.parent = parent
        self.mode = mode
        self.nopromisc = False
        self.nodst = False
        self.queue_length = QUEUE_LENGTH
        self.linkwatch = True
        if mode == "passthru":
            self.mac = parent.mac

    @property
    def link(self) -> NetDevice:
        return self.parent

    @property
    def shared(self) -> "MacvlanPort":
        """What all children of the parent have in common."""
        port = self.parent.macvlan
        assert isinstance(port, MacvlanPort)
        return port

    def listens_to(self, group: bytes) -> bool:
        """Is the group in its filter? Broadcast always is, and every group while it is promiscuous."""
        return (group == BROADCAST_MAC or bool(self.promiscuity) or bool(self.allmulti)
                or self.namespace.device_listens(self, group))

    # --- frames ------------------------------------------------------------------------------------------------------------------

    def _xmit(self, packet: Packet) -> bool:
        """macvlan_start_xmit()."""
        sent = self._queue_xmit(packet)
        packet.count(self.stats.tx if sent else self.stats.tx_drop)
        return sent

    def _queue_xmit(self, packet: Packet) -> bool:
        """macvlan_queue_xmit(): a bridge child reaches others of its kind without the wire."""
        if self.mode == "bridge":
            dst = packet.slice(0, 6)
            if dst[0] & 1:
                self.shared.flood(packet, self, ("bridge",), self.parent.scheduler.queue, local=True)
            else:
                other = self.shared.find(dst)
                if other is not None and other.mode == "bridge":
                    return self.parent.forward_to(packet.clone())  # by the parent's way in, so that its watchers see it
        return self.parent.transmit(packet.clone())

    def take(self, packet: Packet, count: bool = True) -> None:
        """A frame from the parent that is this child's."""
        if count:
            packet.count(self.stats.rx)
        self.receive(packet)

    # --- state -------------------------------------------------------------------------------------------------------------------

    def _before_open(self) -> None:
        """macvlan_open(): two stations of one address can't be."""
        if self.mode != "passthru" and self.shared.address_is_busy(self.mac):
            raise NetlinkError(errno.EADDRINUSE)

    def _open(self) -> None:
        if self.mode == "passthru":
            if not self.nopromisc:
                self.parent.add_promiscuity(1)
        else:
            self.parent.add_unicast(self.mac)
            if self.promiscuity:
                self.parent.add_promiscuity(1)
        self.shared.enter(self)
        self.follow_parent()

    def _stop(self) -> None:
        self.shared.leave(self)
        if self.mode == "passthru":
            if not self.nopromisc:
                self.parent.add_promiscuity(-1)
        else:
            self.parent.remove_unicast(self.mac)
            if self.promiscuity:
                self.parent.add_promiscuity(-1)

    def add_promiscuity(self, change: int) -> None:
        """macvlan_change_rx_flags(): while it is up, the parent has to hear as much."""
        was = bool(self.promiscuity)
        super().add_promiscuity(change)
        if self.is_up and self.mode != "passthru" and was != bool(self.promiscuity):
            self.parent.add_promiscuity(1 if self.promiscuity else -1)

    def follow_parent(self) -> None:
        """netif_stacked_transfer_operstate()."""
        self.set_carrier(self.parent.is_up and self.parent.carrier)

    def change_mac(self, mac: bytes) -> None:
        """macvlan_set_mac_address(): a passthru child's address is the parent's too."""
        if mac == self.mac:
            return
        if self.mode == "passthru":
            self.mac = mac
            self.parent.change_mac(mac)
            self.namespace.notify(CHANGEADDR, self)
            return
        if self.shared.address_is_busy(mac):
            raise NetlinkError(errno.EADDRINUSE)
        if self.is_up:
            self.shared.leave(self)
            self.parent.remove_unicast(self.mac)
            self.mac = mac
            self.parent.add_unicast(mac)
            self.shared.enter(self)
        else:
            self.mac = mac
        self.namespace.notify(CHANGEADDR, self)

    def check_mtu(self, mtu: int) -> None:
        super().check_mtu(mtu)
        if mtu > self.parent.mtu:
            raise NetlinkError(errno.EINVAL)

    def check_mode(self, mode: str) -> None:
        """Into or out of passthru a child can't go, and who leaves source mode forgets its senders (macvlan_changelink)."""
        if (mode == "passthru") != (self.mode == "passthru"):
            raise NetlinkError(errno.EINVAL)
        if self.mode == "source" and mode != "source":
            self.flush_sources()

    def set_mode(self, mode: str) -> None:
        """`ip link set NAME type macvlan mode MODE`."""
        self.check_mode(mode)
        self.mode = mode
        self.parent.scheduler.flush()

    def set_flags(self, nopromisc: bool, nodst: bool) -> None:
        """A passthru child that needs no promiscuity leaves its parent as it is."""
        if self.mode == "passthru" and nopromisc != self.nopromisc and self.is_up:
            self.parent.add_promiscuity(-1 if nopromisc else 1)
        self.nopromisc, self.nodst = nopromisc, nodst
        self.parent.scheduler.flush()

    def listed_sources(self) -> list[bytes]:
        """Whom it listens to in source mode, bucket by bucket as `ip -d link` shows them."""
        return sorted((mac for mac, child in self.shared.sources if child is self), key=_bucket)

    def add_source(self, mac: bytes) -> None:
        """`type macvlan macaddr add MAC`, in source mode."""
        if self.mode != "source" or mac[0] & 1 or not any(mac):
            raise NetlinkError(errno.EINVAL if self.mode != "source" else errno.EADDRNOTAVAIL)
        if (mac, self) not in self.shared.sources:
            self.shared.sources = ((mac, self), *self.shared.sources)
            self.parent.scheduler.flush()

    def remove_source(self, mac: bytes) -> None:
        self.shared.sources = tuple(entry for entry in self.shared.sources if entry != (mac, self))
        self.parent.scheduler.flush()

    def flush_sources(self) -> None:
        self.shared.sources = tuple(entry for entry in self.shared.sources if entry[1] is not self)
        self.parent.scheduler.flush()

    def _remove(self) -> None:
        super()._remove()
        self.flush_sources()
        self.shared.remove(self)


class MacvlanPort:
    """The parent's side: struct macvlan_port."""

    def __init__(self, parent: NetDevice) -> None:
        self.parent = parent
        self.children: tuple[Macvlan, ...] = ()
        self.sources: tuple[tuple[bytes, Macvlan], ...] = ()  # senders that children in source mode wait for; the newest first
        self._open: Table[bytes, Macvlan] = Table(parent.scheduler)  # the children that are up, by address

    @property
    def passthru(self) -> bool:
        return any(child.mode == "passthru" for child in self.children)

    @property
    def queue_length(self) -> int:
        """Of groups that wait: what the child that wants most wants. Nothing waits here, so it is only shown."""
        return max(child.queue_length for child in self.children)

    def find(self, mac: bytes) -> Macvlan | None:
        """macvlan_hash_lookup(): one look-up, however many children there are."""
        return self._open.look(mac)

    def enter(self, child: Macvlan) -> None:
        self._open.put(child.mac, child)

    def leave(self, child: Macvlan) -> None:
        if self._open.look(child.mac) is child:
            self._open.remove(child.mac)

    def add(self, child: Macvlan) -> None:
        self.children = (*self.children, child)
        self.parent.scheduler.flush()

    def remove(self, child: Macvlan) -> None:
        self.children = tuple(other for other in self.children if other is not child)
        self.parent.scheduler.flush()
        if not self.children:
            self.parent.macvlan = None

    def address_is_busy(self, mac: bytes) -> bool:
        """macvlan_addr_busy(): the parent's own counts, unless that is passed through."""
        return (not self.passthru and mac == self.parent.mac) or self.find(mac) is not None

    def handle_frame(self, packet: Packet) -> bool:
        """macvlan_handle_frame(): True where the frame is no longer the parent's."""
        header = packet.slice(0, 12)
        dst, src = header[:6], header[6:]
        if self._forward_by_source(packet, src):
            return True
        if dst[0] & 1:
            sender = self.find(src)
            if sender is not None and sender.mode not in ("vepa", "bridge"):
                self._hear_again(packet, sender, dst)
                return True
            copy = packet.clone()
            # Groups wait for a work queue (macvlan_broadcast_enqueue()): what else this frame causes comes first.
            self.parent.scheduler.deferred.append((lambda later: self._from_the_wire(later, sender), copy))
            return False
        child = next(iter(self.children), None) if self.passthru else self.find(dst)
        if child is None or child.mode == "source":
            return False
        if child.is_up:
            packet.kind = PACKET_HOST
            child.take(packet)
        return True

    def _forward_by_source(self, packet: Packet, src: bytes) -> bool:
        """macvlan_forward_source(): copies for the children that wait for this sender."""
        consumed = False
        for mac, child in self.sources:
            if mac != src:
                continue
            consumed = consumed or child.nodst
            if child.is_up:
                copy = packet.clone()
                if copy.slice(0, 6) == child.mac:
                    copy.kind = PACKET_HOST
                copy.count(child.stats.rx)
                self.parent.scheduler.queue.append((child.receive, copy))
        return consumed

    def _from_the_wire(self, packet: Packet, sender: Macvlan | None) -> None:
        """macvlan_multicast_rx(): children that heard it from their own kind already do not hear it twice."""
        if sender is None:
            modes: tuple[str, ...] = ("private", "vepa", "passthru", "bridge")
        else:
            modes = ("vepa", "bridge") if sender.mode == "vepa" else ("vepa",)
        due: Work = deque()
        self.flood(packet, sender, modes, due)
        self.parent.scheduler.deferred.extendleft(reversed(due))  # each child's is handled to its end before the next

    def flood(self, packet: Packet, sender: Macvlan | None, modes: tuple[str, ...], work: Work, local: bool = False) -> None:
        """macvlan_broadcast(): what each child is to receive is added to the work."""
        group = packet.slice(0, 6)
        for child in self._in_order():
            if child is not sender and child.mode in modes and child.listens_to(group):
                copy = packet.clone()
                if local:
                    copy.cross(child.namespace is not (sender or child).namespace)
                if self._prepare_group(copy, child, group):
                    # The kernel adds an Ethernet header to the size; on the way out it was still there.
                    copy.count(child.stats.rx, -ETH_HLEN if local else 0)
                    copy.count(child.stats.multicast_in)
                    work.append((child.receive, copy))

    @staticmethod
    def _prepare_group(packet: Packet, child: Macvlan, group: bytes) -> bool:
        """macvlan_broadcast_one(): False where the frame is too long."""
        if not packet.fits(child.mtu + ETH_HLEN + VLAN_HLEN):
            packet.count(child.stats.rx_drop)
            return False
        packet.kind = PACKET_BROADCAST if group == child.broadcast else PACKET_MULTICAST
        return True

    def _hear_again(self, packet: Packet, child: Macvlan, group: bytes) -> None:
        """A child that is no vepa or bridge hears a group that it sent and the switch reflected: counted with no bytes, as no group."""
        if self._prepare_group(packet, child, group):
            child.stats.rx.add(1)
            child.receive(packet)

    def _in_order(self) -> list[Macvlan]:
        """Those that are up, by bucket; the newest of a bucket first."""
        newest_first = [child for child in self.children[::-1] if child.is_up]
        return sorted(newest_first, key=lambda child: _bucket(child.mac))

    def parent_event(self, event: str) -> None:
        """macvlan_device_event()."""
        if event in (UP, DOWN, CHANGE):
            for child in self.children:
                child.follow_parent()
        elif event == CHANGEMTU:
            for child in self.children:
                if child.mtu > self.parent.mtu:
                    child.set_mtu(self.parent.mtu)
        elif event == CHANGEADDR and self.passthru:
            child = self.children[0]
            if child.mac != self.parent.mac:
                child.mac = self.parent.mac
                child.namespace.notify(CHANGEADDR, child)
        elif event == UNREGISTER:
            for child in self.children:
                child.delete()


def new_macvlan(host: Host, name: str, parent: NetDevice, mode: str, mac: bytes | None, mtu: int | None) -> Macvlan:
    """macvlan_common_newlink(): a child that its namespace has not got yet. A child of a child is a child of the same parent."""
    if isinstance(parent, Macvlan):
        parent = parent.parent
    if mode not in MODES:
        raise NetlinkError(errno.EINVAL)
    if mtu is not None and mtu > parent.mtu:
        raise NetlinkError(errno.EINVAL)
    if parent.is_loopback:
        raise NetlinkError(errno.EINVAL)
    if parent.macvlan is None:
        if parent.port is not None:
            raise NetlinkError(errno.EBUSY)
    elif parent.macvlan.passthru or mode == "passthru":
        raise NetlinkError(errno.EINVAL)
    child = Macvlan(host, name, parent, mode, mac, mtu)
    if parent.macvlan is None:
        parent.macvlan = MacvlanPort(parent)
    parent.macvlan.add(child)
    return child
