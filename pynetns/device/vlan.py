"""A device for one VLAN of another device: net/8021q/vlan_dev.c and vlan_core.c."""

import errno

from pynetns.device.host import Host
from pynetns.device.netdevice import CHANGE, CHANGEADDR, CHANGEMTU, DOWN, UNREGISTER, UP, NetDevice
from pynetns.device.packet import ETH_HLEN, PACKET_HOST, PACKET_MULTICAST, PACKET_OTHERHOST, Packet
from pynetns.errors import NetlinkError

PROTOCOLS = {"802.1Q": 0x8100, "802.1ad": 0x88A8}
MAX_VLAN = 4094


class Vlan(NetDevice):
    """What comes in by the parent with this tag comes in here without it, and the reverse. Its address is the parent's unless it is given
    one."""

    __slots__ = ("bridge_binding", "gvrp", "loose_binding", "mvrp", "parent", "protocol", "reorder_header", "vlan_id")

    kind = "vlan"
    min_mtu = 0
    max_mtu = 65535

    def __init__(self, host: Host, name: str, parent: NetDevice, vlan_id: int, protocol: int = 0x8100, mac: bytes | None = None,
                 mtu: int | None = None) -> None:
        super().__init__(host, name, mac or parent.mac, parent.mtu if mtu is None else mtu)
        self.mac_is_set = mac is not None
        self.parent = parent
        self.vlan_id = vlan_id
        self.protocol = protocol
        self.loose_binding = False
        self.reorder_header = True
        self.gvrp = False
        self.mvrp = False
        self.bridge_binding = False
        self.linkwatch = True

    @property
    def link(self) -> NetDevice:
        return self.parent

    @property
    def tag(self) -> bytes:
        return self.protocol.to_bytes(2, "big") + self.vlan_id.to_bytes(2, "big")

    def _xmit(self, packet: Packet) -> bool:
        """vlan_dev_hard_start_xmit(): the tag goes in, and the frame out by the parent."""
        packet.count(self.stats.tx)
        copy = packet.clone()
        copy.dst = packet.dst
        copy.insert_vlan_tag(self.tag)
        return self.parent.transmit(copy)

    def take(self, packet: Packet) -> None:
        """vlan_do_receive(): the tag is off; an address of its own makes the frame its own."""
        packet.strip_vlan_tag()
        if packet.kind == PACKET_OTHERHOST and packet.slice(0, 6) == self.mac:
            packet.kind = PACKET_HOST
        packet.count(self.stats.rx, ETH_HLEN)
        if packet.kind == PACKET_MULTICAST:
            packet.count(self.stats.multicast_in)
        self.receive(packet)

    # --- state -------------------------------------------------------------------------------------------------------------------

    def _before_open(self) -> None:
        """vlan_dev_open()."""
        if not self.parent.is_up and not self.loose_binding:
            raise NetlinkError(errno.ENETDOWN)

    def _open(self) -> None:
        if self.mac != self.parent.mac:
            self.parent.add_unicast(self.mac)
        for mac in self.unicast_list:
            self.parent.add_unicast(mac)
        if self.promiscuity:
            self.parent.add_promiscuity(1)
        self.follow_parent()

    def _stop(self) -> None:
        if self.mac != self.parent.mac:
            self.parent.remove_unicast(self.mac)
        for mac in self.unicast_list:
            self.parent.remove_unicast(mac)
        if self.promiscuity:
            self.parent.add_promiscuity(-1)

    def follow_parent(self) -> None:
        self.set_carrier(self.parent.is_up and self.parent.carrier)

    def add_promiscuity(self, change: int) -> None:
        """vlan_dev_change_rx_flags(): while it is up, the parent has to hear as much."""
        was = bool(self.promiscuity)
        super().add_promiscuity(change)
        if self.is_up and was != bool(self.promiscuity):
            self.parent.add_promiscuity(1 if self.promiscuity else -1)

    def add_unicast(self, mac: bytes) -> None:
        """dev_uc_sync(): while it is up, its parent takes frames for that address too; it has IFF_UNICAST_FLT itself."""
        self.unicast_list = (*self.unicast_list, mac)
        if self.is_up:
            self.parent.add_unicast(mac)

    def remove_unicast(self, mac: bytes) -> None:
        kept = list(self.unicast_list)
        kept.remove(mac)
        self.unicast_list = tuple(kept)
        if self.is_up:
            self.parent.remove_unicast(mac)

    def check_mtu(self, mtu: int) -> None:
        super().check_mtu(mtu)
        if mtu > self.parent.mtu:
            raise NetlinkError(errno.ERANGE)

    def _remove(self) -> None:
        super()._remove()
        vlans = {key: vlan for key, vlan in self.parent.vlans.items() if vlan is not self}
        self.parent.vlans = vlans


def parent_event(parent: NetDevice, event: str) -> None:
    """vlan_device_event(): what happens to a device happens to its VLANs."""
    for vlan in list(parent.vlans.values()):
        if event in (UP, CHANGE):
            if event == UP and not vlan.is_up:
                vlan.up()
            vlan.follow_parent()
        elif event == DOWN:
            vlan.follow_parent()
            if not vlan.loose_binding:
                vlan.down()
        elif event == CHANGEMTU:
            if vlan.mtu > parent.mtu:
                vlan.set_mtu(parent.mtu)
        elif event == CHANGEADDR:
            if not vlan.mac_is_set:
                vlan.change_mac(parent.mac)
        elif event == UNREGISTER:
            vlan.delete()


def new_vlan(host: Host, name: str, parent: NetDevice, vlan_id: int, protocol: int, mac: bytes | None, mtu: int | None) -> Vlan:
    """vlan_newlink() and register_vlan_device()."""
    if not 0 <= vlan_id <= MAX_VLAN:
        raise NetlinkError(errno.ERANGE, "8021q: Invalid VLAN id")
    if parent.is_loopback:
        raise NetlinkError(errno.EOPNOTSUPP, "8021q: VLANs not supported on device")
    if (protocol, vlan_id) in parent.vlans:
        raise NetlinkError(errno.EEXIST, "8021q: VLAN device already exists")
    if mtu is not None and mtu > parent.mtu:
        raise NetlinkError(errno.EINVAL)
    vlan = Vlan(host, name, parent, vlan_id, protocol, mac, mtu)
    parent.vlans = {**parent.vlans, (protocol, vlan_id): vlan}
    return vlan
