"""A network device as its namespace sees it: name, address, flags, counters, and the way in and out (net/core/dev.c).

A frame leaves by `transmit` and comes in by `receive`. What is behind the device (the other end of a veth, the ports of a bridge) is the
subclass's `_xmit`. The namespace is known through the few calls of `Host` (device/host.py).
"""

import errno
from collections.abc import Iterable
from random import Random
from typing import Any

from pynetns.device.capture import Capture
from pynetns.device.host import Host
from pynetns.device.packet import (
    ETH_HLEN, PACKET_OTHERHOST, Packet, View,
)
from pynetns.device.stats import DeviceStats
from pynetns.device.table import Stage
from pynetns.errors import NetlinkError

IFNAMSIZ = 16
VLAN_HLEN = 4
BROADCAST_MAC = b"\xff" * 6
ZERO_MAC = bytes(6)

# What happened to a device: include/linux/netdevice.h, NETDEV_*.
UP, GOING_DOWN, DOWN, CHANGE, CHANGEADDR, CHANGEARP, CHANGEMTU, CHANGENAME, CHANGEUPPER, REGISTER, UNREGISTER = (
    "UP", "GOING_DOWN", "DOWN", "CHANGE", "CHANGEADDR", "CHANGEARP", "CHANGEMTU", "CHANGENAME", "CHANGEUPPER", "REGISTER", "UNREGISTER")

TAG_TYPES = frozenset((0x8100, 0x88A8))  # 802.1Q and 802.1ad

IPV6_MIN_MTU = 1280
DST = View(dst=(0, "6s"), src=(6, "6s"), protocol=(12, "H"))


