"""A port of a bridge: its switches, its state, and the first decisions about a frame that comes in by it (net/bridge/br_input.c)."""

import errno
from typing import TYPE_CHECKING

from pynetns.device.bridge_vlan import NO_VLANS, learns, may_leave
from pynetns.device.netdevice import DST, NetDevice
from pynetns.device.packet import PACKET_HOST, Packet
from pynetns.device.stp_port import BLOCKING, DISABLED, FORWARDING, LEARNING, LISTENING, PortTree
from pynetns.device.table import Stage
from pynetns.errors import NetlinkError

if TYPE_CHECKING:
    from pynetns.device.bridge import Bridge

__all__ = ["BLOCKING", "DISABLED", "FORWARDING", "LEARNING", "LISTENING", "STATES", "BridgePort"]

STATES = ("disabled", "listening", "learning", "forwarding", "blocking")
LINK_LOCAL = b"\x01\x80\xc2\x00\x00"  # and a last byte of 0 to 15: IEEE 802.1D table 7-10


class BridgePort(Stage):
    """What `bridge link set` and `ip link set type bridge_slave` change. It takes over the device's incoming frames."""

    __slots__ = ("backup_port", "bcast_flood", "bridge", "cost", "device", "fastleave", "flood", "group_fwd_mask", "guard", "hairpin",
                 "isolated", "learning", "locked", "mcast_flood", "mcast_router", "mcast_to_unicast", "neigh_suppress", "port_no",
                 "priority", "proxy_arp", "proxy_arp_wifi", "root_block", "state", "tree", "vlan_group", "vlan_tunnel")

    def __init__(self, bridge: "Bridge", device: NetDevice, number: int) -> None:
        self.scheduler = bridge.scheduler
        self.bridge = bridge
        self.device = device
        self.port_no = number
        self.state = DISABLED
        self.priority = 32
        self.cost = 2  # 10 Gbit/s, which is what a veth says of itself; port_cost()
        self.learning = True
        self.flood = True
        self.mcast_flood = True
        self.bcast_flood = True
        self.hairpin = False
        self.isolated = False
        self.guard = False
        self.root_block = False
        self.fastleave = False
        self.mcast_router = 1
        self.mcast_to_unicast = False
        self.proxy_arp = False
        self.proxy_arp_wifi = False
        self.neigh_suppress = False
        self.locked = False
        self.vlan_tunnel = False
        self.backup_port: BridgePort | None = None
        self.group_fwd_mask = 0
        self.vlan_group = NO_VLANS
        self.tree = PortTree(self)

    @property
    def port_id(self) -> int:
        return self.priority << 10 | self.port_no

    def handle_frame(self, packet: Packet) -> None:
        """br_handle_frame(): what a bridge never carries, and what concerns only the link."""
        dst, src, _ = packet.read(DST)
        if src[0] & 1 or src == b"\0\0\0\0\0\0":
            return
        packet.port = self.device
        packet.vlan = 0
        bridge = self.bridge
        if dst[0] == 1 and dst[:5] == LINK_LOCAL and dst[5] < 16:
            mask = bridge.group_fwd_mask_required | self.group_fwd_mask
            if dst[5] == 1:  # IEEE MAC (Pause)
                return
            if dst[5] != 0:
                mask |= bridge.group_fwd_mask
            # without a spanning tree its messages go on, so that others find their loops
            if not mask >> dst[5] & 1 and (dst[5] != 0 or bridge.stp_enabled):
                self._link_local(packet, src)
                return
        if self.state == FORWARDING or self.state == LEARNING:  # noqa: PLR1714 - no tuple to be made
            if dst == bridge.mac:
                packet.kind = PACKET_HOST
            host = bridge.namespace
            if host.bridge_calls_iptables or bridge.nf_call_iptables:
                if not host.bridge_pre_routing(bridge, packet):
                    return
                if packet.nf_bridge is not None:  # it may be for another station now
                    dst, src, _ = packet.read(DST)
            bridge.handle_frame(self, packet, dst, src)

    def _link_local(self, packet: Packet, src: bytes) -> None:
        """br_handle_local_finish(): learned from, then the port's own."""
        if self.learning and self.state in (LEARNING, FORWARDING) and not self.bridge.no_linklocal_learn and (
                not self.bridge.vlan_filtering or learns(self.bridge, self.vlan_group, packet)):
            self.bridge.fdb.update(packet, self, src)
        self.device.deliver(packet)

    def may_send(self, packet: Packet) -> bool:
        """should_deliver(): not back to where it came from unless in hairpin mode, not while the port is closed, not between two
        isolated ports."""
        if self.state != FORWARDING:
            return False
        source = packet.port
        if source is self.device and not self.hairpin:
            return False
        if packet.vlan and not may_leave(self.vlan_group, packet):
            return False
        return not (self.isolated and source is not None and source.port is not None and source.port.isolated)

    def set_state(self, state: int) -> None:
        """br_set_port_state(): by hand. Without a spanning tree a port that is set to blocking forwards again at once."""
        if not 0 <= state <= BLOCKING:
            raise NetlinkError(errno.EINVAL)
        if self.bridge.stp_enabled:
            raise NetlinkError(errno.EBUSY)
        if not self.device.is_up or (not self.device.oper_up and state != DISABLED):
            raise NetlinkError(errno.ENETDOWN)
        self.state = state
        self.bridge.stp.select_states()
        if self.state in (LISTENING, LEARNING):
            self.tree.forward_delay_timer.wake()

    def set_backup(self, device: NetDevice | None) -> None:
        """nbp_backup_change(): another port of the same bridge takes over when this one has no carrier."""
        if device is None:
            self.backup_port = None
            return
        port = device.port
        if not isinstance(port, BridgePort):
            raise NetlinkError(errno.ENOENT)
        if port is self or port.bridge is not self.bridge:
            raise NetlinkError(errno.EINVAL)
        self.backup_port = port

    def set_cost(self, cost: int) -> None:
        if not 1 <= cost <= 65535:
            raise NetlinkError(errno.ERANGE)
        self.bridge.stp.set_path_cost(self, cost)

    def set_priority(self, priority: int) -> None:
        if not 0 <= priority <= 63:
            raise NetlinkError(errno.ERANGE)
        self.bridge.stp.set_port_priority(self, priority)
