"""A network namespace: devices by name and by index, and the stack that serves them (net/core/net_namespace.c, dev.c)."""

import errno
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pynetns.device import vlan
from pynetns.device.bridge import Bridge
from pynetns.device.capture import Capture
from pynetns.device.dummy import Dummy
from pynetns.device.loopback import Loopback
from pynetns.device.macvlan import Macvlan, new_macvlan
from pynetns.device.netdevice import (
    CHANGE, CHANGEADDR, CHANGEARP, CHANGEMTU, CHANGENAME, CHANGEUPPER, DOWN, REGISTER, UNREGISTER, UP, NetDevice, check_name,
)
from pynetns.device.packet import PACKET_OTHERHOST, Packet
from pynetns.device.veth import Veth
from pynetns.device.vrf import Vrf
from pynetns.errors import NetlinkError, os_error
from pynetns.fastpath.flow_cache import FlowCache
from pynetns.netns import bridge_arp, bridge_nf
from pynetns.netns.addresses import Addresses
from pynetns.netns.arp import ArpProtocol
from pynetns.netns.fib import Fib
from pynetns.netns.fib_rules import RULE_PROTO, Rule
from pynetns.netns.hooks import Hooks
from pynetns.netns.icmp import IcmpProtocol
from pynetns.netns.igmp import ALL_SNOOPERS, Igmp
from pynetns.netns.ipv4_forward import Ipv4Forward
from pynetns.netns.ipv4_fragment import Fragments
from pynetns.netns.ipv4_input import Ipv4Input
from pynetns.netns.ipv4_output import Ipv4Output
from pynetns.netns.kernel_log import KernelLog
from pynetns.netns.neigh import NeighbourTable
from pynetns.netns.nexthops import Nexthops
from pynetns.netns.peers import Peers
from pynetns.netns.ping import PingResult, ping
from pynetns.netns.route import RouteDecision
from pynetns.netns.routes import Routes
from pynetns.netns.snmp import Mib
from pynetns.netns.rtnetlink import Rtnetlink
from pynetns.netns.sockets import Sockets
from pynetns.netns.sysctl import Sysctl
from pynetns.netns.tcp import TcpProtocol
from pynetns.netns.tcp_socket import TcpSocket
from pynetns.netns.udp import UdpProtocol
from pynetns.netns.udp_socket import UdpSocket
from pynetns.wire.address import multicast_mac, parse_mac
from pynetns.wire.bpdu import LLC

if TYPE_CHECKING:
    from pynetns.lab import Lab

ETH_P_IP, ETH_P_ARP = 0x0800, 0x0806
MIN_ETHERTYPE = 0x600
MAX_DEVICES = 1 << 20
_TOLD = frozenset((UP, DOWN, CHANGE, CHANGEADDR, CHANGEMTU, CHANGENAME, CHANGEUPPER))  # events of which a link message tells at once
Listener = Callable[[str, NetDevice], None]