class NetDevice(Stage):
    """The common part of every device. `kind` is the word behind `type` in `ip link add`."""

    __slots__ = ("addrgenmode", "alias", "allmulti", "altnames", "arp", "broadcast", "captures", "carrier", "carrier_downs", "carrier_ups",
                 "dismantled", "dormant", "flow_cache", "group", "in_all_nodes", "in_dev", "index", "is_up", "kept_flags", "linkwatch",
                 "mac", "mac_is_set", "macvlan", "master", "moving_to", "mtu", "multicast_flag", "name", "namespace", "port",
                 "previous_mtu", "promiscuity", "qdisc", "qlen", "rx_queues", "static_links", "stats", "tx_queues", "unicast_list",
                 "user_allmulti", "user_promisc", "vlans", "was_up", "without_effect")

    kind = ""
    link_type = "ether"
    min_mtu = 68
    max_mtu = 65535
    is_loopback = False

    def __init__(self, host: Host, name: str, mac: bytes | None = None, mtu: int = 1500) -> None:
        self.scheduler = host.scheduler
        self.namespace = host
        self.name = name
        self.index = 0  # given by the namespace
        self.mac_is_set = mac is not None  # addr_assign_type NET_ADDR_SET: a bridge then leaves its address alone
        self.mac = mac if mac is not None else random_mac(host.random)
        self.broadcast = BROADCAST_MAC
        self.dormant = False  # IF_LINK_MODE_DORMANT
        self.mtu = self.previous_mtu = mtu
        self.is_up = False
        self.was_up = False  # shows as qdisc noop until then
        self.carrier = True
        self.carrier_ups = self.carrier_downs = 0
        self.linkwatch = False  # a carrier change was reported: operstate is no longer UNKNOWN
        self.arp = True  # not IFF_NOARP
        self.multicast_flag = True
        self.kept_flags: frozenset[str] = frozenset()  # flags of no meaning: NOTRAILERS, DYNAMIC
        self.user_promisc = False  # IFF_PROMISC as `ip link set promisc on` sets it
        self.user_allmulti = False
        self.promiscuity = 0
        self.allmulti = 0
        self.qlen = 1000
        self.group = 0
        self.alias = ""
        self.altnames: tuple[str, ...] = ()
        self.addrgenmode = "eui64"  # IPv6's, of which nothing follows here
        self.tx_queues: int | None = None  # as many as its kind has, unless somebody wanted others
        self.rx_queues: int | None = None
        self.master: NetDevice | None = None
        self.port: Any = None  # the bridge port, if it is one: takes what comes in
        self.stats = DeviceStats(self.scheduler)
        self.captures: tuple[Capture, ...] = ()
        self.unicast_list: tuple[bytes, ...] = ()  # further addresses that it takes: `bridge fdb add MAC dev NAME self`, a macvlan's
        self.static_links: tuple[bytes, ...] = ()  # groups of the link that a person joined: `ip maddr add`
        self.macvlan: Any = None  # what it does for its macvlan children, if it has any
        self.vlans: dict[tuple[int, int], Any] = {}  # the devices of its VLANs, by protocol and number
        self.flow_cache: Any = host.new_flow_cache(self)  # remembers the paths of what is injected here, where the lab wants that
        self.dismantled = False  # on its way out: a carrier that goes is not worth a word
        self.moving_to: Host | None = None  # the namespace that it is about to be in
        self.qdisc: Any = None  # the root of its queueing disciplines (device.qdisc), where somebody gave it one
        self.in_all_nodes = True
        self.without_effect: dict[str, int] = {}  # what sysfs lets people set, and nothing here depends on
        self.in_dev: Any = None  # IPv4's part of the device: addresses and settings, set by the namespace

    @property
    def l3mdev(self) -> "NetDevice | None":
        """The VRF that the device is a part of: l3mdev_master_dev_rcu()."""
        return self.master if self.master is not None and self.master.kind == "vrf" else None

    # --- the way out and in ------------------------------------------------------------------------------------------------------

    def transmit(self, packet: Packet) -> bool:
        """Send a frame: dev_queue_xmit() of a device without a queue. A device that is down or has no carrier drops it unseen, and says
        nothing; False is only for what the device itself refused."""
        if not self.is_up or not self.carrier:
            packet.count(self.stats.tx_drop)
            return True
        if self.qdisc is not None:
            return bool(self.qdisc.send(packet))
        return self.send_now(packet)

    def send_now(self, packet: Packet) -> bool:
        """dev_hard_start_xmit(): seen by watchers, and gone."""
        for capture in self.captures:
            packet.emit(capture, "out")
        return self._xmit(packet)

    def _xmit(self, packet: Packet) -> bool:
        raise NotImplementedError

    def absorb(self, packet: Packet, sender: int, target: int) -> bool:
        """Take a flooded ARP request if nothing will come of it but a count. False: send it the usual way."""
        return False

    def receive(self, packet: Packet) -> None:
        """A frame came in: __netif_receive_skb_core(). Watchers see it first, then a bridge takes it, else the namespace."""
        if not self.is_up:
            packet.count(self.stats.rx_drop)
            return
        packet.device = self
        if not packet.protocol:
            _, _, packet.protocol = packet.read(DST)
        if packet.protocol in TAG_TYPES and not packet.accelerated and not self._untag(packet):
            return
        if self.captures:
            for capture in self.captures:
                packet.emit(capture, "in")
        if packet.accelerated and self.vlans and self._to_vlan(packet):
            return
        if self.port is not None:
            self.port.handle_frame(packet)
        elif self.macvlan is None or not self.macvlan.handle_frame(packet):
            self.deliver(packet)

    def _to_vlan(self, packet: Packet) -> bool:
        """Is there a device for the frame's VLAN? Then it is that one's."""
        tag = packet.slice(12, 16)
        vlan = self.vlans.get((tag[0] << 8 | tag[1], (tag[2] << 8 | tag[3]) & 0x0FFF))
        if vlan is None:
            return False
        vlan.take(packet)
        return True

    def forward_to(self, packet: Packet) -> bool:
        """dev_forward_skb(): let the device receive a frame that another one sent."""
        if not self.is_up or not packet.fits(self.mtu + ETH_HLEN + VLAN_HLEN):
            packet.count(self.stats.rx_drop)
            return False
        packet.cross(packet.device is None or packet.device.namespace is not self.namespace)
        self.classify(packet)
        self.scheduler.queue.append((self.receive, packet))
        return True

    @staticmethod
    def _untag(packet: Packet) -> bool:
        """skb_vlan_untag(): the tag is kept beside the frame from here on. One with nothing behind it is dropped before anybody sees it."""
        if not packet.has(ETH_HLEN + VLAN_HLEN + 2):
            return False
        packet.accelerated = VLAN_HLEN
        return True

    def classify(self, packet: Packet) -> None:
        """Say whom the frame is for."""
        packet.classify(self.mac, self.broadcast)

    @property
    def only_delivers(self) -> bool:
        """Does what comes in go to the namespace, seen by nobody on the way?"""
        return not (self.captures or self.port is not None or self.macvlan is not None or self.vlans)

    def deliver(self, packet: Packet) -> None:
        """Hand the frame to the protocol that its type names. A VLAN tag of another VLAN makes it somebody else's."""
        protocol, tagged = packet.protocol, False
        while protocol in TAG_TYPES:
            tagged = True
            if not packet.has(ETH_HLEN + VLAN_HLEN):
                return
            tag = packet.slice(12, 18)
            packet.strip_vlan_tag()
            protocol = packet.protocol
            if (tag[2] << 8 | tag[3]) & 0x0FFF:
                packet.kind = PACKET_OTHERHOST
                break  # only behind VLAN 0 is another tag looked at
        if not self.namespace.deliver(self, packet, protocol):
            # What a watcher took nobody counts as dropped, unless a bridge or macvlan has looked at it since.
            if tagged or not self.captures or self.port is not None or self.macvlan is not None:
                packet.count(self.stats.rx_drop)

    def inject(self, frames: bytes | Iterable[bytes]) -> None:
        """Send frames out of this device as a packet socket would; one after the other, each to its end.

        What is shorter than an Ethernet header or longer than the MTU allows is counted in tx_dropped and goes nowhere.
        """
        cache = self.flow_cache
        if cache is not None and frames.__class__ is bytes:
            cache.inject_one(frames)
            return
        burst = [bytes(frames)] if isinstance(frames, (bytes, bytearray, memoryview)) else list(frames)
        if cache is not None:
            cache.inject(burst)
        else:
            for frame in burst:
                self.inject_packet(Packet(bytes(frame)))

    def inject_packet(self, packet: Packet) -> None:
        """One frame of a packet socket, to its end: packet_snd() and its limits."""
        limit = self.mtu + ETH_HLEN
        if not packet.lies_between(ETH_HLEN, limit) and not (
                packet.lies_between(ETH_HLEN, limit + VLAN_HLEN) and packet.slice(12, 14) == b"\x81\x00"):
            packet.count(self.stats.tx_drop)
            return
        self.transmit(packet)
        self.scheduler.drain()

    def capture(self) -> Capture:
        """Watch the device from now on, in both directions."""
        capture = Capture(self.scheduler, f"{self.namespace.label}/{self.name}", self._stop_capture, self.namespace.write_capture)
        self.captures = (*self.captures, capture)
        return capture

    def _stop_capture(self, capture: Capture) -> None:
        self.captures = tuple(c for c in self.captures if c is not capture)

    # --- state -------------------------------------------------------------------------------------------------------------------

    def up(self) -> None:
        """`ip link set NAME up`: dev_open()."""
        if self.is_up:
            return
        self._before_open()
        self.is_up = True
        self.was_up = True
        self.namespace.begin_open()
        self._open()
        self.namespace.notify(UP, self)
        self.namespace.end_open()
        self.scheduler.drain()

    def down(self) -> None:
        """`ip link set NAME down`: dev_close()."""
        if not self.is_up:
            return
        self.namespace.notify(GOING_DOWN, self)
        self.is_up = False
        for capture in self.captures:
            capture.device_went_down()
        self.namespace.begin_open()
        self._stop()
        if self.qdisc is not None:
            self.qdisc.reset()
        self.namespace.notify(DOWN, self)
        self.namespace.end_open()
        self.scheduler.drain()

    def _before_open(self) -> None:
        """A chance to refuse."""

    def _open(self) -> None:
        """The device's own part of going up."""

    def _stop(self) -> None:
        """The device's own part of going down."""

    def set_carrier(self, carrier: bool) -> None:
        """netif_carrier_on() and _off(). The kernel reports a change up to a second late, here it acts at once."""
        if carrier == self.carrier:
            return
        self.carrier = carrier
        if carrier:
            self.carrier_ups += 1
        else:
            if self.qdisc is not None:
                self.qdisc.reset()
            self.carrier_downs += 1
        self.linkwatch = True
        self.namespace.notify(CHANGE, self)

    def state_changed(self) -> None:
        """netdev_state_change(): listeners look at a device again that is up and whose settings were changed."""
        if self.is_up:
            self.namespace.notify(CHANGE, self)

    @property
    def running(self) -> bool:
        """IFF_RUNNING: up, and something at the other end."""
        return self.is_up and self.carrier

    @property
    def oper_up(self) -> bool:
        """netif_oper_up(): operational for IPv4 and for a bridge port."""
        return self.carrier

    @property
    def link(self) -> "NetDevice | None":
        """The device at the other end or below (IFLA_LINK), if there is one."""
        return None

    @property
    def operstate(self) -> str:
        """RFC 2863's operational state as default_operstate() in net/core/link_watch.c finds it, in iproute2's words."""
        if not self.is_up:
            return "DOWN"
        if self.carrier:
            return "UP" if self.linkwatch else "UNKNOWN"
        if self.link is None or self.link.index == self.index:
            return "DOWN"
        peer = self.namespace.device_by_index(self.link.index)  # the kernel looks in the wrong namespace too
        return "DOWN" if peer is None or peer.carrier else "LOWERLAYERDOWN"

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags as `ip link` lists them, without what only the listing adds (M-DOWN)."""
        return tuple(name for name, on in (
            ("NO-CARRIER", self.is_up and not self.carrier), ("LOOPBACK", self.is_loopback), ("BROADCAST", not self.is_loopback),
            ("NOARP", not self.arp and not self.is_loopback), ("PROMISC", self.user_promisc), ("ALLMULTI", self.user_allmulti),
            ("MULTICAST", self.multicast_flag), ("UP", self.is_up),
            ("LOWER_UP", self.is_up and self.carrier)) if on)

    def ipv6_event(self, event: str) -> None:
        """addrconf_notify() where IPv6 is off, as far as it shows: a device is in the group of all nodes, on or off, unless its MTU is too
        small for IPv6."""
        if event == REGISTER:
            self.in_all_nodes = True
        elif event == CHANGEMTU:
            self.in_all_nodes = self.mtu >= IPV6_MIN_MTU

    def set_mtu(self, mtu: int) -> None:
        if mtu == self.mtu:
            return
        self.check_mtu(mtu)
        self.previous_mtu, self.mtu = self.mtu, mtu
        self.namespace.notify(CHANGEMTU, self)

    def check_mtu(self, mtu: int) -> None:
        """dev_validate_mtu(); a limit of 0 is none."""
        if mtu < 0 or mtu < self.min_mtu:
            raise NetlinkError(errno.EINVAL, "mtu less than device minimum")
        if self.max_mtu and mtu > self.max_mtu:
            raise NetlinkError(errno.EINVAL, "mtu greater than device maximum")

    def set_mac(self, mac: bytes) -> None:
        """`ip link set NAME address`: eth_mac_addr() refuses a group address and zero."""
        if mac[0] & 1 or mac == ZERO_MAC:
            raise NetlinkError(errno.EADDRNOTAVAIL)
        self.mac_is_set = True
        if mac == self.mac:
            self.namespace.notify(CHANGEADDR, self)  # told all the same: netif_set_mac_address()
        self.change_mac(mac)

    def change_mac(self, mac: bytes) -> None:
        """Give the device another address without a person having asked for it."""
        if mac != self.mac:
            self.mac = mac
            self.namespace.notify(CHANGEADDR, self)

    def set_promisc(self, on: bool) -> None:
        if on != self.user_promisc:
            self.user_promisc = on
            self.add_promiscuity(1 if on else -1)

    def set_allmulti(self, on: bool) -> None:
        if on != self.user_allmulti:
            self.user_allmulti = on
            self.allmulti += 1 if on else -1

    def add_promiscuity(self, change: int) -> None:
        """dev_set_promiscuity(): what a bridge and a capture ask for."""
        self.promiscuity += change

    def add_unicast(self, mac: bytes) -> None:
        """dev_uc_add(): take frames for one more address. A device that can't sort them takes all."""
        if not self.unicast_list:
            self.add_promiscuity(1)
        self.unicast_list = (*self.unicast_list, mac)

    def remove_unicast(self, mac: bytes) -> None:
        """dev_uc_del(). An address that was added twice stays once."""
        kept = list(self.unicast_list)
        kept.remove(mac)
        self.unicast_list = tuple(kept)
        if not kept:
            self.add_promiscuity(-1)

    def set_arp(self, on: bool) -> None:
        if on != self.arp:
            self.arp = on
            if self.is_up:
                self.namespace.notify(CHANGE, self)
                self.namespace.notify(CHANGEARP, self)

    def rename(self, name: str) -> None:
        check_name(name)
        if name != self.name:
            if name in self.namespace.devices:
                raise NetlinkError(errno.EEXIST)
            self.namespace.change_name(self, name)

    def set_namespace(self, host: Host, name: str | None = None) -> None:
        """Move the device: it goes down and loses its addresses and its master (__dev_change_net_namespace)."""
        if host is self.namespace and (name is None or name == self.name):
            return
        if self.is_loopback:
            raise NetlinkError(errno.EINVAL, "The interface netns is immutable")
        name = name or self.name
        check_name(name)
        if name in host.devices:
            raise NetlinkError(errno.EEXIST, "An interface with the same name exists in the target netns")
        self.down()
        if self.master is not None:
            self.set_master(None)
        self.moving_to = host
        self.namespace.unregister(self)
        self.moving_to = None
        self.qdisc = None
        self.namespace = host
        host.register(self, name)

    def set_master(self, master: "NetDevice | None") -> None:
        """`ip link set NAME master BRIDGE`, or with None `nomaster`.

        The old master is left first, even if the new one refuses: do_set_master().
        """
        if self.master is master:
            return
        self.namespace.begin_open()
        try:
            if self.master is not None:
                self.master.remove_port(self)
            if master is not None:
                master.check_port(self)
                master.add_port(self)
            self.namespace.tell_link(self)
        finally:
            self.namespace.end_open()
        self.scheduler.drain()

    def check_port(self, device: "NetDevice") -> None:
        """May `device` be put under this one? Only a bridge (or another master) says yes."""
        raise NetlinkError(errno.EOPNOTSUPP)

    def add_port(self, device: "NetDevice") -> None:
        raise NetlinkError(errno.EOPNOTSUPP)

    def remove_port(self, device: "NetDevice") -> None:
        raise NetlinkError(errno.EOPNOTSUPP)

    def delete(self) -> None:
        """`ip link del NAME`."""
        self.check_delete()
        self._remove()
        self.scheduler.drain()

    def check_delete(self) -> None:
        """A chance to refuse."""

    def _remove(self) -> None:
        self.down()
        if self.master is not None:
            self.set_master(None)
        self.namespace.unregister(self)

    # --- what people type --------------------------------------------------------------------------------------------------------

    def add_address(self, address: str, **options: Any) -> None:
        """Give the device an IPv4 address, "10.0.0.2/24"; options as in `ip addr add`: broadcast, peer, scope, label."""
        self.namespace.add_address(self, address, **options)

    def remove_address(self, address: str) -> None:
        self.namespace.remove_address(self, address)

    def __repr__(self) -> str:
        return f"<{self.kind or 'device'} {self.namespace.name or 'host'}/{self.name}>"


def check_name(name: str) -> None:
    """dev_valid_name()."""
    if not name or len(name) >= IFNAMSIZ or name in (".", "..") or any(c in "/:" or c.isspace() for c in name):
        raise NetlinkError(errno.EINVAL)


def random_mac(random: Random) -> bytes:
    """eth_random_addr(): a locally administered unicast address."""
    return bytes((random.getrandbits(8) & 0xFE | 0x02, *random.getrandbits(40).to_bytes(5, "big")))
