"""A Linux bridge: ports, learning, flooding, and a host of its own behind it.

net/bridge/br_input.c, br_forward.c, br_device.c, br_if.c.
"""

import errno
from typing import Literal

from pynetns.device.bridge_port import DISABLED, LEARNING, BridgePort
from pynetns.device.bridge_vlan import NO_VLANS, PROTOCOL_8021AD, VlanTable, admit, leave, may_leave
from pynetns.device.fdb import Fdb, fdb_key
from pynetns.device.host import Host
from pynetns.device.netdevice import (
    BROADCAST_MAC, CHANGE, CHANGEADDR, CHANGEMTU, DOWN, DST, UNREGISTER, UP, VLAN_HLEN, ZERO_MAC, NetDevice,
)
from pynetns.device.packet import ETH_HLEN, Packet
from pynetns.device.scheduler import SECOND
from pynetns.device.stp import SpanningTree
from pynetns.errors import NetlinkError
from pynetns.wire.bpdu import BRIDGE_GROUP

ARP_HEADER = 8  # br_nf_forward_arp() drops an ARP frame that has not even its fixed part
MAX_PORTS = 1023  # BR_MAX_PORTS
PROVIDER_GROUP = bytes.fromhex("0180c2000008")
PROVIDER_MASK = 0xB801  # BR_GROUPFWD_8021AD: groups 0, B, C, D and F
Reach = Literal["unicast", "multicast", "broadcast"]