class NetNamespace:
    """One host. `name` is None for the lab's initial namespace, which like the kernel's has none."""

    __slots__ = ("__weakref__", "_bridge_nf", "_by_index", "_has_l3mdev_rule", "_last_index", "_nsids", "addresses", "arp",
                 "bridge_calls_iptables", "conntrack", "deleted", "devices", "docker", "fib", "flavour", "fragments", "hooks", "icmp",
                 "igmp", "ip6tables", "iptables", "ipv4_forward", "ipv4_input", "ipv4_output", "lab", "label", "listeners", "lo", "log",
                 "mib", "name", "nat", "neigh", "nexthops", "nf_log", "peers", "random", "route", "routes", "rtnetlink", "scheduler",
                 "sockets", "sysctl", "tcp", "udp")

    def __init__(self, lab: "Lab", name: str | None) -> None:
        self.lab = lab
        self.listeners: tuple[Listener, ...] = ()
        self.name = name
        self.label = name or "host"  # what captures call it
        self.scheduler = lab.scheduler
        self.random = lab.random
        self.devices: dict[str, NetDevice] = {}
        self.deleted = False
        self._by_index: dict[int, NetDevice] = {}
        self._last_index = 0
        self._has_l3mdev_rule = False
        self._nsids: dict[NetNamespace, int] = {}
        self.rtnetlink = Rtnetlink()
        self.log = KernelLog(self.scheduler)
        self.hooks = Hooks(self, self.scheduler)
        self.ip6tables: Any = None
        self.iptables: Any = None  # netfilter's parts are given by the lab: netfilter knows the namespace, not the reverse
        self.conntrack: Any = None
        self.nat: Any = None
        self.nf_log: Any = None
        self.flavour = ""  # whose tools its commands look like: "busybox", or iputils' and net-tools'
        self.docker: Any = None  # the daemon that runs here, or that made this container
        self.mib = Mib(self.scheduler)
        self.sysctl = Sysctl(self)
        self.bridge_calls_iptables = True  # net.bridge.bridge-nf-call-iptables, which every bridged frame asks for
        self.fib = Fib(self.scheduler)
        self.fib.rules.watchers.append(lambda verb, rule: self.rtnetlink.tell("rule", verb, rule))
        self.addresses = Addresses(self)
        self.addresses.watchers.append(lambda device: self.scheduler.flush())
        self.nexthops = Nexthops(self)
        self.nexthops.watchers.append(lambda verb, nexthop: self.rtnetlink.tell("nexthop", verb, nexthop))
        self.routes = Routes(self)
        self.neigh = NeighbourTable(self)
        self.arp = ArpProtocol(self)
        self.igmp = Igmp(self)
        self.peers = Peers(self.scheduler, self.random)
        self.route = RouteDecision(self)
        self.sockets = Sockets(self)
        self.fragments = Fragments(self)
        self.ipv4_input = Ipv4Input(self)
        self.ipv4_forward = Ipv4Forward(self)
        self.ipv4_output = Ipv4Output(self)
        self.icmp = IcmpProtocol(self)
        self.udp = UdpProtocol(self)
        self.tcp = TcpProtocol(self)
        self._bridge_nf = bridge_nf.BridgeNetfilter(self)
        self.lo: NetDevice = Loopback(self)
        self.register(self.lo, "lo")

    # --- making devices ----------------------------------------------------------------------------------------------------------

    def veth(self, name: str, peer: "tuple[NetNamespace, str]", mac: str | bytes | None = None,
             peer_mac: str | bytes | None = None, mtu: int = 1500, peer_mtu: int = 1500) -> tuple[Veth, Veth]:
        """`ip link add NAME type veth peer name PEER netns NS`: both ends, this one first. The peer is registered first."""
        other, peer_name = peer
        self.check_new_name(name)
        other.check_new_name(peer_name)
        if other is self and name == peer_name:
            raise NetlinkError(errno.EEXIST)
        near = Veth(self, name, _mac(mac), mtu)
        far = Veth(other, peer_name, _mac(peer_mac), peer_mtu)
        near.connect(far)
        other.register(far, peer_name)
        self.register(near, name)
        return near, far

    def bridge(self, name: str, mac: str | bytes | None = None, mtu: int = 1500) -> Bridge:
        """`ip link add NAME type bridge`."""
        self.check_new_name(name)
        bridge = Bridge(self, name, _mac(mac), mtu)
        self.register(bridge, name)
        bridge.registered()
        return bridge

    def dummy(self, name: str, mac: str | bytes | None = None, mtu: int = 1500) -> Dummy:
        """`ip link add NAME type dummy`."""
        self.check_new_name(name)
        dummy = Dummy(self, name, _mac(mac), mtu)
        self.register(dummy, name)
        return dummy

    def macvlan(self, name: str, parent: NetDevice, mode: str = "vepa", mac: str | bytes | None = None, mtu: int | None = None) -> Macvlan:
        """`ip link add NAME link PARENT type macvlan mode MODE`. The parent may be another namespace's."""
        self.check_new_name(name)
        device = new_macvlan(self, name, parent, mode, _mac(mac), mtu)
        self.register(device, name)
        device.follow_parent()
        return device

    def vlan(self, name: str, parent: NetDevice, vlan_id: int, protocol: int = 0x8100, mac: str | bytes | None = None,
             mtu: int | None = None) -> vlan.Vlan:
        """`ip link add NAME link PARENT type vlan id NUMBER`."""
        self.check_new_name(name)
        device = vlan.new_vlan(self, name, parent, vlan_id, protocol, _mac(mac), mtu)
        self.register(device, name)
        device.follow_parent()
        return device

    def vrf(self, name: str, table: int, mac: str | bytes | None = None, mtu: int | None = None) -> Vrf:
        """`ip link add NAME type vrf table NUMBER`. The first makes the rule by which its members find their table."""
        self.check_new_name(name)
        device = Vrf(self, name, table, _mac(mac), mtu)
        self.register(device, name)
        self.add_l3mdev_rule()
        return device

    def add_l3mdev_rule(self) -> None:
        """vrf_add_fib_rules(), once: who deletes it does not get it back."""
        if not self._has_l3mdev_rule:
            self._has_l3mdev_rule = True
            self.fib.rules.add(Rule(1000, l3mdev=True, protocol=RULE_PROTO))

    def check_new_name(self, name: str) -> None:
        check_name(name)
        if name in self.devices:
            raise NetlinkError(errno.EEXIST)

    def free_name(self, pattern: str) -> str:
        """The first free name of a pattern such as veth%d: dev_alloc_name()."""
        for number in range(MAX_DEVICES):
            name = pattern.replace("%d", str(number))
            if name not in self.devices:
                return name
        raise NetlinkError(errno.ENFILE)

    # --- what devices ask of their namespace (device.netdevice.Host) -------------------------------------------------------------

    def register(self, device: NetDevice, name: str) -> None:
        """A device appears: it keeps its index if that is free here."""
        check_name(name)
        device.name = name
        if not device.index or device.index in self._by_index:
            index = self._last_index + 1
            while index in self._by_index:
                index += 1
            self._last_index = device.index = index
        self._by_index[device.index] = device
        self.devices[name] = device
        self._sort_devices()
        self.notify(REGISTER, device)

    def _sort_devices(self) -> None:
        """By index, as every listing has them; only a device that kept its index from elsewhere is not the last already."""
        indexes = [device.index for device in self.devices.values()]
        if len(indexes) > 1 and indexes[-1] < indexes[-2]:
            self.devices = dict(sorted(self.devices.items(), key=lambda item: item[1].index))

    def unregister(self, device: NetDevice) -> None:
        """A device goes away, with its addresses, routes and neighbours."""
        device.was_up = False
        if device.moving_to is not None and self.lab.is_alive(device.moving_to):
            self.nsid_of(device.moving_to)  # type: ignore[arg-type]  # the message names the namespace where it goes by number
        self.notify(UNREGISTER, device)
        del self.devices[device.name]
        del self._by_index[device.index]
        device.in_dev = None
        device.captures = ()

    def device_by_index(self, index: int) -> NetDevice | None:
        return self._by_index.get(index)

    def device_of_option(self, value: bytes) -> NetDevice | None:
        """The device that SO_BINDTODEVICE names; no name is none."""
        name = value.rstrip(b"\0").decode()
        if name and name not in self.devices:
            raise os_error(errno.ENODEV)
        return self.devices[name] if name else None

    def change_name(self, device: NetDevice, name: str) -> None:
        self.devices = {name if other is device else key: other for key, other in self.devices.items()}
        device.name = name
        self.notify(CHANGENAME, device)

    def notify(self, event: str, device: NetDevice) -> None:
        """Tell every part of the stack what happened to a device, in the order in which the kernel's notifiers stand."""
        if device.namespace is not self or device.name not in self.devices:
            return
        self.scheduler.flush()
        if event in _TOLD:
            self._number_other_end(device)
            if self.rtnetlink.listeners:
                self._tell_event(event, device)
        device.ipv6_event(event)
        if event in (CHANGEADDR, CHANGEARP):  # arp_netdev_event()
            self.neigh.change_address(device)
        elif event == CHANGE:
            if not device.carrier and device.in_dev.conf.andconf("arp_evict_nocarrier"):
                self.neigh.flush_device(device, keep_permanent=True)
        self.addresses.device_event(event, device)
        self.routes.device_event(event, device)
        if device.port is not None:
            device.port.bridge.port_event(event, device)
        if device.vlans:
            vlan.parent_event(device, event)
        if device.macvlan is not None:
            device.macvlan.parent_event(event)
        for listener in self.listeners:
            listener(event, device)
        if event == REGISTER:
            self._number_other_end(device)
        if self.rtnetlink.listeners and event in (REGISTER, UNREGISTER):
            verb = "new" if event == REGISTER else "del"
            self.rtnetlink.tell("netconf", verb, (device.name, None))
            below = device.link
            if event == REGISTER and device.kind in ("macvlan", "vlan") and below is not None and below.namespace is self:
                self.rtnetlink.tell("link", "new", below)
            self.rtnetlink.tell("link", verb, device)

    def _number_other_end(self, device: NetDevice) -> None:
        """A message about a link names the namespace of its other end by number, so that it has one from then on."""
        link = device.link
        if link is not None and link.index and link.namespace is not self and self.lab.is_alive(link.namespace):
            self.nsid_of(link.namespace)  # type: ignore[arg-type]

    def _tell_event(self, event: str, device: NetDevice) -> None:
        """Of a device that is down nobody hears that its carrier went or came (linkwatch_do_dev()); while one is being opened, only after
        that it is up."""
        postponed = self.lab.postponed
        if event == CHANGE and (not device.is_up or device.dismantled):
            return
        if event in (CHANGE, CHANGEADDR, CHANGEMTU) and postponed is not None:
            postponed.append((self.rtnetlink, device))
        elif event == UP and postponed is not None and any(known is device for _, known in postponed):
            self.rtnetlink.tell("link", "opening", device)
        else:
            self.rtnetlink.tell("link", "new", device)

    def begin_open(self) -> None:
        if self.lab.postponed is None:
            self.lab.postponed = []

    def end_open(self) -> None:
        postponed, self.lab.postponed = self.lab.postponed, None
        for rtnetlink, device in postponed or ():
            rtnetlink.tell("link", "new", device)

    def tell_link(self, device: NetDevice) -> None:
        """Something about a device is different that none of its stack cares for."""
        self.rtnetlink.tell("link", "new", device)

    def listen(self, listener: Listener) -> None:
        """Be told too what happens to devices, until `unlisten`."""
        self.listeners = (*self.listeners, listener)

    def unlisten(self, listener: Listener) -> None:
        self.listeners = tuple(other for other in self.listeners if other != listener)

    def deliver(self, device: NetDevice, packet: Packet, protocol: int) -> bool:
        """To the protocol that takes such frames. False if there is none."""
        if protocol == ETH_P_IP:
            if device.in_dev.enabled:
                self.ipv4_input.receive(device, packet)
        elif protocol == ETH_P_ARP:
            if device.in_dev.enabled:
                self.arp.receive(device, packet)
        else:
            # a length, and so 802.2 inside: the kernel's LLC takes and forgets it (llc_rcv()); 0xffff is Novell's way, which nobody takes
            if device.port is not None and protocol < MIN_ETHERTYPE and packet.kind != PACKET_OTHERHOST and packet.slice(14, 17) == LLC:
                device.port.bridge.stp.receive(device.port, packet)
            return protocol < MIN_ETHERTYPE and packet.slice(14, 16) != b"\xff\xff"
        return True

    def arp_question(self, packet: Packet) -> tuple[int, int] | None:
        return self.arp.question(packet)

    def looks_on(self, device: NetDevice) -> bool:
        return self.arp.looks_on(device)

    def forgets(self, device: NetDevice, sender: int, target: int) -> bool:
        route = self.fib.lookup(target)
        return (route is None or route.type != "local") and self.neigh.find(sender, device) is None

    def bridge_pre_routing(self, bridge: NetDevice, packet: Packet) -> bool:
        return self._bridge_nf.pre_routing(bridge, packet)

    def bridge_forward(self, bridge: NetDevice, device: NetDevice, packet: Packet) -> list[Packet]:
        return self._bridge_nf.forward(bridge, device, packet)

    def bridge_resolved(self, packet: Packet) -> bool:
        return self._bridge_nf.resolved(packet)

    def bridge_checks_arp(self, bridge: NetDevice) -> bool:
        return bool(self.sysctl.number("net.bridge.bridge-nf-call-arptables")) or (isinstance(bridge, Bridge) and bridge.nf_call_arptables)

    def bridge_arp(self, bridge: NetDevice, port: Any, packet: Packet) -> bool:
        return isinstance(bridge, Bridge) and bridge_arp.answer(self, bridge, port, packet)

    def device_listens(self, device: NetDevice, group: bytes) -> bool:
        """Is a group's MAC among those that the device has joined?"""
        return group in device.static_links or any(multicast_mac(joined) == group for joined in device.in_dev.groups)

    def join_snoopers(self, bridge: NetDevice) -> None:
        self.igmp.join(bridge, ALL_SNOOPERS)

    def leave_snoopers(self, bridge: NetDevice) -> None:
        self.igmp.leave(bridge, ALL_SNOOPERS)

    def multicast_is_sane(self, packet: Packet, protocol: int) -> bool:
        return bridge_nf.multicast_is_sane(packet, protocol)

    def new_flow_cache(self, device: NetDevice) -> FlowCache | None:
        return FlowCache(device) if self.lab.flow_cache else None

    def add_address(self, device: NetDevice, text: str, **options: Any) -> None:
        self.addresses.add(device, text, **options)

    def remove_address(self, device: NetDevice, text: str) -> None:
        self.addresses.remove(device, text)

    def write_capture(self, path: str, capture: Capture) -> None:
        self.lab.write_captures(path, [capture])

    # --- what people type --------------------------------------------------------------------------------------------------------

    def socket(self, family: int = 2, type: int = 2) -> "UdpSocket | TcpSocket":
        """A UDP or TCP socket of this namespace, with the names of the standard library's."""
        if family != 2:
            raise NetlinkError(errno.EAFNOSUPPORT)
        kinds: dict[int, Callable[[NetNamespace], UdpSocket | TcpSocket]] = {1: TcpSocket, 2: UdpSocket}
        if type & 0xF not in kinds:
            raise NetlinkError(errno.EPROTONOSUPPORT)
        return kinds[type & 0xF](self)

    def ping(self, target: str, count: int = 1, size: int = 56, ttl: int | None = None, interval: float = 1.0, timeout: float = 10.0,
             source: str | None = None, device: str | None = None) -> PingResult:
        """Send `count` echo requests of `size` bytes, an `interval` apart, and wait for what comes back: the lab's clock moves."""
        return ping(self, target, count=count, size=size, ttl=ttl, interval=interval, timeout=timeout, source=source, device=device)

    def run(self, line: str, input: str = "") -> Any:
        """`lab.run` with this namespace as the one in which the line is typed."""
        return self.lab.run_in(self, line, input)

    def nsid_of(self, other: "NetNamespace") -> int:
        """The number by which this namespace knows another: given at the first need, from 0 (peernet2id_alloc)."""
        if other not in self._nsids:
            taken = set(self._nsids.values())
            self._nsids[other] = next(number for number in range(len(taken) + 1) if number not in taken)
            self.rtnetlink.tell("nsid", "new", (self._nsids[other], other))
        return self._nsids[other]

    def set_nsid(self, other: "NetNamespace", number: int) -> None:
        """`ip netns set`: RTM_NEWNSID. A number below 0 is the next that is free."""
        if other in self._nsids:
            raise NetlinkError(errno.EEXIST, "Peer netns already has a nsid assigned")
        if number < 0:
            self.nsid_of(other)
        elif number in self._nsids.values():
            raise NetlinkError(errno.EEXIST, "The specified nsid is already used")
        else:
            self._nsids[other] = number

    @property
    def nsids(self) -> "dict[NetNamespace, int]":
        return dict(self._nsids)

    def forget_namespace(self, other: "NetNamespace") -> None:
        """Another namespace is gone, and so is its number here."""
        number = self._nsids.pop(other, None)
        if number is not None:
            self.rtnetlink.tell("nsid", "del", (number, other))

    def delete(self) -> None:
        """cleanup_net(): virtual devices go, veths with their peers."""
        self.deleted = True
        for device in self._last_first(self.devices.values()):
            if device.name in self.devices and not device.is_loopback:
                device.delete()
        self.lo.down()

    @staticmethod
    def _last_first(devices: Iterable[NetDevice]) -> list[NetDevice]:
        return list(reversed(list(devices)))

    def __repr__(self) -> str:
        return f"<NetNamespace {self.name or '(initial)'}: {', '.join(self.devices)}>"


def _mac(mac: str | bytes | None) -> bytes | None:
    if isinstance(mac, str):
        mac = parse_mac(mac)
    if mac is not None and (mac[0] & 1 or not any(mac)):
        raise NetlinkError(errno.EADDRNOTAVAIL)
    return mac