class Bridge(NetDevice):
    """The bridge as a device: what its host sends enters here, what is for its host comes up here. Times are nanoseconds."""

    __slots__ = ("ageing", "bridge_address", "bridge_ageing", "fdb", "fdb_max_learned", "group_addr", "group_addr_is_set",
                 "group_fwd_mask", "group_fwd_mask_required", "mcast_settings", "mcast_snooping", "mtu_is_set", "nf_call_arptables",
                 "nf_call_ip6tables", "nf_call_iptables", "no_linklocal_learn", "ports", "priority", "stp", "stp_enabled",
                 "topology_change", "vlan_aware", "vlan_default_pvid", "vlan_filtering", "vlan_group", "vlan_protocol",
                 "vlan_stats_enabled", "vlan_stats_per_port", "vlan_table")

    kind = "bridge"

    def __init__(self, host: Host, name: str, mac: bytes | None = None, mtu: int = 1500) -> None:
        super().__init__(host, name, mac, mtu)
        self.mtu_is_set = False
        self.ports: tuple[BridgePort, ...] = ()  # newest first, as the kernel's list: the order of flooding
        self.bridge_address = ZERO_MAC  # the bridge id's: the lowest of the ports'
        self.fdb = Fdb(self)
        self.ageing = self.bridge_ageing = 300 * SECOND  # what holds now, and what it was told: they differ while the topology changes
        self.priority = 0x8000
        self.stp_enabled = False
        self.topology_change = False
        self.stp = SpanningTree(self)
        self.group_addr = BRIDGE_GROUP
        self.group_addr_is_set = False
        self.group_fwd_mask = 0
        self.group_fwd_mask_required = 0
        self.no_linklocal_learn = False
        self.mcast_snooping = True
        self.mcast_settings: dict[str, int] = {}  # what else was said of multicast: nothing here depends on it
        self.nf_call_iptables = False
        self.nf_call_ip6tables = False
        self.nf_call_arptables = False
        self.fdb_max_learned = 0
        self.vlan_aware = False  # has it VLANs at all?
        self.vlan_filtering = False
        self.vlan_protocol = 0x8100
        self.vlan_default_pvid = 1
        self.vlan_stats_enabled = False
        self.vlan_stats_per_port = False
        self.vlan_group = NO_VLANS  # its own host's
        self.vlan_table = VlanTable(self)

    # --- frames ------------------------------------------------------------------------------------------------------------------

    def handle_frame(self, port: BridgePort, packet: Packet, dst: bytes, src: bytes) -> None:
        """Where a frame from `port` goes: br_handle_frame_finish(), in its order."""
        protocol = packet.protocol
        state = port.state
        if state == DISABLED:
            return
        learns_only = state == LEARNING
        if self.vlan_filtering:
            vlan = admit(self, port.vlan_group, packet, state)
            if vlan is None:
                return
            learns_only = learns_only or vlan.state == LEARNING
        if port.locked:
            known = self.fdb.table.look(fdb_key(src, packet.vlan))
            if known is None or known.port is not port or known.is_local:
                return
        if port.learning:
            self.fdb.update(packet, port, src)  # before the look-up: a frame to its own source ends at its own port
        up = self.promiscuity > 0
        reach: Reach = "unicast"
        if dst[0] & 1:
            reach = "broadcast" if dst == BROADCAST_MAC else "multicast"
            if reach == "multicast" and self.mcast_snooping and not self.namespace.multicast_is_sane(packet, protocol):
                return
            up = True
        if learns_only:
            return
        onward, answered = True, False
        if protocol == 0x0806:
            onward = packet.has(ETH_HLEN + ARP_HEADER) or not self.namespace.bridge_checks_arp(self)
            answered = bool(self.namespace.bridge_arp(self, port, packet))
        station = None
        if reach == "unicast":
            station = self.fdb.table.look(fdb_key(dst, packet.vlan) if packet.vlan else dst)
        elif reach == "multicast":
            packet.count(self.stats.multicast_in)
        if station is not None:
            if station.is_local:
                self.pass_up(packet)
                return
            packet.touch(station.used)
            target = station.port
            if target is not None and target.backup_port is not None:
                target = self._target(target)
            if onward and target is not None and target.may_send(packet):
                self._send(target, packet.clone() if up else packet)
        elif onward:
            self._flood(packet, reach, answered)
        if up:
            self.pass_up(packet)

    def pass_up(self, packet: Packet) -> None:
        """To the bridge's own host: br_pass_frame_up()."""
        packet.count(self.stats.rx, ETH_HLEN)
        if packet.vlan:
            if not self.user_promisc and not may_leave(self.vlan_group, packet):
                return
            leave(self, self.vlan_group, packet)
        if self.is_up:
            self.receive(packet)

    def _xmit(self, packet: Packet) -> bool:
        """A frame of the bridge's own host: br_dev_xmit()."""
        if packet.nf_bridge is not None and self.namespace.bridge_resolved(packet):
            return True
        dst, _, protocol = packet.read(DST)
        packet.count(self.stats.tx)
        packet.port, packet.protocol, packet.vlan = None, protocol, 0
        if self.vlan_filtering and admit(self, self.vlan_group, packet) is None:
            return True
        answered = protocol == 0x0806 and self.namespace.bridge_arp(self, None, packet)
        if dst[0] & 1:
            self._flood(packet, "broadcast" if dst == BROADCAST_MAC else "multicast", bool(answered))
        elif (station := self.fdb.table.look(fdb_key(dst, packet.vlan))) is None:
            self._flood(packet, "unicast", False)
        elif (target := self._target(station.port)) is not None and target.may_send(packet):
            self._send(target, packet)
        return True

    @staticmethod
    def _target(port: BridgePort | None) -> BridgePort | None:
        """br_forward(): a port that has lost its carrier sends by its backup, if it has one."""
        if port is not None and port.backup_port is not None and not (port.device.is_up and port.device.carrier):
            return port.backup_port
        return port

    def _flood(self, packet: Packet, reach: Reach, answered: bool) -> None:
        """br_flood(): a copy to every port that wants such frames; the host's own broadcasts and multicasts go to all."""
        local = packet.port is None
        # A request for an address goes to all, and all but one forget it: who does is asked at once, instead of in a turn of its own.
        question = None
        if packet.protocol == 0x0806 and packet.nf_bridge is None and not packet.vlan and not self.scheduler.queue:
            question = self.namespace.arp_question(packet)
        for port in self.ports:
            if not (port.flood if reach == "unicast" else local or (port.bcast_flood if reach == "broadcast" else port.mcast_flood)):
                continue
            if port.proxy_arp or (answered and (port.proxy_arp_wifi or port.neigh_suppress)):
                continue
            if port.may_send(packet) and not (question is not None and port.device.absorb(packet, *question)):
                self._send(port, packet.clone())

    def _send(self, port: BridgePort, packet: Packet) -> None:
        """__br_forward() and br_dev_queue_push_xmit(): a frame that is too long for the port is dropped without a count."""
        device = port.device
        if not device.is_up:
            return
        if packet.vlan:
            leave(self, port.vlan_group, packet)
        if packet.nf_bridge is not None and packet.port is not None:
            for piece in self.namespace.bridge_forward(self, device, packet):
                device.transmit(piece)
        elif packet.fits(device.mtu + ETH_HLEN + VLAN_HLEN):
            device.transmit(packet)

    # --- ports -------------------------------------------------------------------------------------------------------------------

    def attach(self, device: NetDevice) -> BridgePort:
        """Make a device a port: `ip link set DEVICE master BRIDGE`."""
        device.set_master(self)
        port = device.port
        assert isinstance(port, BridgePort)
        return port

    def detach(self, device: NetDevice) -> None:
        if device.master is not self:
            raise NetlinkError(errno.EINVAL)
        device.set_master(None)

    def check_port(self, device: NetDevice) -> None:
        if device.is_loopback or device.namespace is not self.namespace or not any(device.mac):
            raise NetlinkError(errno.EINVAL)
        if isinstance(device, Bridge):
            raise NetlinkError(errno.ELOOP, "Can not enslave a bridge to a bridge")
        if len(self.ports) >= MAX_PORTS:
            raise NetlinkError(errno.EXDEV)

    def add_port(self, device: NetDevice) -> None:
        """br_add_if()."""
        taken = {port.port_no for port in self.ports}
        number = next(n for n in range(1, MAX_PORTS + 1) if n not in taken)
        port = BridgePort(self, device, number)
        port.tree.become_designated()
        device.master, device.port = self, port
        device.allmulti += 1
        device.add_promiscuity(1)
        self.ports = (port, *self.ports)
        self.fdb.add_local(port, device.mac)
        self.vlan_table.join(port)
        changed = self._choose_address()
        if device.is_up and device.oper_up and self.is_up:
            self.stp.enable_port(port)
        if changed:
            self.namespace.notify(CHANGEADDR, self)
        self._adjust_mtu()

    def remove_port(self, device: NetDevice) -> None:
        """br_del_if()."""
        port = device.port
        device.allmulti -= 1
        device.add_promiscuity(-1)
        self.stp.disable_port(port)
        self.ports = tuple(p for p in self.ports if p is not port)
        port.vlan_group = NO_VLANS
        port.backup_port = None
        for other in self.ports:
            if other.backup_port is port:
                other.backup_port = None
        self.fdb.delete_by_port(port, everything=True)
        device.master = device.port = None
        self._adjust_mtu()
        if self._choose_address():
            self.namespace.notify(CHANGEADDR, self)

    def port_event(self, event: str, device: NetDevice) -> None:
        """What happened to a port's device: br_device_event()."""
        port = device.port
        if event == CHANGEMTU:
            self._adjust_mtu()
        elif event == CHANGEADDR:
            self.fdb.change_port_address(port, device.mac)
            if self._choose_address():
                self.namespace.notify(CHANGEADDR, self)
        elif event == CHANGE:  # br_port_carrier_check()
            if not self.is_up:
                return
            if device.is_up and device.oper_up:
                if port.state == DISABLED:
                    self.stp.enable_port(port)
            elif port.state != DISABLED:
                self.stp.disable_port(port)
        elif event == DOWN:
            if self.is_up:
                self.stp.disable_port(port)
        elif event == UP:
            if self.is_up and device.oper_up:
                self.stp.enable_port(port)
        elif event == UNREGISTER:
            device.set_master(None)

    def _choose_address(self) -> bool:
        """br_stp_recalculate_bridge_id(): the lowest address of a port, unless somebody set one."""
        if self.mac_is_set:
            return False
        lowest = min((port.device.mac for port in self.ports), default=ZERO_MAC)
        if lowest == self.bridge_address:
            return False
        self._change_bridge_id(lowest)
        return True

    def _change_bridge_id(self, mac: bytes) -> None:
        """br_stp_change_bridge_id()."""
        was_root, old, old_identifier = self.stp.is_root, self.mac, self.bridge_address
        self.mac = self.bridge_address = mac
        self.fdb.change_bridge_address(old, mac)
        self.stp.change_identifier(old_identifier, mac)
        self.stp.reconsider(was_root)

    def _adjust_mtu(self) -> None:
        """br_mtu_auto_adjust(): the smallest of the ports' MTUs, unless somebody set one; Ethernet's without ports."""
        if not self.mtu_is_set:
            smallest = min((port.device.mtu for port in self.ports), default=1500)
            if smallest != self.mtu:
                self.mtu = smallest
                self.namespace.notify(CHANGEMTU, self)

    # --- the device --------------------------------------------------------------------------------------------------------------

    def registered(self) -> None:
        """The bridge has its namespace: its own address is in the table from now on. One that was given at birth is chosen as if set
        later (br_dev_newlink), which takes the carrier of a bridge without ports."""
        self.fdb.add_local(None, self.mac)
        if self.mac_is_set:
            self._change_bridge_id(self.mac)

    def _open(self) -> None:
        self.stp.open()
        if self.mcast_snooping:
            self.namespace.join_snoopers(self)

    def _stop(self) -> None:
        self.stp.stop()
        if self.mcast_snooping:
            self.namespace.leave_snoopers(self)

    def set_snooping(self, on: bool) -> None:
        """br_multicast_toggle()."""
        if on != self.mcast_snooping:
            self.mcast_snooping = on
            if self.is_up and on:
                self.namespace.join_snoopers(self)
            elif self.is_up:
                self.namespace.leave_snoopers(self)

    def set_mtu(self, mtu: int) -> None:
        if mtu != self.mtu:
            self.check_mtu(mtu)
            self.mtu_is_set = True
            super().set_mtu(mtu)

    def change_mac(self, mac: bytes) -> None:
        if mac != self.mac:
            self._change_bridge_id(mac)
            self.namespace.notify(CHANGEADDR, self)

    def set_ageing(self, seconds: float) -> None:
        """Seconds without a frame after which a station is forgotten; 0 learns nothing."""
        self.ageing = self.bridge_ageing = round(seconds * SECOND)
        if self.is_up:
            self.fdb.start_gc(0)

    def set_vlan_filtering(self, on: bool) -> None:
        """br_vlan_filter_toggle()."""
        if on:
            self.vlan_table.begin()
        self.vlan_filtering = on
        self._recalculate_group()

    def set_vlan_protocol(self, protocol: int) -> None:
        """__br_vlan_set_proto()."""
        self.vlan_table.begin()
        self.vlan_protocol = protocol
        self._recalculate_group()

    def _recalculate_group(self) -> None:
        """recalculate_group_addr() and br_recalculate_fwd_mask(): a provider's bridge has another group."""
        provider = self.vlan_filtering and self.vlan_protocol == PROTOCOL_8021AD
        if not self.group_addr_is_set:
            self.group_addr = PROVIDER_GROUP if provider else BRIDGE_GROUP
        self.group_fwd_mask_required = PROVIDER_MASK & ~(1 << self.group_addr[5]) if provider else 0

    def set_group_address(self, group: bytes) -> None:
        """br_changelink(): 01:80:c2:00:00:0X, and some of them are others'."""
        if group[:5] != BRIDGE_GROUP[:5] or group[5] & 0xF0 or group[5] in (1, 2, 3):
            raise NetlinkError(errno.EINVAL)
        self.group_addr = group
        self.group_addr_is_set = True
        self._recalculate_group()

    def set_namespace(self, host: Host, name: str | None = None) -> None:
        raise NetlinkError(errno.EINVAL, "The interface netns is immutable")

    def _remove(self) -> None:
        for port in self.ports:
            port.device.set_master(None)
        super()._remove()

    @property
    def identifier(self) -> bytes:
        """The bridge id: the priority, then the address."""
        return self.priority.to_bytes(2, "big") + self.bridge_address

    @property
    def bridge_id(self) -> str:
        """As `brctl show` prints it: 8000.0242d21d22a5."""
        return identifier_text(self.identifier)


def identifier_text(identifier: bytes) -> str:
    """A bridge id as brctl and sysfs have it."""
    return f"{identifier[:2].hex()}.{identifier[2:].hex()}"
